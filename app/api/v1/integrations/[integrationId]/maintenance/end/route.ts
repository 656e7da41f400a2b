import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { endMaintenance } from "@/lib/sync/mutations";

/** Ends the current window; without one, nothing changes. */
export const POST = serveOperation(OPERATIONS.endMaintenance, async ({ scope, ids: { integrationId = "" } }) => {
  await endMaintenance(scope, { integrationId });
  return answerIntegration(scope, integrationId);
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
