import type { Cell } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import type { Journal } from "@/lib/check/probe/plan/journal";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import { TO_CONFIRM } from "@/lib/check/probe/plan/send/requests";
import { RESERVED } from "@/lib/check/probe/plan/send/reserved";
import type { Plan } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";

const askedFrom = ({ observations }: Journal, source: Source): Observation[] =>
  observations.filter(({ question }) => question.source === source);
const letIn = (journal: Journal, source: Source): Observation[] => askedFrom(journal, source).filter(passed);

/** Discards refusals that look like the ban. Another address shows whether the first refusal caused the ban or the number of requests did. */
export function* discardBanTainted(cells: Cells, refused: readonly Cell[]): Plan<void> {
  const { evidence, journal } = cells;
  const { matrix } = evidence;
  const { banned } = evidence.time;
  if (!banned) return;
  const { observations } = journal;
  const mayBeBan = (refusal: Observation): boolean => {
    const last = letIn(journal, refusal.question.source).at(-1);
    const isAfter = last !== undefined && observations.indexOf(last) < observations.indexOf(refusal);
    return isAfter && signatureOf(refusal) === signatureOf(banned.fail);
  };
  const [first] = refused;
  const firstRefusal = first ? matrix.get(first) : null;
  cells.ledger.matrix.deleteWhere((one) => !passed(one) && one !== firstRefusal && mayBeBan(one));
  if (first && firstRefusal && mayBeBan(firstRefusal) && !(yield* verifyElsewhere(cells, first))) cells.ledger.matrix.delete(first);
}

/** The method is refused from another address too and GET passes before and after: a rule refuses it, not a request counter. */
function* verifyElsewhere(cells: Cells, cell: Cell): Plan<boolean> {
  const { evidence, journal } = cells;
  const { egress, control } = evidence;
  const others = [...(control ? [control] : []), ...egress].filter((source) => source !== cell.source && journal.canReach(source));
  const enough = letIn(journal, cell.source).length;
  others.sort((a, b) => askedFrom(journal, a).length - askedFrom(journal, b).length);
  for (const source of others) {
    if (journal.requestsLeft < RESERVED.proofBesideBan) return false;
    const ask = (method: string) =>
      cells.send(
        cells.question(
          { ...cell, source, method },
          source.kind === "control" ? "method_from_control_after_ban" : "method_elsewhere_after_ban",
        ),
        TO_CONFIRM,
      );
    const read = yield* ask("GET");
    if (!read || !passed(read)) continue;
    const refusal = yield* ask(cell.method);
    // The control may be on a different list.
    if (passed(refusal) && source.kind !== "control") return false;
    if (!refusal || passed(refusal)) continue;
    if (askedFrom(journal, source).length > enough && !passed(yield* ask("GET"))) continue;
    // The evidence: two requests that differ only in the method.
    cells.ledger.matrix.set({ ...cell, source, method: "GET" }, read);
    cells.ledger.matrix.set({ ...cell, source }, refusal);
    return true;
  }
  return false;
}
