import { cleanText } from "@/lib/base/texts";
import { isBlockPage } from "@/lib/connectors/http/block-pages";
import { announcesMaintenance } from "@/lib/connectors/http/maintenance-pages";
import { readRetryAfter } from "@/lib/connectors/http/retry-after";
import { type NetFailure, SHOP_FAILURES } from "@/lib/connectors/net/failures";
import type { Failed, ShopAnswer, ShopFailure } from "@/lib/connectors/shop";

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
