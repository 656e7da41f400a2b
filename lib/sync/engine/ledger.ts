// Interval arithmetic of the coverage ledger: half-open intervals [from, to) of the shop's modification time, in milliseconds.

export interface Interval {
  from: number;
  to: number;
}

/** The same instants as sorted intervals that neither overlap nor touch. */
export function normalize(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const interval of intervals.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && interval.from <= last.to) last.to = Math.max(last.to, interval.to);
    else merged.push({ ...interval });
  }
  return merged;
}

/** The parts of `window` that the ledger does not cover, in order. */
export function findUncovered(covered: readonly Interval[], window: Interval): Interval[] {
  const gaps: Interval[] = [];
  let from = window.from;
  for (const interval of normalize(covered)) {
    if (interval.to <= from) continue;
    if (interval.from >= window.to) break;
    if (interval.from > from) gaps.push({ from, to: interval.from });
    from = Math.max(from, interval.to);
  }
  if (from < window.to) gaps.push({ from, to: window.to });
  return gaps;
}
