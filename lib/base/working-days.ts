const SUNDAY = 0;
const SATURDAY = 6;

const isWorkingDay = (at: Date): boolean => at.getUTCDay() !== SATURDAY && at.getUTCDay() !== SUNDAY;

/** The same time of day, so many working days later; weekends of UTC do not count. */
export function afterWorkingDays(from: Date, days: number): Date {
  const at = new Date(from);
  for (let left = days; left > 0; ) {
    at.setUTCDate(at.getUTCDate() + 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}
