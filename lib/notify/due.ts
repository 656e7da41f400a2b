import { TZDate } from "@date-fns/tz";
import type { NotificationPreferences } from "@/lib/notify/notification-preferences";

/** Collects the notes of shops on one failing server into one message. */
export const COLLECT_MS = 60_000;
const MORNING_HOUR = 8;
const MINUTE_MS = 60_000;

const minuteOf = (at: TZDate): number => at.getHours() * 60 + at.getMinutes();

const isQuiet = (minute: number, quiet: NonNullable<NotificationPreferences["quiet"]>): boolean =>
  quiet.from <= quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to;

/** The next instant at which the clock of the zone shows this minute of the day, today or tomorrow. */
function nextAt(now: TZDate, minute: number): TZDate {
  const at = new TZDate(
    now.getFullYear(),
    now.getMonth(),
    now.getDate(),
    Math.floor(minute / 60),
    minute % 60,
    0,
    0,
    now.timeZone ?? "UTC",
  );
  if (at.getTime() > now.getTime()) return at;
  return new TZDate(
    now.getFullYear(),
    now.getMonth(),
    now.getDate() + 1,
    Math.floor(minute / 60),
    minute % 60,
    0,
    0,
    now.timeZone ?? "UTC",
  );
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
      ? nextAt(local, MORNING_HOUR * 60)
      : preferences.grouping === "hourly"
        ? new TZDate(Math.ceil((now.getTime() + 1) / (60 * MINUTE_MS)) * 60 * MINUTE_MS, timeZone)
        : new TZDate(now.getTime() + collectMs, timeZone);
  if (preferences.quiet && preferences.quiet.from !== preferences.quiet.to && isQuiet(minuteOf(due), preferences.quiet))
    return new Date(nextAt(due, preferences.quiet.to).getTime());
  return new Date(due.getTime());
}

/** The next Monday morning in the zone, after `now`. */
export function nextWeekly(now: Date, timeZone: string): Date {
  const local = new TZDate(now.getTime(), timeZone);
  const days = (8 - local.getDay()) % 7;
  const monday = new TZDate(local.getFullYear(), local.getMonth(), local.getDate() + days, MORNING_HOUR, 0, 0, 0, timeZone);
  if (monday.getTime() > now.getTime()) return new Date(monday.getTime());
  return new Date(new TZDate(local.getFullYear(), local.getMonth(), local.getDate() + days + 7, MORNING_HOUR, 0, 0, 0, timeZone).getTime());
}
