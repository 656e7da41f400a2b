import { isCodeOfPlugin } from "@/lib/check/diagnosis/read-answer";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/send/cells";
import type { Plan } from "@/lib/check/probe/plan/step";

const isAnswerOfPlugin = ({ reading }: Observation): boolean => reading !== null && isCodeOfPlugin(reading);

const isAnswerOfWooCommerce = (seen: Observation): boolean =>
  passed(seen) && (seen.reading?.api?.code?.startsWith("woocommerce_") ?? false);

/** Everyone gets WordPress' error codes for a method while WooCommerce answers POST. Many plugins refuse only guests, so a key decides. */
export function* probeRefusedByPlugin(cells: Cells): Plan<void> {
  const { evidence, journal } = cells;
  const by = (method: string) => evidence.matrix.select({ subject: "resource", method });
  if (!by("POST").some(({ observation }) => isAnswerOfWooCommerce(observation))) return;
  const asked = evidence.matrix.select({ subject: "resource" }).map(({ cell }) => cell.method);
  for (const method of new Set(asked.filter((method) => method !== "GET"))) {
    const entries = by(method);
    const [first] = entries;
    if (!first || !entries.every(({ observation }) => isAnswerOfPlugin(observation))) continue;
    const keyed = yield* cells.send(cells.keyed(cells.question(first.cell, "method_with_key_of_plugin")));
    if (keyed && passed(keyed) && !isAnswerOfPlugin(keyed)) continue;
    journal.observer.refusedByPlugin.add(method);
    if (keyed) journal.readAgain(keyed);
    for (const { cell, observation } of entries) cells.ledger.matrix.set(cell, journal.readAgain(observation));
    // The evidence: the same visitor reads.
    yield* cells.probe({ ...first.cell, method: "GET" }, "reading_beside_plugin");
  }
}
