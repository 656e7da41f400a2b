"use client";

import { useFormatter, useNow, useTimeZone } from "next-intl";
import { cn } from "@/components/ui/class-names";

interface TimeProps {
  /** The instant; a string is ISO. */
  at: Date | string;
  /** `relative`: "2 minutes ago"; `clock`: "02:14", with the day when it is not today; `full`: day and time. */
  form?: "relative" | "clock" | "full";
  className?: string;
}

/** A time in words, with the exact time in the person's zone and in UTC on hover and for screen readers. */
export function Time({ at, form = "relative", className }: TimeProps) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 10_000 });
  const timeZone = useTimeZone();
  const instant = typeof at === "string" ? new Date(at) : at;
  const own = format.dateTime(instant, { dateStyle: "medium", timeStyle: "medium" });
  const utc = format.dateTime(instant, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  const exact = `${own} (${timeZone}) · ${utc} UTC`;
  return (
    <time dateTime={instant.toISOString()} title={exact} suppressHydrationWarning className={cn("whitespace-nowrap", className)}>
      {form === "relative"
        ? relative(format, instant, now)
        : form === "full"
          ? format.dateTime(instant, { dateStyle: "medium", timeStyle: "short" })
          : clock(format, instant, now)}
      <span className="sr-only"> ({exact})</span>
    </time>
  );
}

type Formatter = ReturnType<typeof useFormatter>;

/** Never "in 0 seconds": a clock that runs a little ahead of ours still shows the past as the past. */
const relative = (format: Formatter, instant: Date, now: Date): string =>
  format.relativeTime(Math.abs(instant.getTime() - now.getTime()) < 1000 ? now : instant, now);

function clock(format: Formatter, instant: Date, now: Date): string {
  const day = (date: Date): string => format.dateTime(date, { dateStyle: "short" });
  if (day(instant) === day(now)) return format.dateTime(instant, { timeStyle: "short" });
  const near = Math.abs(instant.getTime() - now.getTime()) < 6 * 86_400_000;
  return format.dateTime(
    instant,
    near
      ? { weekday: "short", hour: "2-digit", minute: "2-digit" }
      : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  );
}
