import ipaddr from "ipaddr.js";

/** What an IP address is. Only `public` ones lie on the internet; the rest is named so that a refusal can say why. */
export type AddressKind =
  | "public"
  | "unspecified"
  | "loopback"
  | "private"
  | "link_local"
  | "carrier_grade_nat"
  | "multicast"
  | "broadcast"
  | "reserved"
  /** An IPv6 form that carries an IPv4 address: mapped, NAT64, 6to4, Teredo. It could reach what the IPv4 address may not. */
  | "embedded_ipv4"
  | "not_an_address";

// ipaddr.js names the ranges of the IANA special-purpose registries; this table brings them to our kinds.
const KINDS: Readonly<Record<string, AddressKind>> = {
  unicast: "public",
  unspecified: "unspecified",
  loopback: "loopback",
  private: "private",
  uniqueLocal: "private",
  deprecatedSiteLocal: "private",
  linkLocal: "link_local",
  carrierGradeNat: "carrier_grade_nat",
  multicast: "multicast",
  broadcast: "broadcast",
  ipv4Mapped: "embedded_ipv4",
  rfc6145: "embedded_ipv4",
  rfc6052: "embedded_ipv4",
  "6to4": "embedded_ipv4",
  teredo: "embedded_ipv4",
};

/** 64:ff9b:1::/48 (RFC 8215) and the IPv4-compatible ::/96 carry IPv4 addresses too; ipaddr.js does not name them. */
const MORE_EMBEDDED = [ipaddr.IPv6.parseCIDR("64:ff9b:1::/48"), ipaddr.IPv6.parseCIDR("::/96")];

/** All that is given out on the internet (RFC 4291, IANA); ipaddr.js calls unassigned space unicast too. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Says what `text`, an address in its usual written form, is. Octal, hex and shortened IPv4 forms are no addresses here. */
export function classifyAddress(text: string): AddressKind {
  const bare = text.replace(/%.*$/, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return KINDS[ipaddr.IPv4.parse(bare).range()] ?? "reserved";
  if (!ipaddr.IPv6.isValid(bare)) return "not_an_address";
  const address = ipaddr.IPv6.parse(bare);
  const kind = KINDS[address.range()] ?? "reserved";
  if (kind !== "public" && kind !== "reserved") return kind;
  if (MORE_EMBEDDED.some((network) => address.match(network))) return "embedded_ipv4";
  return kind === "public" && !address.match(GLOBAL_UNICAST) ? "reserved" : kind;
}

/** ipaddr.js alone reads `127/8` as 0.0.0.127/8. */
const readNetwork = (text: string): ReturnType<typeof ipaddr.parseCIDR> | null =>
  familyOf(text.split("/")[0] ?? "") !== null && ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;

/** Whether a text is a network in CIDR form, as the configuration must hold them. */
export const isNetwork = (text: string): boolean => readNetwork(text) !== null;

/** True when `address` lies in one of the CIDR networks of the configuration. Both must be of one family; anything unreadable lies in none. */
export function liesIn(address: string, cidrs: readonly string[]): boolean {
  const bare = address.replace(/%.*$/, "");
  const family = familyOf(bare);
  if (family === null) return false;
  const parsed = family === 4 ? ipaddr.IPv4.parse(bare) : ipaddr.IPv6.parse(bare);
  return cidrs.some((cidr) => {
    const network = readNetwork(cidr);
    return network !== null && network[0].kind() === parsed.kind() && parsed.match(network);
  });
}

export function familyOf(address: string): 4 | 6 | null {
  const bare = address.replace(/%.*$/, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return 4;
  return ipaddr.IPv6.isValid(bare) ? 6 : null;
}
