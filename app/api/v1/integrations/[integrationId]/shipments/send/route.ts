import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { sendAllAgain } from "@/lib/orders/tracking/outbox/mutations";

export const POST = serveOperation(OPERATIONS.sendAllShipments, async ({ scope, ids: { integrationId = "" } }) => {
  const sent = await sendAllAgain(scope, { integrationId });
  return sent.ok ? ok({ body: sent.value }) : refuse({ code: "not_found" });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
