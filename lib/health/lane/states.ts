import { failureNature } from "@/lib/health/failures";
import type { LaneContext, LaneEvent, LaneFacts, LaneReason, LaneState } from "@/lib/health/lane/lane";
import { dueTimes, type NextDue } from "@/lib/health/lane/schedule";
import { honouredWaitSeconds, secondsAfter, slowDelaySeconds, THROTTLE_POLICY } from "@/lib/health/lane/throttle";
import { isAboutKey } from "@/lib/health/probe-visible-causes";

type Condition = (lane: LaneFacts, event: LaneEvent, context: LaneContext) => boolean;

const CONDITIONS = {
  in_announced_window: (lane, _event, { now }) => lane.reason.code === "window_announced" && new Date(lane.reason.until) > now,
  asks_to_wait: (_lane, event) =>
    event.kind === "run_failed" && event.failure.code === "maintenance" && event.failure.retryAfterSeconds !== null,
  /** The key was dropped during a run, whose success therefore proves nothing. */
  still_lacks_key: (lane, _event, { hasCredentials }) => lane.reason.code === "no_credentials" && !hasCredentials,
  lacks_credentials: (_lane, event) => event.kind === "run_failed" && event.failure.code === "no_credentials",
  needs_person: (_lane, event) =>
    (event.kind === "run_failed" && failureNature(event.failure.code) === "needs_person") ||
    (event.kind === "check_found" && event.needsPerson),
  is_slow_now: (lane, event) => event.kind === "run_failed" && lane.failures + (event.counts ? 1 : 0) >= THROTTLE_POLICY.failuresUntilSlow,
  /** What a check found, or a parcel met, was the whole shop's maintenance, which an import has seen end. */
  was_in_maintenance: ({ lane, reason }) =>
    lane === "tracking_out" &&
    ((reason.code === "causes_found" && reason.cause === "maintenance_mode") ||
      (reason.code === "failed" && reason.failure === "maintenance")),
  /** Nothing is healthy before the first import. One that a rate limit interrupts has begun well and goes on. */
  never_imported: (lane, event) =>
    lane.lane === "orders_in" &&
    lane.lastSuccessAt === null &&
    !(event.kind === "run_failed" && event.failure.code === "rate_limited" && !event.counts),
  /** A parcel that a user sent again succeeded during maintenance; the others still wait for its end. */
  a_parcel_in_window: (lane, _event, { now }) =>
    lane.lane === "tracking_out" && lane.reason.code === "window_announced" && new Date(lane.reason.until) > now,
  is_failing: (lane) => lane.failingSince !== null,
  stops: (_lane, event) => event.kind === "check_found" && event.stops,
  passes_otherwise: (lane, event) => event.kind === "check_clear" && event.isPartial === true && lane.reason.code === "causes_found",
  has_causes: (lane) => lane.reason.code === "causes_found",
  is_about_key: (lane) => isAboutKey(lane.reason),
  is_importing: (lane) => lane.lane === "orders_in",
  is_tracking: (lane) => lane.lane === "tracking_out",
  /** Failed shipments are waiting, so the next push decides. */
  next_parcel_decides: (lane, _event, { parcelsWait }) =>
    lane.lane === "tracking_out" && parcelsWait && lane.failingSince !== null && lane.reason.code !== "causes_found",
} satisfies Record<string, Condition>;

const meets = (name: keyof typeof CONDITIONS, ...facts: Parameters<Condition>): boolean => (CONDITIONS[name] as Condition)(...facts);

interface Rule {
  event: LaneEvent["kind"];
  from: readonly LaneState[] | "any";
  when?: keyof typeof CONDITIONS;
  to: LaneState | "same";
  /** What happens next: the state's schedule, an immediate attempt (a sync or waiting shipments), or no change. */
  next: NextDue;
  /** Whether the event sets the reason, or the previous reason explains more. */
  publishes: "event" | "nothing";
}

const AT_REST: readonly LaneState[] = ["paused", "off"];
const IN_TROUBLE: readonly LaneState[] = ["throttled", "action_needed", "maintenance"];
const IN_USE: readonly LaneState[] = ["regular", ...IN_TROUBLE];
const HELPED_BY_KEY: readonly LaneState[] = ["regular", "throttled", "action_needed"];

