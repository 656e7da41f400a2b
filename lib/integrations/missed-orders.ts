/** One week says nothing about how much weeks differ. */
const FEWEST_WEEKS = 2;
/** In deviations: a number that may be wrong by more than a half is not told. */
const LEAST_CERTAINTY = 3;

export interface SameHours {
  /** Orders of the same weekdays and hours in weeks before the last import, as long as the time since then. */
  weeks: readonly number[];
  /** Orders of the time since then that came all the same, by news from the shop. */
  arrived: number;
}

/**
 * How many orders are probably waiting in a shop since the last import, by what the same weekdays and hours brought in the weeks before. An
 * estimate to be told with "about"; null where too little is known, or where weeks differ so much
 * that the number would mislead.
 */
export function estimateMissedOrders({ weeks, arrived }: SameHours): number | null {
  if (weeks.length < FEWEST_WEEKS) return null;
  const usual = weeks.reduce((sum, orders) => sum + orders, 0) / weeks.length;
  const variance = weeks.reduce((sum, orders) => sum + (orders - usual) ** 2, 0) / (weeks.length - 1);
  // Orders come by chance, so that no week is surer than its square root, however alike the few that were seen; this week varies as they do,
  // and so does what a few weeks say is usual.
  const deviation = Math.sqrt(Math.max(usual, variance) * (1 + 1 / weeks.length));
  const missed = usual - arrived;
  return missed > 0 && missed >= LEAST_CERTAINTY * deviation ? roundTo(deviation, missed) : null;
}

/** To 1, 5, 10, 50, 100 … : no finer than it can be known. */
function roundTo(deviation: number, missed: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(deviation)));
  const step = deviation >= 5 * power ? 5 * power : power;
  return Math.round(missed / step) * step;
}
