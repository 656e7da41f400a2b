import { isOwnVisitor } from "@/lib/check/matrix";
import type { Cause, CheckResult } from "@/lib/check/result";
import { isRefused, type RefusedVisitors, type Visitor } from "@/lib/connectors/egress/choose-visitor";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { Fixer } from "@/lib/health/lane/fixer";

/** Our visitors that the shop answered at least once, apart from the control. */
function answeredVisitors({ shopSystem, probes }: CheckResult): Visitor[] {
  const agents = shopSystem === null ? [] : userAgents(shopSystem);
  return probes.filter((probe) => probe.passed && isOwnVisitor(probe, agents)).map(({ from, userAgent }) => ({ address: from, userAgent }));
}

/** Whether one of our visitors meets none of the causes. A cause without addresses and User-Agents concerns all of them. */
export const passesDespite = (result: CheckResult, causes: readonly Cause[]): boolean =>
  answeredVisitors(result).some((visitor) => !isRefused(visitor, causes));

/** What imports and pushes avoid from now on: visitors that causes refuse while others pass; none if no visitor passes. */
export function refusedVisitorsOf(
  result: CheckResult,
  checkId: string,
  before: readonly RefusedVisitors[],
  fixerOf: (cause: Cause) => Fixer,
): RefusedVisitors[] {
  const stopping = result.causes.filter(({ affects }) => affects.length > 0);
  const scoped = stopping.filter(({ addresses, userAgents: agents }) => addresses.length + agents.length > 0);
  if (!passesDespite(result, stopping)) return [];
  return scoped.map((one) => {
    const { code: cause, methods, addresses, userAgents: agents, blocker } = one;
    const known = before.find(
      (one) => one.cause === cause && one.addresses.join() === addresses.join() && one.userAgents.join() === agents.join(),
    );
    return {
      cause,
      checkId,
      blocker,
      fixer: fixerOf(one),
      since: known?.since ?? result.startedAt,
      methods,
      addresses,
      userAgents: agents,
    };
  });
}
