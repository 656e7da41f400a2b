import { answerRefresh } from "@/lib/api/answer-refresh";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { retryQuarantinedOrder } from "@/lib/sync/mutations";

export const POST = serveOperation(OPERATIONS.retryQuarantinedOrder, async ({ scope, ids, waitSeconds }) => {
  const { integrationId = "", quarantinedId = "" } = ids;
  return answerRefresh(scope, await retryQuarantinedOrder(scope, { integrationId, quarantinedId }), waitSeconds);
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
