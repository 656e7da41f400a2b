import type { Asker } from "@/lib/check/probe/asker";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { isClosedUnanswered, passed } from "@/lib/check/probe/observation";
import { mayHaveBeenTrouble } from "@/lib/check/probe/plan-repeats";
import { isTrouble, signatureOf } from "@/lib/check/probe/refusals";

/** What failed before anything had passed is asked once more where it may have been a moment's trouble. */
export async function askTroubledAgain(cells: CellExecutor, { matrix }: Findings): Promise<void> {
  if (!cells.still.hasPassed) return;
  const { known } = cells;
  /** Refused once more alike: User-Agents and the control that met the same need no third question. */
  const decided: Cell["source"][] = [];
  for (const { cell, observation } of [...matrix.entries()]) {
    if (!mayHaveBeenTrouble(observation)) continue;
    const isDecided = decided.includes(cell.source) || (decided.length > 0 && cell.source.kind === "control");
    if (isDecided && (known.isKnownToClose(observation) || known.lasts(observation))) continue;
    const again = await cells.onceOrTwice(cells.question(cell, "trouble_again"));
    if (again && passed(again)) cells.keep(cell, again);
    if (!again || passed(again) || !(isTrouble(again) || isClosedUnanswered(again))) continue;
    decided.push(cell.source);
    if (isTrouble(again)) known.noteLasting(again);
  }
}

/**
 * What is refused to one of our identities and not to another may be refused by chance: the same is asked once more before much is asked about it. A pass
 * takes everything back that was refused alike.
 */
export async function isRefusedAgain(cells: CellExecutor, { matrix }: Findings, asker: Asker, cell: Cell): Promise<boolean> {
  const refusal = matrix.get(cell);
  if (!refusal || (refusal.reading?.meaning !== "blocked" && !isClosedUnanswered(refusal))) return true;
  const again = await asker.ask(cells.question(cell, "chance_again"), { fresh: true });
  if (!again || !passed(again)) return true;
  cells.still.noteIntermittent({ pass: again, fail: refusal });
  return false;
}

/** Asks again what was deferred, and returns the cells that are refused all the same. */
export async function repeatDeferred(cells: CellExecutor, { matrix }: Findings, asker: Asker, refused: readonly Cell[]): Promise<Cell[]> {
  const left: Cell[] = [];
  const cold = new Set<string>();
  for (const cell of refused) {
    const observation = matrix.get(cell);
    if (observation?.probe.coldConnection) cold.add(signatureOf(observation));
  }
  for (const cell of refused) {
    const first = matrix.get(cell);
    if (!first) continue;
    if (!first.probe.coldConnection && !cold.has(signatureOf(first)) && !cells.isOver) {
      const again = await asker.ask(cells.question(cell, "deferred_refusal_again"), { fresh: true });
      if (again) matrix.set(cell, again);
      if (again && !passed(again)) cold.add(signatureOf(again));
    }
    if (!matrix.passes(cell)) left.push(cell);
  }
  return left;
}
