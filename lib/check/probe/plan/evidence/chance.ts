import { isSameRequest, numberOf, type Observation } from "@/lib/check/probe/observation";
import { isFault, isLate, isSound, wayOf } from "@/lib/check/probe/plan/evidence/faults";
import { mayBeChance, type Others, REFUSALS } from "@/lib/check/probe/plan/evidence/policy";
import { isTooLate } from "@/lib/check/probe/refusals";
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

interface Suspect {
  cause: Cause;
  fail: Observation;
  /** What the cause says fails, and other failures that it explains. */
  isOf(one: Observation): boolean;
}

const LISTS = ["methods", "userAgents", "addresses"] as const;
const OF_PROBE = { methods: "method", userAgents: "userAgent", addresses: "from" } as const;

/** The cause for each value that it lists: failures of its own have to show each. */
export function eachListed(cause: Cause): readonly Cause[] {
  const single = LISTS.flatMap((list) => (cause[list].length < 2 ? [] : cause[list].map((value) => ({ ...cause, [list]: [value] }))));
  return single.length > 0 ? single : [cause];
}

/** Whether the second cause says all that the first one does. */
export const isWithin = (one: Cause, whole: Cause): boolean =>
  one.code === whole.code &&
  one.evidence.fail === whole.evidence.fail &&
  LISTS.every((list) => one[list].every((value) => whole[list].includes(value)));

/** Found by their order instead (limit.ts), or by turns. */
const isOtherwiseConfirmed = ({ code, reason }: Cause): boolean =>
  code === "rate_limited" || code === "banned_during_test" || reason === "one_of_several";

const blamesNothing = (cause: Cause): boolean => LISTS.every((list) => cause[list].length === 0);

/** A rule refuses in one way: other failures are chance. */
export const isAlikeFault = (one: Observation, fail: Observation): boolean => isFault(one) && isFault(fail) && wayOf(one) === wayOf(fail);

/** After a single pass, a check cannot send enough to rule out chance. */
const ENOUGH_AFTER_ONE_PASS = 12;

/** The shop went down: nothing passed any more, and all get the same where nothing failed before, or it is too often for chance. */
function isDown(fail: Observation, seen: readonly Observation[]): boolean {
  const lastPass = Math.max(0, ...seen.filter(isSound).map(numberOf));
  const since = seen.filter((one) => numberOf(one) > lastPass);
  // Two requests are sent at once, so that the first failure may be older than the last pass.
  const isFirst = !seen.some((one) => isFault(one) && numberOf(one) < lastPass - 1);
  const isAlike = isFirst && since.every((one) => isAlikeFault(one, fail));
  const before = countOthers(seen.filter((one) => !since.includes(one)));
  const passes = before.asked - before.faults;
  // A check has but one such cause, whatever it sends.
  const isRare = !mayBeChance(since.length, { asked: passes, faults: 0 }, 0);
  const isEnough = passes === 0 || isRare || (passes === 1 && since.length >= ENOUGH_AFTER_ONE_PASS);
  if (isAlike && isEnough) return true;
  return since.includes(fail) && !mayBeChance(since.filter(isFault).length, before);
}

const countOthers = (others: readonly Observation[]): Others => ({ asked: others.length, faults: others.filter(isFault).length });

function suspect(cause: Cause, seen: readonly Observation[]): Suspect[] {
  const fail = isOtherwiseConfirmed(cause) ? null : seen.find(({ probe }) => probe.id === cause.evidence.fail);
  if (!fail || !isFault(fail) || (blamesNothing(cause) && isDown(fail, seen))) return [];
  // A cause that blames no visitor and no method explains every equal failure that lasts.
  const isLasting = (one: Observation): boolean =>
    blamesNothing(cause) && !seen.some((later) => isSound(later) && isSameRequest(later, one));
  const isOf = (one: Observation): boolean => {
    const isSaid = isCovered(cause, fail, one) || isSameRequest(one, fail);
    return isFault(one) ? isAlikeFault(one, fail) && (isSaid || isExplained(cause, one) || isLasting(one)) : isSaid;
  };
  return [{ cause, fail, isOf }];
}

