import { DAY_MS } from "@/lib/base/units";
import { instantInZone } from "@/lib/base/wall-clock";

/** A calendar day in a time zone, as a half-open interval of instants. */
export interface Day {
  date: string;
  from: Date;
  to: Date;
}

/** ISO date of an instant in the zone. */
export function dateIn(timeZone: string): (instant: Date | number) => string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return (instant) => format.format(instant);
}

const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The last `count` days in the zone, oldest first; the last one is today, up to its end. */
export function listDays(now: Date, count: number, timeZone: string): Day[] {
  const today = dateIn(timeZone)(now);
  const dates = Array.from({ length: count + 1 }, (_, index) => shiftDate(today, index + 1 - count));
  // If clocks skip midnight, this is the first instant after it.
  const starts = dates.map((date) => instantInZone(date, timeZone) ?? now);
  return dates.slice(0, count).map((date, index) => ({ date, from: starts[index] ?? now, to: starts[index + 1] ?? now }));
}
