import { trimSlashes } from "@/lib/base/trim-end";
import { folderBefore } from "@/lib/connectors/folder-before";
import { asRecord, headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { type ApiAnswer, type ApiSays, apiAnswerOf, getRequest, jsonRequest, type ShopProbes } from "@/lib/connectors/shop-probes";

/** Error codes with which plugins close the REST API to guests, and the plugins; measured and collected from public reports. */
export const CLOSED_BY_PLUGIN: ReadonlyMap<string, string> = new Map([
  ["itsec_rest_api_access_restricted", "solid_security"],
  ["rest_cannot_access", "wordpress"],
  ["rest_login_required", "wordpress"],
  ["no_rest_api_sorry", "wordpress"],
  ["rest_disabled", "wordpress"],
  ["rest_not_logged_in", "wordpress"],
  ["rest_api_disabled", "wordpress"],
]);

/** All-In-One Security's answer to guests, sent by `wp_die`. */
const WORDS_OF_AIOS = /^You are not authorized to perform this action\.?$/i;

/** The plugin that closed an API, by code or message, for `blocker`. */
export const closingPlugin = ({ code, message }: Pick<ApiAnswer, "code" | "message">): string | null =>
  code === "wp_die" && WORDS_OF_AIOS.test(message.trim()) ? "aios" : (CLOSED_BY_PLUGIN.get(code ?? "") ?? null);

/** No order has this id: WordPress counts up from 1, and no shop has a billion posts. */
export const IMPOSSIBLE_ID = 999_999_999;

/** A plugin that stops a visitor writes a plain sentence, often with status 500; WordPress' own fatal errors contain markup or known phrases. */
const isSentence = (message: string): boolean =>
  message.trim() !== "" && !/[<>]|critical error|fatal error|database connection/i.test(message);

const saysOfCode = (code: string, status: number, message: string): ApiSays => {
  if (status === 429) return "rate_limited";
  if (code === "wp_die" && status !== 503) return status < 500 || isSentence(message) ? "stopped" : "error";
  if (code === "internal_server_error") return "error";
  if (status === 503)
    return code === "wp_die" || /maint|wartung|onderhoud|mantenimiento|manutenzione/i.test(`${code} ${message}`) ? "maintenance" : "error";
  if (code === "rest_no_route") return "no_route";
  // WordPress shows its index to all visitors, and WooCommerce has codes of its own, so any other refusal comes from something else.
  if (CLOSED_BY_PLUGIN.has(code) || ((status === 401 || status === 403) && !code.startsWith("woocommerce_"))) return "closed_by_plugin";
  if (status === 400) return "bad_request";
  return "refusal";
};

const make = apiAnswerOf("woocommerce");

/** Gateways also answer with JSON that has a code and a message; WordPress adds the status, or the header that links to its API. */
function recognize(answer: SeenAnswer): ApiAnswer | null {
  const record = asRecord(answer.json);
  const fromWordPress = /rel="https:\/\/api\.w\.org\/"/.test(headerOf(answer, "link")) || headerOf(answer, "x-wp-total") !== "";
  const data = asRecord(record?.["data"]);
  if (record && typeof record["code"] === "string" && typeof record["message"] === "string" && data) {
    const { code, message } = record;
    if (typeof data["status"] === "number" || fromWordPress) return make(saysOfCode(code, answer.status, message), code, message);
  }
  if (record && Array.isArray(record["namespaces"])) {
    const ownUrl = [record["home"], record["url"]].find((address) => typeof address === "string") ?? null;
    const hasShop = record["namespaces"].some((name) => typeof name === "string" && /^wc\/v[23]$/.test(name));
    return make(hasShop ? "index" : "plugin_missing", null, "", ownUrl);
  }
  if (record && answer.status === 200 && describesRoute(record)) return make("data");
  if (Array.isArray(answer.json) && answer.status === 200 && answer.json.length > 0) return make("data");
  return fromWordPress && answer.json !== undefined ? make(answer.status < 300 ? "data" : "refusal") : null;
}

/** WordPress' description of a route, or a part of it. */
const describesRoute = (record: Readonly<Record<string, unknown>>): boolean =>
  typeof record["namespace"] === "string" ||
  asRecord(record["routes"]) !== null ||
  Array.isArray(record["endpoints"]) ||
  Array.isArray(record["methods"]);

const RESOURCE = `/wp-json/wc/v3/orders/${IMPOSSIBLE_ID}`;
const DUMMY_CREDENTIAL = 'OAuth oauth_consumer_key="dummy"';
const ROOT = "/wp-json/?_fields=namespaces,url,home";

const API_LINK = "https://api.w.org/";

/** The URLs that the header `Link` names as the API. Read by hand: a pattern would try each `<` up to the end of the header. */
const linkedUrls = (page: SeenAnswer): string[] => {
  const parts = headerOf(page, "link").split(">");
  return parts.flatMap((part, index) =>
    /^;\s*rel="https:\/\/api\.w\.org\/"/.test(parts[index + 1] ?? "") ? [part.slice(part.lastIndexOf("<") + 1)] : [],
  );
};

const linkTags = (page: SeenAnswer): string[] => page.text.match(/<link\b[^<>]{0,1000}/g) ?? [];

/** WooCommerce's REST API (wc/v3). The whole index exceeds a megabyte; `_fields` reduces it. */
export const wooProbes: ShopProbes = {
  shopSystem: "woocommerce",
  root: getRequest(ROOT),
  resource: (method) => jsonRequest(method, RESOURCE),
  openResources: [
    // WordPress takes the method from the query: this asks which methods it knows, which it answers to anyone.
    (method) => jsonRequest(method, `${RESOURCE}?_method=OPTIONS&_fields=namespace`),
    (method) => jsonRequest(method, `${RESOURCE}/sendcloud-reachability-check`),
  ],
  refuses: [],
  asksKeyFirst: false,
  unknown: null,
  needsAllMethods: true,
  // WooCommerce distinguishes incomplete OAuth parameters from none, over http and https.
  dummyCredential: getRequest(RESOURCE, [["Authorization", DUMMY_CREDENTIAL]]),
  dummyCredentialElsewhere: getRequest(`${RESOURCE}?oauth_consumer_key=dummy`),
  readProbeAnswer(answer) {
    const said = recognize(answer);
    if (said?.code?.startsWith("woocommerce_rest_authentication")) return "arrived";
    return said?.code === "woocommerce_rest_cannot_view" ? "stripped" : "unknown";
  },
  recognize,
  rootVariant: {
    request: getRequest("/wp-json/?_fields=namespaces"),
    elsewhere: getRequest("/wp-json?_fields=namespaces"),
    isStale: (answer) => "url" in (asRecord(answer.json) ?? {}),
  },
  writeMethod: "POST",
  apiEnding: /(?:\/index\.php)?\/(?:wp-json|wc-api)(?:\/.*)?$/s,
  otherPlaces: [
    { request: getRequest("/?rest_route=/&_fields=namespaces,url,home"), reason: "plain_permalinks" },
    { request: getRequest(`/index.php${ROOT}`), reason: "rewrite_missing" },
  ],
  findRenamedApi(page) {
    const tag = linkTags(page).find((link) => link.includes(API_LINK));
    const link = linkedUrls(page)[0] ?? /href=["']([^"']{1,500})/.exec(tag ?? "")?.[1];
    const url = link === undefined ? null : URL.parse(link, "http://shop.invalid");
    return url && url.search === "" && url.pathname !== "/" && !/\/wp-json\/?$/.test(url.pathname) ? url.pathname : null;
  },
  findFolder(homePage) {
    const link = linkedUrls(homePage).map((url) => /^(https?:\/\/.+)\/wp-json\/?$/.exec(url)?.[1])[0];
    if (link && URL.canParse(link)) return trimSlashes(new URL(link).pathname);
    return folderBefore(homePage.text, /^wp-(?:content|includes)\//);
  },
};

/** With plain permalinks, every page shows that the API is reached by a parameter. */
export const hasPlainPermalinks = (page: SeenAnswer): boolean =>
  linkedUrls(page).some((url) => url.includes("rest_route=")) ||
  linkTags(page).some((tag) => tag.includes(API_LINK) && tag.includes("rest_route=", tag.indexOf(API_LINK)));
