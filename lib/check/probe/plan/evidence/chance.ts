import { isSameRequest, isUnansweredInTime, numberOf, type Observation, passed } from "@/lib/check/probe/observation";
import { countFaults, failsAlike, isFault, isSound } from "@/lib/check/probe/plan/evidence/faults";
import { EQUAL_FAILURES_WHILE_QUIET, failuresWhileQuiet, mayBeChance, type Others, REFUSALS } from "@/lib/check/probe/plan/evidence/policy";
import { isTooLate, signatureOf } from "@/lib/check/probe/refusals";
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
function findInARow(cause: Cause, fail: Observation, seen: readonly Observation[]): readonly Observation[] {
  const same = seen.filter((one) => isSameRequest(one, fail));
  const own = same.slice(same.findLastIndex(isSound) + 1).filter(isFault);
  if (own.length === 0) return own;
  const others = seen.filter(
    (one) => (isCovered(cause, fail, one) || (isFault(one) && isExplained(cause, one))) && !isSameRequest(one, fail),
  );
  const isRefuted = others.some(isSound) || (blamesNothing(cause) && same.some(isSound));
  return isRefuted ? own : [...own, ...others.filter(isFault)];
}

interface Suspect {
  cause: Cause;
  fail: Observation;
  /** Nothing of the API passed: the cause rests on a page beside it, which may have passed by chance. */
  isContrast: boolean;
  /** Every request that the cause says fails. */
  isOf(one: Observation): boolean;
}

const LISTS = ["methods", "userAgents", "addresses"] as const;
const OF_PROBE = { methods: "method", userAgents: "userAgent", addresses: "from" } as const;

/** The cause for each value that it lists: failures of its own have to show each. */
export function eachListed(cause: Cause): readonly Cause[] {
  const single = LISTS.flatMap((list) => (cause[list].length < 2 ? [] : cause[list].map((value) => ({ ...cause, [list]: [value] }))));
  return single.length > 0 ? single : [cause];
}

/** Found by their order instead (limit.ts), or by turns. */
const isOtherwiseConfirmed = ({ code, reason }: Cause): boolean =>
  code === "rate_limited" || code === "banned_during_test" || reason === "one_of_several";

const blamesNothing = (cause: Cause): boolean => LISTS.every((list) => cause[list].length === 0);

/** The shop went down: nothing passed any more, and all get the same at a shop where no failure passed before, or it is too often for chance. */
function isDown(cause: Cause, fail: Observation, seen: readonly Observation[]): boolean {
  const lastPass = Math.max(0, ...seen.filter(isSound).map(numberOf));
  const since = seen.filter((one) => numberOf(one) > lastPass);
  const isAlike = since.every((one) => signatureOf(one) === signatureOf(fail)) && countFaults(seen).recovered.length === 0;
  if (isAlike && since.length >= EQUAL_FAILURES_WHILE_QUIET && blamesNothing(cause)) return true;
  const before = countOthers(seen.filter((one) => !since.includes(one)));
  return since.includes(fail) && !mayBeChance(since.filter(isFault).length, before);
}

const countOthers = (others: readonly Observation[]): Others => ({ asked: others.length, faults: others.filter(isFault).length });

/** Answers that break off are alike, whatever their status. */
const isAlikeFault = (one: Observation, fail: Observation): boolean =>
  signatureOf(one) === signatureOf(fail) || (one.reading?.reason === "truncated" && fail.reading?.reason === "truncated");

function suspect(cause: Cause, seen: readonly Observation[]): Suspect[] {
  const fail = isOtherwiseConfirmed(cause) ? null : seen.find(({ probe }) => probe.id === cause.evidence.fail);
  if (!fail || !isFault(fail) || isDown(cause, fail, seen)) return [];
  // A cause that blames no visitor and no method explains every equal failure that lasts.
  const isLastingAlike = (one: Observation): boolean =>
    blamesNothing(cause) && isAlikeFault(one, fail) && !seen.some((later) => isSound(later) && isSameRequest(later, one));
  const isOf = (one: Observation): boolean =>
    isCovered(cause, fail, one) || isSameRequest(one, fail) || (isFault(one) && (isExplained(cause, one) || isLastingAlike(one)));
  const isContrast = cause.evidence.pass !== null && !isUnansweredInTime(fail) && !seen.some(passed) && !failsAlike(seen);
  return [{ cause, fail, isContrast, isOf }];
}

