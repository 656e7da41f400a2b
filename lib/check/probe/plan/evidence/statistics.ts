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

/** How likely chance alone lets `own` requests fail and `faults` of the `others`, at the rate of faults that makes this likeliest. */
export function chanceOfSplit(own: number, others: number, faults: number): number {
  const failed = own + faults;
  const rate = failed / (own + others);
  return choose(others, faults) * rate ** failed * (1 - rate) ** (others - faults);
}

const MAX_PERIOD = 4;

/** How likely chance puts as many failures into an order that repeats itself after two to four requests; 1 if this one does not. */
export function chanceOfPeriod(outcomes: readonly boolean[]): number {
  const fails = outcomes.filter((outcome) => !outcome).length;
  if (fails === 0 || fails === outcomes.length) return 1;
  const ways = choose(outcomes.length, fails);
  let periodic = 0;
  let repeats = false;
  for (let period = 2; period <= MAX_PERIOD; period += 1) {
    repeats ||= outcomes.every((outcome, index) => index < period || outcome === outcomes[index - period]);
    for (let pattern = 1; pattern < 2 ** period - 1; pattern += 1)
      if (outcomes.filter((_, index) => (pattern >> (index % period)) & 1).length === fails) periodic += 1;
  }
  return repeats ? periodic / ways : 1;
}
