import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentOrder } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listOrders } from "@/lib/orders/data";
import { NO_FILTER, printOrderCursor } from "@/lib/orders/order-query";

export const GET = serveOperation(OPERATIONS.listOrders, async ({ scope, ids: { integrationId = "" }, query }) => {
  const { limit, cursor, search, status = null, tracking = null, from = null, to = null } = query;
  const asked = { ...NO_FILTER, integrationId, search, status, tracking, from, to, after: cursor };
  const [row, { rows, next }] = await Promise.all([findIntegrationRow(scope, integrationId), listOrders(scope, asked, { perPage: limit })]);
  if (!row) return refuse({ code: "not_found" });
  return ok({ body: { data: rows.map(presentOrder), nextCursor: next && printOrderCursor(next) } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
