import type { Findings } from "@/lib/check/probe/findings";
import { isSameRequest, type Observation, passed } from "@/lib/check/probe/observation";
import { askInBurst, findSilentLimits, isConfirmedLimit } from "@/lib/check/probe/plan/confirm/limit";
import { repeatTurns } from "@/lib/check/probe/plan/confirm/one-of-several";
import { eachListed, isAlikeFault, isCovered, isWithin, withoutChance } from "@/lib/check/probe/plan/evidence/chance";
import { countFaults, isFault, isLate, isNoisy, isSound } from "@/lib/check/probe/plan/evidence/faults";
import { REQUESTS_AFTER_A_MOMENT } from "@/lib/check/probe/plan/evidence/policy";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { mayBeLimit } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

// A check that saw nothing come and go may still rest on a failure that was chance.

function failuresInARow(fail: Observation, observations: readonly Observation[]): number {
  const same = observations.filter((one) => isSameRequest(one, fail));
  return same.length - 1 - same.findLastIndex(isSound);
}

/** Further ones take ten seconds each: what passes beside them shows more, sooner. */
const ENOUGH_TIMEOUTS = 3;

interface Unconfirmed {
  fail: Observation;
  /** What passed, so that the failure proves something; null if nothing did. */
  pass: Observation | null;
  isConfirmed(): boolean;
  /** Whether more failures would prove more than more passes. */
  needsFailure(): boolean;
}

/** The failures on which causes rest and which chance may have caused, for each value that a cause lists. If all fails, the shop is down. */
function findUnconfirmed(causes: readonly Cause[], observations: readonly Observation[]): Unconfirmed[] {
  if (observations.every(isFault)) return [];
  return causes.flatMap((cause) => {
    const known = cause.reason === "one_of_several" ? null : observations.find(({ probe }) => probe.id === cause.evidence.fail);
    if (!known || !isFault(known) || mayBeLimit(known)) return [];
    return eachListed(cause).flatMap((one) => {
      const isAlike = (seen: Observation): boolean => isAlikeFault(seen, known) && isCovered(one, known, seen);
      const fail = isAlike(known) ? known : observations.find(isAlike);
      if (!fail) return [];
      const isBeside = (seen: Observation): boolean => !isFault(seen) && !isSameRequest(seen, fail);
      const pass = observations.find(({ probe }) => probe.id === one.evidence.pass) ?? observations.findLast(isBeside) ?? null;
      // A ban is found by its order (limit.ts), for which it has to last.
      const isLasting = (): boolean => isSilentLimit([cause], observations);
      const isKept = (): boolean => withoutChance(causes, observations).some((kept) => isWithin(one, kept));
      const isConfirmed = one.code === "banned_during_test" ? isLasting : isKept;
      const needsFailure = (): boolean => {
        const failures = observations.filter(isAlike).length;
        return pass === null || failures <= (isLate(fail) ? ENOUGH_TIMEOUTS - 1 : observations.filter(isBeside).length);
      };
      return isConfirmed() ? [] : [{ fail, pass, isConfirmed, needsFailure }];
    });
  });
}

/** Failures of such a limit are alike, and a request that passes after a pause disproves nothing. */
const isSilentLimit = (causes: readonly Cause[], observations: readonly Observation[]): boolean =>
  findSilentLimits(causes, observations).some((limit) => isConfirmedLimit(limit, observations));

/** Repeats such failures until chance is ruled out, and after a single moment of trouble shows whether it was one. Returns what passed. */
export function* settleDoubts(journal: Journal, causes: readonly Cause[], findings: Findings): Plan<Observation[]> {
  const { observations } = journal;
  journal.mayTakeLonger = true;
  yield* repeatTurns(journal, findings);
  for (const limit of findSilentLimits(causes, observations)) yield* askInBurst(journal, limit);
  if (isSilentLimit(causes, observations)) return [];
  const unconfirmed = findUnconfirmed(causes, observations);
  for (const { fail, pass, isConfirmed, needsFailure } of unconfirmed) {
    while (!isConfirmed()) {
      journal.allow(1);
      const isFail = needsFailure();
      const again = pass === null || isFail ? fail : pass;
      const seen = yield* probeFresh({ ...again.question, rule: isFail ? "unconfirmed_failure_again" : "page_beside_again" });
      // What failed passes or is refused, or what passed fails: no rule.
      if (!seen || isFault(seen) !== isFail) break;
    }
  }
  const disproved = unconfirmed.map(({ fail }) => fail).filter((fail) => failuresInARow(fail, observations) === 0);
  if (disproved.length === 0 && findings.working !== null && countFaults(observations).moments === 1) yield* tryAfterMoment(journal);
  return disproved;
}

function* tryAfterMoment(journal: Journal): Plan<void> {
  const good = journal.observations.findLast((one) => passed(one) && one.question.subject === "root");
  for (let count = 0; good && count < REQUESTS_AFTER_A_MOMENT && !isNoisy(countFaults(journal.observations)); count += 1)
    if (!(yield* probeFresh({ ...good.question, rule: "after_a_moment" }))) break;
}
