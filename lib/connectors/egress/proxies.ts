import { env } from "@/lib/infra/env";

/** The proxy behind which one of our addresses is; null where this machine has the address. */
export function proxyOf(address: string | null): URL | null {
  if (address === null) return null;
  const { EGRESS_ADDRESSES, CONTROL_ADDRESS } = env();
  return [...EGRESS_ADDRESSES, ...(CONTROL_ADDRESS ? [CONTROL_ADDRESS] : [])].find((route) => route.address === address)?.proxy ?? null;
}

/** A web server that every proxy must reach: distinguishes trouble of a proxy from trouble of a shop. By default the dashboard's own address. */
export function proxyReference(): URL | null {
  const { EGRESS_REFERENCE, NEXTAUTH_URL } = env();
  return URL.parse(EGRESS_REFERENCE ?? NEXTAUTH_URL ?? "");
}
