import type { CellAsker } from "@/lib/probe/cell-asker";
import type { ExperimentInput } from "@/lib/probe/experiment-input";
import type { Cell, Findings } from "@/lib/probe/findings";
import type { Identity } from "@/lib/probe/method-rounds";
import { type Observation, passed, type Source } from "@/lib/probe/observation";

/** The test of the key, with something to look closer with. */
const ENOUGH_FOR_KEYS = 5;

/** Refused in so many words by something in front of the shop, which may have looked for a key. */
const isRefused = ({ reading }: Observation): boolean => reading?.meaning === "blocked" && reading.api === null;

/**
 * Some servers let an address read without a key and another one with a key alone. Where one of ours is refused and our key lets it in, it is asked
 * with the key from then on: what it was refused without one stops nobody.
 */
export async function letInByKey(
  { egress, agents, asker, withKey }: Pick<ExperimentInput, "egress" | "agents" | "asker" | "withKey">,
  findings: Findings,
  cells: CellAsker,
  anchor: Cell,
  askMethods: (identity: Identity, atMost: number) => Promise<void>,
): Promise<void> {
  const { matrix } = findings;
  const userAgent = agents.find((agent) => matrix.passes({ ...anchor, userAgent: agent }));
  if (!withKey || !userAgent || findings.isBehindKey) return;
  const seenFrom = (source: Source) => matrix.entries().filter(({ cell }) => cell.source === source);
  const isClosedTo = (source: Source): boolean =>
    seenFrom(source).length > 0 && seenFrom(source).every(({ observation }) => isRefused(observation));
  for (const source of egress.filter(isClosedTo)) {
    const cell: Cell = { subject: "resource", method: "GET", userAgent, source };
    const plain = cells.question(cell, "contrast_key");
    const request = withKey(plain.request);
    if (!request || asker.requestsLeft <= ENOUGH_FOR_KEYS) return;
    const seen = await cells.once({ ...plain, request, credential: "key" });
    if (!passed(seen) || !seen) return;
    for (const { cell: refused } of seenFrom(source)) matrix.forget(refused);
    cells.keyedSources.add(source);
    cells.dressKeyed = withKey;
    cells.keep(cell, seen);
    await askMethods({ source, userAgent }, asker.requestsLeft - ENOUGH_FOR_KEYS);
  }
}
