// What a person types into a date or time field stands on the wall clock of a zone.

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...parts });
  formatters.set(timeZone, made);
  return made;
}

/** Milliseconds of the wall clock as if it were UTC. Throws a RangeError for an unknown zone. */
function wallMs(instantMs: number, timeZone: string): number {
  const read: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instantMs)) read[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const DAY_MS = 86_400_000;
/** The year of a date field that is still being typed begins with zeros, and databases know no year 0. */
const SHAPE = /^[1-9]\d{3}-\d{2}-\d{2}(T\d{2}:\d{2})?$/;

export function isTimeZone(text: string): boolean {
  try {
    return text !== "" && formatterOf(text) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The instant of `2026-11-25` (its midnight) or `2026-11-25T02:30` in a zone; null for other texts, days that do not exist and unknown
 * zones. Of an hour that comes twice the first is meant; one that is leapt over counts with the offset from before the leap.
 */
export function instantOfWallClock(text: string, timeZone: string): Date | null {
  if (!SHAPE.test(text) || !isTimeZone(timeZone)) return null;
  const asUtc = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}:00Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => wallMs(near, timeZone) - near);
  const guesses = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  const exact = guesses.find((guess) => wallMs(guess, timeZone) === asUtc);
  return new Date(exact ?? asUtc - (offsets[0] ?? 0));
}

/** Whether a text is a day that exists, such as `2026-11-25`. */
export const isDay = (text: string): boolean => text.length === 10 && instantOfWallClock(text, "UTC") !== null;

/** `2026-11-25T02:30`, as a field of the page wants it. */
export const wallClockOf = (instant: Date, timeZone: string): string =>
  new Date(wallMs(instant.getTime(), timeZone)).toISOString().slice(0, 16);
