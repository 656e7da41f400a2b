import type { CellAsker } from "@/lib/probe/cell-asker";
import type { ExperimentInput } from "@/lib/probe/experiment";
import type { Observation } from "@/lib/probe/observation";

/**
 * https sends visitors to http: is that where they came from, or from where they are sent back at once? Else it is no circle, and nothing more
 * is asked there.
 */
export async function findCircle(
  { asker, agents, openBase }: Pick<ExperimentInput, "asker" | "agents" | "openBase">,
  cells: CellAsker,
  seen: readonly (Observation | null)[],
  visited: ReadonlySet<string>,
): Promise<Observation | null> {
  const down = seen.find((observation) => observation?.redirect?.kind === "downgrade");
  if (!down?.redirect?.target) return null;
  if (visited.has(down.redirect.location)) return down;
  const secure = asker.base;
  const root = cells.rootUrl;
  const plain = await openBase(down.redirect.target.origin + secure.target.basePath);
  if (!plain.ok || cells.isOver) return null;
  asker.moveTo(plain.value);
  const { source } = down.question;
  const there = await asker.ask(cells.question({ subject: "root", method: "GET", userAgent: agents[0], source }, "redirect"));
  asker.moveTo(secure);
  return there?.redirect?.location === root ? down : null;
}
