/** One calendar day of a zone as the half-open span of instants it is there. */
export interface Day {
  /** ISO date, e.g. 2026-11-25. */
  date: string;
  from: Date;
  to: Date;
}

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** Zones lie between 12 hours behind UTC and 14 before it. */
const EARLIEST_QUARTERS = -14 * 4;
const LATEST_QUARTERS = 12 * 4;

const formats = new Map<string, Intl.DateTimeFormat>();

/** ISO date of an instant in the zone. */
export function dateIn(timeZone: string): (instant: Date | number) => string {
  // Making one costs as much as using it a hundred times. Zones are a closed set of a few hundred.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timeZone, format);
  return (instant) => format.format(instant);
}

/**
 * The first instant of the date in the zone. Days begin on a quarter of an hour of UTC everywhere, though not always at midnight. `guess`: most days
 * begin a day after the one before.
 */
function startOf(date: string, dateOf: (instant: number) => string, guess?: number): Date {
  if (guess !== undefined && dateOf(guess) === date && dateOf(guess - QUARTER_MS) < date) return new Date(guess);
  const midnightUtc = Date.parse(`${date}T00:00:00Z`);
  let before = EARLIEST_QUARTERS - 1;
  let at = LATEST_QUARTERS;
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (dateOf(midnightUtc + middle * QUARTER_MS) >= date) at = middle;
    else before = middle;
  }
  return new Date(midnightUtc + at * QUARTER_MS);
}

const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The last `count` days of the zone, the oldest first; the last one is that of `now`, to its end. */
export function listDays(now: Date, count: number, timeZone: string): Day[] {
  const dateOf = dateIn(timeZone);
  const today = dateOf(now);
  const dates = Array.from({ length: count + 1 }, (_, index) => shiftDate(today, index + 1 - count));
  const starts: Date[] = [];
  for (const date of dates) {
    const before = starts.at(-1);
    starts.push(startOf(date, dateOf, before && before.getTime() + DAY_MS));
  }
  return dates.slice(0, count).map((date, index) => {
    const from = starts[index] ?? now;
    return { date, from, to: starts[index + 1] ?? now };
  });
}
