import { isCheckable } from "@/lib/health/failures";
import type { LaneFacts } from "@/lib/health/lane";
import type { LaneContext, LaneEvent } from "@/lib/health/lane-event";
import { isVisibleToHealthProbe, waitsForKey } from "@/lib/health/probe-visible-causes";
import { nextProbeAt, nextRecheckAt, nextRoutineCheckAt, nextTryAt, secondsAfter, THROTTLE_POLICY } from "@/lib/health/throttle";

/** What happens next: the state's schedule, an immediate attempt, or no change. */
export type NextDue = "scheduled" | "try_now" | "unchanged";
export type DueTimes = Pick<LaneFacts, "nextSyncAt" | "nextProbeAt">;

/** Next sync and probe after an event. Only the import lane has syncs. */
export function dueTimes(lane: LaneFacts, event: LaneEvent, next: NextDue, context: LaneContext): DueTimes {
  if (next === "unchanged") return { nextSyncAt: lane.nextSyncAt, nextProbeAt: lane.nextProbeAt };
  const { nextSyncAt, nextProbeAt } = regularTimes(lane, event, context);
  // A push does not postpone a check that is due earlier, unless the shop asked to wait.
  const isSooner = lane.nextProbeAt !== null && nextProbeAt !== null && lane.nextProbeAt < nextProbeAt;
  const keepsLook = isPush(event) && isSooner && lane.state !== "maintenance";
  if (lane.lane !== "orders_in") return { nextSyncAt: null, nextProbeAt: keepsLook ? lane.nextProbeAt : nextProbeAt };
  return { nextSyncAt: next === "try_now" ? context.now : nextSyncAt, nextProbeAt };
}

const isPush = (event: LaneEvent): boolean => event.kind === "run_succeeded" || event.kind === "run_failed";

function regularTimes(lane: LaneFacts, event: LaneEvent, context: LaneContext): DueTimes {
  const { now } = context;
  const imports = lane.lane === "orders_in";
  const retryAfterSeconds = event.kind === "run_failed" ? event.failure.retryAfterSeconds : null;
  const look = nextProbeAt(lane.failingSince ?? now, context);
  // Probes and user-requested attempts do not postpone the next attempt, unless the shop asked for it.
  const keepsTry = event.kind.startsWith("probe") || (event.kind === "run_failed" && !event.counts && retryAfterSeconds === null);
  const tryAt = (seconds: number): Date =>
    keepsTry && lane.nextSyncAt && lane.nextSyncAt > now ? lane.nextSyncAt : nextTryAt(seconds, retryAfterSeconds, context);
  // The probe succeeded but the run then failed, so probe less often.
  const misled = event.kind === "run_failed" && event.followsProbe;
  switch (lane.state) {
    case "regular": {
      if (!imports) return { nextSyncAt: null, nextProbeAt: nextRoutineCheckAt(context) };
      // Probe after the first failure, or only the next sync would notice a recovery.
      const soon = new Date(Math.max(look.getTime(), nextTryAt(0, retryAfterSeconds, context).getTime()));
      const lookAt = misled ? secondsAfter(now, THROTTLE_POLICY.rareProbeSeconds) : soon;
      return { nextSyncAt: tryAt(context.syncIntervalSeconds), nextProbeAt: lane.failingSince === null ? null : lookAt };
    }
    case "throttled": {
      // A probe cannot tell whether changes are accepted: only pushes and checks can.
      if (!imports) return { nextSyncAt: null, nextProbeAt: nextRecheckAt(lane.failingSince ?? now, context) };
      const nextSyncAt = tryAt(Math.max(lane.delaySeconds, THROTTLE_POLICY.firstDelaySeconds));
      return { nextSyncAt, nextProbeAt: misled ? secondsAfter(now, THROTTLE_POLICY.rareProbeSeconds) : look };
    }
    case "action_needed": {
      const nextSyncAt = tryAt(Math.max(lane.delaySeconds, THROTTLE_POLICY.firstDelaySeconds));
      const { reason } = lane;
      // A missing key is entered on our side, so probing the shop is pointless.
      const isAtTheShop = reason.code === "causes_found" || (reason.code === "failed" && isCheckable(reason.failure));
      if (!isAtTheShop) return { nextSyncAt, nextProbeAt: null };
      const isSeen = isVisibleToHealthProbe(reason) || waitsForKey(reason);
      return { nextSyncAt, nextProbeAt: isSeen ? look : nextRecheckAt(lane.failingSince ?? now, context) };
    }
    case "maintenance": {
      const until = lane.reason.code === "window_announced" || lane.reason.code === "asked_to_wait" ? new Date(lane.reason.until) : now;
      const resumeAt = until > now ? until : tryAt(THROTTLE_POLICY.firstDelaySeconds);
      // No probes during an announced window; at its end imports resume, and tracking is checked.
      const atItsEnd = imports ? null : resumeAt;
      return { nextSyncAt: resumeAt, nextProbeAt: imports && lane.reason.code !== "window_announced" ? look : atItsEnd };
    }
    case "paused":
    case "off":
      return { nextSyncAt: null, nextProbeAt: null };
  }
}
