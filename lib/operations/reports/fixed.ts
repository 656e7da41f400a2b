import { isSameCause } from "@/lib/check/compare-checks";
import { hasPassed } from "@/lib/check/matrix";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import type { Snapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress } from "@/lib/operations/reports/strip";

/** Where a cause of a report stands in a newer result: found again, proven to be gone, or hidden by something else. */
export type CauseStatus = { kind: "standing"; index: number } | { kind: "mended" } | { kind: "unknown" };

const isSameRequest = (one: Probe, other: Probe): boolean =>
  one.method === other.method &&
  stripAddress(one.path) === stripAddress(other.path) &&
  one.userAgent === other.userAgent &&
  one.from === other.from;

/**
 * Judges one cause of a report by a newer result of the same shop. Gone alone proves nothing: a server that is down refuses no method. The
 * request that failed must have passed; where it was not asked again, orders must be readable.
 */
export function judgeCause(cause: Cause, snapshot: Pick<Snapshot, "probes">, result: CheckResult): CauseStatus {
  const index = result.causes.findIndex((other) => isSameCause(other, cause));
  if (index !== -1) return { kind: "standing", index };
  const failed = snapshot.probes.find((probe) => probe.id === cause.evidence.fail);
  const asked = failed && result.probes.findLast((probe) => isSameRequest(probe, failed));
  const isMended = asked ? hasPassed(asked) : result.verdict === "healthy" || result.verdict === "degraded";
  return { kind: isMended ? "mended" : "unknown" };
}

/** Is every cause of the report proven to be gone? */
export const isAllFixed = (snapshot: Snapshot, result: CheckResult): boolean =>
  snapshot.causes.every((cause) => judgeCause(cause, snapshot, result).kind === "mended");