/** Every transition. The first row that matches an event applies; an event without a matching row changes nothing. */
const TRANSITIONS: readonly Rule[] = [
  { event: "run_succeeded", from: ["paused"], to: "same", next: "unchanged", publishes: "nothing" },
  { event: "run_succeeded", from: ["action_needed"], when: "still_lacks_key", to: "same", next: "unchanged", publishes: "nothing" },
  { event: "run_succeeded", from: ["maintenance"], when: "a_parcel_in_window", to: "same", next: "unchanged", publishes: "nothing" },
  { event: "run_succeeded", from: "any", to: "regular", next: "scheduled", publishes: "event" },

  { event: "run_failed", from: ["paused"], to: "same", next: "unchanged", publishes: "nothing" },
  { event: "run_failed", from: "any", when: "in_announced_window", to: "same", next: "scheduled", publishes: "nothing" },
  { event: "run_failed", from: "any", when: "asks_to_wait", to: "maintenance", next: "scheduled", publishes: "event" },
  { event: "run_failed", from: "any", when: "needs_person", to: "action_needed", next: "scheduled", publishes: "event" },
  { event: "run_failed", from: ["action_needed"], to: "same", next: "scheduled", publishes: "nothing" },
  // A check's explanation holds until another check contradicts it.
  { event: "run_failed", from: ["throttled"], when: "has_causes", to: "same", next: "scheduled", publishes: "nothing" },
  { event: "run_failed", from: "any", when: "is_slow_now", to: "throttled", next: "scheduled", publishes: "event" },
  { event: "run_failed", from: "any", when: "never_imported", to: "throttled", next: "scheduled", publishes: "event" },
  { event: "run_failed", from: ["throttled"], to: "throttled", next: "scheduled", publishes: "event" },
  { event: "run_failed", from: ["off"], to: "throttled", next: "scheduled", publishes: "event" },
  { event: "run_failed", from: "any", to: "regular", next: "scheduled", publishes: "event" },

  { event: "check_found", from: AT_REST, to: "same", next: "unchanged", publishes: "nothing" },
  { event: "check_found", from: "any", when: "in_announced_window", to: "same", next: "unchanged", publishes: "nothing" },
  { event: "check_found", from: "any", when: "needs_person", to: "action_needed", next: "scheduled", publishes: "event" },
  { event: "check_found", from: ["regular"], when: "stops", to: "throttled", next: "scheduled", publishes: "event" },
  { event: "check_found", from: ["throttled"], when: "stops", to: "same", next: "unchanged", publishes: "event" },
  // The previous cause holds until a check finds the lane clear.
  { event: "check_found", from: "any", to: "same", next: "unchanged", publishes: "nothing" },

  { event: "check_clear", from: "any", when: "in_announced_window", to: "same", next: "unchanged", publishes: "nothing" },
  { event: "check_clear", from: IN_USE, when: "next_parcel_decides", to: "same", next: "try_now", publishes: "nothing" },
  { event: "check_clear", from: IN_USE, when: "is_tracking", to: "regular", next: "try_now", publishes: "event" },
  // Only a successful import proves that orders arrive.
  {
    event: "check_clear",
    from: ["throttled", "action_needed"],
    when: "passes_otherwise",
    to: "throttled",
    next: "try_now",
    publishes: "nothing",
  },
  { event: "check_clear", from: ["throttled", "action_needed"], when: "has_causes", to: "throttled", next: "try_now", publishes: "event" },
  { event: "check_clear", from: ["throttled", "action_needed"], to: "same", next: "try_now", publishes: "nothing" },

  { event: "probe_answered", from: "any", when: "in_announced_window", to: "same", next: "scheduled", publishes: "nothing" },
  { event: "probe_answered", from: ["throttled", "maintenance"], to: "same", next: "try_now", publishes: "nothing" },
  { event: "probe_answered", from: ["regular"], when: "is_failing", to: "same", next: "try_now", publishes: "nothing" },
  { event: "probe_answered", from: ["regular"], to: "same", next: "scheduled", publishes: "nothing" },
  { event: "probe_answered", from: ["action_needed"], to: "same", next: "scheduled", publishes: "nothing" },
  { event: "probe_failed", from: ["regular"], to: "same", next: "scheduled", publishes: "nothing" },
  { event: "probe_failed", from: IN_TROUBLE, to: "same", next: "scheduled", publishes: "nothing" },

  { event: "maintenance_announced", from: IN_USE, to: "maintenance", next: "scheduled", publishes: "event" },
  { event: "maintenance_ended", from: ["maintenance"], to: "regular", next: "try_now", publishes: "event" },
  { event: "maintenance_ended", from: ["throttled"], when: "was_in_maintenance", to: "regular", next: "try_now", publishes: "event" },

  { event: "key_dropped", from: IN_USE, to: "action_needed", next: "scheduled", publishes: "event" },

  { event: "key_stored", from: HELPED_BY_KEY, when: "is_importing", to: "regular", next: "try_now", publishes: "event" },
  { event: "key_stored", from: HELPED_BY_KEY, when: "is_about_key", to: "regular", next: "try_now", publishes: "event" },

  { event: "paused", from: [...IN_USE, "off"], to: "paused", next: "scheduled", publishes: "event" },
  { event: "resumed", from: AT_REST, to: "regular", next: "try_now", publishes: "event" },
  { event: "gave_up", from: IN_TROUBLE, to: "off", next: "scheduled", publishes: "event" },
  // A shop that is off gets no pushes, even if none has failed.
  { event: "gave_up", from: ["regular"], when: "is_tracking", to: "off", next: "scheduled", publishes: "event" },
];

