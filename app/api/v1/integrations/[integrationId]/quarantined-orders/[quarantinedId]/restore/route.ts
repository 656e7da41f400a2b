import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { restoreQuarantinedOrder } from "@/lib/sync/quarantine/mutations";

export const POST = serveOperation(OPERATIONS.restoreQuarantinedOrder, async ({ scope, ids }) => {
  const { integrationId = "", quarantinedId = "" } = ids;
  const done = await restoreQuarantinedOrder(scope, { integrationId, quarantinedId });
  return done.ok ? ok({ body: { done: true } }) : refuse({ code: done.reason });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
