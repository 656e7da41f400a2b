import { isSameCause } from "@/lib/check/compare-checks";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import type { Snapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress } from "@/lib/operations/reports/strip";

/** State of a reported cause in a newer result: found again, proven fixed, or masked by another failure. */
export type CauseStatus = { kind: "standing"; index: number } | { kind: "fixed" } | { kind: "unknown" };

const isSameRequest = (one: Probe, other: Probe): boolean =>
  one.method === other.method &&
  stripAddress(one.path) === stripAddress(other.path) &&
  one.userAgent === other.userAgent &&
  one.from === other.from;

/**
 * Judges a reported cause by a newer result. Absence proves nothing, since an unreachable server blocks no method: the failed request must
 * have passed or, if it was not repeated, orders must be readable.
 */
export function judgeCause(cause: Cause, snapshot: Pick<Snapshot, "probes">, result: CheckResult): CauseStatus {
  const index = result.causes.findIndex((other) => isSameCause(other, cause));
  if (index !== -1) return { kind: "standing", index };
  const failed = snapshot.probes.find((probe) => probe.id === cause.evidence.fail);
  const asked = failed && result.probes.findLast((probe) => isSameRequest(probe, failed));
  const isFixed = asked ? asked.passed : result.verdict === "healthy" || result.verdict === "degraded";
  return { kind: isFixed ? "fixed" : "unknown" };
}

/** Whether every cause of the report is proven fixed. */
export const isAllFixed = (snapshot: Snapshot, result: CheckResult): boolean =>
  snapshot.causes.every((cause) => judgeCause(cause, snapshot, result).kind === "fixed");
