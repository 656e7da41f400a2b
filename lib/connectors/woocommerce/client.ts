import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { FROM_CACHE, isFromCache } from "@/lib/connectors/http/cached-answers";
import { byPost } from "@/lib/connectors/http/method-fallback";
import { newMoment, putIntoAddress, signOAuth1 } from "@/lib/connectors/http/oauth1";
import { readJson } from "@/lib/connectors/http/read-json";
import { signWhereFound } from "@/lib/connectors/http/redirects";
import { failed, failureOfAnswer, shopFailure } from "@/lib/connectors/http/shop-failure";
import { askPatiently } from "@/lib/connectors/http/wait-out-limits";
import type { ShopAnswer, ShopClient, ShopFailure, ShopRequest } from "@/lib/connectors/shop";
import type { WooCredentials } from "@/lib/connectors/woocommerce/credentials";
import { isRefusedSignature, learnOwnAddress, signingBase } from "@/lib/connectors/woocommerce/own-address";
import { wooErrorSchema } from "@/lib/connectors/woocommerce/schema";

const API = "/wp-json/wc/v3";

export type WooReply =
  | { ok: true; json: unknown; answer: ShopAnswer }
  /** `wordpressCode`: the code of WordPress's error object; null if something else answered. */
  | { ok: false; failure: ShopFailure; wordpressCode: string | null; refusedParameters: readonly string[] };

/** Plugins that close the REST API to unauthenticated clients; their JSON looks like WordPress but is a block. */
const CLOSED_BY_PLUGIN = new Set([
  "itsec_rest_api_access_restricted",
  "rest_cannot_access",
  "rest_not_logged_in",
  "rest_login_required",
  "no_rest_api_sorry",
]);

/** WooCommerce refuses signatures older than 15 minutes; for a shop with a wrong clock, its own time is used. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Shops over plain http that never receive the Authorization header; the signature may be in the URL, since it is no secret. */
const losesHeader = new WeakSet<ShopClient>();

const isSigned = (client: ShopClient): boolean => !client.baseUrl.startsWith("https:");

/** Basic over https; over plain http WooCommerce ignores it and accepts OAuth 1.0a. */
const authorize = (client: ShopClient, credentials: WooCredentials, method: string, path: string, skewMs: number): string =>
  isSigned(client)
    ? signOAuth1({ method, url: signingBase(client) + path }, credentials, newMoment(new Date(Date.now() + skewMs)))
    : `Basic ${Buffer.from(`${credentials.consumerKey}:${credentials.consumerSecret}`).toString("base64")}`;

const failureCode = (status: number, code: string, message: string): ShopFailure["code"] | null => {
  if (CLOSED_BY_PLUGIN.has(code)) return "blocked";
  if (code === "wp_die") return status === 503 ? "maintenance" : "server_error";
  if (code === "internal_server_error") return "server_error";
  if (code === "rest_no_route") return "api_not_found";
  if (code === "woocommerce_rest_authentication_error") {
    // The text is translated: "permissions" identifies English shops, a refused write after a read all others.
    return /permission/i.test(message) ? "credentials_insufficient" : "credentials_rejected";
  }
  if (code.startsWith("woocommerce_rest_authentication")) return "credentials_rejected";
  if (/^woocommerce_rest_cannot_|^rest_forbidden|^rest_cannot_/.test(code)) {
    return status === 401 ? "credentials_rejected" : "credentials_insufficient";
  }
  return null;
};

const readRefusal = (answer: ShopAnswer, json: unknown): WooReply & { ok: false } => {
  const error = wooErrorSchema.safeParse(json);
  if (!error.success) return { ok: false, failure: failureOfAnswer(answer), wordpressCode: null, refusedParameters: [] };
  const { code, message, data } = error.data;
  const known = failureCode(answer.status, code, message);
  const failure = shopFailure(known ?? failureOfAnswer(answer).code, code.slice(0, 80), answer);
  // WordPress itself answered, so nothing in front of it refused the request.
  if (!known && failure.code === "blocked") failure.code = answer.status === 401 ? "credentials_rejected" : "credentials_insufficient";
  if (!known && failure.code === "api_not_found") failure.code = "invalid_response";
  return { ok: false, failure, wordpressCode: code, refusedParameters: Object.keys(data?.params ?? {}) };
};

