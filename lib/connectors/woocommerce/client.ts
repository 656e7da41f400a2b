import { z } from "zod";
import { trimSlashes } from "@/lib/base/trim-end";
import { MINUTE_MS } from "@/lib/base/units";
import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { FROM_CACHE, isFromCache } from "@/lib/connectors/http/cached-answers";
import { byPost } from "@/lib/connectors/http/method-fallback";
import { newMoment, putIntoAddress, signOAuth1 } from "@/lib/connectors/http/oauth1";
import { readJson } from "@/lib/connectors/http/read-body";
import { sendSigned, sendWhereFound } from "@/lib/connectors/http/redirects";
import { failureOfAnswer, shopFailure } from "@/lib/connectors/http/shop-failure";
import { askPatiently } from "@/lib/connectors/http/wait-out-limits";
import type { JsonRequest, ShopAccess, ShopAnswer, ShopClient, ShopFailure, ShopRequest } from "@/lib/connectors/shop";
import type { WooCredentials } from "@/lib/connectors/woocommerce/credentials";
import { CLOSED_BY_PLUGIN } from "@/lib/connectors/woocommerce/probes";
import { wooErrorSchema } from "@/lib/connectors/woocommerce/schema";

const API = "/wp-json/wc/v3";

export type WooShop = ShopAccess<WooCredentials>;

export type WooReply =
  | { ok: true; json: unknown; answer: ShopAnswer }
  /** `wordpressCode`: the code of WordPress' error object; null if something else answered. */
  | { ok: false; failure: ShopFailure; wordpressCode: string | null; refusedParameters: readonly string[] };

/** WooCommerce refuses signatures older than 15 minutes; if the shop's clock is wrong, its own time is used. */
const CLOCK_TOLERANCE_MS = 10 * MINUTE_MS;

/** Shops over plain http that never receive the Authorization header; the signature may be in the URL, as it is not secret. */
const losesHeader = new WeakSet<ShopClient>();

const isSigned = (client: ShopClient): boolean => !client.baseUrl.startsWith("https:");

/** Basic over https; over plain http, WooCommerce ignores Basic and accepts OAuth 1.0a. */
const authorize = ({ client, credentials }: WooShop, method: string, path: string, skewMs: number): string =>
  isSigned(client)
    ? signOAuth1({ method, url: signingBase(client) + path }, credentials, newMoment(new Date(Date.now() + skewMs)))
    : `Basic ${Buffer.from(`${credentials.consumerKey}:${credentials.consumerSecret}`).toString("base64")}`;

const failureCode = (status: number, code: string, message: string): ShopFailure["code"] | null => {
  if (CLOSED_BY_PLUGIN.has(code)) return "blocked";
  if (code === "wp_die") return status === 503 ? "maintenance" : "server_error";
  if (code === "internal_server_error") return "server_error";
  if (code === "rest_no_route") return "api_not_found";
  if (code === "woocommerce_rest_authentication_error") {
    // The text is translated: "permissions" identifies English shops; for others, a refused write after a read does.
    return /permission/i.test(message) ? "credentials_insufficient" : "credentials_rejected";
  }
  if (code.startsWith("woocommerce_rest_authentication")) return "credentials_rejected";
  if (/^woocommerce_rest_cannot_|^rest_forbidden|^rest_cannot_/.test(code)) {
    return status === 401 ? "credentials_rejected" : "credentials_insufficient";
  }
  return null;
};

/** WordPress's error object also names the status: if a plugin printed something before, PHP could only send 200. */
function withOwnStatus(answer: ShopAnswer, json: unknown): ShopAnswer {
  const status = wooErrorSchema.safeParse(json).data?.data?.status ?? answer.status;
  return answer.status === 200 && status >= 400 ? { ...answer, status } : answer;
}

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

/** With plain permalinks, the home page comes instead of the API and reveals the API's URL. */
const isPlainPermalinks = (answer: ShopAnswer): boolean => /rest_route=/.test(answer.headers["link"] ?? "");

/** The answer to a request without credentials. */
const isAnonymous = (answer: ShopAnswer): boolean => /"woocommerce_rest_cannot_/.test(answer.body.slice(0, 500));

/** Imunify360 blocks with 200 and `{"message": ...}`. Lists and orders are not searched, since a customer's note may contain anything. */
const isBlockMessage = (json: unknown, answer: ShopAnswer): boolean =>
  typeof json === "object" && json !== null && "message" in json && !("id" in json) && isBlockPage(answer);

