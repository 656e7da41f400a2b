import { HOUR_MS } from "@/lib/base/units";
import type { Day } from "@/lib/integrations/history/days";
import type { Coverage } from "@/lib/sync/coverage-reads";

/** A span of a chart with one column per day, in columns from the left. */
export interface ColumnSpan {
  from: number;
  to: number;
}

/** Position of `at` in columns: 1.5 is the middle of the second day. Clamped to the first and last day. */
function columnOf(days: readonly Day[], at: number): number {
  const index = days.findIndex(({ to }) => at < to.getTime());
  const day = days[index];
  if (!day) return days.length;
  const from = day.from.getTime();
  return at <= from ? index : index + (at - from) / (day.to.getTime() - from);
}

/** Orders are not late until this long after the confirmed time: the next sync is due by then. */
const LATE_MS = 2 * HOUR_MS;

/** Spans in which orders may be missing: gaps of the ledger, and the time since its end if that is long ago. */
export function findGaps(days: readonly Day[], coverage: Pick<Coverage, "from" | "to" | "gaps"> | null, now: Date): ColumnSpan[] {
  if (!coverage) return [];
  const sinceEnd = now.getTime() - coverage.to.getTime() > LATE_MS ? [{ from: coverage.to, to: now }] : [];
  return [...coverage.gaps, ...sinceEnd]
    .map(({ from, to }) => ({ from: columnOf(days, from.getTime()), to: columnOf(days, to.getTime()) }))
    .filter(({ from, to }) => to > from);
}

export const isInGap = (gaps: readonly ColumnSpan[], index: number): boolean => gaps.some(({ from, to }) => from < index + 1 && to > index);
