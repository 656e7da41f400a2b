import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { resumeSync } from "@/lib/sync/mutations";

export const POST = serveOperation(OPERATIONS.resumeIntegration, async ({ scope, ids: { integrationId = "" } }) => {
  await resumeSync(scope, { integrationId });
  return answerIntegration(scope, integrationId);
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
