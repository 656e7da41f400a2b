import { CAUSES } from "@/lib/check/causes";
import type { FixPlace } from "@/lib/check/diagnosis/fixes/fix";
import { decideFixer } from "@/lib/check/diagnosis/fixes/fixes-for";
import { passesDespite } from "@/lib/check/passing-visitors";
import { isUnconfirmed } from "@/lib/check/regions";
import type { Cause, CheckResult } from "@/lib/check/result";
import { canFallBack } from "@/lib/connectors/http/method-fallback";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";

/** Causes with these reasons do not end by waiting. */
const PERMANENT_REASONS: ReadonlySet<string> = new Set(["one_of_several", "counts_by_url"]);

const needsAction = ({ code, reason }: Cause): boolean =>
  CAUSES[code].recovery === "manual" || (reason !== null && PERMANENT_REASONS.has(reason));

export interface ConnectorSettings {
  shopSystem: ShopSystem;
  /** Writes by POST instead of PUT, PATCH and DELETE. */
  methodFallback: boolean;
}

export const isBypassed = (cause: Cause, { shopSystem, methodFallback }: ConnectorSettings): boolean =>
  methodFallback && cause.code === "method_blocked" && canFallBack(shopSystem, cause.methods);

/** A rate limit that lets some requests pass costs time, not orders. */
const slowsDown = ({ code, reason, affects }: Cause): boolean =>
  code === "rate_limited" && reason !== "counts_by_url" && affects.length === 0;

/** Per lane, clear or the causes that block it, represented by the one to act on first. Causes that some visitor of ours passes block nothing. */
export function laneEventsOf(
  result: CheckResult,
  checkId: string,
  connector: ConnectorSettings | null = null,
): { lane: LaneName; event: LaneEvent }[] {
  const place = { shopSystem: connector?.shopSystem ?? result.shopSystem, server: result.server.software };
  const needsPerson = (cause: Cause): boolean => needsAction(cause) && !isUnconfirmed(cause, result);
  const met = result.causes.filter((cause) => !(connector && isBypassed(cause, connector)));
  return LANES.map((lane) => {
    const slowing = met.filter(slowsDown);
    const stopping = met.filter(({ affects }) => affects.includes(lane));
    const isPartial = stopping.length > 0 && passesDespite(result, stopping);
    const causes = isPartial ? slowing : met.filter((cause) => slowing.includes(cause) || stopping.includes(cause));
    return { lane, event: eventOf(causes, checkId, place, needsPerson) ?? { kind: "check_clear", isPartial } };
  });
}

function eventOf(causes: readonly Cause[], checkId: string, place: FixPlace, needsPerson: (cause: Cause) => boolean): LaneEvent | null {
  const first = causes.find(needsPerson) ?? causes[0];
  if (!first) return null;
  const { code: cause, methods, userAgents, addresses, blocker } = first;
  const representative = { cause, others: causes.length - 1, methods, userAgents, addresses, blocker, fixer: decideFixer(first, place) };
  return {
    kind: "check_found",
    reason: { code: "causes_found", checkId, ...representative },
    stops: !causes.every(slowsDown),
    needsPerson: causes.some(needsPerson),
  };
}
