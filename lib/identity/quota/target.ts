import ipaddr from "ipaddr.js";
import { getDomain } from "tldts";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { clientNetwork } from "@/lib/identity/auth/client-network";

/** A contacted host as quotas count it. */
export interface Target {
  /** The registrable domain, so that subdomains do not multiply a quota; else the host. */
  domain: string;
  /** The IP addresses behind it; of IPv6 the /64. */
  addresses: readonly string[];
}

/** An address in a network that the operator allowed is many hosts: each of its ports is counted by itself. */
const isPublic = (host: string): boolean => ipaddr.isValid(host) && ipaddr.parse(host).range() === "unicast";

/** The target of a shop's URL. An unresolvable name is counted by its domain alone. */
export async function targetOf(baseUrl: string): Promise<Target> {
  const parsed = parseTarget(baseUrl);
  if (!parsed.ok) return { domain: baseUrl, addresses: [] };
  const { host, port } = parsed.value;
  const resolved = await resolveTarget(host, port, outsideConfig().policy);
  const addresses = resolved.ok ? resolved.value.addresses.map(({ address }) => address) : [];
  return {
    domain: getDomain(host, { allowPrivateDomains: true }) ?? (isPublic(host) ? host : `${host}:${port}`),
    addresses: addresses.map((address) => (isPublic(address) ? clientNetwork(address) : `${address}:${port}`)),
  };
}
