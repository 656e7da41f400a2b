import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentShipments } from "@/lib/api/present-account";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listShipments } from "@/lib/orders/tracking/data";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";

const MAX_LISTED = 100;

export const GET = serveOperation(OPERATIONS.listShipments, async ({ scope, ids: { integrationId = "" } }) => {
  const [row, shipments] = await Promise.all([
    findIntegrationRow(scope, integrationId),
    listShipments(scope, { integrationId, limit: MAX_LISTED }),
  ]);
  return row ? ok({ body: presentShipments(shipments) }) : refuse({ code: "not_found" });
});

export const POST = serveOperation(OPERATIONS.recordShipments, async ({ scope, ids: { integrationId = "" }, body }) => {
  const recorded = await recordShipments(scope, { integrationId, source: "api", shipments: body.shipments });
  if (recorded.ok) return ok({ body: recorded.value });
  if (recorded.reason.code === "not_found") return refuse({ code: "not_found" });
  const errors = recorded.reason.problems.map(({ line, problem }) => ({ field: `shipments.${line - 1}`, code: problem }));
  return refuse({ ...invalid("shipments", "lines_wrong"), errors });
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
