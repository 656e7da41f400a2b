import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { pauseSync } from "@/lib/sync/mutations";

export const POST = serveOperation(OPERATIONS.pauseIntegration, async ({ scope, ids: { integrationId = "" } }) => {
  await pauseSync(scope, { integrationId });
  return answerIntegration(scope, integrationId);
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
