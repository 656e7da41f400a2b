import { DAY_MS } from "@/lib/base/units";
import { instantOfWallClock, isDay } from "@/lib/base/wall-clock";

/** A range of days such as `2026-11-01`, both inclusive; null is open-ended. */
export interface DayRange {
  from: string | null;
  to: string | null;
}

/** Whether the range is empty because its last day precedes its first. */
export const isReversed = ({ from, to }: DayRange): boolean => from !== null && to !== null && to < from;

const dayOf = (value: unknown): string | null => (typeof value === "string" && isDay(value) ? value : null);

/** Reads `from` and `to` of a query string; invalid days count as unset. */
export const parseDayRange = (search: Record<string, unknown>): DayRange => ({ from: dayOf(search["from"]), to: dayOf(search["to"]) });

export const printDayRange = ({ from, to }: DayRange): Record<string, string> => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) });

export const isWithin = ({ from, to }: DayRange, day: string): boolean => (from === null || day >= from) && (to === null || day <= to);

/** The next day of the calendar. */
export const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** A half-open interval; null is open-ended. */
export interface Instants {
  from: Date | null;
  to: Date | null;
}

export const ANY_TIME: Instants = { from: null, to: null };

export function instantsOf({ from, to }: DayRange, timeZone: string): Instants {
  const begin = (day: string | null): Date | null => (day === null ? null : instantOfWallClock(day, timeZone));
  return { from: begin(from), to: begin(to === null ? null : dayAfter(to)) };
}
