import type { Faults } from "@/lib/check/probe/plan/confirm/faults";

// How often a failure is repeated so that fewer than one check in a hundred invents a cause. The only place with these numbers.

/** Requests of a check whose failure would be a finding of its own. */
const REQUESTS_THAT_DECIDE = 14;
const MAY_INVENT = 0.01;
/** While no fault has been seen: the rate that a check cannot rule out. */
const UNSEEN_RATE = 0.25;
const MAX_TRIES = 12;

/** Requests to a shop whose failures come and go, and the time that they may take. */
export const NOISY_REQUESTS = 40;
export const NOISY_CHECK_MS = 85_000;
/** Requests that show whether a single fault was a moment; together with the check not more than an ordinary one may send. */
export const TRIES_AFTER_A_MOMENT = 6;

/** The rate of faults seen, higher the fewer requests show it. */
export const faultRate = ({ recovered, asked }: Pick<Faults, "recovered" | "asked">): number =>
  recovered.length === 0 ? UNSEEN_RATE : Math.min(0.6, (recovered.length + 1) / (asked + 2));

/** Failures in a row of one request before it counts as refused. */
export const triesAt = (rate: number): number =>
  Math.min(MAX_TRIES, Math.max(2, Math.ceil(Math.log(MAY_INVENT / REQUESTS_THAT_DECIDE) / Math.log(rate))));

/** The same for a check without any fault that passed later: one request of many that pass. */
export const TRIES_WHILE_QUIET = 4;
/** As many equal failures, none of which passed later, are no chance. */
export const ENOUGH_ALIKE_WHILE_QUIET = 4;
/** A timeout is slow to repeat, and chance seldom causes two of one request beside fast answers. */
export const TRIES_OF_TIMEOUT = 2;
