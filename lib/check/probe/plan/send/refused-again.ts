import type { Cell } from "@/lib/check/probe/findings";
import { isClosedUnanswered, passed } from "@/lib/check/probe/observation";
import { mayHaveBeenTrouble } from "@/lib/check/probe/plan/evidence/plan-repeats";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/send";
import { ONLY_TROUBLE } from "@/lib/check/probe/plan/send/send-until-confirmed";
import type { Plan } from "@/lib/check/probe/plan/step";
import { isTrouble, Signatures } from "@/lib/check/probe/refusals";

/** Repeats requests that failed before anything had passed, in case the fault was momentary. */
export function* probeTroubledAgain(cells: Cells): Plan<void> {
  if (!cells.hasPassed) return;
  const { known } = cells;
  const { matrix } = cells.evidence;
  /** Sources that failed the same way twice: their other User-Agents and the control need no third request. */
  const decided: Cell["source"][] = [];
  for (const { cell, observation } of [...matrix.entries()]) {
    if (!mayHaveBeenTrouble(observation)) continue;
    const isDecided = decided.includes(cell.source) || (decided.length > 0 && cell.source.kind === "control");
    if (isDecided && (known.closures.has(observation) || known.lasting.has(observation))) continue;
    const again = yield* cells.sendUntilConfirmed(cells.question(cell, "trouble_again"), ONLY_TROUBLE);
    if (again && passed(again)) cells.keep(cell, again);
    if (!again || passed(again) || !(isTrouble(again) || isClosedUnanswered(again))) continue;
    decided.push(cell.source);
    if (isTrouble(again)) known.lasting.add(again);
  }
}

/** A refusal of one visitor may be chance: repeats it once before it is examined. If it passes, equal refusals are withdrawn. */
export function* verifyRefusal(cells: Cells, cell: Cell): Plan<boolean> {
  const refusal = cells.evidence.matrix.get(cell);
  if (!refusal || (refusal.reading?.meaning !== "blocked" && !isClosedUnanswered(refusal))) return true;
  const again = yield* cells.send(cells.question(cell, "chance_again"), TO_CONFIRM);
  if (!again || !passed(again)) return true;
  cells.still.noteIntermittent({ pass: again, fail: refusal });
  return false;
}

/** Repeats the deferred cells and returns those that are still refused. */
export function* probeDeferredAgain(cells: Cells, refused: readonly Cell[]): Plan<Cell[]> {
  const { matrix } = cells.evidence;
  const left: Cell[] = [];
  const cold = new Signatures();
  for (const cell of refused) {
    const observation = matrix.get(cell);
    if (observation?.probe.coldConnection) cold.add(observation);
  }
  for (const cell of refused) {
    const first = matrix.get(cell);
    if (!first) continue;
    if (!first.probe.coldConnection && !cold.has(first) && !cells.isOver) {
      const again = yield* cells.send(cells.question(cell, "deferred_refusal_again"), TO_CONFIRM);
      if (again) matrix.set(cell, again);
      if (again && !passed(again)) cold.add(again);
    }
    if (!matrix.passes(cell)) left.push(cell);
  }
  return left;
}
