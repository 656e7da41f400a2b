/** When a failing shop is tried, probed, warned about and switched off. In seconds unless the name says days. */
export interface ThrottlePolicy {
  /** Counted failures in a row that start the slow state. */
  failuresUntilSlow: number;
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  /** Share of a delay by which it may be shorter or longer, so that shops of one host are not tried in step. */
  jitter: number;
  probeSeconds: number;
  /** After this long in trouble, probes become rare. */
  rareProbesAfterSeconds: number;
  rareProbeSeconds: number;
  /** Interval of checks while a person must act, on the first day and later. Probes run in between where they can see the cause. */
  recheckSeconds: number;
  rareRecheckSeconds: number;
  /** A lane in order is checked this often, so that a new block is known before a parcel waits. */
  routineCheckSeconds: number;
  warnAfterDays: readonly number[];
  offAfterDays: number;
}

export const DEFAULT_POLICY: ThrottlePolicy = {
  failuresUntilSlow: 3,
  firstDelaySeconds: 15 * 60,
  longestDelaySeconds: 24 * 3600,
  jitter: 0.1,
  probeSeconds: 120,
  rareProbesAfterSeconds: 24 * 3600,
  rareProbeSeconds: 15 * 60,
  recheckSeconds: 3600,
  rareRecheckSeconds: 6 * 3600,
  routineCheckSeconds: 24 * 3600,
  warnAfterDays: [7, 21],
  offAfterDays: 30,
};

const DAY_MS = 24 * 3600 * 1000;

/** What the schedule depends on besides the policy: the instant and a source of chance in [0, 1). */
export interface Moment {
  now: Date;
  random: () => number;
  policy: ThrottlePolicy;
}

export const secondsAfter = (instant: Date, seconds: number): Date => new Date(instant.getTime() + Math.round(seconds * 1000));

const withJitter = (seconds: number, { random, policy }: Moment): number => seconds * (1 + policy.jitter * (2 * random() - 1));

/** The delay before jitter after this many counted failures in a row; 0 before throttling begins. */
export function slowDelaySeconds(failures: number, policy: ThrottlePolicy): number {
  if (failures < policy.failuresUntilSlow) return 0;
  const doublings = Math.min(failures - policy.failuresUntilSlow, 30);
  return Math.min(policy.firstDelaySeconds * 2 ** doublings, policy.longestDelaySeconds);
}

/** What the shop asked us to wait, as far as it is honoured. */
export const honouredWaitSeconds = (retryAfterSeconds: number | null, policy: ThrottlePolicy): number =>
  Math.min(Math.max(retryAfterSeconds ?? 0, 0), policy.longestDelaySeconds);

/** The next try: the delay with jitter, never earlier than the shop asked for. */
export function nextTryAt(delaySeconds: number, retryAfterSeconds: number | null, moment: Moment): Date {
  return secondsAfter(moment.now, Math.max(withJitter(delaySeconds, moment), honouredWaitSeconds(retryAfterSeconds, moment.policy)));
}

const isFresh = (failingSince: Date, { now, policy }: Moment): boolean =>
  (now.getTime() - failingSince.getTime()) / 1000 < policy.rareProbesAfterSeconds;

/** The next check while a person must act. */
export const nextRecheckAt = (failingSince: Date, moment: Moment): Date => {
  const { recheckSeconds, rareRecheckSeconds } = moment.policy;
  return secondsAfter(moment.now, withJitter(isFresh(failingSince, moment) ? recheckSeconds : rareRecheckSeconds, moment));
};

export const nextRoutineCheckAt = (moment: Moment): Date => secondsAfter(moment.now, withJitter(moment.policy.routineCheckSeconds, moment));

/** The next probe: every two minutes on the first day of trouble, then every quarter of an hour. */
export function nextProbeAt(failingSince: Date, moment: Moment): Date {
  const { policy } = moment;
  return secondsAfter(moment.now, withJitter(isFresh(failingSince, moment) ? policy.probeSeconds : policy.rareProbeSeconds, moment));
}

export interface SwitchOffSchedule {
  offAt: Date;
  isDue: boolean;
  /** The latest warning day that has passed, or null. */
  warnedDay: number | null;
}

/** When an integration that never succeeds is switched off, and how loudly that must be said by now. */
export function switchOffSchedule(failingSince: Date, now: Date, policy: ThrottlePolicy): SwitchOffSchedule {
  const days = (now.getTime() - failingSince.getTime()) / DAY_MS;
  return {
    offAt: new Date(failingSince.getTime() + policy.offAfterDays * DAY_MS),
    isDue: days >= policy.offAfterDays,
    warnedDay: policy.warnAfterDays.filter((day) => days >= day).at(-1) ?? null,
  };
}
