interface Format {
  dateTime(at: Date, options: { year: "numeric"; timeZone?: string }): string;
}

/** What a date must add to day and month: its year where it is not that of `now`, in the zone of who reads it, or in that of the date. */
export function otherYear(format: Format, at: Date, now: Date, timeZone?: string): { year?: "numeric" } {
  const yearOf = (date: Date): string => format.dateTime(date, { year: "numeric", ...(timeZone === undefined ? {} : { timeZone }) });
  return yearOf(at) === yearOf(now) ? {} : { year: "numeric" };
}
