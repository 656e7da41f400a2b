import type { KeyFinding } from "@/lib/check/probe/findings";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { type KeyRights, readKeyRights, rightsMissingIn } from "@/lib/connectors/prestashop/rights";

const BOTH = ["orders_in", "tracking_out"] as const;

/** PrestaShop before 8 changes records by PUT alone. */
export const needsByPut = (version: string): boolean => /^1\./.test(version);

/** Null where the answer is no such list, or not all of it: a proxy or a module may have made something else of it. */
export const readRights = (answer: SeenAnswer): KeyRights | null =>
  answer.status === 200 && answer.bodyState === "complete" && !answer.breaksOff ? readKeyRights(answer.text) : null;

/** Which of the connector's calls a key may not make, and which lanes stand still without them. */
export function missingRights(rights: KeyRights, changesBy: "PATCH" | "PUT"): { names: string; lanes: KeyFinding["lanes"] } {
  const missing = rightsMissingIn(rights, changesBy);
  return {
    names: missing.map(({ method, resource }) => `${method} ${resource}`).join(", "),
    lanes: BOTH.filter((lane) => missing.some(({ lanes }) => lanes.includes(lane))),
  };
}
