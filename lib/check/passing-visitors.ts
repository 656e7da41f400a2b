import { isOwnVisitor } from "@/lib/check/matrix";
import type { Cause, CheckResult } from "@/lib/check/result";
import { isRefused, type RefusedVisitors, type Visitor } from "@/lib/connectors/egress/choose-visitor";
import { userAgents } from "@/lib/connectors/egress/user-agents";

/** Our visitors that the shop answered at least once, apart from the control. */
function answeredVisitors({ shopSystem, probes }: CheckResult): Visitor[] {
  const agents = shopSystem === null ? [] : userAgents(shopSystem);
  return probes.filter((probe) => probe.passed && isOwnVisitor(probe, agents)).map(({ from, userAgent }) => ({ address: from, userAgent }));
}

/** Whether one of our visitors meets none of the causes. A cause without addresses and User-Agents concerns all of them. */
export const passesDespite = (result: CheckResult, causes: readonly Cause[]): boolean =>
  answeredVisitors(result).some((visitor) => !isRefused(visitor, causes));

/** What imports and pushes avoid from now on: visitors that causes refuse while others pass. */
export function refusedVisitorsOf(
  { causes, startedAt }: CheckResult,
  checkId: string,
  before: readonly RefusedVisitors[],
): RefusedVisitors[] {
  const scoped = causes.filter(({ affects, addresses, userAgents: agents }) => affects.length > 0 && addresses.length + agents.length > 0);
  return scoped.map(({ code: cause, methods, addresses, userAgents: agents }) => {
    const known = before.find(
      (one) => one.cause === cause && one.addresses.join() === addresses.join() && one.userAgents.join() === agents.join(),
    );
    return { cause, checkId, since: known?.since ?? startedAt, methods, addresses, userAgents: agents };
  });
}
