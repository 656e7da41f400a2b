import ipaddr from "ipaddr.js";
import type { Egress } from "@/lib/connectors/egress/identity";
import { familyOf } from "@/lib/connectors/net/address";
import type { EgressAddress } from "@/lib/infra/prisma-client/client";

/** One of our egress addresses with its dates; prisma/schema.prisma says what each means. */
export type DatedAddress = EgressAddress;

/** announced: allow it now, it is not used yet · live: used · retiring: not used any more, kept in case traffic comes back · retired. */
export const ADDRESS_STATES = ["announced", "live", "retiring", "retired"] as const;
export type AddressState = (typeof ADDRESS_STATES)[number];

export function addressState({ liveAt, retiresAt }: Pick<DatedAddress, "liveAt" | "retiresAt">, now: Date): AddressState {
  if (retiresAt !== null) return retiresAt <= now ? "retired" : "retiring";
  return liveAt !== null && liveAt <= now ? "live" : "announced";
}

/** The one written form of an address (no leading zeros, IPv6 shortened), or null for anything else. */
export function canonicalAddress(text: string): string | null {
  const bare = text.trim();
  if (familyOf(bare) === null || bare.includes("%")) return null;
  return ipaddr.parse(bare).toString();
}

/**
 * The addresses that connections are made from: those of this process and those that went live since, without any that is only announced,
 * retiring or retired. Where that leaves none, those that retire serve on: a retiring address is published, an unknown one is not.
 * @param known the table; an address of the process that is missing in it is live, as on a machine that never announced anything
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

/** What an allow-list must hold: everything but what retired. Live ones first. */
export function addressesToAllow(egress: Egress, known: readonly DatedAddress[], now: Date): string[] {
  const states = new Map(known.map((one) => [one.address, addressState(one, now)]));
  const listed = known.filter(({ address }) => states.get(address) !== "retired").map(({ address }) => address);
  const unlisted = egress.addresses.filter((address) => !states.has(canonicalAddress(address) ?? address));
  const rank = (address: string): number => (["live", "announced", "retiring"] as AddressState[]).indexOf(states.get(address) ?? "live");
  return [...unlisted, ...listed].sort((a, b) => rank(a) - rank(b));
}
