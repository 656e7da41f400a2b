"use client";

import { useFormatter } from "next-intl";
import { cn } from "@/components/ui/class-names";
import { ExactTime } from "@/components/ui/exact-time";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { DAY_MS } from "@/lib/base/units";
import { DATE_AND_HOUR, DAY_AND_HOUR, HOUR } from "@/lib/i18n/date-formats";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";

type Formatter = ReturnType<typeof useFormatter>;

const NEAR_MS = 6 * DAY_MS;

/** An event after the last tick reads "now", not "in 4 seconds". */
function relative(format: Formatter, instant: Date, now: Date): string {
  const happened = instant > now && instant.getTime() <= Date.now();
  return format.relativeTime(happened || Math.abs(instant.getTime() - now.getTime()) < 1000 ? now : instant, now);
}

function clock(format: Formatter, instant: Date, now: Date): string {
  const day = (date: Date): string => format.dateTime(date, { dateStyle: "short" });
  if (day(instant) === day(now)) return format.dateTime(instant, HOUR);
  const near = Math.abs(instant.getTime() - now.getTime()) < NEAR_MS;
  return format.dateTime(instant, near ? { weekday: "short", ...HOUR } : { ...DAY_AND_HOUR, ...yearIfDifferent(format, instant, now) });
}

/** `relative`: "2 minutes ago"; `clock`: "02:14", with day or year unless current; `full`: day and time; `day`: only the day. */
const FORMS = {
  relative,
  clock,
  full: (format: Formatter, instant: Date) => format.dateTime(instant, DATE_AND_HOUR),
  day: (format: Formatter, instant: Date) => format.dateTime(instant, { dateStyle: "medium" }),
} as const;

interface TimeProps {
  /** A string must be ISO 8601. */
  at: Date | string;
  form?: keyof typeof FORMS;
  className?: string;
}

/** A formatted time; hovering and screen readers give the exact time in the user's zone and in UTC. */
export function Time({ at, form = "relative", className }: TimeProps) {
  const format = useFormatter();
  const now = useTickingNow();
  const instant = typeof at === "string" ? new Date(at) : at;
  return (
    <ExactTime at={instant} isSpoken className={cn("tabular-nums", className)}>
      {FORMS[form](format, instant, now)}
    </ExactTime>
  );
}
