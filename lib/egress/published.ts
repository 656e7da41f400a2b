import { createHash } from "node:crypto";
import { type Egress, REQUIRED_METHODS, userAgents } from "@/lib/egress/identity";
import { familyOf } from "@/lib/net/address";
import { PLATFORMS, type Platform } from "@/lib/shops/platforms";

/** What a self-hosted shop must let pass, as machines read it: `addresses.json`. A change of shape raises `schema`. */
export interface PublishedRequirements {
  schema: 1;
  addresses: { ipv4: string[]; ipv6: string[] };
  /** Both strings of each shop system; the first one is the same for all. */
  userAgents: Record<Platform, readonly [string, string]>;
  methods: readonly string[];
}

/** The requirements from the live configuration: the same addresses, User-Agents and methods that the probes use. */
export function publishRequirements(egress: Egress): PublishedRequirements {
  const ofFamily = (family: 4 | 6) => egress.addresses.filter((address) => familyOf(address) === family);
  return {
    schema: 1,
    addresses: { ipv4: ofFamily(4), ipv6: ofFamily(6) },
    userAgents: Object.fromEntries(PLATFORMS.map((platform) => [platform, userAgents(platform)])) as PublishedRequirements["userAgents"],
    methods: REQUIRED_METHODS,
  };
}

/** One address a line, IPv4 first: what a firewall script reads. */
export const addressLines = ({ addresses }: PublishedRequirements): string =>
  [...addresses.ipv4, ...addresses.ipv6].map((address) => `${address}\n`).join("");

/** A strong validator of the text: it changes when, and only when, the text does. */
export const entityTag = (text: string): string => `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
