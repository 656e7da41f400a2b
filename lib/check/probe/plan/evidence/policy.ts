import { isUnansweredInTime, type Observation } from "@/lib/check/probe/observation";
import type { Faults } from "@/lib/check/probe/plan/evidence/faults";

// The rule of evidence: a failure counts after so many repeats that fewer than one check in a hundred invents a cause. Its only place.

/** Requests of a check whose failure would be a finding of its own. */
const REQUESTS_THAT_DECIDE = 14;
const MAY_INVENT = 0.01;
/** While no fault has been seen: the rate that a check cannot rule out. */
const UNSEEN_RATE = 0.25;
const MAX_RATE = 0.6;
const MIN_FAILURES = 2;
const MAX_FAILURES = 12;

/** The rate of faults seen, higher the fewer requests show it. */
const faultRate = ({ recovered, asked }: Pick<Faults, "recovered" | "asked">): number =>
  recovered.length === 0 ? UNSEEN_RATE : Math.min(MAX_RATE, (recovered.length + 1) / (asked + 2));

/** At a shop whose failures come and go: failures in a row of one request before they count. */
export const failuresAmidNoise = (faults: Pick<Faults, "recovered" | "asked">): number =>
  Math.min(MAX_FAILURES, Math.max(MIN_FAILURES, Math.ceil(Math.log(MAY_INVENT / REQUESTS_THAT_DECIDE) / Math.log(faultRate(faults)))));

/** At a quiet shop: the same. A timeout is slow to repeat, and chance seldom causes two of one request beside fast answers. */
export const failuresWhileQuiet = (fail: Observation): number => (isUnansweredInTime(fail) ? 2 : 4);

/** As many equal failures at a quiet shop, none of which passed later, are no chance. */
export const EQUAL_FAILURES_WHILE_QUIET = 4;

/** Refusals by a rule. Servers may alternate, so refusals must occur in a row. */
export const REFUSALS = { ofOneCause: 3, inARow: 3, ofOneRequestInARow: 2 } as const;

/** Overloaded servers refuse a share of all requests, so a ban must outlast this many repeats. */
export const REPEATS_THAT_A_BAN_OUTLASTS = 2;

/** Requests to a shop whose failures come and go, and the time that they may take. */
export const NOISY_REQUESTS = 40;
export const NOISY_CHECK_MS = 85_000;
/** Requests that show whether a single fault was a moment. */
export const REQUESTS_AFTER_A_MOMENT = 10;
