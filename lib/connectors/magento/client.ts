import { z } from "zod";
import { MINUTE_MS } from "@/lib/base/units";
import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { FROM_CACHE, isFromCache } from "@/lib/connectors/http/cached-answers";
import { newMoment, signOAuth1 } from "@/lib/connectors/http/oauth1";
import { readJson } from "@/lib/connectors/http/read-body";
import { sendSigned } from "@/lib/connectors/http/redirects";
import { failureOfAnswer, isHtml, shopFailure } from "@/lib/connectors/http/shop-failure";
import { askPatiently } from "@/lib/connectors/http/wait-out-limits";
import type { MagentoCredentials } from "@/lib/connectors/magento/credentials";
import type { JsonRequest, ShopAccess, ShopAnswer, ShopFailure } from "@/lib/connectors/shop";

const REST = "/rest/V1";

export type MagentoShop = ShopAccess<MagentoCredentials>;

export type MagentoReply =
  | { ok: true; json: unknown; answer: ShopAnswer }
  /** `message`: Magento's error text with its placeholders filled in; null if something else answered. */
  | { ok: false; failure: ShopFailure; message: string | null; lacksRight: boolean };

const errorSchema = z.object({ message: z.string(), parameters: z.record(z.string(), z.unknown()).nullish().catch(null) });

/** Magento sends a template (`%max`) and its parameters. */
const fillIn = ({ message, parameters }: z.infer<typeof errorSchema>): string =>
  message.replace(/%(\w+)/g, (placeholder, name: string) => {
    const value = parameters?.[name];
    return typeof value === "string" || typeof value === "number" ? `${value}` : placeholder;
  });

const NO_ROUTE = "Request does not match any route.";

/** Magento refuses timestamps more than ten minutes ahead; if the shop's clock is wrong, its own time is used. */
export const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

const signs = (credentials: MagentoCredentials): boolean => credentials.consumerKey !== undefined;

function authorize({ client, credentials }: MagentoShop, method: string, path: string, skewMs: number): string {
  const { consumerKey, consumerSecret, accessToken, accessTokenSecret } = credentials;
  if (consumerKey === undefined || consumerSecret === undefined || accessTokenSecret === undefined) return `Bearer ${accessToken}`;
  return signOAuth1(
    { method, url: client.baseUrl + path },
    { consumerKey, consumerSecret, token: accessToken, tokenSecret: accessTokenSecret },
    newMoment(new Date(Date.now() + skewMs)),
  );
}

/** The shop's text for logs and pages, reduced to safe characters. */
export const plain = (message: string): string => message.replace(/[^\w .,'%:-]+/g, " ").slice(0, 120);

const withoutMessage = (failure: ShopFailure): MagentoReply & { ok: false } => ({ ok: false, failure, message: null, lacksRight: false });

const readRefusal = (answer: ShopAnswer, json: unknown, isSigned: boolean): MagentoReply & { ok: false } => {
  const error = errorSchema.safeParse(json);
  // Imunify360's block message also uses the key `message`.
  if (!error.success || isBlockPage(answer)) return withoutMessage(failureOfAnswer(answer));
  const message = fillIn(error.data);
  // Messages are in the shop's language; only this one names resources.
  const lacksRight = answer.status === 401 && error.data.parameters?.["resources"] !== undefined;
  const codeOf = (): ShopFailure["code"] => {
    if (answer.status === 401 || answer.status === 403) {
      // An unknown bearer token and a missing right have the same message. After an accepted signature, only the right can be missing.
      return isSigned && (lacksRight || /isn't authorized|not authorized/i.test(message))
        ? "credentials_insufficient"
        : "credentials_rejected";
    }
    if (/^Signature method /.test(message)) return "credentials_rejected";
    if (answer.status === 404 && message === NO_ROUTE) return "api_not_found";
    if (answer.status === 429) return "rate_limited";
    return answer.status >= 500 ? failureOfAnswer(answer).code : "invalid_response";
  };
  return { ok: false, failure: shopFailure(codeOf(), plain(message), answer), message, lacksRight };
};

/** One request to Magento's REST API, with parsed JSON. `path` is below `/rest/V1`. */
export const askMagento = (shop: MagentoShop, request: JsonRequest): Promise<MagentoReply> =>
  askPatiently(shop.client, request.method ?? "GET", () => askOnce(shop, request));

async function askOnce(shop: MagentoShop, request: JsonRequest): Promise<MagentoReply> {
  const { client, credentials } = shop;
  const path = REST + request.path;
  const method = request.method ?? "GET";
  const isSigned = signs(credentials);
  const send = (skewMs: number) =>
    client.send({
      method,
      path,
      headers: {
        accept: "application/json",
        "cache-control": "no-cache",
        authorization: authorize(shop, method, path, skewMs),
        // Magento refuses a body, even an empty one, without a content type.
        ...(method === "GET" ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.isShort ? { isShort: true } : {}),
      countsOnce: isSigned,
    });
  const sent = await (isSigned ? sendSigned(client, { method, toleranceMs: CLOCK_TOLERANCE_MS }, send) : send(0));
  if (!sent.ok) return withoutMessage(sent.failure);
  const { answer } = sent;
  const json = readJson(answer.body);
  // An error may come with status 200: from Imunify360, or if the status was lost on the way.
  if (answer.status < 200 || answer.status >= 300 || errorSchema.safeParse(json).success) return readRefusal(answer, json, isSigned);
  if (json === undefined || isHtml(answer)) return withoutMessage(failureOfAnswer(answer));
  if (method === "GET" && isFromCache(answer)) return withoutMessage(shopFailure("invalid_response", FROM_CACHE, answer));
  return { ok: true, json, answer };
}
