import type { Day } from "@/lib/integrations/history/days";
import type { Coverage } from "@/lib/sync/coverage-reads";

/** A span over days side by side, in days from the left of the first one. */
export interface ColumnSpan {
  from: number;
  to: number;
}

/** Where `at` lies among the days: 1.5 is the middle of the second one; before the first 0, after the last their number. */
function columnOf(days: readonly Day[], at: number): number {
  const index = days.findIndex(({ to }) => at < to.getTime());
  const day = days[index];
  if (!day) return days.length;
  const from = day.from.getTime();
  return at <= from ? index : index + (at - from) / (day.to.getTime() - from);
}

/** So long after the confirmed time nothing is late yet: the next sync is on its way. */
const LATE_MS = 2 * 3_600_000;

/** The spans of the days for which orders may be missing: gaps of the ledger, and the time since its end when that is long ago. */
export function findGaps(days: readonly Day[], coverage: Pick<Coverage, "from" | "to" | "gaps"> | null, now: Date): ColumnSpan[] {
  if (!coverage) return [];
  const sinceEnd = now.getTime() - coverage.to.getTime() > LATE_MS ? [{ from: coverage.to, to: now }] : [];
  return [...coverage.gaps, ...sinceEnd]
    .map(({ from, to }) => ({ from: columnOf(days, from.getTime()), to: columnOf(days, to.getTime()) }))
    .filter(({ from, to }) => to > from);
}

export const isInGap = (gaps: readonly ColumnSpan[], index: number): boolean => gaps.some(({ from, to }) => from < index + 1 && to > index);
