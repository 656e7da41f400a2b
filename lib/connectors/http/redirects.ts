import { trimSlashes } from "@/lib/base/trim-end";
import { isSameAddress } from "@/lib/connectors/net/redirect";
import type { ShopClient, ShopRequest } from "@/lib/connectors/shop";

export const MAX_REDIRECTS = 3;

const keepsPath = (from: URL, to: URL): boolean =>
  trimSlashes(from.pathname) === trimSlashes(to.pathname) && from.search === to.search && to.username === "" && to.password === "";

/** The URL to repeat the request at if the redirect only changes http to https, adds or removes `www` or a trailing slash; otherwise null. */
export function redirectTarget(from: URL, location: string | undefined): URL | null {
  if (!location || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  return to.href !== from.href && keepsPath(from, to) && isSameAddress(from, to) ? to : null;
}

/** An OAuth 1.0a signature, in header or query, is valid for one URL only. */
export const isSignedFor = (url: URL, headers: Readonly<Record<string, string>>): boolean =>
  url.searchParams.has("oauth_signature") || /^OAuth\b/i.test(headers["authorization"] ?? "");

type Sent = ReturnType<ShopClient["send"]>;

/** Sends again after a redirect to the same address, for requests that are signed for one URL. */
export async function sendWhereFound(client: ShopClient, send: () => Sent): Sent {
  for (let hops = 0; ; hops += 1) {
    const signedFor = client.baseUrl;
    const sent = await send();
    if (sent.ok || sent.failure.code !== "redirected" || client.baseUrl === signedFor || hops === MAX_REDIRECTS) return sent;
  }
}

/** Signs every attempt anew, since shops remember nonces, and follows a wrong clock, since they refuse signatures of another time. */
export async function sendSigned(
  client: ShopClient,
  { method, toleranceMs }: { method: ShopRequest["method"]; toleranceMs: number },
  sendOnce: (skewMs: number) => Sent,
): Sent {
  const send = (skewMs: number): Sent => sendWhereFound(client, () => sendOnce(skewMs));
  let sent = await send(0);
  if (method === "GET" && !sent.ok && sent.failure.code === "connection_reset") sent = await send(0);
  const skewMs = sent.ok && sent.answer.status === 401 ? (sent.answer.clockSkewMs ?? 0) : 0;
  return Math.abs(skewMs) > toleranceMs ? send(skewMs) : sent;
}
