import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { dropShipment } from "@/lib/orders/tracking/outbox/mutations";

export const POST = serveOperation(OPERATIONS.dropShipment, async ({ scope, ids: { integrationId = "", shipmentId = "" } }) => {
  const dropped = await dropShipment(scope, { integrationId, shipmentId });
  return dropped.ok ? ok({ body: dropped.value }) : refuse({ code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
