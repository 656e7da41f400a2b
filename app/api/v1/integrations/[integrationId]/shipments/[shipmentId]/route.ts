import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { correctShipment } from "@/lib/orders/tracking/outbox/mutations";

export const PATCH = serveOperation(OPERATIONS.correctShipment, async ({ scope, ids, body }) => {
  const { integrationId = "", shipmentId = "" } = ids;
  const corrected = await correctShipment(scope, { ...body, integrationId, shipmentId });
  if (corrected.ok) return ok({ body: { done: true } });
  return refuse(corrected.reason === "not_found" ? { code: "not_found" } : invalid("trackingNumber", corrected.reason));
});

export const { DELETE, GET, HEAD, OPTIONS, POST, PUT } = otherMethods("PATCH");
