import type { useTranslations } from "next-intl";
import { announceRun, dropRun, type RunEnd } from "@/components/integrations/announce-run";
import { liveStore } from "@/components/live/use-live";
import { beforeFullStop } from "@/lib/base/texts";
import type { CheckAnswer } from "@/lib/check/actions";
import { checkIntegration } from "@/lib/check/actions";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import type { RefreshAnswer } from "@/lib/sync/actions";
import { refreshIntegration, resumeIntegration } from "@/lib/sync/actions";

export type ShopAction = "refresh" | "check" | "resume";

interface Words {
  sync: ReturnType<typeof useTranslations<"sync">>;
  own: ReturnType<typeof useTranslations<"integrations.list">>;
  describeRefusal: (result: { code: string; errorId?: string }) => string;
  notify: (message: string | null) => void;
}

/** Calls the server action of a button and reports its outcome. Loaded on the first click. */
export async function triggerShopAction(
  action: ShopAction,
  merchantId: string,
  integrationId: string,
  { sync, own, describeRefusal, notify }: Words,
): Promise<void> {
  const input = { integrationId };
  dropRun(integrationId);
  const report = <Value>(result: ActionResult<Value>, messageOf: (value: Value) => string): void =>
    notify(result.ok ? messageOf(result.value) : describeRefusal(result));
  if (action === "check") return report(await checkIntegration(merchantId, input), (answer) => checkMessage(own, answer));
  if (action === "resume") return report(await resumeIntegration(merchantId, input), () => sync("refresh.resumed"));
  const result = await refreshIntegration(merchantId, input);
  if (!result.ok || !("runId" in result.value)) return report(result, (answer) => refreshMessage(sync, answer));
  const { runId, at } = result.value;
  // The shop's own page shows the outcome of its run.
  const ended = liveStore.read().run?.integrationId === integrationId ? null : (end: RunEnd) => sync(`refresh.${end}`);
  announceRun(liveStore, { integrationId, runId, at }, { running: refreshMessage(sync, result.value), ended }, notify);
}

const secondsIn = (answer: RefreshAnswer | CheckAnswer): number => (answer.kind === "too_soon" ? answer.retryAfterSeconds : 0);

const refreshMessage = (t: Words["sync"], answer: RefreshAnswer): string =>
  t(`refresh.${answer.kind}`, { seconds: secondsIn(answer), by: answer.kind === "paused" ? beforeFullStop(answer.by) : "" });

const CHECK_KEYS = { started: "check_started", joined: "check_joined", too_soon: "check_too_soon" } as const;

const checkMessage = (t: Words["own"], answer: CheckAnswer): string => t(CHECK_KEYS[answer.kind], { seconds: secondsIn(answer) });
