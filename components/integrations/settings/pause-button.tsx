"use client";

import { useTranslations } from "next-intl";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useLive } from "@/components/live/use-live";
import { NoticeButton } from "@/components/sync/action-notice";
import { pauseIntegration, resumeIntegration } from "@/lib/sync/actions";

/** Pauses or resumes. Follows events, since another member may have done so. */
export function PauseButton({ isPaused: wasPaused }: { isPaused: boolean }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.settings");
  const liveState = useLive((state) => state.rows.get(integrationId)?.lanes.orders_in.state);
  const isPaused = liveState === undefined ? wasPaused : liveState === "paused";
  const act = isPaused ? resumeIntegration : pauseIntegration;
  return (
    <div className="grid justify-items-start gap-3">
      <p className="max-w-[64ch] text-ink-2">{t(isPaused ? "resume_help" : "pause_help")}</p>
      <NoticeButton action={() => act(merchantId, { integrationId })}>{t(isPaused ? "resume" : "pause")}</NoticeButton>
    </div>
  );
}
