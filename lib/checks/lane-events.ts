import { type Cause, type CauseCode, type CheckResult, LANES, type LaneName } from "@/lib/checks/result";
import type { LaneEvent } from "@/lib/sync/lane-event";

/** Causes that pass without anybody's work: the slow state with its canary is the answer to them. */
const HEALS_ALONE: readonly CauseCode[] = [
  "dns_failure",
  "connection_refused",
  "connection_timed_out",
  "connection_reset",
  "rate_limited",
  "banned_during_test",
  "maintenance_mode",
  "server_error",
  "response_timed_out",
];

const needsPerson = (cause: Cause): boolean => !HEALS_ALONE.includes(cause.code);

/** What a check means for each lane: clear, or the causes in its way with the one that is told first. */
export function laneEventsOf(result: CheckResult, checkId: string): { lane: LaneName; event: LaneEvent }[] {
  return LANES.map((lane) => ({
    lane,
    event: eventOf(
      result.causes.filter((cause) => cause.affects.includes(lane)),
      checkId,
    ),
  }));
}

function eventOf(causes: readonly Cause[], checkId: string): LaneEvent {
  const first = causes.find(needsPerson) ?? causes[0];
  if (!first) return { kind: "check_clear" };
  const { code: cause, methods, userAgents, addresses, blocker } = first;
  const reason = { code: "causes_found" as const, checkId, cause, others: causes.length - 1, methods, userAgents, addresses, blocker };
  return { kind: "check_found", reason, needsPerson: causes.some(needsPerson) };
}
