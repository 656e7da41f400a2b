interface Format {
  dateTime(at: Date, options: { year: "numeric"; timeZone?: string }): string;
}

/** The year as a format option if `at` is not in the year of `now`, in `timeZone` or the formatter's own zone. */
export function yearIfDifferent(format: Format, at: Date, now: Date, timeZone?: string): { year?: "numeric" } {
  const yearOf = (date: Date): string => format.dateTime(date, { year: "numeric", ...(timeZone === undefined ? {} : { timeZone }) });
  return yearOf(at) === yearOf(now) ? {} : { year: "numeric" };
}
