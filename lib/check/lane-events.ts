import type { FixPlace } from "@/lib/check/diagnosis/fixes/fix";
import { decideWhoActs } from "@/lib/check/diagnosis/fixes/fixes-for";
import type { Cause, CauseCode, CheckResult } from "@/lib/check/result";
import { canFallBack } from "@/lib/connectors/http/method-fallback";
import type { Platform } from "@/lib/connectors/platforms";
import type { LaneEvent } from "@/lib/health/lane-event";
import { LANES, type LaneName } from "@/lib/health/lane-name";

/** Causes that may pass without anyone's work: the slow state with its recovery probe is the answer to them. */
const MAY_PASS: readonly CauseCode[] = [
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

/** What makes them stay: one of several servers is different, or each address of the shop may be asked for only so often. */
const STAYS: ReadonlySet<string> = new Set(["one_of_several", "counts_by_url"]);

const needsPerson = ({ code, reason }: Cause): boolean => !MAY_PASS.includes(code) || (reason !== null && STAYS.has(reason));

/** How the shop is asked, as far as it decides what a cause means. */
export interface AskedBy {
  platform: Platform;
  /** Changing requests go by POST. */
  methodFallback: boolean;
}

/** Methods that are refused stand in nobody's way where what they are for goes by POST. */
const isPassedBy = (cause: Cause, { platform, methodFallback }: AskedBy): boolean =>
  methodFallback && cause.code === "method_blocked" && canFallBack(platform, cause.methods);

/** A limit costs imports time, not orders: requests got through beside it. */
const slowsDown = ({ code, reason, affects }: Cause): boolean =>
  code === "rate_limited" && reason !== "counts_by_url" && affects.length === 0;

/** What a check means for each lane: clear, or the causes in its way with the one that is told first. */
export function laneEventsOf(result: CheckResult, checkId: string, by: AskedBy | null = null): { lane: LaneName; event: LaneEvent }[] {
  return LANES.map((lane) => ({
    lane,
    event: eventOf(
      result.causes.filter((cause) => (cause.affects.includes(lane) || slowsDown(cause)) && !(by && isPassedBy(cause, by))),
      checkId,
      { platform: by?.platform ?? result.platform, server: result.server.software },
    ),
  }));
}

function eventOf(causes: readonly Cause[], checkId: string, place: FixPlace): LaneEvent {
  const first = causes.find(needsPerson) ?? causes[0];
  if (!first) return { kind: "check_clear" };
  const { code: cause, methods, userAgents, addresses, blocker } = first;
  const told = { cause, others: causes.length - 1, methods, userAgents, addresses, blocker, actor: decideWhoActs(first, place) };
  return {
    kind: "check_found",
    reason: { code: "causes_found", checkId, ...told },
    stops: !causes.every(slowsDown),
    needsPerson: causes.some(needsPerson),
  };
}