/** Plain permalinks: the home page comes instead of the API, and names the API's URL. */
const isPlainPermalinks = (answer: ShopAnswer): boolean => /rest_route=/.test(answer.headers["link"] ?? "");

/** The answer to a request without credentials. */
const isAnonymous = (answer: ShopAnswer): boolean => /"woocommerce_rest_cannot_/.test(answer.body.slice(0, 500));

/** Imunify360 blocks with 200 and `{"message": ...}`. Lists and orders are not searched: a customer's note may contain anything. */
const isBlockMessage = (json: unknown, answer: ShopAnswer): boolean =>
  typeof json === "object" && json !== null && "message" in json && !("id" in json) && isBlockPage(answer);

/** The codes of wc/v3 for an id that is no order. */
export const isUnknownOrder = (wordpressCode: string | null): boolean =>
  wordpressCode === "woocommerce_rest_shop_order_invalid_id" || wordpressCode === "woocommerce_rest_order_invalid_id";

interface WooRequest {
  method?: ShopRequest["method"];
  path: string;
  body?: unknown;
  isShort?: boolean;
}

/** One request to WooCommerce's REST API, with parsed JSON. `path` is below `/wp-json/wc/v3` unless it begins with `/wp-json`. */
export const askWoo = (client: ShopClient, credentials: WooCredentials, request: WooRequest): Promise<WooReply> =>
  askPatiently(client, request.method ?? "GET", () => askOnce(client, credentials, request));

async function askOnce(client: ShopClient, credentials: WooCredentials, request: WooRequest): Promise<WooReply> {
  const asked = { method: request.method ?? "GET", path: request.path.startsWith("/wp-json") ? request.path : API + request.path };
  const { method, path } = (client.overridesMethods && byPost("woocommerce", asked.method, asked.path)) || asked;
  const sendOnce = (skewMs: number, isInAddress: boolean) => {
    const authorization = authorize(client, credentials, method, path, skewMs);
    return client.send({
      method,
      path: isInAddress ? putIntoAddress(path, authorization) : path,
      headers: {
        accept: "application/json",
        "cache-control": "no-cache",
        ...(isInAddress ? {} : { authorization }),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.isShort ? { isShort: true } : {}),
      countsOnce: isSigned(client),
    });
  };
  const send = (skewMs: number, isInAddress: boolean) => signWhereFound(client, () => sendOnce(skewMs, isInAddress));

  let sent = await send(0, losesHeader.has(client));
  // WooCommerce remembers nonces: after a lost connection only a new signature may be sent.
  if (isSigned(client) && method === "GET" && !sent.ok && sent.failure.code === "connection_reset")
    sent = await send(0, losesHeader.has(client));
  if (sent.ok && sent.answer.status === 401 && Math.abs(sent.answer.clockSkewMs ?? 0) > CLOCK_TOLERANCE_MS) {
    sent = await send(sent.answer.clockSkewMs ?? 0, losesHeader.has(client));
  }
  if (isSigned(client) && !losesHeader.has(client) && sent.ok && sent.answer.status === 401 && isAnonymous(sent.answer)) {
    // A signature that arrives is never answered like this, not even a wrong one.
    const again = await send(0, true);
    if (again.ok && !isAnonymous(again.answer)) {
      losesHeader.add(client);
      sent = again;
    }
  }
  if (isSigned(client) && sent.ok && isRefusedSignature(sent.answer) && (await learnOwnAddress(client)))
    sent = await send(0, losesHeader.has(client));
  if (!sent.ok) return { ok: false, failure: sent.failure, wordpressCode: null, refusedParameters: [] };

  const { answer } = sent;
  const json = readJson(answer.body);
  if (method === "GET" && isFromCache(answer))
    return { ...failed("invalid_response", FROM_CACHE, answer), wordpressCode: null, refusedParameters: [] };
  if (answer.status < 200 || answer.status >= 300) return readRefusal(answer, json);
  if (json === undefined || isBlockMessage(json, answer)) {
    const failure = isPlainPermalinks(answer) ? shopFailure("api_not_found", "plain permalinks", answer) : failureOfAnswer(answer);
    return { ok: false, failure, wordpressCode: null, refusedParameters: [] };
  }
  return { ok: true, json, answer };
}
