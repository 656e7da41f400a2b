import type { Egress } from "@/lib/connectors/egress/identity";
import { classifyAddress } from "@/lib/connectors/net/address";

const isLoopback = (address: string): boolean => classifyAddress(address) === "loopback";

/**
 * Our addresses from which the target is reachable. A connection from a loopback address never leaves the machine, so the demo's addresses serve
 * only the demo's shops; any other target is reached by the system's default route, without comparison.
 * @param targets checked addresses of the shop
 */
export function reachingEgress(egress: Egress, targets: readonly { address: string }[]): Egress {
  if (targets.some(({ address }) => isLoopback(address))) return egress;
  const addresses = egress.addresses.filter((address) => !isLoopback(address));
  if (addresses.length === egress.addresses.length) return egress;
  return { addresses, control: addresses.length > 0 && egress.control !== null && !isLoopback(egress.control) ? egress.control : null };
}
