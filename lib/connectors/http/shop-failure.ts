import { cleanText } from "@/lib/base/texts";
import { SECOND_MS } from "@/lib/base/units";
import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { announcesMaintenance } from "@/lib/connectors/http/maintenance-pages";
import { type NetFailure, SHOP_FAILURES } from "@/lib/connectors/net/failures";
import type { Failed, ShopAnswer, ShopFailure } from "@/lib/connectors/shop";

/** Seconds from Retry-After (RFC 9110, 10.2.3). A date is by the shop's clock, so it is compared with the response's own Date. */
export function readRetryAfter(answer: Pick<ShopAnswer, "headers">, now: Date = new Date()): number | null {
  const text = answer.headers["retry-after"]?.trim();
  if (!text) return null;
  // Shopify sends fractions of a second.
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Math.ceil(Number(text));
  const until = /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return null;
  const shopNow = Date.parse(answer.headers["date"] ?? "");
  return Math.max(0, Math.ceil((until - (Number.isNaN(shopNow) ? now.getTime() : shopNow)) / SECOND_MS));
}

// Interprets a response that the connector does not recognise, by shape before status.

/** Title of Magento's page. Its sentence is also Apache's default text for 503, which does not mean maintenance. */
const MAGENTO_TITLE = "Error 503: Service Unavailable";

const isMaintenance = ({ body, status }: ShopAnswer): boolean => {
  const page = body.slice(0, 65_536);
  return announcesMaintenance(page, status) || (status === 503 && page.includes(MAGENTO_TITLE));
};

/** Builds a failure; status and Retry-After come from the response, if there is one. */
export const shopFailure = (code: ShopFailure["code"], detail: string, answer?: ShopAnswer): ShopFailure => ({
  code,
  status: answer?.status ?? null,
  retryAfterSeconds: answer ? readRetryAfter(answer) : null,
  // The detail may contain codes chosen by the shop.
  detail: cleanText(detail),
});

export const failed = (code: ShopFailure["code"], detail: string, answer?: ShopAnswer): Failed => ({
  ok: false,
  failure: shopFailure(code, detail, answer),
});

/** A key that could read and is refused here lacks the right to write, whatever the translated message says. */
export const refusedWrite = ({ failure }: { failure: ShopFailure }): Failed => ({
  ok: false,
  failure: failure.code === "credentials_rejected" ? { ...failure, code: "credentials_insufficient" } : failure,
});

export const isHtml = (answer: ShopAnswer): boolean =>
  /\bhtml\b/i.test(answer.headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(answer.body.slice(0, 200));

/** Only status and content type: the shop's text may contain anything. */
const describeAnswer = (answer: ShopAnswer): string =>
  `HTTP ${answer.status}, ${(answer.headers["content-type"] ?? "no content type").replace(/[^\w/;=+. -]/g, "").slice(0, 60)}, ${answer.body.length} characters`;

const codeOfAnswer = (answer: ShopAnswer): ShopFailure["code"] => {
  const { status } = answer;
  if (isBlockPage(answer)) return "blocked";
  if (status === 429) return "rate_limited";
  if (status === 503) {
    return readRetryAfter(answer) !== null || isMaintenance(answer) ? "maintenance" : "server_error";
  }
  if (status >= 500 && status !== 501) return "server_error";
  if (status >= 300 && status < 400) return "redirected";
  // Something in front of the shop: connectors have already recognised their own 401.
  if (status === 401 || status === 407) return "blocked";
  if (status === 403 || status === 405 || status === 406 || status === 418 || status === 451 || status === 501) return "blocked";
  if (status === 404 || status === 410) return "api_not_found";
  if (status < 300 && isHtml(answer) && isMaintenance(answer)) return "maintenance";
  return "invalid_response";
};

/** Never a credentials code: only the shop system itself can report a wrong key. */
export const failureOfAnswer = (answer: ShopAnswer): ShopFailure => shopFailure(codeOfAnswer(answer), describeAnswer(answer), answer);

export function failureOfNet({ code, details }: NetFailure): ShopFailure {
  const { error } = details;
  return shopFailure(SHOP_FAILURES[code], error === undefined || error === "unknown" || error === "" ? code : `${code} ${error}`);
}
