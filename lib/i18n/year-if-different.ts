interface Format {
  dateTime(at: Date, options: { year: "numeric"; month?: "numeric"; day?: "numeric"; timeZone?: string }): string;
}

/** The year as a format option if `at` is not in the year of `now`, in `timeZone` or the formatter's own zone. */
export function yearIfDifferent(format: Format, at: Date, now: Date, timeZone?: string): { year?: "numeric" } {
  const yearOf = (date: Date): string => format.dateTime(date, { year: "numeric", ...(timeZone === undefined ? {} : { timeZone }) });
  return yearOf(at) === yearOf(now) ? {} : { year: "numeric" };
}

/** Whether both are on one day of the formatter's own zone. */
export function isSameDay(format: Format, one: Date, other: Date): boolean {
  const dayOf = (date: Date): string => format.dateTime(date, { year: "numeric", month: "numeric", day: "numeric" });
  return dayOf(one) === dayOf(other);
}
