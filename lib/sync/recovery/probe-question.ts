import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { readJson } from "@/lib/connectors/http/read-json";
import { isHtml } from "@/lib/connectors/http/shop-failure";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { Platform } from "@/lib/connectors/platforms";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopAnswer, ShopRequest } from "@/lib/connectors/shop";
import type { ApiSays, ProbeRequest } from "@/lib/connectors/shop-probes";
import { SHOPIFY_API_VERSION } from "@/lib/connectors/shopify/probes";
import type { CausesFound } from "@/lib/health/probe-visible-causes";

/** One request without a key, and what its answer must be for the shop to be worth more than that. */
export interface HealthProbeQuestion {
  request: ShopRequest;
  /** The address of ours that asks; null for the usual one. */
  from: string | null;
  isPassed(answer: ShopAnswer): boolean;
}

/** Where the API speaks without a key: its refusal is as good as any answer. */
const PROBE_PATHS: Record<Platform, string> = {
  woocommerce: "/wp-json/wc/v3/orders",
  magento: "/rest/V1/orders?searchCriteria[pageSize]=1",
  prestashop: "/api/",
  // Without a version Shopify answers with a page of its own.
  shopify: `/admin/api/${SHOPIFY_API_VERSION}/shop.json`,
};

const PROBE_MAX_BYTES = 64 * 1024;

/** Whether the shop's own software speaks: it may refuse a request without a key, but it is neither down nor hidden. */
export function isAlive(answer: ShopAnswer): boolean {
  if (answer.status >= 500 || answer.status === 429 || (answer.status >= 300 && answer.status < 400)) return false;
  if (isBlockPage(answer)) return false;
  const speaksForPrestaShop = "psws-version" in answer.headers || /prestashop/i.test(answer.headers["www-authenticate"] ?? "");
  return speaksForPrestaShop || (!isHtml(answer) && answer.body.trim() !== "");
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

const saysOneOf = (platform: Platform, answer: ShopAnswer, words: readonly ApiSays[]): boolean => {
  const says = SHOP_PROBES[platform].recognize(toSeen(answer), "GET")?.says;
  return words.some((word) => word === says);
};

/** What the shop's software says to everybody while it lets no app in. */
const OFF: readonly ApiSays[] = ["disabled", "frozen"];
/** What it says without an API; plugins that hide the API from strangers say the same to whoever brings no key. */
const CLOSED: readonly ApiSays[] = [...OFF, "no_route", "plugin_missing", "closed_by_plugin"];

/** Whether a shop that was down or slow is back. */
export const isAliveQuestion = (platform: Platform): HealthProbeQuestion => ({
  request: { method: "GET", path: PROBE_PATHS[platform], headers: { accept: "application/json" }, maxBytes: PROBE_MAX_BYTES },
  from: null,
  isPassed: (answer) => isAlive(answer) && !saysOneOf(platform, answer, OFF),
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
 * Whether an API that was not there is there again: a WordPress without WooCommerce is alive and says that it knows no such address. Where
 * the software asks for a key before anything else, one that nobody has is what makes it say that the API is off.
 */
export function isApiOpenQuestion(platform: Platform): HealthProbeQuestion {
  const { asksKeyFirst, dummyCredential } = SHOP_PROBES[platform];
  const alive = isAliveQuestion(platform);
  return {
    ...alive,
    request: asksKeyFirst && dummyCredential ? toRequest(dummyCredential, undefined) : alive.request,
    isPassed: (answer) => isAlive(answer) && !saysOneOf(platform, answer, CLOSED),
  };
}

/**
 * The request that a cause refused, once more: with the method, the name and the address that were refused. The requests are those of the
 * check, which change nothing.
 */
export function isFixedQuestion(platform: Platform, reason: CausesFound, addresses: readonly string[]): HealthProbeQuestion {
  const { dummyCredential, readProbeAnswer, resource } = SHOP_PROBES[platform];
  const [method] = reason.methods;
  const [userAgent] = reason.userAgents;
  const from = reason.addresses.find((address) => addresses.includes(address)) ?? null;
  if (reason.cause === "authorization_header_stripped" && dummyCredential)
    return { request: toRequest(dummyCredential, userAgent), from, isPassed: (answer) => readProbeAnswer(toSeen(answer)) === "arrived" };
  if (reason.cause === "api_disabled" || reason.cause === "api_not_found") return isApiOpenQuestion(platform);
  if (method !== undefined) return { request: toRequest(resource(method), userAgent), from, isPassed: isAlive };
  const { request } = isAliveQuestion(platform);
  const headers = { ...request.headers, ...(userAgent === undefined ? {} : { "user-agent": userAgent }) };
  return { request: { ...request, headers }, from, isPassed: isAlive };
}
