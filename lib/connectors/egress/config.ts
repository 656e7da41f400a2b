import os from "node:os";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { Egress } from "@/lib/connectors/egress/user-agents";
import { classifyAddress } from "@/lib/connectors/net/address";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { env } from "@/lib/infra/env";

export interface OutsideConfig {
  egress: Egress;
  policy: TargetPolicy;
}

/** Reads EGRESS_ADDRESSES, CONTROL_ADDRESS, PROBE_ALLOW_NETWORKS and DEMO_TARGETS. */
export function outsideConfig(): OutsideConfig {
  const { EGRESS_ADDRESSES, CONTROL_ADDRESS, PROBE_ALLOW_NETWORKS, DEMO_TARGETS } = env();
  return {
    egress: { addresses: EGRESS_ADDRESSES.map(({ address }) => address), control: CONTROL_ADDRESS?.address ?? null },
    policy: { allowNetworks: PROBE_ALLOW_NETWORKS, allowTargets: DEMO_TARGETS },
  };
}

/** Whether this machine has the address. Linux accepts all of 127.0.0.0/8, although only 127.0.0.1 is listed. */
function isLocalAddress(address: string, interfaces = os.networkInterfaces()): boolean {
  if (process.platform === "linux" && address.startsWith("127.")) return true;
  return Object.values(interfaces).some((entries) => entries?.some((entry) => entry.address === address));
}

/** Whether this process can connect from the address: the machine has it, or a proxy does. */
export const isUsableAddress = (address: string, interfaces = os.networkInterfaces()): boolean =>
  proxyOf(address) !== null || isLocalAddress(address, interfaces);

/** Whether every configured source address is usable. A missing one would look like the shop's fault, so it is refused before the first probe. */
export function checkEgress(egress: Egress): Result<null, { address: string }> {
  const missing = [...egress.addresses, ...(egress.control ? [egress.control] : [])].find((address) => !isUsableAddress(address));
  return missing === undefined ? ok(null) : refuse({ address: missing });
}

/** The region of one of our addresses according to EGRESS_ADDRESSES; null without one. */
export const regionOf = (address: string | null): string | null =>
  address === null ? null : (env().EGRESS_ADDRESSES.find((route) => route.address === address)?.region ?? null);

/** The proxy that provides one of our addresses; null if this machine has the address. */
export function proxyOf(address: string | null): URL | null {
  if (address === null) return null;
  const { EGRESS_ADDRESSES, CONTROL_ADDRESS } = env();
  return [...EGRESS_ADDRESSES, ...(CONTROL_ADDRESS ? [CONTROL_ADDRESS] : [])].find((route) => route.address === address)?.proxy ?? null;
}

/** A web server that every proxy must reach, to distinguish a proxy's failure from a shop's. By default the dashboard's own URL. */
export function proxyReference(): URL | null {
  const { EGRESS_REFERENCE, NEXTAUTH_URL } = env();
  return URL.parse(EGRESS_REFERENCE ?? NEXTAUTH_URL ?? "");
}

const isLoopback = (address: string): boolean => classifyAddress(address) === "loopback";

/** Loopback connections never leave the machine, so the demo's addresses serve only the demo's shops; others get the default route. */
export function reachingEgress(egress: Egress, targets: readonly { address: string }[]): Egress {
  if (targets.some(({ address }) => isLoopback(address))) return egress;
  const addresses = egress.addresses.filter((address) => !isLoopback(address));
  if (addresses.length === egress.addresses.length) return egress;
  return { addresses, control: addresses.length > 0 && egress.control !== null && !isLoopback(egress.control) ? egress.control : null };
}
