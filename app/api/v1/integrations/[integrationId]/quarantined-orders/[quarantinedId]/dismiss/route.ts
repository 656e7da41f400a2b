import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { dismissQuarantinedOrder } from "@/lib/sync/quarantine/mutations";

export const POST = serveOperation(OPERATIONS.dismissQuarantinedOrder, async ({ scope, ids, body }) => {
  const { integrationId = "", quarantinedId = "" } = ids;
  const done = await dismissQuarantinedOrder(scope, { integrationId, quarantinedId, ...body });
  return done.ok ? ok({ body: { done: true } }) : refuse({ code: done.reason });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
