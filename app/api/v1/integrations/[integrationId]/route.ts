import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import { changeInterval, renameIntegration } from "@/lib/integrations/mutations";

export const GET = serveOperation(OPERATIONS.getIntegration, ({ scope, ids: { integrationId = "" } }) =>
  answerIntegration(scope, integrationId),
);

export const PATCH = serveOperation(OPERATIONS.changeIntegration, async ({ scope, ids: { integrationId = "" }, body }) => {
  const { name, syncIntervalMinutes } = body;
  const seconds = SYNC_INTERVALS_SECONDS.find((one) => one === (syncIntervalMinutes ?? 0) * 60);
  if (name !== undefined) await renameIntegration(scope, integrationId, name);
  if (seconds !== undefined) await changeInterval(scope, integrationId, seconds);
  return answerIntegration(scope, integrationId);
});

export const { DELETE, OPTIONS, POST, PUT } = otherMethods("GET", "PATCH");
