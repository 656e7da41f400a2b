import { DAY_MS, SECOND_MS } from "@/lib/base/units";

/** When a failing shop is retried, probed, warned about and switched off. In seconds unless the name says days. */
export const THROTTLE_POLICY = {
  /** Consecutive counted failures that start throttling. */
  failuresUntilSlow: 3,
  firstDelaySeconds: 15 * 60,
  longestDelaySeconds: 24 * 3600,
  /** Fraction by which a delay may be shorter, so that shops of one host are not retried in step. */
  jitter: 0.1,
  probeSeconds: 120,
  /** After failing for this long, probes become rare. */
  rareProbesAfterSeconds: 24 * 3600,
  rareProbeSeconds: 15 * 60,
  /** Interval of checks while a user must act, on the first day and later. Probes run in between if they can detect the cause. */
  recheckSeconds: 3600,
  rareRecheckSeconds: 6 * 3600,
  /** A healthy lane is checked this often, so that a new block is known before a parcel is affected. */
  routineCheckSeconds: 24 * 3600,
  warnAfterDays: [7, 21],
  offAfterDays: 30,
} as const;

/** Inputs of the schedule: the instant, and a source of random numbers in [0, 1). */
export interface Moment {
  now: Date;
  random: () => number;
}

export const secondsAfter = (instant: Date, seconds: number): Date => new Date(instant.getTime() + Math.round(seconds * SECOND_MS));

/** Only ever sooner: what pages and the help promise is the latest time. */
const withJitter = (seconds: number, { random }: Moment): number => seconds * (1 - THROTTLE_POLICY.jitter * random());

/** Delay before jitter after this many consecutive counted failures; 0 before throttling begins. */
export function slowDelaySeconds(failures: number): number {
  const { failuresUntilSlow, firstDelaySeconds, longestDelaySeconds } = THROTTLE_POLICY;
  if (failures < failuresUntilSlow) return 0;
  return Math.min(firstDelaySeconds * 2 ** Math.min(failures - failuresUntilSlow, 30), longestDelaySeconds);
}

/** The wait that the shop asked for, up to our maximum. */
export const honouredWaitSeconds = (retryAfterSeconds: number | null): number =>
  Math.min(Math.max(retryAfterSeconds ?? 0, 0), THROTTLE_POLICY.longestDelaySeconds);

/** The next attempt: the delay with jitter, never earlier than the shop asked for. */
export const nextTryAt = (delaySeconds: number, retryAfterSeconds: number | null, moment: Moment): Date =>
  secondsAfter(moment.now, Math.max(withJitter(delaySeconds, moment), honouredWaitSeconds(retryAfterSeconds)));

/** The next time by one interval on the first day of failure and another one afterwards. */
function nextAt(failingSince: Date, first: number, later: number, moment: Moment): Date {
  const isFresh = (moment.now.getTime() - failingSince.getTime()) / SECOND_MS < THROTTLE_POLICY.rareProbesAfterSeconds;
  return secondsAfter(moment.now, withJitter(isFresh ? first : later, moment));
}

export const nextRecheckAt = (failingSince: Date, moment: Moment): Date =>
  nextAt(failingSince, THROTTLE_POLICY.recheckSeconds, THROTTLE_POLICY.rareRecheckSeconds, moment);

export const nextRecoveryProbeAt = (failingSince: Date, moment: Moment): Date =>
  nextAt(failingSince, THROTTLE_POLICY.probeSeconds, THROTTLE_POLICY.rareProbeSeconds, moment);

export const nextRoutineCheckAt = (moment: Moment): Date =>
  secondsAfter(moment.now, withJitter(THROTTLE_POLICY.routineCheckSeconds, moment));

/** When an integration that keeps failing is switched off, and the latest warning day that has passed, or null. */
export function switchOffSchedule(failingSince: Date, now: Date): { offAt: Date; isDue: boolean; warnedDay: number | null } {
  const { offAfterDays, warnAfterDays } = THROTTLE_POLICY;
  const days = (now.getTime() - failingSince.getTime()) / DAY_MS;
  return {
    offAt: new Date(failingSince.getTime() + offAfterDays * DAY_MS),
    isDue: days >= offAfterDays,
    warnedDay: warnAfterDays.filter((day) => days >= day).at(-1) ?? null,
  };
}
