"use client";

import { useTranslations } from "next-intl";
import { useLive } from "@/components/live/use-live";
import { NoticeButton } from "@/components/sync/notice-button";
import { pauseIntegration, resumeIntegration } from "@/lib/integrations/actions";

/** Pauses or resumes; follows events, since another member may have done so. */
export function PauseButton({ merchantId, integrationId, paused }: { merchantId: string; integrationId: string; paused: boolean }) {
  const t = useTranslations("integrations.settings");
  const liveState = useLive((state) => state.rows.get(integrationId)?.lanes.orders_in.state);
  const isPaused = liveState === undefined ? paused : liveState === "paused";
  const act = isPaused ? resumeIntegration : pauseIntegration;
  return (
    <div className="grid justify-items-start gap-1.5">
      <NoticeButton action={() => act(merchantId, { integrationId })}>{t(isPaused ? "resume" : "pause")}</NoticeButton>
      {isPaused ? null : <p className="text-ink-3 text-sm">{t("pause_help")}</p>}
    </div>
  );
}
