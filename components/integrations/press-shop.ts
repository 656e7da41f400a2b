import type { useTranslations } from "next-intl";
import { checkMessage, refreshMessage } from "@/components/integrations/action-message";
import { announceRun, dropRun, type RunEnd } from "@/components/integrations/tell-run";
import type { Press } from "@/components/integrations/use-presses";
import { liveStore } from "@/components/live/use-live";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { checkIntegration, refreshIntegration, resumeIntegration } from "@/lib/integrations/actions";

interface Words {
  sync: ReturnType<typeof useTranslations<"sync">>;
  own: ReturnType<typeof useTranslations<"integrations.list">>;
  refused: (result: { code: string; errorId?: string }) => string;
  tell: (words: string | null) => void;
}

/** Does what one of the three buttons says, and tells how it ended, in words. Loaded with the first press. */
export async function triggerShopAction(
  press: Press,
  merchantId: string,
  integrationId: string,
  { sync, own, refused, tell }: Words,
): Promise<void> {
  const input = { integrationId };
  dropRun(integrationId);
  const told = <Value>(result: ActionResult<Value>, words: (value: Value) => string): void =>
    tell(result.ok ? words(result.value) : refused(result));
  if (press === "check") return told(await checkIntegration(merchantId, input), (answer) => checkMessage(own, answer));
  if (press === "resume") return told(await resumeIntegration(merchantId, input), () => sync("refresh.resumed"));
  const result = await refreshIntegration(merchantId, input);
  if (!result.ok || !("runId" in result.value)) return told(result, (answer) => refreshMessage(sync, answer));
  const { runId, at } = result.value;
  // The page of the shop tells what came of it.
  const ended = liveStore.read().run?.integrationId === integrationId ? null : (end: RunEnd) => sync(`refresh.${end}`);
  announceRun(liveStore, { integrationId, runId, at }, { goesOn: refreshMessage(sync, result.value), ended }, tell);
}
