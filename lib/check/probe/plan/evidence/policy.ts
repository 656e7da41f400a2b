import type { Faults } from "@/lib/check/probe/plan/evidence/faults";
import { chanceOfSplit } from "@/lib/check/probe/plan/evidence/statistics";

// The rule of evidence: a failure counts after so many repeats that fewer than one check in a hundred invents a cause. Its only place.

/** Requests of a check whose failure would be a finding of its own. */
const REQUESTS_THAT_DECIDE = 14;
const MAY_INVENT = 0.01;
/** A timeout is slow to repeat, and chance seldom causes two of one request beside fast answers. */
const MIN_FAILURES = 2;
/** More of one request leave no room for the others. */
const MAX_FAILURES = 12;

/** What else was sent: faults of these requests are chance. */
export interface Others {
  asked: number;
  faults: number;
}

/** Whether as many failures may be chance, at any rate of faults that fits the others too. `causes`: so many at once are more often chance. */
export const mayBeChance = (failures: number, { asked, faults }: Others, causes = 1): boolean =>
  failures < MIN_FAILURES || REQUESTS_THAT_DECIDE ** causes * chanceOfSplit(failures, asked, faults) >= MAY_INVENT;

/** At a shop whose failures come and go: failures in a row of one request before they count. Null if a check cannot send enough. */
export function failuresAmidNoise({ recovered, asked }: Pick<Faults, "recovered" | "asked">): number | null {
  for (let failures = MIN_FAILURES; failures <= MAX_FAILURES; failures += 1)
    if (!mayBeChance(failures, { asked, faults: recovered.length })) return failures;
  return null;
}

/** Refusals by a rule. Servers may alternate, so refusals must occur in a row. */
export const REFUSALS = { ofOneCause: 3, inARow: 3, ofOneRequestInARow: 2 } as const;

/** Overloaded servers refuse a share of all requests, so a ban must outlast this many repeats. */
export const REPEATS_THAT_A_BAN_OUTLASTS = 2;

/** Requests to a shop whose failures come and go, and the time that they may take. */
export const NOISY_REQUESTS = 40;
export const NOISY_CHECK_MS = 85_000;
/** Requests that show whether a single fault was a moment. */
export const REQUESTS_AFTER_A_MOMENT = 10;
