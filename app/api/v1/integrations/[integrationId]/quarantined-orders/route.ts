import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentQuarantined } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listQuarantinedOrders } from "@/lib/sync/coverage-reads";

export const GET = serveOperation(OPERATIONS.listQuarantinedOrders, async ({ scope, ids: { integrationId = "" }, query: { cursor } }) => {
  const [row, { entries, next }] = await Promise.all([
    findIntegrationRow(scope, integrationId),
    listQuarantinedOrders(scope, integrationId, cursor),
  ]);
  if (!row) return refuse({ code: "not_found" });
  const data = entries.map((order) => presentQuarantined(integrationId, order));
  return ok({ body: { data, nextCursor: next && printListCursor(next) } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
