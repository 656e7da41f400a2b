import type { Findings } from "@/lib/check/probe/findings";
import { isUnansweredInTime, type Observation, passed } from "@/lib/check/probe/observation";
import { askInBurst, findSilentLimits, isConfirmedLimit } from "@/lib/check/probe/plan/confirm/limit";
import { isCovered } from "@/lib/check/probe/plan/evidence/chance";
import { countFaults, isFault, isNoisy, isSound } from "@/lib/check/probe/plan/evidence/faults";
import { EQUAL_FAILURES_WHILE_QUIET, failuresWhileQuiet, REQUESTS_AFTER_A_MOMENT } from "@/lib/check/probe/plan/evidence/policy";
import { isSameRequest } from "@/lib/check/probe/plan/evidence/retract";
import { chanceOfShare } from "@/lib/check/probe/plan/evidence/statistics";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";
import { mayBeLimit, signatureOf } from "@/lib/check/probe/refusals";
import type { Cause } from "@/lib/check/result";

// A check that saw nothing come and go may still rest on a failure that was chance.

/** One of several servers fails in turns: at equal intervals, or more often than chance makes a shop fail that fails this often. */
const SHARE_OF_UNSTABLE = 0.3;
const MAY_BE_CHANCE = 0.02;
const INTERVALS_OF_TURNS = 3;

function failuresInARow(fail: Observation, observations: readonly Observation[]): number {
  const same = observations.filter((one) => isSameRequest(one, fail));
  return same.length - 1 - same.findLastIndex(isSound);
}

/** The failures on which causes rest and which chance may have caused. If nothing passed, the shop is down. */
function unconfirmedFailures(causes: readonly Cause[], observations: readonly Observation[]): Observation[] {
  if (!observations.some(passed)) return [];
  const isQuiet = countFaults(observations).recovered.length === 0;
  return causes.flatMap((cause) => {
    const fail = cause.reason === "one_of_several" ? null : observations.find(({ probe }) => probe.id === cause.evidence.fail);
    if (!fail || !isFault(fail) || mayBeLimit(fail)) return [];
    const isAlike = (one: Observation): boolean => signatureOf(one) === signatureOf(fail) && isCovered(cause, fail, one);
    return isQuiet && observations.filter(isAlike).length >= EQUAL_FAILURES_WHILE_QUIET ? [] : fail;
  });
}

/** Failures of such a limit are alike, and a request that passes after a pause disproves nothing. */
const isSilentLimit = (causes: readonly Cause[], observations: readonly Observation[]): boolean =>
  findSilentLimits(causes, observations).some((limit) => isConfirmedLimit(limit, observations));

/** Repeats such failures until chance is ruled out, and after a single moment of trouble shows whether it was one. Returns what passed. */
export function* settleDoubts(journal: Journal, causes: readonly Cause[], { working }: Findings): Plan<Observation[]> {
  const { observations } = journal;
  for (const limit of findSilentLimits(causes, observations)) yield* askInBurst(journal, limit);
  if (isSilentLimit(causes, observations)) return [];
  const unconfirmed = unconfirmedFailures(causes, observations);
  for (const fail of unconfirmed) {
    while (failuresInARow(fail, observations) < failuresWhileQuiet(fail)) {
      // A check that saw nothing come and go stays within its budget.
      if (isUnansweredInTime(fail) || countFaults(observations).recovered.length > 0) journal.allow(1);
      const seen = yield* probeFresh({ ...fail.question, rule: "unconfirmed_failure_again" });
      if (!seen || isSound(seen)) break;
    }
  }
  const disproved = unconfirmed.filter((fail) => failuresInARow(fail, observations) === 0);
  if (disproved.length === 0 && working !== null && countFaults(observations).moments === 1) yield* tryAfterMoment(journal);
  return disproved;
}

function* tryAfterMoment(journal: Journal): Plan<void> {
  const good = journal.observations.findLast((one) => passed(one) && one.question.subject === "root");
  for (let count = 0; good && count < REQUESTS_AFTER_A_MOMENT && !isNoisy(countFaults(journal.observations)); count += 1)
    if (!(yield* probeFresh({ ...good.question, rule: "after_a_moment" }))) break;
}

/** Whether one of several servers fails, and not each of them at times. */
export function isOneOfSeveral({ time: { turns } }: Findings, observations: readonly Observation[]): boolean {
  if (!turns) return false;
  if (turns.server !== null) return true;
  const { recovered, asked, kinds } = countFaults(observations);
  if (kinds.length > 1) return false;
  const numbers = observations.filter((one) => !passed(one) && isFault(one)).map(({ probe }) => Number(probe.id.slice(1)));
  const intervals = numbers.sort((a, b) => a - b).flatMap((number, index) => (index > 0 ? [number - (numbers[index - 1] ?? 0)] : []));
  const isRegular = intervals.length >= INTERVALS_OF_TURNS && Math.max(...intervals) - Math.min(...intervals) <= 1;
  return isRegular || chanceOfShare(recovered.length, asked, SHARE_OF_UNSTABLE) < MAY_BE_CHANCE;
}