/** The codes of wc/v3 for an id that is not an order. */
export const isUnknownOrder = (wordpressCode: string | null): boolean =>
  wordpressCode === "woocommerce_rest_shop_order_invalid_id" || wordpressCode === "woocommerce_rest_order_invalid_id";

/** One request to WooCommerce's REST API, with parsed JSON. `path` is below `/wp-json/wc/v3` unless it begins with `/wp-json`. */
export const askWoo = (shop: WooShop, request: JsonRequest): Promise<WooReply> =>
  askPatiently(shop.client, request.method ?? "GET", () => askOnce(shop, request));

async function askOnce(shop: WooShop, request: JsonRequest): Promise<WooReply> {
  const { client } = shop;
  const asked = { method: request.method ?? "GET", path: request.path.startsWith("/wp-json") ? request.path : API + request.path };
  const { method, path } = (client.overridesMethods && byPost("woocommerce", asked.method, asked.path)) || asked;
  const sendOnce = (skewMs: number, isInAddress: boolean) => {
    const authorization = authorize(shop, method, path, skewMs);
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
  const sent = await (isSigned(client) ? sendSignedTo(client, method, sendOnce) : sendOnce(0, false));
  const failing = (failure: ShopFailure): WooReply => ({ ok: false, failure, wordpressCode: null, refusedParameters: [] });
  if (!sent.ok) return failing(sent.failure);
  const json = readJson(sent.answer.body);
  const answer = withOwnStatus(sent.answer, json);
  if (method === "GET" && isFromCache(answer)) return failing(shopFailure("invalid_response", FROM_CACHE, answer));
  if (answer.status < 200 || answer.status >= 300) return readRefusal(answer, json);
  if (json === undefined || isBlockMessage(json, answer))
    return failing(isPlainPermalinks(answer) ? shopFailure("api_not_found", "plain permalinks", answer) : failureOfAnswer(answer));
  return { ok: true, json, answer };
}

/** Over plain http: puts the signature into the URL if the header is stripped, and signs WordPress' own URL. */
async function sendSignedTo(
  client: ShopClient,
  method: ShopRequest["method"],
  sendOnce: (skewMs: number, isInAddress: boolean) => ReturnType<ShopClient["send"]>,
): ReturnType<ShopClient["send"]> {
  const again = (isInAddress: boolean) => sendWhereFound(client, () => sendOnce(0, isInAddress));
  const signing = { method, toleranceMs: CLOCK_TOLERANCE_MS };
  let sent = await sendSigned(client, signing, (skewMs) => sendOnce(skewMs, losesHeader.has(client)));
  if (!losesHeader.has(client) && sent.ok && sent.answer.status === 401 && isAnonymous(sent.answer)) {
    // A signature that arrives is never answered like this, not even a wrong one.
    const inAddress = await again(true);
    if (inAddress.ok && !isAnonymous(inAddress.answer)) {
      losesHeader.add(client);
      sent = inAddress;
    }
  }
  return sent.ok && isRefusedSignature(sent.answer) && (await learnOwnAddress(client)) ? again(losesHeader.has(client)) : sent;
}

// WooCommerce verifies a signature against WordPress' own URL, whatever URL the request used: with or without `www.`, another name on the same
// server, or a proxy in front.

const signedAt = new WeakMap<ShopClient, string>();

/** The URL that signatures for this shop use. */
const signingBase = (client: ShopClient): string => signedAt.get(client) ?? client.baseUrl;

const indexSchema = z.object({ home: z.url({ protocol: /^https?$/ }) });

/** Whether WooCommerce refused the signature or the key: both have one code. */
const isRefusedSignature = (answer: ShopAnswer): boolean =>
  answer.status === 401 && /"woocommerce_rest_authentication_error"/.test(answer.body.slice(0, 500));

/** Reads WordPress' own URL, which needs no key. @returns whether signatures use another URL from now on */
async function learnOwnAddress(client: ShopClient): Promise<boolean> {
  if (signedAt.has(client)) return false;
  const sent = await client.send({ method: "GET", path: "/wp-json/?_fields=home", headers: { accept: "application/json" } });
  const index = indexSchema.safeParse(sent.ok ? readJson(sent.answer.body) : null);
  // Over plain http, signatures use http, even if the shop's home URL has https.
  const home = index.success ? trimSlashes(index.data.home.replace(/^https:/, "http:")) : client.baseUrl;
  if (sent.ok) signedAt.set(client, home);
  return home !== client.baseUrl;
}
