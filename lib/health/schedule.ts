import { isCheckable } from "@/lib/health/failures";
import type { LaneFacts } from "@/lib/health/lane";
import type { LaneContext, LaneEvent } from "@/lib/health/lane-event";
import { isVisibleToHealthProbe, waitsForKey } from "@/lib/health/probe-visible-causes";
import { nextProbeAt, nextRecheckAt, nextRoutineCheckAt, nextTryAt, secondsAfter } from "@/lib/health/throttle";

/** What becomes due after an event: by the state's own rhythm, a try at once, or as it was. */
export type NextDue = "rhythm" | "try_now" | "unchanged";
export type DueTimes = Pick<LaneFacts, "nextSyncAt" | "nextProbeAt">;

/** The times after an event. A lane that carries no imports has no syncs. */
export function dueTimes(lane: LaneFacts, event: LaneEvent, next: NextDue, context: LaneContext): DueTimes {
  if (next === "unchanged") return { nextSyncAt: lane.nextSyncAt, nextProbeAt: lane.nextProbeAt };
  const { nextSyncAt, nextProbeAt } = rhythmOf(lane, event, context);
  // Parcels that come and go do not put off the check that is due; only a shop that asked to be left alone does.
  const isSooner = lane.nextProbeAt !== null && nextProbeAt !== null && lane.nextProbeAt < nextProbeAt;
  const keepsLook = isPush(event) && isSooner && lane.state !== "maintenance";
  if (lane.lane !== "orders_in") return { nextSyncAt: null, nextProbeAt: keepsLook ? lane.nextProbeAt : nextProbeAt };
  return { nextSyncAt: next === "try_now" ? context.now : nextSyncAt, nextProbeAt };
}

const isPush = (event: LaneEvent): boolean => event.kind === "run_succeeded" || event.kind === "run_failed";

/** The rhythm of each state: when the next sync and the next look are due. */
function rhythmOf(lane: LaneFacts, event: LaneEvent, context: LaneContext): DueTimes {
  const { now, policy } = context;
  const imports = lane.lane === "orders_in";
  const retryAfterSeconds = event.kind === "run_failed" ? event.failure.retryAfterSeconds : null;
  const look = nextProbeAt(lane.failingSince ?? now, context);
  // Neither a look nor a try that a person asked for puts off the next try, unless the shop asked for it.
  const keepsTry = event.kind.startsWith("probe") || (event.kind === "run_failed" && !event.counts && retryAfterSeconds === null);
  const tryAt = (seconds: number): Date =>
    keepsTry && lane.nextSyncAt && lane.nextSyncAt > now ? lane.nextSyncAt : nextTryAt(seconds, retryAfterSeconds, context);
  // The canary was wrong about this shop: it looks again, but not every two minutes.
  const misled = event.kind === "run_failed" && event.followsProbe;
  switch (lane.state) {
    case "regular": {
      if (!imports) return { nextSyncAt: null, nextProbeAt: nextRoutineCheckAt(context) };
      // A shop that failed, were it once, is looked at like a slow one: it is not to wait for its next turn when it is back.
      const soon = new Date(Math.max(look.getTime(), nextTryAt(0, retryAfterSeconds, context).getTime()));
      const lookAt = misled ? secondsAfter(now, policy.rareProbeSeconds) : soon;
      return { nextSyncAt: tryAt(context.syncIntervalSeconds), nextProbeAt: lane.failingSince === null ? null : lookAt };
    }
    case "throttled": {
      // No look shows whether changes pass again: the parcels' own tries do, or a check.
      if (!imports) return { nextSyncAt: null, nextProbeAt: nextRecheckAt(lane.failingSince ?? now, context) };
      const nextSyncAt = tryAt(Math.max(lane.delaySeconds, policy.firstDelaySeconds));
      return { nextSyncAt, nextProbeAt: misled ? secondsAfter(now, policy.rareProbeSeconds) : look };
    }
    case "action_needed": {
      const nextSyncAt = tryAt(Math.max(lane.delaySeconds, policy.firstDelaySeconds));
      const { reason } = lane;
      // What is missing here is given here: nothing is to be seen by looking at the shop.
      const isAtTheShop = reason.code === "causes_found" || (reason.code === "failed" && isCheckable(reason.failure));
      if (!isAtTheShop) return { nextSyncAt, nextProbeAt: null };
      const isSeen = isVisibleToHealthProbe(reason) || waitsForKey(reason);
      return { nextSyncAt, nextProbeAt: isSeen ? look : nextRecheckAt(lane.failingSince ?? now, context) };
    }
    case "maintenance": {
      const until = lane.reason.code === "window_announced" || lane.reason.code === "asked_to_wait" ? new Date(lane.reason.until) : now;
      const resumeAt = until > now ? until : tryAt(policy.firstDelaySeconds);
      // Nobody looks into an announced window. At its end orders are fetched, and what cannot be fetched is checked.
      const atItsEnd = imports ? null : resumeAt;
      return { nextSyncAt: resumeAt, nextProbeAt: imports && lane.reason.code !== "window_announced" ? look : atItsEnd };
    }
    case "paused":
    case "off":
      return { nextSyncAt: null, nextProbeAt: null };
  }
}
