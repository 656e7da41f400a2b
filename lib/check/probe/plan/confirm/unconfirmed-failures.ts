import type { Findings } from "@/lib/check/probe/findings";
import { isSameRequest, isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { askInBurst, findSilentLimits, isConfirmedLimit } from "@/lib/check/probe/plan/confirm/limit";
import { repeatTurns } from "@/lib/check/probe/plan/confirm/one-of-several";
import { eachListed, isCovered } from "@/lib/check/probe/plan/evidence/chance";
import { countFaults, failsAlike, isFault, isNoisy, isSound } from "@/lib/check/probe/plan/evidence/faults";
import { failuresWhileQuiet, mayBeChance, REQUESTS_AFTER_A_MOMENT } from "@/lib/check/probe/plan/evidence/policy";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

// A check that saw nothing come and go may still rest on a failure that was chance.

function failuresInARow(fail: Observation, observations: readonly Observation[]): number {
  const same = observations.filter((one) => isSameRequest(one, fail));
  return same.length - 1 - same.findLastIndex(isSound);
}

interface Unconfirmed {
  fail: Observation;
  isConfirmed(): boolean;
}

/** The failures on which causes rest and which chance may have caused, for each value that a cause lists. If nothing passed, the shop is down. */
function findUnconfirmed(causes: readonly Cause[], observations: readonly Observation[]): Unconfirmed[] {
  if (!observations.some(passed)) return [];
  return causes.flatMap((cause) => {
    const known = cause.reason === "one_of_several" ? null : observations.find(({ probe }) => probe.id === cause.evidence.fail);
    if (!known || !isFault(known) || mayBeLimit(known)) return [];
    return eachListed(cause).flatMap((one) => {
      const isAlike = (seen: Observation): boolean => signatureOf(seen) === signatureOf(known) && isCovered(one, known, seen);
      const fail = isAlike(known) ? known : observations.find(isAlike);
      if (!fail) return [];
      const isConfirmed = (): boolean => {
        const isQuiet = countFaults(observations).recovered.length === 0;
        const failures = isQuiet ? observations.filter(isAlike).length : failuresInARow(fail, observations);
        return (
          failures >= failuresWhileQuiet(fail) ||
          (isQuiet && !mayBeChance(failures, { asked: observations.filter(passed).length, faults: 0 }))
        );
      };
      return isConfirmed() ? [] : [{ fail, isConfirmed }];
    });
  });
}

/** Failures of such a limit are alike, and a request that passes after a pause disproves nothing. */
const isSilentLimit = (causes: readonly Cause[], observations: readonly Observation[]): boolean =>
  findSilentLimits(causes, observations).some((limit) => isConfirmedLimit(limit, observations));

/** The API fails, and a page beside it passed: repeats that page until chance is ruled out, or until it fails as well. */
function* tryBesideAgain(journal: Journal, causes: readonly Cause[]): Plan<void> {
  const { observations } = journal;
  if (observations.some(passed) || failsAlike(observations)) return;
  const find = (id: string | null) => observations.find(({ probe }) => probe.id === id);
  const pair = causes.map(({ evidence }) => ({ pass: find(evidence.pass), fail: find(evidence.fail) })).find(({ pass }) => pass);
  if (!pair?.pass || !pair.fail || !isFault(pair.fail) || isUnansweredInTime(pair.fail)) return;
  const faults = observations.filter(isFault).length;
  while (mayBeChance(faults, { asked: observations.length - faults, faults: 0 })) {
    journal.allow(1);
    const seen = yield* probeFresh({ ...pair.pass.question, rule: "page_beside_again" });
    if (!seen || isFault(seen)) break;
  }
}

/** Repeats such failures until chance is ruled out, and after a single moment of trouble shows whether it was one. Returns what passed. */
export function* settleDoubts(journal: Journal, causes: readonly Cause[], findings: Findings): Plan<Observation[]> {
  const { observations } = journal;
  yield* repeatTurns(journal, findings);
  yield* tryBesideAgain(journal, causes);
  for (const limit of findSilentLimits(causes, observations)) yield* askInBurst(journal, limit);
  if (isSilentLimit(causes, observations)) return [];
  const unconfirmed = findUnconfirmed(causes, observations);
  for (const { fail, isConfirmed } of unconfirmed) {
    while (!isConfirmed()) {
      journal.allow(1);
      const seen = yield* probeFresh({ ...fail.question, rule: "unconfirmed_failure_again" });
      // A refusal is no chance.
      if (!seen || !isFault(seen) || isSound(seen)) break;
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
