import type { Findings } from "@/lib/check/probe/findings";
import { numberOf, type Observation, passed } from "@/lib/check/probe/observation";
import { countFaults, failuresOf, intervalsOf, isFault, spread } from "@/lib/check/probe/plan/evidence/faults";
import { chanceOfPeriod } from "@/lib/check/probe/plan/evidence/statistics";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, probeFresh } from "@/lib/check/probe/plan/step";

// One of several servers fails in turns: at equal intervals, or in an order that repeats itself.

const TURNS_MAY_BE_CHANCE = 0.006;
/** With the turns before, shows four failures of one in four servers. */
const MAX_REPEATS = 12;

/** Requests that followed each other, so that no other came between them. */
const isInRow = ({ question: { rule } }: Observation): boolean => rule === "servers_in_turns" || rule === "turns_again";

/** Whether one of several servers fails, and not each of them at times. */
export function isOneOfSeveral({ time: { turns } }: Findings, observations: readonly Observation[]): boolean {
  if (!turns) return false;
  if (turns.server !== null || !isFault(turns.fail)) return true;
  if (countFaults(observations).kinds.length > 1) return false;
  return chanceOfPeriod(observations.filter(isInRow).map(passed)) < TURNS_MAY_BE_CHANCE;
}

/** Whether the next failure is not due yet, and the last one came when it was. */
function isDue(journal: Journal): boolean {
  const { observations } = journal;
  const last = intervalsOf(observations).slice(-2);
  const since = Math.max(...observations.map(numberOf)) - (failuresOf(observations).at(-1) ?? 0);
  return last.length === 2 && Math.max(...last) > 1 && spread(last) <= 2 && since <= Math.max(...last);
}

/** Sends requests in a row until the failures are so regular that no chance explains them, or until one does not come when it is due. */
export function* repeatTurns(journal: Journal, findings: Findings): Plan<void> {
  const { turns } = findings.time;
  const { observations, pauseMs } = journal;
  const fail = observations.findLast((one) => one.question.rule === "servers_in_turns");
  if (!turns || !fail) return;
  journal.askInARow();
  for (let count = 0; count < MAX_REPEATS && isDue(journal) && !isOneOfSeveral(findings, observations); count += 1) {
    journal.allow(1);
    if (!(yield* probeFresh({ ...fail.question, rule: "turns_again" }))) break;
  }
  journal.pauseMs = pauseMs;
}