/** A cause that blames no visitor and no method says that the shop fails such requests: one of them passed. */
const isRefuted = ({ cause, fail }: Suspect, seen: readonly Observation[]): boolean =>
  blamesNothing(cause) && seen.some((one) => isSound(one) && (isSameRequest(one, fail) || isCovered(cause, fail, one)));

/** Whether the failures are too few to be anything but chance. Beside no other fault two timeouts suffice, and a cause that compares nothing. */
function mayBeChanceHere({ cause, fail, isContrast }: Suspect, row: readonly Observation[], others: Others): boolean {
  const isAlone = others.faults === 0 && !isContrast && (cause.evidence.pass === null || blamesNothing(cause) || isUnansweredInTime(fail));
  return isAlone ? row.length < (isUnansweredInTime(fail) ? failuresWhileQuiet(fail) : 1) : mayBeChance(row.length, others);
}

/** The cause about what failed often enough; null if that is not what its evidence shows. */
function keepShown(one: Suspect, seen: readonly Observation[], others: Others): Cause | null {
  const { cause, fail } = one;
  if (isRefuted(one, seen) || mayBeChanceHere(one, findInARow(cause, fail, seen), others)) return null;
  const kept: Cause = { ...cause };
  for (const list of LISTS) {
    if (cause[list].length < 2) continue;
    const isShown = (value: string): boolean => {
      const failures = seen.filter((one) => !isSound(one) && isCovered(cause, fail, one) && one.probe[OF_PROBE[list]] === value);
      const faults = failures.filter(isFault);
      if (failures.some((one) => !isFault(one) && !isTooLate(one))) return true;
      // Beside no other fault, the rest of the cause shows that a rule refuses.
      return others.faults === 0 ? faults.length >= REFUSALS.ofOneRequestInARow : !mayBeChanceHere(one, faults, others);
    };
    kept[list] = cause[list].filter(isShown);
    if (!kept[list].includes(fail.probe[OF_PROBE[list]] ?? "")) return null;
  }
  return LISTS.every((list) => kept[list].length === cause[list].length) ? cause : kept;
}

/** A cause that blames no visitor and no method explains equal failures that last; all others count against it. */
function countBeside({ cause, fail, isOf }: Suspect, seen: readonly Observation[]): Others {
  const row = findInARow(cause, fail, seen);
  return countOthers(seen.filter((one) => !row.includes(one) && !(isOf(one) && isAlikeFault(one, fail))));
}

/**
 * Leaves out causes that chance may have made, and what they list: beside the faults of the requests that no cause is about, they failed too
 * seldom. What is left out is counted among those faults, so that the others are tried anew.
 */
export function withoutChance(causes: readonly Cause[], seen: readonly Observation[]): readonly Cause[] {
  const suspects = causes.flatMap((cause) => suspect(cause, seen));
  const others = countOthers(seen.filter((one) => !suspects.some(({ isOf }) => isOf(one))));
  for (const one of suspects) {
    const kept = keepShown(one, seen, blamesNothing(one.cause) ? countBeside(one, seen) : others);
    if (kept !== one.cause)
      return withoutChance(
        causes.flatMap((cause) => (cause === one.cause ? (kept ?? []) : cause)),
        seen,
      );
  }
  const rows = suspects.map(({ cause, fail }) => findInARow(cause, fail, seen));
  const failures = new Set(rows.flat()).size;
  if (suspects.length < 2 || others.faults === 0 || !mayBeChance(failures, others, suspects.length)) return causes;
  const weakest = suspects[rows.indexOf(rows.reduce((least, row) => (row.length < least.length ? row : least)))];
  return withoutChance(
    causes.filter((cause) => cause !== weakest?.cause),
    seen,
  );
}
