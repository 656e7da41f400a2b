import { isSameAddress } from "@/lib/connectors/net/same-address";
import type { ShopClient } from "@/lib/connectors/shop";

export const MAX_REDIRECTS = 3;

const withoutTrailingSlash = (path: string): string => path.replace(/\/+$/, "");

const keepsPath = (from: URL, to: URL): boolean =>
  withoutTrailingSlash(from.pathname) === withoutTrailingSlash(to.pathname) &&
  from.search === to.search &&
  to.username === "" &&
  to.password === "";

/** The URL to repeat the request at, if the redirect only changes http to https, the bare name and `www`, or a trailing slash; else null. */
export function redirectTarget(from: URL, location: string | undefined): URL | null {
  if (!location || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  return to.href !== from.href && keepsPath(from, to) && isSameAddress(from, to) ? to : null;
}

/** An OAuth 1.0a signature, in header or query, is valid for one URL only. */
export const isSignedFor = (url: URL, headers: Readonly<Record<string, string>>): boolean =>
  url.searchParams.has("oauth_signature") || /^OAuth\b/i.test(headers["authorization"] ?? "");

/** Signs and sends again after a redirect to the same address. */
export async function signWhereFound(client: ShopClient, send: () => ReturnType<ShopClient["send"]>): ReturnType<ShopClient["send"]> {
  for (let hops = 0; ; hops += 1) {
    const signedFor = client.baseUrl;
    const sent = await send();
    if (sent.ok || sent.failure.code !== "redirected" || client.baseUrl === signedFor || hops === MAX_REDIRECTS) return sent;
  }
}
