import { numberOf, type Observation, passed } from "@/lib/check/probe/observation";
import { isFault } from "@/lib/check/probe/plan/evidence/faults";

// Pure: how many requests apart the failures are that chance can cause.

const INTERVALS_OF_TURNS = 3;

export const failuresOf = (observations: readonly Observation[]): number[] =>
  observations
    .filter((one) => !passed(one) && isFault(one))
    .map(numberOf)
    .sort((a, b) => a - b);

export const intervalsOf = (observations: readonly Observation[]): number[] => {
  const numbers = failuresOf(observations);
  return numbers.slice(1).map((number, index) => number - (numbers[index] ?? number));
};

export const spread = (intervals: readonly number[]): number => Math.max(...intervals) - Math.min(...intervals);

/** Two requests at once may reach the shop in either order, so that intervals vary; only at the end each waits for the one before. */
export function isRegular(observations: readonly Observation[]): boolean {
  const intervals = intervalsOf(observations);
  const last = intervals.slice(-INTERVALS_OF_TURNS);
  return last.length === INTERVALS_OF_TURNS && Math.max(...last) > 1 && spread(intervals) <= (spread(last) === 0 ? 2 : 1);
}
