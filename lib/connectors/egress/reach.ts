import type { Egress } from "@/lib/connectors/egress/identity";
import { classifyAddress } from "@/lib/connectors/net/address";

const isLoopback = (address: string): boolean => classifyAddress(address) === "loopback";

/** A connection from loopback never leaves the machine, so the demo's addresses serve only the demo's shops; others get the default route. */
export function reachingEgress(egress: Egress, targets: readonly { address: string }[]): Egress {
  if (targets.some(({ address }) => isLoopback(address))) return egress;
  const addresses = egress.addresses.filter((address) => !isLoopback(address));
  if (addresses.length === egress.addresses.length) return egress;
  return { addresses, control: addresses.length > 0 && egress.control !== null && !isLoopback(egress.control) ? egress.control : null };
}
