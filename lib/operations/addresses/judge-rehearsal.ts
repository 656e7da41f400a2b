import { hasTrait } from "@/lib/check/causes";
import type { CheckResult } from "@/lib/check/result";

/** Result for new IP addresses. `address_missing`: no worker has the address yet, so the shop could not be tested. */
export const REHEARSAL_STATES = ["waiting", "passes", "refused", "other_trouble", "address_missing"] as const;
export type RehearsalState = (typeof REHEARSAL_STATES)[number];

/** What staff can list. `open`: every shop that is not proven to allow the new addresses. */
export const SHOWN_STATES = ["open", ...REHEARSAL_STATES] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export interface RehearsalVerdict {
  state: Exclude<RehearsalState, "waiting" | "address_missing">;
  /** New addresses that the shop blocks while a live one passes. */
  refused: string[];
}

/**
 * Judges a check from a live address and the new ones. "Refused" requires a pair: a live address passes, the new one does not. Unreachable
 * shops have another problem, which the regular check reports.
 */
export function judgeRehearsal(result: Pick<CheckResult, "causes" | "verdict">, newAddresses: readonly string[]): RehearsalVerdict {
  const refused = new Set(result.causes.filter(({ code }) => code === "ip_blocked").flatMap(({ addresses }) => addresses));
  const refusedNew = newAddresses.filter((address) => refused.has(address));
  if (refusedNew.length > 0) return { state: "refused", refused: refusedNew };
  const isOut =
    result.verdict === "unreachable" || result.verdict === "refused" || result.causes.some(({ code }) => hasTrait(code, "hides_addresses"));
  return { state: isOut ? "other_trouble" : "passes", refused: [] };
}
