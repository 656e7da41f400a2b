import { isIP } from "node:net";
import { ok, type Result, refuse } from "@/lib/base/result";

/** How to connect from one of our IP addresses: `proxy` is null if this machine has the address. */
export interface EgressRoute {
  address: string;
  /** The region of the address, as named by the operator; null if regions are not named. */
  region: string | null;
  proxy: URL | null;
}

const PROXY_SCHEMES = ["socks5:", "http:"];
const REGION = /^([a-z][a-z0-9-]{0,31})=/;

/**
 * Parses `203.0.113.5` (an address of this machine) or `203.0.113.5=socks5://user:password@egress-2:1080`, each with an optional region in front:
 * `eu=203.0.113.5`. `http://` proxies are used by CONNECT. Errors are sentences for the operator and never contain the proxy's password.
 */
export function parseEgressRoute(text: string): Result<EgressRoute, string> {
  const [prefix = "", region = null] = REGION.exec(text) ?? [];
  const [address = "", ...rest] = text.slice(prefix.length).split("=");
  if (isIP(address) === 0) return refuse(`must be IP addresses; "${address}" is not one`);
  if (rest.length === 0) return ok({ address, region, proxy: null });
  const proxy = URL.parse(rest.join("="));
  if (!proxy || !PROXY_SCHEMES.includes(proxy.protocol) || proxy.hostname === "")
    return refuse(`needs socks5://host:port or http://host:port as the proxy of ${address}`);
  return ok({ address, region, proxy });
}
