import { createHash } from "node:crypto";
import { type Egress, REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/identity";
import { familyOf } from "@/lib/connectors/net/address";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { addressesToAllow, addressState, canonicalAddress, type DatedAddress } from "@/lib/health/egress-addresses";
import type { PublishedRequirements } from "@/lib/operations/addresses/published-schema";

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The requirements from the live configuration: the same addresses, User-Agents and methods that the probes use. */
export function publishRequirements(egress: Egress, known: readonly DatedAddress[], now: Date): PublishedRequirements {
  const listed = addressesToAllow(egress, known, now);
  const ofFamily = (family: 4 | 6) => listed.filter((address) => familyOf(address) === family);
  const unlisted = egress.addresses.filter((address) => !known.some((one) => one.address === canonicalAddress(address)));
  return {
    schema: 1,
    addresses: { ipv4: ofFamily(4), ipv6: ofFamily(6) },
    dates: [
      ...unlisted.map((address) => ({ address, state: "live" as const, announced: null, live: null, retires: null })),
      ...known.map((one) => ({
        address: one.address,
        state: addressState(one, now),
        announced: iso(one.announcedAt),
        live: iso(one.liveAt ?? one.plannedAt),
        retires: iso(one.retiresAt),
      })),
    ],
    userAgents: Object.fromEntries(PLATFORMS.map((platform) => [platform, userAgents(platform)])) as PublishedRequirements["userAgents"],
    methods: [...REQUIRED_METHODS],
  };
}

/** One address a line, IPv4 first: what a firewall script reads. */
export const addressLines = ({ addresses }: Pick<PublishedRequirements, "addresses">): string =>
  [...addresses.ipv4, ...addresses.ipv6].map((address) => `${address}\n`).join("");

/** A strong validator of the text: it changes when, and only when, the text does. */
export const entityTag = (text: string): string => `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
