"use client";

import { useFormatter, useTimeZone } from "next-intl";
import { useTickingNow } from "@/components/ui/use-ticking-now";

const DAY_MS = 86_400_000;

/** A time gone by inside a sentence: "02:14", another day "Tue 14:10", longer ago "12 Nov, 14:10". */
export function PastTime({ at }: { at: Date }) {
  const format = useFormatter();
  const now = useTickingNow();
  const timeZone = useTimeZone();
  const sameDay = format.dateTime(at, { dateStyle: "short" }) === format.dateTime(now, { dateStyle: "short" });
  const near = now.getTime() - at.getTime() < 6 * DAY_MS;
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const words = sameDay
    ? format.dateTime(at, hour)
    : format.dateTime(at, near ? { weekday: "short", ...hour } : { day: "numeric", month: "short", ...hour });
  const own = format.dateTime(at, { dateStyle: "medium", timeStyle: "medium" });
  const utc = format.dateTime(at, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  return (
    <time dateTime={at.toISOString()} title={`${own} (${timeZone}) · ${utc} UTC`} suppressHydrationWarning className="whitespace-nowrap">
      {words}
    </time>
  );
}
