"use client";

import { useFormatter, useTimeZone } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { DAY_MS } from "@/lib/base/units";
import { isSameDay, yearIfDifferent } from "@/lib/i18n/year-if-different";

type Formatter = ReturnType<typeof useFormatter>;

const NEAR_MS = 6 * DAY_MS;

/** An event after the last tick reads "now", not "in 4 seconds". */
function relative(format: Formatter, instant: Date, now: Date): string {
  const happened = instant > now && instant.getTime() <= Date.now();
  return format.relativeTime(happened || Math.abs(instant.getTime() - now.getTime()) < 1000 ? now : instant, now);
}

function clock(format: Formatter, instant: Date, now: Date): string {
  if (isSameDay(format, instant, now)) return format.dateTime(instant, "hour");
  const near = Math.abs(instant.getTime() - now.getTime()) < NEAR_MS;
  return near ? format.dateTime(instant, "weekdayHour") : format.dateTime(instant, "shortDayHour", yearIfDifferent(format, instant, now));
}

/** `relative`: "2 minutes ago"; `clock`: "02:14", with day or year unless current; `full`: day and time; `day`: only the day. */
const FORMS = {
  relative,
  clock,
  full: (format: Formatter, instant: Date) => format.dateTime(instant, "moment"),
  day: (format: Formatter, instant: Date) => format.dateTime(instant, "day"),
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

interface ExactTimeProps {
  at: Date;
  /** Screen readers also read the exact time. */
  isSpoken?: boolean;
  className?: string;
  children: ReactNode;
}

/** A time in words; hovering shows the instant to the second, in the user's zone and in UTC. */
export function ExactTime({ at, isSpoken = false, className, children }: ExactTimeProps) {
  const format = useFormatter();
  const timeZone = useTimeZone();
  const exact = `${format.dateTime(at, "momentSecond")} (${timeZone}) · ${format.dateTime(at, "momentSecond", { timeZone: "UTC" })} UTC`;
  return (
    <time dateTime={at.toISOString()} title={exact} suppressHydrationWarning className={cn("whitespace-nowrap", className)}>
      {children}
      {isSpoken ? (
        <span className="sr-only" suppressHydrationWarning>
          {` (${exact})`}
        </span>
      ) : null}
    </time>
  );
}

export function TimeSpan({ from, to }: { from: Date; to: Date }) {
  const format = useFormatter();
  return (
    <>
      <Time at={from} form="clock" /> –{" "}
      {isSameDay(format, from, to) ? (
        <ExactTime at={to} isSpoken className="tabular-nums">
          {format.dateTime(to, "hour")}
        </ExactTime>
      ) : (
        <Time at={to} form="clock" />
      )}
    </>
  );
}
