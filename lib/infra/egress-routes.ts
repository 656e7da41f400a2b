import { isIP } from "node:net";
import { ok, type Result, refuse } from "@/lib/base/result";

/** How connections from one of our IP addresses are made: `proxy` is null where this machine has the address. */
export interface EgressRoute {
  address: string;
  /** Where in the world the address is, as the operator names it; null where regions are not named. */
  region: string | null;
  proxy: URL | null;
}

const PROXY_SCHEMES = ["socks5:", "http:"];
const REGION = /^([a-z][a-z0-9-]{0,31})=/;

/**
 * Parses `203.0.113.5` (an address of this machine) or `203.0.113.5=socks5://user:password@egress-2:1080`, each with a region in front if it has
 * one: `eu=203.0.113.5`. `http://` proxies are asked by CONNECT. Errors are sentences for the operator and never repeat the proxy's password.
 */
export function parseEgressRoute(text: string): Result<EgressRoute, string> {
  const [prefix = "", region = null] = REGION.exec(text) ?? [];
  const [address = "", ...rest] = text.slice(prefix.length).split("=");
  if (isIP(address) === 0) return refuse(`must be IP addresses, and "${address}" is none`);
  if (rest.length === 0) return ok({ address, region, proxy: null });
  const proxy = URL.parse(rest.join("="));
  if (!proxy || !PROXY_SCHEMES.includes(proxy.protocol) || proxy.hostname === "")
    return refuse(`needs socks5://host:port or http://host:port as the proxy of ${address}`);
  return ok({ address, region, proxy });
}
