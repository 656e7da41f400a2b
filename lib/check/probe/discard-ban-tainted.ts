import type { Asker } from "@/lib/check/probe/asker";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";

/** GET, the method, and GET once more. */
const REQUESTS_OF_A_PROOF = 3;

type Asked = Pick<Asker, "observations" | "requestsLeft" | "canReach" | "ask">;

const askedFrom = ({ observations }: Asked, source: Source): Observation[] =>
  observations.filter(({ question }) => question.source === source);
const letIn = (asker: Asked, source: Source): Observation[] => askedFrom(asker, source).filter(passed);

/**
 * What was refused in the same way as a ban proves nothing, whichever address it was refused to: it may have been the ban. What the address was
 * let in after stays, and what was refused to one that was never let in. The first refusal is different, since something must have set the ban
 * off; whether it was that refusal or the mere number of requests, another address can show.
 */
export async function discardBanTainted(cells: CellExecutor, asker: Asked, findings: Findings, refused: readonly Cell[]): Promise<void> {
  const { matrix } = findings;
  const { banned } = findings.time;
  if (!banned) return;
  const { observations } = asker;
  const mayBeBan = (refusal: Observation): boolean => {
    const last = letIn(asker, refusal.question.source).at(-1);
    const isAfter = last !== undefined && observations.indexOf(last) < observations.indexOf(refusal);
    return isAfter && signatureOf(refusal) === signatureOf(banned.fail);
  };
  const [first] = refused;
  const spoken = first ? matrix.get(first) : null;
  for (const { cell, observation } of [...matrix.entries()])
    if (!passed(observation) && observation !== spoken && mayBeBan(observation)) matrix.delete(cell);
  if (first && spoken && mayBeBan(spoken) && !(await isRefusedElsewhere(cells, asker, findings, first))) matrix.delete(first);
}

/**
 * Whether another address is refused the method while GET passes, those that have asked least first. That counts where GET passes afterwards as
 * well, or where a mere number of requests would have let the method in: from the banned address it let in as many.
 */
async function isRefusedElsewhere(cells: CellExecutor, asker: Asked, findings: Findings, cell: Cell): Promise<boolean> {
  const { egress, control } = findings;
  const others = [...(control ? [control] : []), ...egress].filter((source) => source !== cell.source && asker.canReach(source));
  const enough = letIn(asker, cell.source).length;
  others.sort((a, b) => askedFrom(asker, a).length - askedFrom(asker, b).length);
  for (const source of others) {
    if (asker.requestsLeft < REQUESTS_OF_A_PROOF) return false;
    const ask = (method: string) =>
      asker.ask(
        cells.question(
          { ...cell, source, method },
          source.kind === "control" ? "method_from_control_after_ban" : "method_elsewhere_after_ban",
        ),
        {
          fresh: true,
        },
      );
    const read = await ask("GET");
    if (!read || !passed(read)) continue;
    const refusal = await ask(cell.method);
    // The control may be on a list that ours are not on.
    if (passed(refusal) && source.kind !== "control") return false;
    if (!refusal || passed(refusal)) continue;
    if (askedFrom(asker, source).length > enough && !passed(await ask("GET"))) continue;
    // The proof: two requests that differ in the method alone.
    findings.matrix.set({ ...cell, source, method: "GET" }, read);
    findings.matrix.set({ ...cell, source }, refusal);
    return true;
  }
  return false;
}
