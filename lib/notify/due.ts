import { TZDate } from "@date-fns/tz";
import { MINUTE_MS } from "@/lib/base/units";
import type { NotificationPreferences } from "@/lib/notify/notification-preferences";

/** Collects the notes of shops on one failing server into one message. */
export const COLLECT_MS = MINUTE_MS;
const MORNING_MINUTE = 8 * 60;

const minuteOf = (at: TZDate): number => at.getHours() * 60 + at.getMinutes();

const isQuiet = (minute: number, quiet: NonNullable<NotificationPreferences["quiet"]>): boolean =>
  quiet.from <= quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to;

/** The instant, `days` later, at which the clock in the zone of `from` shows this minute of the day. */
const clockAt = (from: TZDate, minute: number, days: number): TZDate =>
  new TZDate(from.getFullYear(), from.getMonth(), from.getDate() + days, 0, minute, 0, 0, from.timeZone ?? "UTC");

/** When the clock of the zone next shows this minute of the day: `days` from now or, if that has passed, `period` days later. */
function nextAt(now: TZDate, minute: number, { days = 0, period = 1 } = {}): TZDate {
  const at = clockAt(now, minute, days);
  return at.getTime() > now.getTime() ? at : clockAt(now, minute, days + period);
}

/** When a message that starts collecting now is due. Pure. @param timeZone IANA zone of the member */
export function dueAt(
  now: Date,
  preferences: Pick<NotificationPreferences, "grouping" | "quiet">,
  timeZone: string,
  collectMs: number = COLLECT_MS,
): Date {
  const local = new TZDate(now.getTime(), timeZone);
  const due =
    preferences.grouping === "daily"
      ? nextAt(local, MORNING_MINUTE)
      : preferences.grouping === "hourly"
        ? new TZDate(Math.ceil((now.getTime() + 1) / (60 * MINUTE_MS)) * 60 * MINUTE_MS, timeZone)
        : new TZDate(now.getTime() + collectMs, timeZone);
  return dueAfterQuiet(due, preferences.quiet, timeZone);
}

/** `at`, or the end of the quiet hours that it is in. Pure. */
export function dueAfterQuiet(at: Date, quiet: NotificationPreferences["quiet"], timeZone: string): Date {
  const local = new TZDate(at.getTime(), timeZone);
  const isInQuiet = quiet !== null && quiet.from !== quiet.to && isQuiet(minuteOf(local), quiet);
  return new Date((isInQuiet ? nextAt(local, quiet.to) : at).getTime());
}

export function nextWeekly(now: Date, timeZone: string): Date {
  const local = new TZDate(now.getTime(), timeZone);
  return new Date(nextAt(local, MORNING_MINUTE, { days: (8 - local.getDay()) % 7, period: 7 }).getTime());
}
