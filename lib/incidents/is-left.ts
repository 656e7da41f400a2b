import type { CheckResult } from "@/lib/check/result";
import { addressState, canonicalAddress, type DatedAddress } from "@/lib/connectors/egress/dated-addresses";
import type { CauseScope } from "@/lib/incidents/incident";

/**
 * Whether a check shows that our traffic has left every address that a cause refuses: they are dated as left, and it asked from others only.
 * No request can prove such a cause gone, or found.
 */
export function isLeft(
  { addresses }: CauseScope,
  { probes }: Pick<CheckResult, "probes">,
  known: readonly DatedAddress[],
  now: Date,
): boolean {
  const canonical = (address: string): string => canonicalAddress(address) ?? address;
  const left = new Set(known.filter((one) => ["retiring", "retired"].includes(addressState(one, now))).map(({ address }) => address));
  const used = probes.flatMap(({ source, from }) => (source === "egress" && from !== null ? [canonical(from)] : []));
  const refused = addresses.map(canonical);
  const isMoved = used.length > 0 && !refused.some((address) => used.includes(address));
  return refused.length > 0 && isMoved && refused.every((address) => left.has(address));
}
