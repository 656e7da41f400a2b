"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useLive } from "@/components/live/use-live";
import { cn } from "@/components/ui/class-names";

const DOTS = {
  connecting: "bg-at-rest",
  live: "bg-in-order",
  reconnecting: "bg-heals-alone",
  signed_out: "bg-needs-you",
} as const;

/** Longer without a word than the server ever is (a ping every 15 s): what the page shows may be old. */
const STALE_MS = 45_000;

/** Whether what one sees is of now: live, reconnecting, or how old the last news is. */
export function LiveDot({ className }: { className?: string }) {
  const t = useTranslations("app.live");
  const format = useFormatter();
  const now = useNow({ updateInterval: 10_000 });
  const status = useLive((state) => state.status);
  const heardAt = useLive((state) => state.heardAt);
  const stale = status === "reconnecting" && heardAt !== null && now.getTime() - heardAt > STALE_MS;
  return (
    <span
      role="status"
      title={t("explain")}
      className={cn("inline-flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-sm", className)}
    >
      <span aria-hidden="true" className={cn("size-2 rounded-full", DOTS[status])} />
      {stale ? t("stale", { ago: format.relativeTime(heardAt, now) }) : t(status)}
    </span>
  );
}
