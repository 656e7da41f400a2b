import ipaddr from "ipaddr.js";

/** Classifies an IP address. Only `public` ones are on the internet; other kinds are named so that a refusal can say why. */
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
  /** An IPv6 form that embeds an IPv4 address (mapped, NAT64, 6to4, Teredo) and could bypass the rules for it. */
  | "embedded_ipv4"
  | "not_an_address";

// Maps ipaddr.js' names of the IANA special-purpose registries to our kinds.
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

/** 64:ff9b:1::/48 (RFC 8215) and the IPv4-compatible ::/96 embed IPv4 addresses too; ipaddr.js does not name them. */
const MORE_EMBEDDED = [ipaddr.IPv6.parseCIDR("64:ff9b:1::/48"), ipaddr.IPv6.parseCIDR("::/96")];

/** Public by number, but answered only inside a cloud: Azure's platform services, IBM Cloud's service networks. Others' are link-local or private. */
const CLOUD_INTERNAL = ["168.63.129.16/32", "161.26.0.0/16", "166.8.0.0/14"].map((network) => ipaddr.IPv4.parseCIDR(network));

/** All that is assigned on the internet (RFC 4291, IANA); ipaddr.js also calls unassigned space unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Classifies an address in its usual notation. Octal, hex and shortened IPv4 forms are not accepted. */
export function classifyAddress(text: string): AddressKind {
  const bare = text.replace(/%.*$/s, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) {
    const address = ipaddr.IPv4.parse(bare);
    return CLOUD_INTERNAL.some((network) => address.match(network)) ? "reserved" : (KINDS[address.range()] ?? "reserved");
  }
  if (!ipaddr.IPv6.isValid(bare)) return "not_an_address";
  const address = ipaddr.IPv6.parse(bare);
  const kind = KINDS[address.range()] ?? "reserved";
  if (kind !== "public" && kind !== "reserved") return kind;
  if (MORE_EMBEDDED.some((network) => address.match(network))) return "embedded_ipv4";
  return kind === "public" && !address.match(GLOBAL_UNICAST) ? "reserved" : kind;
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Those of the configuration, which every resolved address is compared with. */
const networks = new Map<string, Network | null>();

/** ipaddr.js reads `127/8` as 0.0.0.127/8. */
function readNetwork(text: string): Network | null {
  let network = networks.get(text);
  if (network === undefined) {
    network = familyOf(text.split("/")[0] ?? "") !== null && ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;
    networks.set(text, network);
  }
  return network;
}

/** Whether a text is a network in CIDR form, as the configuration requires. */
export const isNetwork = (text: string): boolean => readNetwork(text) !== null;

/** Whether the address lies in one of the configured CIDR networks of the same family; unreadable ones lie in none. */
export function liesIn(address: string, cidrs: readonly string[]): boolean {
  const bare = address.replace(/%.*$/s, "");
  const family = familyOf(bare);
  if (family === null) return false;
  const parsed = family === 4 ? ipaddr.IPv4.parse(bare) : ipaddr.IPv6.parse(bare);
  return cidrs.some((cidr) => {
    const network = readNetwork(cidr);
    return network !== null && network[0].kind() === parsed.kind() && parsed.match(network);
  });
}

export function familyOf(address: string): 4 | 6 | null {
  const bare = address.replace(/%.*$/s, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return 4;
  return ipaddr.IPv6.isValid(bare) ? 6 : null;
}
