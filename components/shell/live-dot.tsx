"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { LiveStatus } from "@/components/live/live-store";
import { useLive } from "@/components/live/use-live";
import { FrameSlot } from "@/components/shell/frame-slot";
import { cn } from "@/components/ui/class-names";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { MINUTE_MS } from "@/lib/base/units";

export const LIVE_SLOT = "live-slot";

const DOTS: Readonly<Record<LiveStatus, string>> = {
  connecting: "border-idle",
  live: "border-healthy bg-healthy",
  reconnecting: "border-recovering",
  signed_out: "border-action-needed bg-action-needed",
};

/** Time without events after which the text shows its age. */
const STALE_MS = MINUTE_MS;

/** Connection state in the top bar. Rendered only by pages that follow the event stream. */
export function LiveDot() {
  const t = useTranslations("app.live");
  const format = useFormatter();
  const now = useTickingNow();
  const status = useLive((state) => state.status);
  const lastEventAt = useLive((state) => state.lastEventAt);
  const quiet = status === "live" || status === "connecting";
  const stale = status === "reconnecting" && lastEventAt !== null && now.getTime() - lastEventAt > STALE_MS;
  return (
    <FrameSlot id={LIVE_SLOT}>
      <span
        role="status"
        title={t("explain")}
        className={cn("flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-sm", quiet ? "max-sm:w-0" : "max-sm:pl-2")}
      >
        <span aria-hidden="true" className={cn("size-2 shrink-0 rounded-full border-[1.5px] max-sm:ml-1", DOTS[status])} />
        {/* On phones the dot alone means live or connecting; other states also show a text where it fits. */}
        <span className={quiet ? "max-sm:sr-only" : "max-sm:max-w-20 max-sm:truncate"}>
          {stale ? t("stale", { ago: format.relativeTime(lastEventAt, now) }) : t(status)}
        </span>
      </span>
    </FrameSlot>
  );
}
