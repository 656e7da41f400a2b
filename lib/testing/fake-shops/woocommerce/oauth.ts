import { createHmac } from "node:crypto";
import type { FakeRequest } from "@/lib/testing/fake-shops/answer";
import { wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import type { Authentication, WooKey } from "@/lib/testing/fake-shops/woocommerce/key";

// OAuth 1.0a without a token, as verified by WooCommerce's class WC_REST_Authentication (RFC 5849, section 3.4).

const REQUIRED = ["oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method"] as const;
const HASHES: Readonly<Record<string, string>> = { "HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256" };
const windowSeconds = 15 * 60;

const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** Parameters of header and query together; empty if the request is not signed. */
function readParameters(request: FakeRequest): Map<string, string> {
  const parameters = new Map<string, string>();
  const header = /^OAuth\s+(.*)$/is.exec(request.headers["authorization"] ?? "");
  for (const [, name = "", value = ""] of header?.[1]?.matchAll(/([a-z_]+)="([^"]*)"/gi) ?? [])
    parameters.set(name, decodeURIComponent(value));
  if (!header && !request.query.has("oauth_consumer_key") && !request.query.has("oauth_signature")) return parameters;
  const arrays = new Map<string, number>();
  for (const [name, value] of request.query) {
    if (!name.endsWith("[]")) parameters.set(name, value);
    else {
      // PHP numbers the items of `include[]=…` before they are signed.
      const index = arrays.get(name) ?? 0;
      arrays.set(name, index + 1);
      parameters.set(`${name.slice(0, -2)}[${index}]`, value);
    }
  }
  return parameters;
}

/** The signature expected from a client with this secret. */
export function signOAuth(method: string, url: string, parameters: ReadonlyMap<string, string>, secret: string, hash: string): string {
  const pairs = [...parameters]
    .filter(([name]) => name !== "oauth_signature")
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return createHmac(hash, `${secret}&`)
    .update(`${method.toUpperCase()}&${percentEncode(url)}&${percentEncode(pairs)}`)
    .digest("base64");
}

export function verifyOAuth(
  request: FakeRequest,
  keys: readonly WooKey[],
  usedNonces: Map<string, number>,
  nowSeconds: number,
): Authentication {
  const refuse = (message: string, code = "woocommerce_rest_authentication_error"): Authentication => ({
    key: null,
    error: wooError(401, code, message),
  });
  const parameters = readParameters(request);
  if (parameters.size === 0) return { key: null, error: null };
  const missing = REQUIRED.filter((name) => !parameters.get(name));
  if (missing.length > 0)
    return refuse(
      `Missing OAuth parameter${missing.length === 1 ? "" : "s"} ${missing.join(", ")}`,
      "woocommerce_rest_authentication_missing_parameter",
    );

  const key = keys.find(({ consumerKey }) => consumerKey === parameters.get("oauth_consumer_key"));
  if (!key) return refuse("Consumer key is invalid.");
  const hash = HASHES[parameters.get("oauth_signature_method") ?? ""];
  if (!hash) return refuse("Invalid signature - signature method is invalid.");
  if (
    signOAuth(request.method, `${request.origin}${request.path}`, parameters, key.consumerSecret, hash) !==
    parameters.get("oauth_signature")
  )
    return refuse("Invalid signature - provided signature does not match.");
  const timestamp = Number(parameters.get("oauth_timestamp"));
  if (!(Math.abs(timestamp - nowSeconds) <= windowSeconds)) return refuse("Invalid timestamp.");
  const nonce = parameters.get("oauth_nonce") ?? "";
  if (usedNonces.has(nonce)) return refuse("Invalid nonce - nonce has already been used.");
  usedNonces.set(nonce, timestamp);
  return { key, error: null };
}
