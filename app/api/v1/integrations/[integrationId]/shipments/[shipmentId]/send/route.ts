import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { sendAgain } from "@/lib/orders/tracking/outbox/mutations";

export const POST = serveOperation(OPERATIONS.sendShipment, async ({ scope, ids: { integrationId = "", shipmentId = "" } }) => {
  const sent = await sendAgain(scope, { integrationId, shipmentId });
  return sent.ok ? ok({ body: { done: true } }) : refuse({ code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
