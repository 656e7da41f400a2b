import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { isSameRequest, isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { countFaults, isFault, isLate } from "@/lib/check/probe/plan/evidence/faults";
import type { Cause } from "@/lib/check/result";

// Causes that no single request shows: what varies from request to request.

/** How each failure is counted. */
function kindOf(fault: Observation): "errors" | "resets" | "cuts" | "silences" {
  if (isUnansweredInTime(fault)) return "silences";
  if (fault.failure) return "resets";
  return fault.reading?.meaning === "invalid" || fault.reading?.reason === "truncated" ? "cuts" : "errors";
}

/** A check's requests wait as long as those of an import for a page of orders, which takes several times as long to build. */
export const SLOW_MS = 3_000;

const waited = ({ probe }: Observation): number => probe.timingsMs.firstByte ?? 0;

/** Timeouts until the first answer and no other fault: a shop that has to wake up keeps its first visitors waiting. */
function explainWakeUp(seen: readonly Observation[], usualMs: number): Cause[] {
  const late = seen.filter(isUnansweredInTime);
  const [fail, second] = late;
  const firstPass = seen.findIndex(passed);
  const isLateAtFirst = late.every((one) => seen.indexOf(one) < firstPass);
  if (!fail || !second || !isLateAtFirst || seen.some((one) => isFault(one) && !isUnansweredInTime(one))) return [];
  const pass = seen.find((one) => passed(one) && isSameRequest(one, fail));
  if (!pass) return [];
  const seconds = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;
  const longest = Math.max(...late.map(({ probe }) => probe.timingsMs.total ?? 0));
  const details = { median: seconds(usualMs), slowest: seconds(longest), late: late.length };
  return [makeCause("slow", { pass, fail }, { details, affects: [] })];
}

/** An answer is slow if the usual one takes this long: then a timeout is no evidence against an address, a User-Agent or a method. */
export function explainSlowness(seen: readonly Observation[]): Cause[] {
  const times = seen.filter(passed).sort((a, b) => waited(a) - waited(b));
  const usual = times[times.length >> 1];
  const slowest = times.at(-1);
  if (!usual || !slowest) return [];
  if (waited(usual) < SLOW_MS) return explainWakeUp(seen, waited(usual));
  const seconds = (one: Observation): number => Math.round(waited(one) / 100) / 10;
  const late = seen.filter(isUnansweredInTime).length;
  const details = { median: seconds(usual), slowest: seconds(slowest), ...(late > 0 ? { late } : {}) };
  return [makeCause("slow", { pass: null, fail: slowest }, { details, affects: [] })];
}

/** Leaves out causes that rest on a timeout if every request is slow. */
export function withoutLateness(causes: readonly Cause[], seen: readonly Observation[]): Cause[] {
  const late = new Set(seen.filter(isLate).map(({ probe }) => probe.id));
  return causes.filter(({ evidence }) => evidence.fail === null || !late.has(evidence.fail));
}

/**
 * Requests that failed and passed when repeated, in any combination: no rule refuses them, and no address or method is the reason. `isUnconfirmed`:
 * other failures were not repeated often enough to be anything else.
 */
export function explainVariation(seen: readonly Observation[], isUnconfirmed: boolean): Cause[] {
  const { recovered, moments, asked } = countFaults(seen);
  const faults = isUnconfirmed ? seen.filter(isFault) : recovered;
  const [fail] = faults;
  const last = faults.at(-1);
  if (!fail || !last || (!isUnconfirmed && moments < 2)) return [];
  const kinds = new Map<string, number>();
  for (const fault of faults) kinds.set(kindOf(fault), (kinds.get(kindOf(fault)) ?? 0) + 1);
  const pass = seen.find((one) => passed(one) && !isFault(one) && isSameRequest(one, fail)) ?? null;
  const all = asked + faults.length - recovered.length;
  const details = {
    failed: faults.length,
    asked: all,
    share: Math.round((100 * faults.length) / all) / 100,
    from: fail.probe.at,
    to: last.probe.at,
    ...Object.fromEntries(kinds),
  };
  return [makeCause("unstable", { pass, fail }, { details, affects: [] })];
}
