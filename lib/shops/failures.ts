import { isBlockPage } from "@/lib/shops/block-pages";
import { announcesMaintenance } from "@/lib/shops/maintenance-words";
import { readRetryAfter } from "@/lib/shops/retry-after";
import type { ShopAnswer, ShopFailure } from "@/lib/shops/shop";

// What an answer means that the platform's own code does not recognise: who answered is decided by the shape before the status.

/** Of Magento's page: the sentence on it stands on Apache's stock 503 as well, which says nothing but that the shop is gone. */
const MAGENTO_TITLE = "Error 503: Service Unavailable";

const isMaintenance = ({ body, status }: ShopAnswer): boolean => {
  const page = body.slice(0, 65_536);
  return announcesMaintenance(page, status) || (status === 503 && page.includes(MAGENTO_TITLE));
};

/** A failure as a value; status and Retry-After are read from the answer when there is one. */
export const shopFailure = (code: ShopFailure["code"], detail: string, answer?: ShopAnswer): ShopFailure => ({
  code,
  status: answer?.status ?? null,
  retryAfterSeconds: answer ? readRetryAfter(answer) : null,
  detail,
});

/** The same in the form that connectors return. */
export const failed = (code: ShopFailure["code"], detail: string, answer?: ShopAnswer): { ok: false; failure: ShopFailure } => ({
  ok: false,
  failure: shopFailure(code, detail, answer),
});

export const isHtml = (answer: ShopAnswer): boolean =>
  /\bhtml\b/i.test(answer.headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(answer.body.slice(0, 200));

/** Only the status and the kind of answer: the shop's text may hold anything. */
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
  // A wall in front of the shop: the platforms' own 401 are recognised by their connectors before.
  if (status === 401 || status === 407) return "blocked";
  if (status === 403 || status === 405 || status === 406 || status === 418 || status === 451 || status === 501) return "blocked";
  if (status === 404 || status === 410) return "api_not_found";
  if (status < 300 && isHtml(answer) && isMaintenance(answer)) return "maintenance";
  return "invalid_response";
};

/**
 * The failure behind an answer that is not the platform's API speaking: firewalls and challenges, limits, maintenance, web server pages.
 * Never returns credentials codes: only the platform's own words can say that a key is wrong.
 */
export const failureOfAnswer = (answer: ShopAnswer): ShopFailure => shopFailure(codeOfAnswer(answer), describeAnswer(answer), answer);

const ERROR_CODES: Readonly<Record<string, ShopFailure["code"]>> = {
  ECONNREFUSED: "connection_refused",
  EHOSTUNREACH: "connection_refused",
  ENETUNREACH: "connection_refused",
  ETIMEDOUT: "connection_timed_out",
  UND_ERR_CONNECT_TIMEOUT: "connection_timed_out",
  UND_ERR_HEADERS_TIMEOUT: "response_timed_out",
  UND_ERR_BODY_TIMEOUT: "response_timed_out",
  UND_ERR_HEADERS_OVERFLOW: "response_too_large",
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  UND_ERR_SOCKET: "connection_reset",
  EAI_AGAIN: "dns_failed",
  ENOTFOUND: "dns_failed",
  EADDRNOTAVAIL: "connection_refused",
  EPROTO: "tls_failed",
};

const TLS_CODES =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_|INVALID_PURPOSE)/;

const errorCode = (error: unknown): string => {
  if (!(error instanceof Error)) return "";
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  const own = (error as NodeJS.ErrnoException).code;
  if (typeof own === "string" && (own !== "UND_ERR_SOCKET" || !error.cause)) return own;
  return error.cause ? errorCode(error.cause) : (own ?? "");
};

/** The failure behind an error of the network or the HTTP parser; the detail holds its code only. */
export function failureOfError(error: unknown): ShopFailure {
  const code = errorCode(error);
  const known = ERROR_CODES[code] ?? (TLS_CODES.test(code) ? "tls_failed" : undefined);
  if (known) return shopFailure(known, code);
  return shopFailure(
    /^HPE_|^UND_ERR_RES|^Z_|^ERR__ERROR_FORMAT|ZSTD|BROTLI/.test(code) ? "invalid_response" : "connection_reset",
    code || "unknown error",
  );
}
