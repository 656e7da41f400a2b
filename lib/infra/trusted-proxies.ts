import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Headers in which a proxy describes the client and its request. */
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-real-ip"];

const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** Parses a network such as 10.0.0.0/8 or a single address; null if invalid. */
export function parseNetwork(text: string): Network | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!isAddress(text)) return null;
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

export function isTrustedProxy(address: string | undefined, networks: readonly Network[]): boolean {
  if (!address || !isAddress(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((network) => network[0].kind() === parsed.kind() && parsed.match(network));
}

/** Drops forwarded headers unless a trusted proxy sent them. Next then fills in what it knows about the connection. */
export function dropForgedHeaders({ headers, socket }: Pick<IncomingMessage, "headers" | "socket">, networks: readonly Network[]): void {
  if (isTrustedProxy(socket.remoteAddress, networks)) return;
  for (const name of FORWARDED) delete headers[name];
}

/** The client's address: the last entry of `X-Forwarded-For` that is not a trusted proxy. */
export function clientAddress(forwardedFor: string | null, networks: readonly Network[]): string | null {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return hops.findLast((hop) => !isTrustedProxy(hop, networks)) ?? hops[0] ?? null;
}
