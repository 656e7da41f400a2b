import { isUnansweredInTime, type Observation } from "@/lib/check/probe/observation";
import { countFaults, isFault, isSound } from "@/lib/check/probe/plan/evidence/faults";
import { EQUAL_FAILURES_WHILE_QUIET, failuresAmidNoise, failuresWhileQuiet } from "@/lib/check/probe/plan/evidence/policy";
import { isSameRequest } from "@/lib/check/probe/plan/evidence/retract";
import type { Cause } from "@/lib/check/result";

// Pure: the last word on every cause that rests on a failure which chance also produces.

/** Whether the cause says that this request fails. */
export function isCovered({ methods, userAgents, addresses }: Cause, fail: Observation, one: Observation): boolean {
  const isListed = (list: readonly string[], value: string | null, own: string | null): boolean =>
    list.length > 0 ? value !== null && list.includes(value) : value === own;
  const isOurs = one.question.source.kind !== "control" || fail.question.source.kind === "control";
  return (
    isOurs &&
    one.question.subject === fail.question.subject &&
    one.question.credential === fail.question.credential &&
    isListed(methods, one.probe.method, fail.probe.method) &&
    (userAgents.length > 0 ? userAgents.includes(one.probe.userAgent) : true) &&
    (addresses.length > 0 ? isListed(addresses, one.probe.from, fail.probe.from) : true)
  );
}

/** Whether the request has what the cause says is refused: with other paths or keys it may fail as well. */
function isExplained({ methods, userAgents, addresses }: Cause, { probe }: Observation): boolean {
  const isIn = (list: readonly string[], value: string | null): boolean => list.length === 0 || (value !== null && list.includes(value));
  const isListing = methods.length + userAgents.length + addresses.length > 0;
  return isListing && isIn(methods, probe.method) && isIn(userAgents, probe.userAgent) && isIn(addresses, probe.from);
}

/** Failures since the request last passed, of all requests that the cause is about; only of this one if one of those passes. */
function countInARow(cause: Cause, fail: Observation, seen: readonly Observation[]): number {
  const same = seen.filter((one) => isSameRequest(one, fail));
  const own = same.length - 1 - same.findLastIndex(isSound);
  if (own === 0) return 0;
  const others = seen.filter((one) => isCovered(cause, fail, one) && !isSameRequest(one, fail));
  return others.some(isSound) ? own : own + others.filter(isFault).length;
}

const LISTS = ["methods", "userAgents", "addresses"] as const;
const OF_PROBE = { methods: "method", userAgents: "userAgent", addresses: "from" } as const;

/** The cause about what failed often enough; null if that is not what its evidence shows. */
function confirm(cause: Cause, fail: Observation, seen: readonly Observation[], tries: number): Cause | null {
  if (countInARow(cause, fail, seen) < tries) return null;
  const kept: Cause = { ...cause };
  for (const list of LISTS) {
    if (cause[list].length < 2) continue;
    const isFailing = (value: string): boolean =>
      seen.filter((one) => isFault(one) && isCovered(cause, fail, one) && one.probe[OF_PROBE[list]] === value).length >= tries;
    const left = cause[list].filter(isFailing);
    if (!left.includes(fail.probe[OF_PROBE[list]] ?? "")) return null;
    if (left.length < cause[list].length) kept[list] = left;
  }
  return LISTS.every((list) => kept[list] === cause[list]) ? cause : kept;
}

/** Found by their order instead (limit.ts), or by turns. */
const isOtherwiseConfirmed = ({ code, reason }: Cause): boolean =>
  code === "rate_limited" || code === "banned_during_test" || reason === "one_of_several";

/** Since this failure nothing passed: the shop went down, which is no chance. */
const isDown = (fail: Observation, seen: readonly Observation[]): boolean => !seen.slice(seen.indexOf(fail)).some(isSound);

/** The same for another visitor passed later. */
const isLetInLater = (fault: Observation, index: number, seen: readonly Observation[]): boolean =>
  seen.slice(index + 1).some((one) => isSound(one) && one.probe.method === fault.probe.method && one.probe.path === fault.probe.path);

/**
 * Leaves out causes that chance may have made, and what they list: at the rate of faults among the requests that no cause is about, they failed too
 * seldom. A timeout always has to be repeated. `isSlow`: no time was left to repeat other failures.
 */
export function withoutChance(causes: readonly Cause[], seen: readonly Observation[], isSlow: boolean): Cause[] {
  const failOf = (cause: Cause): Observation | null => {
    const fail = isOtherwiseConfirmed(cause) ? null : seen.find(({ probe }) => probe.id === cause.evidence.fail);
    return fail && isFault(fail) && !isDown(fail, seen) ? fail : null;
  };
  const suspected = causes.flatMap((cause) => {
    const fail = failOf(cause);
    return fail ? [{ cause, fail }] : [];
  });
  const isOfCause = (one: Observation): boolean =>
    suspected.some(
      ({ cause, fail }) => isCovered(cause, fail, one) || isSameRequest(one, fail) || (isFault(one) && isExplained(cause, one)),
    );
  const others = seen.filter((one) => !isOfCause(one));
  const faults = others.filter(isFault);
  const isNoisy = countFaults(seen).recovered.length > 0 || faults.some((fault) => isLetInLater(fault, seen.indexOf(fault), seen));
  const triesOf = (fail: Observation): number => {
    if (isNoisy && faults.length > 0) return failuresAmidNoise({ recovered: faults, asked: others.length });
    if (isNoisy || isSlow) return EQUAL_FAILURES_WHILE_QUIET;
    return isUnansweredInTime(fail) ? failuresWhileQuiet(fail) : 1;
  };
  return causes.flatMap((cause) => {
    const fail = failOf(cause);
    const tries = fail ? triesOf(fail) : 1;
    if (!fail || tries === 1) return cause;
    if (isNoisy) return confirm(cause, fail, seen, tries) ?? [];
    return countInARow(cause, fail, seen) < tries ? [] : cause;
  });
}
