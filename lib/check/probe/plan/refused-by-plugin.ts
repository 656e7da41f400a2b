import { isCodeOfPlugin } from "@/lib/check/diagnosis/read-answer";
import type { Cell } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/cells";
import type { Plan } from "@/lib/check/probe/plan/step";

const isSpokenByPlugin = ({ reading }: Observation): boolean => reading !== null && isCodeOfPlugin(reading);

const isSpokenByWooCommerce = (seen: Observation): boolean =>
  passed(seen) && (seen.reading?.api?.code?.startsWith("woocommerce_") ?? false);

/**
 * Methods that every identity hears WordPress' codes to, where WooCommerce itself answers POST on the same path. Many plugins refuse
 * guests alone, so where a key is given the method is asked with it: what passes then is not refused.
 */
export function* findRefusedByPlugin(cells: Cells): Plan<void> {
  const { findings, journal } = cells;
  const entries = findings.matrix.entries().filter(({ cell }) => cell.subject === "resource" && cell.method !== "GET");
  const by = (method: string) => entries.filter(({ cell }) => cell.method === method);
  if (!by("POST").some(({ observation }) => isSpokenByWooCommerce(observation))) return;
  for (const method of new Set(entries.map(({ cell }) => cell.method))) {
    const asked = by(method);
    const [first] = asked;
    if (!first || !asked.every(({ observation }) => isSpokenByPlugin(observation))) continue;
    const keyed = yield* askWithKey(first.cell, cells);
    if (keyed && passed(keyed) && !isSpokenByPlugin(keyed)) continue;
    journal.observer.refusedByPlugin.add(method);
    if (keyed) journal.readAgain(keyed);
    for (const { cell, observation } of asked) findings.matrix.set(cell, journal.readAgain(observation));
    // The proof is the same visitor who may read.
    yield* cells.ask({ ...first.cell, method: "GET" }, "reading_beside_plugin");
  }
}

function* askWithKey(cell: Cell, cells: Cells): Plan<Observation | null> {
  const plain = cells.question(cell, "method_with_key_of_plugin");
  const request = plain.credential === "key" ? null : cells.setup.withKey?.(plain.request);
  return request ? yield* cells.once({ ...plain, request, credential: "key" }) : null;
}
