/** A single week has no variance. */
export const MIN_WEEKS = 2;
/** In standard deviations: an estimate that may be off by more than half is not shown. */
export const MIN_CERTAINTY = 3;

export interface OrderPace {
  /** Order counts of the same weekdays and hours in weeks before the last import, for a period as long as the time since then. */
  weeks: readonly number[];
  /** Orders that have arrived since then by webhook. */
  arrived: number;
}

/**
 * Estimates how many orders a shop received since the last import, from the same weekdays and hours of previous weeks. Null if too little
 * is known or the weeks differ too much.
 */
export function estimateMissedOrders({ weeks, arrived }: OrderPace): number | null {
  if (weeks.length < MIN_WEEKS) return null;
  const usual = weeks.reduce((sum, orders) => sum + orders, 0) / weeks.length;
  const variance = weeks.reduce((sum, orders) => sum + (orders - usual) ** 2, 0) / (weeks.length - 1);
  // At least the Poisson variance, however similar the observed weeks are, plus the uncertainty of the mean.
  const deviation = Math.sqrt(Math.max(usual, variance) * (1 + 1 / weeks.length));
  const missed = usual - arrived;
  return missed > 0 && missed >= MIN_CERTAINTY * deviation ? roundTo(deviation, missed) : null;
}

/** Rounds to 1, 5, 10, 50, 100 …, according to the precision of the estimate. */
function roundTo(deviation: number, missed: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(deviation)));
  const step = deviation >= 5 * power ? 5 * power : power;
  return Math.round(missed / step) * step;
}
