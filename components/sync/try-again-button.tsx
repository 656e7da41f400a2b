"use client";

import { useTranslations } from "next-intl";
import { refreshIntegration } from "@/app/(dashboard)/m/[merchantId]/integrations/actions";
import { refreshMessage } from "@/components/integrations/action-message";
import { isOver } from "@/components/integrations/tell-run";
import { liveStore } from "@/components/live/use-live";
import { PressNotice } from "@/components/sync/press-notice";
import { usePress } from "@/components/sync/use-press";
import { Button } from "@/components/ui/button";

/** A Refresh, which asks for every order that was set aside once more. */
export function TryAgainButton({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const t = useTranslations("sync");
  const { pending, notice, press } = usePress();
  const tryAgain = () =>
    press(
      "try",
      () => refreshIntegration(merchantId, { integrationId }),
      (answer) => {
        const started = "runId" in answer;
        // The page tells how a run ended: one that has by now is not told as started any more.
        if (started && isOver(liveStore.read(), { integrationId, ...answer })) return null;
        return { good: started, text: refreshMessage(t, answer) };
      },
    );
  return (
    <span className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <PressNotice notice={notice} />
      <Button size="sm" pending={pending === "try"} onClick={tryAgain}>
        {t("set_aside.try_again")}
      </Button>
    </span>
  );
}
