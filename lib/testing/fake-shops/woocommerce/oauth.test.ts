import { describe, expect, it } from "vitest";
import type { FakeRequest } from "@/lib/testing/fake-shops/answer";
import { signOAuth, verifyOAuth } from "@/lib/testing/fake-shops/woocommerce/oauth";

const key = { consumerKey: "ck_1", consumerSecret: "cs_1" };
const now = 1_795_561_019;

function sign(changes: Record<string, string> = {}, hash: "sha1" | "sha256" = "sha256"): FakeRequest {
  const query = new URLSearchParams({ per_page: "5", search: "a b&ü*'", ...changes });
  const oauth = {
    oauth_consumer_key: "ck_1",
    oauth_timestamp: String(now),
    oauth_nonce: "n1",
    oauth_signature_method: `HMAC-${hash.toUpperCase()}`,
    ...Object.fromEntries(Object.entries(changes).filter(([name]) => name.startsWith("oauth_"))),
  };
  for (const [name, value] of Object.entries(oauth)) query.set(name, value);
  query.set("oauth_signature", signOAuth("GET", "http://shop.test/wp-json/wc/v3/orders", new Map(query), "cs_1", hash));
  return { method: "GET", path: "/wp-json/wc/v3/orders", query, headers: {}, body: "", secure: false, origin: "http://shop.test" };
}

const messageOf = (request: FakeRequest, nonces = new Map<string, number>()): string | null =>
  verifyOAuth(request, [key], nonces, now).error?.message ?? null;

describe("OAuth 1.0a of the fake WooCommerce", () => {
  it.each(["sha1", "sha256"] as const)("a request signed with %s is accepted", (hash) => {
    expect(verifyOAuth(sign({}, hash), [key], new Map(), now).key).toBe(key);
  });

  it("the signature equals openssl's for the base string of RFC 5849", () => {
    // printf 'GET&http%%3A%%2F%%2Fh%%2Fp&a%%3D1%%26b%%3Dx%%2520y' | openssl dgst -sha256 -hmac 's&' -binary | base64
    const parameters = new Map(Object.entries({ b: "x y", a: "1" }));
    expect(signOAuth("get", "http://h/p", parameters, "s", "sha256")).toBe("oNqRsvtJw1lOQZReEoQ4/wQs6cF9t3ZRypqqHd0EdKY=");
  });

  it("a changed query, an unknown key, an old timestamp and a repeated nonce are refused with distinct messages", () => {
    const changed = sign();
    changed.query.set("per_page", "6");
    expect(messageOf(changed)).toBe("Invalid signature - provided signature does not match.");
    expect(messageOf(sign({ oauth_consumer_key: "ck_2" }))).toBe("Consumer key is invalid.");
    expect(messageOf(sign({ oauth_timestamp: String(now - 1000) }))).toBe("Invalid timestamp.");
    const nonces = new Map<string, number>();
    expect(messageOf(sign(), nonces)).toBeNull();
    expect(messageOf(sign(), nonces)).toBe("Invalid nonce - nonce has already been used.");
  });

  it("the error for a dummy credential with only a consumer key proves that the header arrived", () => {
    const dummy = { ...sign(), query: new URLSearchParams(), headers: { authorization: 'OAuth oauth_consumer_key="dummy"' } };
    expect(verifyOAuth(dummy, [key], new Map(), now).error?.code).toBe("woocommerce_rest_authentication_missing_parameter");
  });
});
