import { isCodeOfPlugin } from "@/lib/check/diagnosis/read-answer";
import type { Asker } from "@/lib/check/probe/asker";
import type { CellExecutor } from "@/lib/check/probe/cell-executor";
import type { Cell, Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

const isSpokenByPlugin = ({ reading }: Observation): boolean => reading !== null && isCodeOfPlugin(reading);

const isSpokenByWooCommerce = (seen: Observation): boolean =>
  passed(seen) && (seen.reading?.api?.code?.startsWith("woocommerce_") ?? false);

interface Context {
  asker: Asker;
  findings: Findings;
  cells: CellExecutor;
  withKey: ((request: ProbeRequest) => ProbeRequest | null) | null;
}

/**
 * Methods that every identity hears WordPress' codes to, where WooCommerce itself answers POST on the same path. Many plugins refuse
 * guests alone, so where a key is given the method is asked with it: what passes then is not refused.
 */
export async function findRefusedByPlugin({ asker, findings, cells, withKey }: Context): Promise<void> {
  const entries = findings.matrix.entries().filter(({ cell }) => cell.subject === "resource" && cell.method !== "GET");
  const by = (method: string) => entries.filter(({ cell }) => cell.method === method);
  if (!by("POST").some(({ observation }) => isSpokenByWooCommerce(observation))) return;
  for (const method of new Set(entries.map(({ cell }) => cell.method))) {
    const asked = by(method);
    const [first] = asked;
    if (!first || !asked.every(({ observation }) => isSpokenByPlugin(observation))) continue;
    const keyed = await askWithKey(first.cell, cells, withKey);
    if (keyed && passed(keyed) && !isSpokenByPlugin(keyed)) continue;
    asker.observer.refusedByPlugin.add(method);
    if (keyed) asker.readAgain(keyed);
    for (const { cell, observation } of asked) findings.matrix.set(cell, asker.readAgain(observation));
    // The proof is the same visitor who may read.
    await cells.cell({ ...first.cell, method: "GET" }, "reading_beside_plugin");
  }
}

async function askWithKey(cell: Cell, cells: CellExecutor, withKey: Context["withKey"]): Promise<Observation | null> {
  const plain = cells.question(cell, "method_with_key_of_plugin");
  const request = plain.credential === "key" ? null : withKey?.(plain.request);
  return request ? cells.once({ ...plain, request, credential: "key" }) : null;
}
