"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useLive } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { pauseIntegration, resumeIntegration } from "@/lib/integrations/actions";

/** Pauses or resumes; follows events, since another member may have done so. */
export function PauseButton({ merchantId, integrationId, paused }: { merchantId: string; integrationId: string; paused: boolean }) {
  const t = useTranslations("integrations.settings");
  const errorMessage = useErrorMessage();
  const liveState = useLive((state) => state.rows.get(integrationId)?.lanes.orders_in.state);
  const isPaused = liveState === undefined ? paused : liveState === "paused";
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function toggle(): Promise<void> {
    setPending(true);
    setProblem(null);
    try {
      const result = await (isPaused ? resumeIntegration : pauseIntegration)(merchantId, { integrationId });
      if (!result.ok) setProblem(errorMessage(result));
    } catch {
      setProblem(errorMessage());
    }
    setPending(false);
  }

  return (
    <div className="grid justify-items-start gap-1.5">
      <Button pending={pending} onClick={toggle}>
        {t(isPaused ? "resume" : "pause")}
      </Button>
      {isPaused ? null : <p className="text-ink-3 text-sm">{t("pause_help")}</p>}
      <p role="status" className="text-action-needed text-sm empty:sr-only">
        {problem}
      </p>
    </div>
  );
}