/** The failures that speak for the cause. */
const rowOf = ({ fail, isOf }: Suspect, seen: readonly Observation[]): readonly Observation[] =>
  seen.filter((one) => isOf(one) && isAlikeFault(one, fail));

/** The cause says that such requests fail, and one of them passed. */
const isRefuted = ({ cause, fail }: Suspect, seen: readonly Observation[]): boolean =>
  seen.some((one) => isSound(one) && (isSameRequest(one, fail) || isCovered(cause, fail, one)));

const countKinds = (seen: readonly Observation[]): number =>
  new Set(seen.map(({ question: { subject, credential }, probe: { method } }) => `${subject} ${credential} ${method}`)).size;

/** Whether the failures are too few to be anything but chance: the more so, the more kinds of requests a cause picks from those that failed. */
function mayBeChanceHere({ cause }: Suspect, row: readonly Observation[], beside: readonly Observation[]): boolean {
  const others = countOthers(beside);
  const picked = blamesNothing(cause) ? Math.min(countKinds(row), countKinds(beside)) : 1;
  return mayBeChance(row.length, others, Math.max(1, picked));
}

/** The cause about what failed often enough; null if that is not what its evidence shows. */
function keepShown(one: Suspect, seen: readonly Observation[], beside: readonly Observation[]): Cause | null {
  const { cause, fail } = one;
  if (isRefuted(one, seen) || mayBeChanceHere(one, rowOf(one, seen), beside)) return null;
  const kept: Cause = { ...cause };
  /** A timeout is slow to repeat: where most values are left unanswered, and others are not, one of each shows the rule. */
  const enough = (list: (typeof LISTS)[number]): number => {
    const passing = new Set(
      seen.filter((one) => isSound(one) && one.question.subject === fail.question.subject).map(({ probe }) => probe[OF_PROBE[list]]),
    );
    return isLate(fail) && cause[list].length > passing.size ? 1 : REFUSALS.ofOneRequestInARow;
  };
  for (const list of LISTS) {
    if (cause[list].length < 2) continue;
    const isShown = (value: string): boolean => {
      const failures = seen.filter((one) => !isSound(one) && isCovered(cause, fail, one) && one.probe[OF_PROBE[list]] === value);
      const faults = failures.filter(isFault);
      if (failures.some((one) => !isFault(one) && !isTooLate(one))) return true;
      // Beside no other fault, the rest of the cause shows that a rule refuses.
      return beside.some(isFault) ? !mayBeChanceHere(one, faults, beside) : faults.length >= enough(list);
    };
    kept[list] = cause[list].filter(isShown);
    if (!kept[list].includes(fail.probe[OF_PROBE[list]] ?? "")) return null;
  }
  return LISTS.every((list) => kept[list].length === cause[list].length) ? cause : kept;
}

/**
 * Leaves out causes that chance may have made, and what they list: beside the faults of the requests that no cause is about, they failed too
 * seldom. What is left out is counted among those faults, so that the others are tried anew.
 */
export function withoutChance(causes: readonly Cause[], seen: readonly Observation[]): readonly Cause[] {
  const suspects = causes.flatMap((cause) => suspect(cause, seen));
  const beside = seen.filter((one) => !suspects.some(({ isOf }) => isOf(one)));
  for (const one of suspects) {
    const row = rowOf(one, seen);
    const kept = keepShown(one, seen, blamesNothing(one.cause) ? seen.filter((other) => !row.includes(other)) : beside);
    if (kept !== one.cause)
      return withoutChance(
        causes.flatMap((cause) => (cause === one.cause ? (kept ?? []) : cause)),
        seen,
      );
  }
  const rows = suspects.map((one) => rowOf(one, seen));
  const failures = new Set(rows.flat()).size;
  const others = countOthers(beside);
  if (suspects.length < 2 || !mayBeChance(failures, others, suspects.length)) return causes;
  const weakest = suspects[rows.indexOf(rows.reduce((least, row) => (row.length < least.length ? row : least)))];
  return withoutChance(
    causes.filter((cause) => cause !== weakest?.cause),
    seen,
  );
}
