import ipaddr from "ipaddr.js";
import type { Egress } from "@/lib/connectors/egress/user-agents";
import { familyOf } from "@/lib/connectors/net/address";

/** One of our egress addresses with its dates, which prisma/schema.prisma explains. */
export interface DatedAddress {
  address: string;
  announcedAt: Date;
  plannedAt: Date | null;
  liveAt: Date | null;
  retiresAt: Date | null;
}

/** announced: to be allowed, not used yet · live: used · retiring: unused, kept in case traffic moves back · retired. */
export const ADDRESS_STATES = ["announced", "live", "retiring", "retired"] as const;
export type AddressState = (typeof ADDRESS_STATES)[number];

export function addressState({ liveAt, retiresAt }: Pick<DatedAddress, "liveAt" | "retiresAt">, now: Date): AddressState {
  if (retiresAt !== null) return retiresAt <= now ? "retired" : "retiring";
  return liveAt !== null && liveAt <= now ? "live" : "announced";
}

/** The canonical form of an address (no leading zeros, IPv6 compressed), or null if it is invalid. */
export function canonicalAddress(text: string): string | null {
  const bare = text.trim();
  if (familyOf(bare) === null || bare.includes("%")) return null;
  return ipaddr.parse(bare).toString();
}

/**
 * The addresses to connect from: the live ones of this process and those that have gone live since. If there are none, the retiring ones,
 * which shops may still allow.
 * @param known the table; an address of this process that is missing from it is live: it was in use before any was announced
 * @param isHere whether this machine has the address
 */
export function selectEgress(egress: Egress, known: readonly DatedAddress[], now: Date, isHere: (address: string) => boolean): Egress {
  const states = new Map(known.map((one) => [one.address, addressState(one, now)]));
  const stateOf = (address: string): AddressState => states.get(canonicalAddress(address) ?? address) ?? "live";
  const ours = [...new Set([...egress.addresses, ...known.map(({ address }) => address).filter(isHere)])];
  const live = ours.filter((address) => stateOf(address) === "live");
  if (live.length > 0) return { ...egress, addresses: live };
  return { ...egress, addresses: ours.filter((address) => stateOf(address) === "retiring") };
}

/** What an allow-list must contain: every address that is not retired, live ones first. */
export function addressesToAllow(egress: Egress, known: readonly DatedAddress[], now: Date): string[] {
  const states = new Map(known.map((one) => [one.address, addressState(one, now)]));
  const listed = known.filter(({ address }) => states.get(address) !== "retired").map(({ address }) => address);
  const unlisted = egress.addresses.filter((address) => !states.has(canonicalAddress(address) ?? address));
  const rank = (address: string): number => (["live", "announced", "retiring"] as AddressState[]).indexOf(states.get(address) ?? "live");
  return [...unlisted, ...listed].sort((a, b) => rank(a) - rank(b));
}
