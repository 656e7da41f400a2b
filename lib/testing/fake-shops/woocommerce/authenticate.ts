import type { FakeRequest } from "@/lib/testing/fake-shops/answer";
import { type WooError, wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import type { Authentication, WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { verifyOAuth } from "@/lib/testing/fake-shops/woocommerce/oauth";

const ANONYMOUS: Authentication = { key: null, error: null };

function readBasic(request: FakeRequest): { user: string; password: string } | null {
  const found = /^Basic\s+(.+)$/i.exec(request.headers["authorization"] ?? "");
  if (!found?.[1]) return null;
  const [user = "", password = ""] = Buffer.from(found[1], "base64").toString().split(/:(.*)/s);
  return { user, password };
}

/** Over https only: first the query, then Basic. An unknown key is not an error but an anonymous visitor. */
function tryBasic(request: FakeRequest, keys: readonly WooKey[]): Authentication {
  if (!request.secure) return ANONYMOUS;
  const fromQuery = { user: request.query.get("consumer_key") ?? "", password: request.query.get("consumer_secret") ?? "" };
  const given = fromQuery.user && fromQuery.password ? fromQuery : readBasic(request);
  if (!given?.user || !given.password) return ANONYMOUS;
  const key = keys.find(({ consumerKey }) => consumerKey === given.user);
  if (!key) return ANONYMOUS;
  if (key.consumerSecret !== given.password)
    return { key: null, error: wooError(401, "woocommerce_rest_authentication_error", "Consumer secret is invalid.") };
  return { key, error: null };
}

/** Authenticates in WooCommerce's own order: Basic if the shop sees https, then OAuth 1.0a over any scheme. */
export function authenticate(
  request: FakeRequest,
  keys: readonly WooKey[],
  usedNonces: Map<string, number>,
  nowSeconds: number,
): Authentication {
  const basic = tryBasic(request, keys);
  if (basic.key || basic.error) return basic;
  return verifyOAuth(request, keys, usedNonces, nowSeconds);
}

/** A key with insufficient rights gets a specific authentication error, whatever the route. */
export function checkPermission(key: WooKey, method: string): WooError | null {
  const permissions = key.permissions ?? "read_write";
  const reads = method === "GET" || method === "HEAD";
  const writes = method === "POST" || method === "PUT" || method === "PATCH" || method === "DELETE";
  if (reads && permissions === "write")
    return wooError(401, "woocommerce_rest_authentication_error", "The API key provided does not have read permissions.");
  if (writes && permissions === "read")
    return wooError(401, "woocommerce_rest_authentication_error", "The API key provided does not have write permissions.");
  return null;
}
