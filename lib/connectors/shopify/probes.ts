import { asRecord, headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { type ApiAnswer, type ApiSays, apiAnswerOf, getRequest, type ProbeRequest, type ShopProbes } from "@/lib/connectors/shop-probes";
import { adminPath } from "@/lib/connectors/shopify/queries";

/** A GraphQL query only reads by definition; mutations change data. */
export const shopifyQuery = (query: string, headers: ProbeRequest["headers"] = []): ProbeRequest => ({
  method: "POST",
  path: adminPath("graphql"),
  headers: [["Accept", "application/json"], ["Content-Type", "application/json"], ...headers],
  body: JSON.stringify({ query }),
});

const saysOf = (status: number, code: string | null): ApiSays => {
  if (status === 402 || status === 423 || code === "SHOP_INACTIVE") return "frozen";
  if (status === 429 || code === "THROTTLED") return "rate_limited";
  if (code === "INTERNAL_SERVER_ERROR") return "error";
  if (status === 401 || status === 403 || code === "ACCESS_DENIED") return "refusal";
  if (status === 404) return "no_route";
  return status >= 500 ? "error" : "bad_request";
};

const make = apiAnswerOf("shopify");

function recognize(answer: SeenAnswer): ApiAnswer | null {
  const isShopify = answer.headers.some(([name]) => name.startsWith("x-shopify-") || name === "x-shopid" || name === "x-shardid");
  const record = asRecord(answer.json);
  if (record && "errors" in record && !("code" in record)) {
    const { errors } = record;
    const [first] = Array.isArray(errors) ? errors : [];
    // PrestaShop's JSON errors have numeric codes.
    if (asRecord(first) && "code" in (asRecord(first) ?? {})) return null;
    const code = asRecord(asRecord(first)?.["extensions"])?.["code"];
    const text = typeof errors === "string" ? errors : String(asRecord(first)?.["message"] ?? "");
    return make(saysOf(answer.status, typeof code === "string" ? code : null), typeof code === "string" ? code : null, text);
  }
  if (record && "data" in record && answer.status === 200 && !("code" in record)) return make("data");
  if (answer.status === 402 || answer.status === 423) return isShopify ? make("frozen") : null;
  return isShopify && record ? make(answer.status < 300 ? "data" : saysOf(answer.status, null)) : null;
}

/** Shopify's Admin API. No server of the merchant is in front of it: only the name, TLS or the token can be wrong. */
export const shopifyProbes: ShopProbes = {
  shopSystem: "shopify",
  root: getRequest(adminPath("shop")),
  resource: () => shopifyQuery("{shop{name}}"),
  openResources: [],
  refuses: [],
  asksKeyFirst: false,
  unknown: null,
  needsAllMethods: false,
  dummyCredential: null,
  dummyCredentialElsewhere: null,
  readProbeAnswer: () => "unknown",
  recognize,
  rootVariant: null,
  writeMethod: null,
  apiEnding: /\/admin(?:\/.*)?$/s,
  otherPlaces: [],
  findRenamedApi: () => null,
  findFolder: () => null,
};

export const looksLikeShopify = (answer: SeenAnswer): boolean =>
  answer.headers.some(([name]) => name.startsWith("x-shopify-") || name === "x-shopid") ||
  /cdn\.shopify\.com|Shopify\.theme/.test(answer.text.slice(0, 200_000)) ||
  /shopify/i.test(headerOf(answer, "powered-by"));
