import ipaddr from "ipaddr.js";

/** The network of an IPv6 address; null for all others. */
function networkOf(address: string, bits: number): string | null {
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : null;
  return parsed instanceof ipaddr.IPv6 ? `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/${bits}`)}/${bits}` : null;
}

/** The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address, whose host part a client can choose freely. */
export const clientNetwork = (address: string): string =>
  networkOf(address, 64) ?? (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address);

/** The /48 of an IPv6 address, which one customer of a provider may own with its 65,536 client networks; null for all others. */
export const clientSite = (address: string): string | null => networkOf(address, 48);
