import type { Egress } from "@/lib/connectors/egress/identity";
import { classifyAddress } from "@/lib/connectors/net/address";

const isLoopback = (address: string): boolean => classifyAddress(address) === "loopback";

/**
 * The addresses of ours from which a target can be reached. A connection from a loopback address never leaves the machine, so the
 * demo's addresses serve the demo's shops alone; towards anything else the system's own route is taken, and nothing is compared.
 * @param targets checked addresses of the shop
 */
export function reachingEgress(egress: Egress, targets: readonly { address: string }[]): Egress {
  if (targets.some(({ address }) => isLoopback(address))) return egress;
  const addresses = egress.addresses.filter((address) => !isLoopback(address));
  if (addresses.length === egress.addresses.length) return egress;
  return { addresses, control: addresses.length > 0 && egress.control !== null && !isLoopback(egress.control) ? egress.control : null };
}
