import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { readJson } from "@/lib/connectors/http/read-body";
import { isHtml } from "@/lib/connectors/http/shop-failure";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopAnswer, ShopRequest } from "@/lib/connectors/shop";
import type { ApiSays, ProbeRequest } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { adminPath } from "@/lib/connectors/shopify/queries";
import type { CausesFound } from "@/lib/health/probe-visible-causes";

/** One request without a key, and the answer that counts as passed. */
export interface RecoveryProbeQuestion {
  request: ShopRequest;
  /** The egress address to use; null for the default. */
  from: string | null;
  isPassed(answer: ShopAnswer): boolean;
}

/** Paths where the API answers without a key; a refusal is as good as any other answer. */
const PROBE_PATHS: Record<ShopSystem, string> = {
  woocommerce: "/wp-json/wc/v3/orders",
  magento: "/rest/V1/orders?searchCriteria[pageSize]=1",
  prestashop: "/api/",
  // Without a version, Shopify answers with a web page.
  shopify: adminPath("shop"),
};

const PROBE_MAX_BYTES = 64 * 1024;

/** Whether the shop's own software answers. A refusal for lack of a key still proves that it is neither down nor hidden. */
function isAlive(answer: ShopAnswer): boolean {
  if (answer.status >= 500 || answer.status === 429 || (answer.status >= 300 && answer.status < 400)) return false;
  if (isBlockPage(answer)) return false;
  const isPrestaShop = "psws-version" in answer.headers || /prestashop/i.test(answer.headers["www-authenticate"] ?? "");
  return isPrestaShop || (!isHtml(answer) && answer.body.trim() !== "");
}

const toSeen = (answer: ShopAnswer): SeenAnswer => ({
  status: answer.status,
  headers: Object.entries(answer.headers),
  text: answer.body,
  json: readJson(answer.body),
  defect: null,
  breaksOff: false,
  bodyState: "complete",
  bodyBytes: answer.body.length,
});

const saysOneOf = (shopSystem: ShopSystem, answer: ShopAnswer, accepted: readonly ApiSays[]): boolean => {
  const says = SHOP_PROBES[shopSystem].recognize(toSeen(answer), "GET")?.says;
  return accepted.some((one) => one === says);
};

/** Its answer to every client while the API is switched off or the shop frozen. */
const OFF: readonly ApiSays[] = ["disabled", "frozen"];
/** Its answer without an API, or if a plugin hides the API from unauthenticated clients. */
const CLOSED: readonly ApiSays[] = [...OFF, "no_route", "plugin_missing", "closed_by_plugin"];

/** Whether a shop that was down or slow is back. */
export const isAliveQuestion = (shopSystem: ShopSystem): RecoveryProbeQuestion => ({
  request: { method: "GET", path: PROBE_PATHS[shopSystem], headers: { accept: "application/json" }, maxBytes: PROBE_MAX_BYTES },
  from: null,
  isPassed: (answer) => isAlive(answer) && !saysOneOf(shopSystem, answer, OFF),
});

const METHODS: readonly ShopRequest["method"][] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const toRequest = ({ method, path, headers, body }: ProbeRequest, userAgent: string | undefined): ShopRequest => ({
  method: METHODS.find((known) => known === method) ?? "GET",
  path,
  headers: { ...Object.fromEntries(headers), ...(userAgent === undefined ? {} : { "user-agent": userAgent }) },
  ...(body === null ? {} : { body }),
  maxBytes: PROBE_MAX_BYTES,
});

/**
 * Whether a missing API is back: WordPress without WooCommerce answers but has no such route. Software that checks the key first gets a dummy
 * credential.
 */
export function isApiOpenQuestion(shopSystem: ShopSystem): RecoveryProbeQuestion {
  const { asksKeyFirst, dummyCredential } = SHOP_PROBES[shopSystem];
  const alive = isAliveQuestion(shopSystem);
  return {
    ...alive,
    request: asksKeyFirst && dummyCredential ? toRequest(dummyCredential, undefined) : alive.request,
    isPassed: (answer) => isAlive(answer) && !saysOneOf(shopSystem, answer, CLOSED),
  };
}

type RefusedRequest = Pick<CausesFound, "cause" | "methods" | "userAgents" | "addresses">;

/**
 * Repeats the request that a cause refused, with the same method, User-Agent and address. Like every request of a check, it changes
 * nothing.
 */
export function isFixedQuestion(shopSystem: ShopSystem, reason: RefusedRequest, addresses: readonly string[]): RecoveryProbeQuestion {
  const { dummyCredential, readProbeAnswer, resource } = SHOP_PROBES[shopSystem];
  const [method] = reason.methods;
  const [userAgent] = reason.userAgents;
  const from = reason.addresses.find((address) => addresses.includes(address)) ?? null;
  if (reason.cause === "authorization_header_stripped" && dummyCredential)
    return { request: toRequest(dummyCredential, userAgent), from, isPassed: (answer) => readProbeAnswer(toSeen(answer)) === "arrived" };
  if (["api_disabled", "closed_to_visitors", "api_not_found"].includes(reason.cause)) return isApiOpenQuestion(shopSystem);
  if (method !== undefined) return { request: toRequest(resource(method), userAgent), from, isPassed: isAlive };
  const { request } = isAliveQuestion(shopSystem);
  const headers = { ...request.headers, ...(userAgent === undefined ? {} : { "user-agent": userAgent }) };
  return { request: { ...request, headers }, from, isPassed: isAlive };
}
