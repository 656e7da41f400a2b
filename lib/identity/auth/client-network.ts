import ipaddr from "ipaddr.js";

/** The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address, whose host part a client can choose freely. */
export function clientNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(":")}::/64`
    : parsed.toString();
}

/** The /48 of an IPv6 address, which one customer of a provider may own with its 65,536 client networks; null for all others. */
export function clientSite(address: string): string | null {
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : null;
  if (!(parsed instanceof ipaddr.IPv6)) return null;
  return `${parsed.parts
    .slice(0, 3)
    .map((part) => part.toString(16))
    .join(":")}::/48`;
}
