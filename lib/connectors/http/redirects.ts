import { isSameAddress } from "@/lib/connectors/net/same-address";
import type { ShopClient } from "@/lib/connectors/shop";

export const MAX_REDIRECTS = 3;

const withoutTrailingSlash = (path: string): string => path.replace(/\/+$/, "");

const keepsPath = (from: URL, to: URL): boolean =>
  withoutTrailingSlash(from.pathname) === withoutTrailingSlash(to.pathname) &&
  from.search === to.search &&
  to.username === "" &&
  to.password === "";

/** The address to repeat a request at, where a redirect only changes http to https, the bare name and `www`, or a trailing slash. */
export function redirectTarget(from: URL, location: string | undefined): URL | null {
  if (!location || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  return to.href !== from.href && keepsPath(from, to) && isSameAddress(from, to) ? to : null;
}

/** A signature of OAuth 1.0a, in the header or the address, holds for the address that it was made for. */
export const isSignedFor = (url: URL, headers: Readonly<Record<string, string>>): boolean =>
  url.searchParams.has("oauth_signature") || /^OAuth\b/i.test(headers["authorization"] ?? "");

/** Signs and sends again where the shop has moved to the same address: a signature is not sent on. */
export async function signWhereFound(client: ShopClient, send: () => ReturnType<ShopClient["send"]>): ReturnType<ShopClient["send"]> {
  for (let hops = 0; ; hops += 1) {
    const signedFor = client.baseUrl;
    const sent = await send();
    if (sent.ok || sent.failure.code !== "redirected" || client.baseUrl === signedFor || hops === MAX_REDIRECTS) return sent;
  }
}
