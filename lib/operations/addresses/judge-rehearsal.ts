import { hasTrait } from "@/lib/check/causes";
import type { CheckResult } from "@/lib/check/result";

/** What a shop answered to new addresses of ours. `address_missing`: no worker has the address, so nothing can be said of the shop. */
export const REHEARSAL_STATES = ["waiting", "passes", "refused", "other_trouble", "address_missing"] as const;
export type RehearsalState = (typeof REHEARSAL_STATES)[number];

export interface RehearsalVerdict {
  state: Exclude<RehearsalState, "waiting" | "address_missing">;
  /** The new addresses that the shop refuses while it lets another one pass. */
  refused: string[];
}

/**
 * Judges a check that was made from a live address and the new ones. Refused is only what the check proves by a pair: another source of
 * ours passes, the new one does not. A shop that nobody reaches has other trouble, which is told elsewhere.
 */
export function judgeRehearsal(result: Pick<CheckResult, "causes" | "verdict">, newAddresses: readonly string[]): RehearsalVerdict {
  const refused = new Set(result.causes.filter(({ code }) => code === "ip_blocked").flatMap(({ addresses }) => addresses));
  const refusedNew = newAddresses.filter((address) => refused.has(address));
  if (refusedNew.length > 0) return { state: "refused", refused: refusedNew };
  const isOut =
    result.verdict === "unreachable" || result.verdict === "refused" || result.causes.some(({ code }) => hasTrait(code, "hides_addresses"));
  return { state: isOut ? "other_trouble" : "passes", refused: [] };
}
