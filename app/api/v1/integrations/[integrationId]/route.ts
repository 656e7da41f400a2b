import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import { changeInterval, chooseLeftOutStatuses, renameIntegration } from "@/lib/integrations/mutations";
import { setMethodFallback } from "@/lib/orders/method-fallback/mutations";

export const GET = serveOperation(OPERATIONS.getIntegration, ({ scope, ids: { integrationId = "" } }) =>
  answerIntegration(scope, integrationId),
);

export const PATCH = serveOperation(OPERATIONS.changeIntegration, async ({ scope, ids: { integrationId = "" }, body }) => {
  const { name, syncIntervalMinutes, hiddenStatuses, methodFallback } = body;
  const seconds = SYNC_INTERVALS_SECONDS.find((one) => one === (syncIntervalMinutes ?? 0) * 60);
  if (name !== undefined) await renameIntegration(scope, integrationId, name);
  if (seconds !== undefined) await changeInterval(scope, integrationId, seconds);
  if (hiddenStatuses) await chooseLeftOutStatuses(scope, integrationId, hiddenStatuses);
  if (methodFallback !== undefined) {
    const set = await setMethodFallback(scope, { integrationId, isOn: methodFallback });
    if (!set.ok && set.reason === "no_fallback") return refuse(invalid("methodFallback", set.reason));
  }
  return answerIntegration(scope, integrationId);
});

export const { DELETE, OPTIONS, POST, PUT } = otherMethods("GET", "PATCH");
