import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/infra/env";

/** The app's scopes in a shop. `read_all_orders` needs Shopify's permission for the app and may be missing. */
export const SHOPIFY_SCOPES = [
  "read_orders",
  "read_all_orders",
  "read_products",
  "read_merchant_managed_fulfillment_orders",
  "write_merchant_managed_fulfillment_orders",
] as const;
/** Without these, no order can be imported and no tracking number sent; write scopes include reading. */
const NEEDED = ["read_orders", "write_merchant_managed_fulfillment_orders"] as const;

export interface ShopifyApp {
  clientId: string;
  /** Newest first: requests use the first; while a secret is rotated, signatures of all are accepted. */
  secrets: readonly [string, ...string[]];
}

/** The platform's own app; null if none is configured. */
export function shopifyApp(): ShopifyApp | null {
  const { SHOPIFY_CLIENT_ID: clientId, SHOPIFY_CLIENT_SECRET } = env();
  const [newest, ...older] = SHOPIFY_CLIENT_SECRET;
  return clientId && newest ? { clientId, secrets: [newest, ...older] } : null;
}

/** Required scopes that were not granted. `granted`: as Shopify lists them, separated by commas. */
export function missingScopes(granted: string): string[] {
  const scopes = new Set(granted.split(",").map((scope) => scope.trim()));
  return NEEDED.filter((scope) => !scopes.has(scope) && !scopes.has(scope.replace("read_", "write_")));
}

const SHOP = /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/;

export const isShopifyDomain = (host: string): boolean => SHOP.test(host);

const equals = (given: Buffer, expected: Buffer): boolean => given.length === expected.length && timingSafeEqual(given, expected);

const isSignedBy = (secrets: readonly string[], message: string | Uint8Array, given: Buffer): boolean =>
  // All are computed, so that the timing does not reveal which one matched.
  secrets.map((secret) => equals(given, createHmac("sha256", secret).update(message).digest())).includes(true);

/** Whether Shopify signed the query of a redirect (hex). Accepts both documented ways to serialize the parameters. */
export function isSignedQuery({ secrets }: ShopifyApp, query: URLSearchParams): boolean {
  const given = query.get("hmac") ?? "";
  const names = [...query.keys()];
  if (!/^[0-9a-f]{64}$/i.test(given) || new Set(names).size !== names.length) return false;
  const parameters = [...query]
    .filter(([name]) => name !== "hmac" && name !== "signature")
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const escaped = (text: string): string => text.replaceAll("%", "%25").replaceAll("&", "%26");
  const messages = [
    new URLSearchParams(parameters).toString(),
    parameters.map(([name, value]) => `${escaped(name).replaceAll("=", "%3D")}=${escaped(value)}`).join("&"),
  ];
  return messages.map((message) => isSignedBy(secrets, message, Buffer.from(given, "hex"))).includes(true);
}

/** Whether one of the secrets signed the body of a webhook: base64 of its HMAC-SHA256. */
export const isSignedBody = ({ secrets }: { secrets: readonly string[] }, body: Uint8Array, signature: string | null): boolean =>
  isSignedBy(secrets, body, Buffer.from(signature ?? "", "base64"));
