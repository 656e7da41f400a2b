import type { ShopAccess, ShopFailure } from "@/lib/connectors/shop";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

/** How many differences a table can show. */
const SHOWN = 3;

/** Broken if there are problems, which are then shown instead of `shown`. */
export function outcomeOf(promise: string, problems: readonly string[], shown: string): Outcome {
  const more = problems.length > SHOWN ? ` … ${problems.length - SHOWN} more` : "";
  return problems.length === 0
    ? { promise, held: true, shown }
    : { promise, held: false, shown: `${problems.slice(0, SHOWN).join("; ")}${more}` };
}

export const untested = (promise: string, missing: string): Outcome => ({ promise, held: null, shown: missing });

export const nameFailure = ({ code, status, detail }: ShopFailure): string =>
  `${code}${status === null ? "" : ` (HTTP ${status})`}${detail ? `: ${detail}` : ""}`;

/** Runs `work` with a client of its own. */
export async function withShop<Value>({ open, credentials }: Subject, work: (shop: ShopAccess<unknown>) => Promise<Value>): Promise<Value> {
  const client = open();
  try {
    return await work({ client, credentials });
  } finally {
    await client.close();
  }
}
