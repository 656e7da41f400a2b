import { tzOffset } from "@date-fns/tz";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/base/units";

// Conversion between instants and the local times that users enter in date and time fields.

/** The local time in `timeZone` as milliseconds, as if it were UTC; in whole seconds. */
export const wallMs = (instantMs: number, timeZone: string): number =>
  Math.floor(instantMs / SECOND_MS) * SECOND_MS + Math.round(tzOffset(timeZone, new Date(instantMs)) * MINUTE_MS);

/** No leading zero: a date field reports such years while one is being typed, and PostgreSQL has no year 0. */
const SHAPE = /^[1-9]\d{3}-\d{2}-\d{2}(T\d{2}:\d{2})?$/;

export function isTimeZone(text: string): boolean {
  try {
    return text !== "" && new Intl.DateTimeFormat("en", { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}

/** Null for invalid texts and zones. An ambiguous hour is its first occurrence; a skipped hour has the offset from before the change. */
export const instantOfWallClock = (text: string, timeZone: string): Date | null =>
  isTimeZone(timeZone) ? instantInZone(text, timeZone) : null;

/** The same for a zone known to be valid, since verifying one takes longer than converting. */
export function instantInZone(text: string, timeZone: string): Date | null {
  if (!SHAPE.test(text)) return null;
  const asUtc = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}:00Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => wallMs(near, timeZone) - near);
  const guesses = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  const exact = guesses.find((guess) => wallMs(guess, timeZone) === asUtc);
  return new Date(exact ?? asUtc - (offsets[0] ?? 0));
}

export const isDay = (text: string): boolean => text.length === 10 && instantOfWallClock(text, "UTC") !== null;

/** The local time as the value of a `datetime-local` field: `2026-11-25T02:30`. */
export const wallClockOf = (instant: Date, timeZone: string): string =>
  new Date(wallMs(instant.getTime(), timeZone)).toISOString().slice(0, 16);
