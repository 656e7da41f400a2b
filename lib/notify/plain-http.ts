import { classifyAddress, liesIn } from "@/lib/connectors/net/address";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import type { ResolvedAddress } from "@/lib/connectors/net/resolve";

/** Whether messages may travel to this origin: by https, or unencrypted within the networks that the operator allows. */
export const mayCarryMessages = (origin: string, addresses: readonly ResolvedAddress[], { allowNetworks }: TargetPolicy): boolean =>
  origin.startsWith("https:") ||
  (addresses.length > 0 && addresses.every(({ address }) => classifyAddress(address) !== "public" || liesIn(address, allowNetworks)));
