import { createHmac, randomBytes } from "node:crypto";
import { SECOND_MS } from "@/lib/base/units";

// OAuth 1.0a, one- and two-legged, as in RFC 5849: WooCommerce over plain http and Magento integrations.

export interface OAuth1Credentials {
  consumerKey: string;
  consumerSecret: string;
  token?: string;
  tokenSecret?: string;
  /** Proves the approval in a token request. */
  verifier?: string;
}

const HASHES = { "HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256" } as const;

/** Escapes all but the unreserved characters of RFC 3986, which is stricter than encodeURIComponent. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 5849, 3.4.1.3.2: encode, then sort by key and value, then join. */
const normalizeParameters = (pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .map(([key, value]) => [encodeRfc3986(key), encodeRfc3986(value)] as const)
    .sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");

export const newMoment = (now: Date) => ({
  timestampSeconds: Math.floor(now.getTime() / SECOND_MS),
  nonce: randomBytes(16).toString("hex"),
});

/** The Authorization header of one request; `url` as the shop sees it, with the query. Sign each attempt anew: shops remember nonces. */
export function signOAuth1(
  request: { method: string; url: string },
  credentials: OAuth1Credentials,
  moment: ReturnType<typeof newMoment>,
  method: keyof typeof HASHES = "HMAC-SHA256",
): string {
  const url = new URL(request.url);
  const parameters: [string, string][] = [
    ["oauth_consumer_key", credentials.consumerKey],
    ["oauth_nonce", moment.nonce],
    ["oauth_signature_method", method],
    ["oauth_timestamp", String(moment.timestampSeconds)],
    ...(credentials.token === undefined ? [] : [["oauth_token", credentials.token] satisfies [string, string]]),
    ...(credentials.verifier === undefined ? [] : [["oauth_verifier", credentials.verifier] satisfies [string, string]]),
    ["oauth_version", "1.0"],
  ];
  const base = [
    request.method.toUpperCase(),
    encodeRfc3986(`${url.origin}${url.pathname}`),
    encodeRfc3986(normalizeParameters([...url.searchParams, ...parameters])),
  ].join("&");
  const key = `${encodeRfc3986(credentials.consumerSecret)}&${encodeRfc3986(credentials.tokenSecret ?? "")}`;
  const signature = createHmac(HASHES[method], key).update(base).digest("base64");
  const fields: [string, string][] = [...parameters, ["oauth_signature", signature]];
  return `OAuth ${fields.map(([name, value]) => `${name}="${encodeRfc3986(value)}"`).join(", ")}`;
}

/** The signature as query parameters, for servers that strip the header; it contains no secret. */
export const putIntoAddress = (path: string, header: string): string => {
  const fields = header
    .replace(/^OAuth /, "")
    .split(", ")
    .map((field) => field.replaceAll('"', ""));
  return `${path}${path.includes("?") ? "&" : "?"}${fields.join("&")}`;
};