function findRule(lane: LaneFacts, event: LaneEvent, context: LaneContext): Rule | null {
  return (
    TRANSITIONS.find(
      (rule) =>
        rule.event === event.kind &&
        (rule.from === "any" || rule.from.includes(lane.state)) &&
        (rule.when === undefined || meets(rule.when, lane, event, context)),
    ) ?? null
  );
}

export interface LaneChange {
  lane: LaneFacts;
  /** The state or its reason changed; stored with the actor and shown in the history. */
  moved: boolean;
  /** Parcels waiting after a failure are due now. */
  parcelsDue: boolean;
}

/** The lane after an event. Pure, so that worker, pages and tests agree. */
export function transition(lane: LaneFacts, event: LaneEvent, context: LaneContext): LaneChange {
  const rule = findRule(lane, event, context);
  if (!rule) return { lane, moved: false, parcelsDue: false };
  const state = rule.to === "same" ? lane.state : rule.to;
  const counted = withCounters(lane, event, state, context);
  const reason = rule.publishes === "event" ? nextReason(lane, event, context) : lane.reason;
  const changed = state !== lane.state;
  const moved = changed || reasonKey(reason) !== reasonKey(lane.reason);
  const next: LaneFacts = { ...counted, state, reason, since: changed ? context.now : lane.since };
  // A parcel succeeded after others had failed, so the others may succeed, too.
  const opened = event.kind === "run_succeeded" && lane.failingSince !== null && state === "regular";
  const parcelsDue = lane.lane === "tracking_out" && (rule.next === "try_now" || opened);
  return { lane: { ...next, ...dueTimes(next, event, rule.next, context) }, moved, parcelsDue };
}

/** For the history, reasons are equal if they differ only in numbers that grow with each attempt. */
function reasonKey(reason: LaneReason): string {
  if (reason.code === "failed") return `failed ${reason.failure} ${reason.status}`;
  if (reason.code === "asked_to_wait") return "asked_to_wait";
  if (reason.code === "causes_found") return JSON.stringify({ ...reason, checkId: "" });
  return JSON.stringify(reason);
}

const NO_FAILURES = { failures: 0, failedAttempts: 0, lastFailedAt: null, delaySeconds: 0, failingSince: null } as const;

function withCounters(lane: LaneFacts, event: LaneEvent, state: LaneState, context: LaneContext): LaneFacts {
  switch (event.kind) {
    case "run_succeeded":
      if (state === "action_needed") return lane;
      return { ...lane, ...NO_FAILURES, lastSuccessAt: context.now };
    case "run_failed": {
      const isAnnounced = meets("in_announced_window", lane, event, context);
      const spared = isAnnounced || meets("asks_to_wait", lane, event, context);
      const failures = lane.failures + (event.counts && !spared ? 1 : 0);
      return {
        ...lane,
        failures,
        failedAttempts: lane.failedAttempts + 1,
        lastFailedAt: context.now,
        delaySeconds: slowDelaySeconds(failures),
        failingSince: isAnnounced ? lane.failingSince : (lane.failingSince ?? context.now),
      };
    }
    // Trouble begins with the first failure outside an announced window.
    case "check_found":
      return meets("in_announced_window", lane, event, context) ? lane : { ...lane, failingSince: lane.failingSince ?? context.now };
    case "key_dropped":
      return { ...lane, failingSince: lane.failingSince ?? context.now };
    case "check_clear":
      return isOver(lane, event, state, context) ? { ...lane, ...NO_FAILURES } : lane;
    case "maintenance_ended":
      return lane.state === "throttled" ? { ...lane, ...NO_FAILURES } : lane;
    case "resumed":
    case "key_stored":
      return { ...lane, ...NO_FAILURES };
    default:
      return lane;
  }
}

/** Whether the check that found tracking clear ended its failure. */
const isOver = (lane: LaneFacts, event: LaneEvent, state: LaneState, context: LaneContext): boolean =>
  lane.lane === "tracking_out" && state === "regular" && !meets("next_parcel_decides", lane, event, context);

function nextReason({ lane, reason: before }: LaneFacts, event: LaneEvent, { now }: LaneContext): LaneReason {
  switch (event.kind) {
    case "run_failed": {
      const { code, status, retryAfterSeconds } = event.failure;
      if (code === "no_credentials") return { code: "no_credentials" };
      if (code === "maintenance" && retryAfterSeconds !== null)
        return { code: "asked_to_wait", status, until: secondsAfter(now, honouredWaitSeconds(retryAfterSeconds)).toISOString() };
      const isSame = before.code === "failed" && before.failure === code && before.status === status;
      return { code: "failed", failure: code, status, times: isSame ? before.times + 1 : 1 };
    }
    case "check_clear":
      return { code: lane === "orders_in" ? "causes_gone" : "none" };
    case "check_found":
      return event.reason;
    case "maintenance_announced":
      return { code: "window_announced", until: event.until.toISOString(), by: event.by };
    case "key_dropped":
      return { code: "no_credentials" };
    case "paused":
      return { code: "paused_by", by: event.by };
    case "gave_up":
      return { code: "never_succeeded", days: event.days };
    default:
      return { code: "none" };
  }
}
