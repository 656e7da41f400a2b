// Pure: how likely chance alone makes what a check saw.

const choose = (n: number, k: number): number => {
  let ways = 1;
  for (let i = 0; i < k; i += 1) ways = (ways * (n - i)) / (i + 1);
  return k < 0 || k > n ? 0 : ways;
};

/** How likely chance puts this many passes and failures into so few runs, or fewer (Wald and Wolfowitz). */
export function chanceOfRuns(outcomes: readonly boolean[]): number {
  const passes = outcomes.filter(Boolean).length;
  const fails = outcomes.length - passes;
  if (passes === 0 || fails === 0) return 1;
  const runs = outcomes.filter((outcome, index) => index === 0 || outcome !== outcomes[index - 1]).length;
  let ways = 0;
  for (let count = 2; count <= runs; count += 1) {
    const half = count >> 1;
    ways +=
      count % 2 === 0
        ? 2 * choose(passes - 1, half - 1) * choose(fails - 1, half - 1)
        : choose(passes - 1, half) * choose(fails - 1, half - 1) + choose(passes - 1, half - 1) * choose(fails - 1, half);
  }
  return ways / choose(outcomes.length, passes);
}

/** How likely at least this many of all fail, if each fails at this rate. */
export function chanceOfShare(failed: number, all: number, rate: number): number {
  let chance = 0;
  for (let count = failed; count <= all; count += 1) chance += choose(all, count) * rate ** count * (1 - rate) ** (all - count);
  return chance;
}
