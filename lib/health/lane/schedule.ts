import { isCheckable } from "@/lib/health/failures";
import type { LaneContext, LaneEvent, LaneFacts } from "@/lib/health/lane/lane";
import {
  nextRecheckAt,
  nextRecoveryProbeAt,
  nextRoutineCheckAt,
  nextTryAt,
  secondsAfter,
  THROTTLE_POLICY,
} from "@/lib/health/lane/throttle";
import { isVisibleToRecoveryProbe, waitsForKey } from "@/lib/health/probe-visible-causes";

/** What happens next: the state's schedule, an immediate attempt, or no change. */
export type NextDue = "scheduled" | "try_now" | "unchanged";
export type DueTimes = Pick<LaneFacts, "nextSyncAt" | "nextRecoveryProbeAt">;

/** Next sync and probe after an event. Only the import lane has syncs. */
export function dueTimes(lane: LaneFacts, event: LaneEvent, next: NextDue, context: LaneContext): DueTimes {
  if (next === "unchanged") return { nextSyncAt: lane.nextSyncAt, nextRecoveryProbeAt: lane.nextRecoveryProbeAt };
  const { nextSyncAt, nextRecoveryProbeAt } = regularTimes(lane, event, context);
  // A push does not postpone a check that is due earlier, unless the shop asked to wait.
  const isSooner = lane.nextRecoveryProbeAt !== null && nextRecoveryProbeAt !== null && lane.nextRecoveryProbeAt < nextRecoveryProbeAt;
  const keepsProbe = isPush(event) && isSooner && lane.state !== "maintenance";
  if (lane.lane !== "orders_in")
    return { nextSyncAt: null, nextRecoveryProbeAt: keepsProbe ? lane.nextRecoveryProbeAt : nextRecoveryProbeAt };
  const keepsOwn = keepsProbe && context.refusedSince !== null;
  return {
    nextSyncAt: next === "try_now" ? context.now : nextSyncAt,
    nextRecoveryProbeAt: keepsOwn ? lane.nextRecoveryProbeAt : nextRecoveryProbeAt,
  };
}

const isPush = (event: LaneEvent): boolean => event.kind === "run_succeeded" || event.kind === "run_failed";

function regularTimes(lane: LaneFacts, event: LaneEvent, context: LaneContext): DueTimes {
  const { now } = context;
  const imports = lane.lane === "orders_in";
  const retryAfterSeconds = event.kind === "run_failed" ? event.failure.retryAfterSeconds : null;
  const usual = nextRecoveryProbeAt(lane.failingSince ?? now, context);
  // Probes and user-requested attempts do not postpone the next attempt, unless the shop asked for it.
  const keepsTry = event.kind.startsWith("probe") || (event.kind === "run_failed" && !event.counts && retryAfterSeconds === null);
  const tryAt = (seconds: number): Date =>
    keepsTry && lane.nextSyncAt && lane.nextSyncAt > now ? lane.nextSyncAt : nextTryAt(seconds, retryAfterSeconds, context);
  // The probe succeeded but the run then failed, so probe less often.
  const misled = event.kind === "run_failed" && event.followsProbe;
  switch (lane.state) {
    case "regular": {
      if (!imports) return { nextSyncAt: null, nextRecoveryProbeAt: nextRoutineCheckAt(context) };
      // Probe after the first failure, or only the next sync would notice a recovery.
      const soon = new Date(Math.max(usual.getTime(), nextTryAt(0, retryAfterSeconds, context).getTime()));
      const probeAt = misled ? secondsAfter(now, THROTTLE_POLICY.rareProbeSeconds) : soon;
      const { refusedSince } = context;
      // Imports go on as a visitor that passes, so only a probe notices that the others pass again.
      const refusedAt = refusedSince && nextRecoveryProbeAt(refusedSince, context);
      return { nextSyncAt: tryAt(context.syncIntervalSeconds), nextRecoveryProbeAt: lane.failingSince === null ? refusedAt : probeAt };
    }
    case "throttled": {
      // A probe cannot tell whether changes are accepted: only pushes and checks can.
      if (!imports) return { nextSyncAt: null, nextRecoveryProbeAt: nextRecheckAt(lane.failingSince ?? now, context) };
      const nextSyncAt = tryAt(Math.max(lane.delaySeconds, THROTTLE_POLICY.firstDelaySeconds));
      return { nextSyncAt, nextRecoveryProbeAt: misled ? secondsAfter(now, THROTTLE_POLICY.rareProbeSeconds) : usual };
    }
    case "action_needed": {
      const nextSyncAt = tryAt(Math.max(lane.delaySeconds, THROTTLE_POLICY.firstDelaySeconds));
      const { reason } = lane;
      // A missing key is entered on our side, so probing the shop is pointless.
      const isAtTheShop = reason.code === "causes_found" || (reason.code === "failed" && isCheckable(reason.failure));
      if (!isAtTheShop) return { nextSyncAt, nextRecoveryProbeAt: null };
      const isSeen = isVisibleToRecoveryProbe(reason) || waitsForKey(reason);
      return { nextSyncAt, nextRecoveryProbeAt: isSeen ? usual : nextRecheckAt(lane.failingSince ?? now, context) };
    }
    case "maintenance": {
      const until = lane.reason.code === "window_announced" || lane.reason.code === "asked_to_wait" ? new Date(lane.reason.until) : now;
      const resumeAt = until > now ? until : tryAt(THROTTLE_POLICY.firstDelaySeconds);
      // No probes during an announced window; at its end imports resume, and tracking is checked.
      const atItsEnd = imports ? null : resumeAt;
      return { nextSyncAt: resumeAt, nextRecoveryProbeAt: imports && lane.reason.code !== "window_announced" ? usual : atItsEnd };
    }
    case "paused":
    case "off":
      return { nextSyncAt: null, nextRecoveryProbeAt: null };
  }
}
