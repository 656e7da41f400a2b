import { answerRefresh } from "@/lib/api/answer-refresh";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";
import { requestRefresh } from "@/lib/sync/mutations";

/** Equivalent to clicking Refresh in the page, with the same limits. */
export const POST = serveOperation(OPERATIONS.refreshIntegration, async ({ scope, ids: { integrationId = "" }, waitSeconds }) =>
  answerRefresh(scope, await requestRefresh(scope, { integrationId }), waitSeconds),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
