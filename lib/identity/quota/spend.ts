import ipaddr from "ipaddr.js";
import { getDomain } from "tldts";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import type { Actor } from "@/lib/identity/accounts/actor";
import { type Counted, countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";
import { clientNetwork } from "@/lib/identity/auth/sign-in-limits";
import { type Act, type Limit, QUOTAS } from "@/lib/identity/quota/policy";

/** A contacted host, as quotas count it. */
interface Target {
  /** The registrable domain, so that subdomains do not multiply a quota; else the host. */
  domain: string;
  /** Its IP addresses; of IPv6 addresses the /64. */
  addresses: readonly string[];
}

/** In networks that the operator allowed, one address may be many hosts, so each port counts separately. */
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

export interface Spender {
  /** Without a merchant: staff in the console, and people in their own settings. */
  scope?: { merchantId?: string; actor: Actor };
  client?: string;
  target?: Target;
}

function keysOf({ scope, client, target }: Spender, per: Limit["per"]): readonly string[] {
  const actor = scope?.actor;
  switch (per) {
    case "merchant":
      return scope?.merchantId ? [scope.merchantId] : [];
    case "person":
      return actor && "personId" in actor ? [actor.personId] : [];
    case "token":
      return actor?.kind === "token" ? [actor.tokenId] : [];
    case "client":
      return client ? [clientNetwork(client)] : [];
    case "domain":
      return target ? [target.domain] : [];
    case "address":
      return target?.addresses ?? [];
  }
}

const limiters = new Map(
  Object.entries(QUOTAS).flatMap(([act, limits]: [string, readonly Limit[]]) =>
    limits.map((limit) => [limit, limiter(`quota_${act}_${limit.per}`, limit.most, limit.seconds)] as const),
  ),
);

/** Counts `times` acts, in PostgreSQL across all processes. @returns null if they are allowed, else the seconds to wait */
export function spendQuota(spender: Spender, act: Act, times = 1): Promise<number | null> {
  const counted = QUOTAS[act].flatMap((limit: Limit): Counted[] => {
    const counter = limiters.get(limit);
    return counter ? keysOf(spender, limit.per).map((key): Counted => [counter, keyOf(key)]) : [];
  });
  return countAttempt(counted, undefined, times);
}
