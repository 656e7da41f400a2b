import { type Fingerprint, findFrontSign, findPageSign, readOwnServer } from "@/lib/check/diagnosis/fingerprints";
import type { Reached } from "@/lib/check/result";
import { announcesMaintenance } from "@/lib/connectors/http/maintenance-pages";
import { readRetryAfter } from "@/lib/connectors/http/shop-failure";
import { headerOf, isHtmlPage, isJsonType, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { isPrestashopDocument } from "@/lib/connectors/prestashop/probes";
import type { ApiAnswer, ShopProbes } from "@/lib/connectors/shop-probes";
import { closingPlugin } from "@/lib/connectors/woocommerce/probes";

/** What a response means. `pass`: the application received the request. The others depend on who answered and how, never on the status only. */
export type Meaning =
  | "pass"
  | "challenge"
  | "blocked"
  | "rate_limited"
  | "wall"
  | "maintenance"
  | "server_error"
  | "not_found"
  | "redirect"
  | "page"
  | "invalid"
  | "unfinished"
  | "tls_refused";

export interface Reading {
  meaning: Meaning;
  reached: Reached;
  /** Null if something else answered. */
  api: ApiAnswer | null;
  sign: Fingerprint | null;
  /** Refines the meaning, from the closed list of lib/check/diagnosis/reasons.ts. */
  reason: string | null;
  details: Readonly<Record<string, string | number>>;
}

/** The longest rate limit that a check waits out. */
export const MAX_WAIT_SECONDS = 5;

export const retryAfterSeconds = (answer: SeenAnswer): number | null =>
  readRetryAfter({ headers: { "retry-after": headerOf(answer, "retry-after"), date: headerOf(answer, "date") } });

/** PHP that stopped before it wrote anything: web servers send a page of their own, and no charset without one. */
const isSilentPhp = (answer: SeenAnswer): boolean =>
  answer.status === 500 && answer.bodyBytes === 0 && /^text\/html;\s*charset=/i.test(headerOf(answer, "content-type"));

/** PrestaShop's page for any exception; only its own log says which. */
const isPrestashopException = (text: string): boolean =>
  text.includes('content="This store is powered by PrestaShop"') && text.includes("<title>500 Server Error</title>");

const serverErrorReason = (answer: SeenAnswer, sign: Fingerprint | null): string | null => {
  if (sign?.sign === "origin_error") return sign.software === "cloudflare" ? "origin_unreachable" : "backend_down";
  const text = answer.text.slice(0, 65_536);
  if (/SQLSTATE\[HY000\] \[(?:2002|1045|1040)\]|database connection/i.test(text)) return "database_down";
  if (/There has been a critical error|PHP Fatal error|<b>Fatal error<\/b>|Uncaught Error|Allowed memory size/i.test(text))
    return "php_fatal";
  if (isSilentPhp(answer) || isPrestashopException(text)) return "php_fatal";
  if (answer.status === 502 || answer.status === 504) return "bad_gateway";
  if (answer.status === 503 && sign?.software === "apache") return "backend_down";
  return null;
};

function retryDetails(answer: SeenAnswer): Reading["details"] {
  const waitSeconds = retryAfterSeconds(answer);
  return waitSeconds === null ? {} : { retryAfterSeconds: waitSeconds };
}

const signOf = (api: ApiAnswer, answer: SeenAnswer, software: string, sign: Fingerprint["sign"]): Fingerprint => ({
  software,
  sign,
  evidence: api.code ?? `status ${answer.status}`,
});

const is = (meaning: Meaning, reason: string | null = null, details: Reading["details"] = {}) => ({ meaning, reason, details });

/** What the shop's software answered before or instead of its API; null if the API answered. */
function readBeforeApi(api: ApiAnswer, answer: SeenAnswer): Reading | null {
  const base = { reached: "other" as const, api, sign: null, details: {} };
  switch (api.says) {
    case "maintenance":
      return { ...base, ...is("maintenance", api.code === "wp_die" ? "wordpress_update" : "maintenance_announced", retryDetails(answer)) };
    case "rate_limited":
      return { ...base, ...is("rate_limited", null, retryDetails(answer)), sign: signOf(api, answer, api.shopSystem, "rate_limit") };
    case "stopped":
      return { ...base, ...is("blocked"), reached: "in_front", sign: signOf(api, answer, closingPlugin(api) ?? "wordpress", "block") };
    case "error":
      return { ...base, ...is("server_error", serverErrorReason(answer, null) ?? (answer.status === 500 ? "php_fatal" : null)) };
    default:
      return null;
  }
}

const BROKEN_BODIES: Partial<Record<SeenAnswer["bodyState"], string>> = {
  unfinished: "truncated",
  cut: "too_large",
  bad_encoding: "bad_encoding",
};

const typeDetails = (answer: SeenAnswer) => ({ contentType: headerOf(answer, "content-type").slice(0, 80) });

function readApi(api: ApiAnswer, answer: SeenAnswer, method: string): Reading {
  const before = readBeforeApi(api, answer);
  if (before) return before;
  const base = { reached: "application" as const, api, sign: null, details: {} };
  const { bodyState, defect } = answer;
  // For other methods it is enough that the shop received the request.
  if (bodyState === "timed_out" && defect === null)
    return { ...base, meaning: method === "GET" ? "unfinished" : "pass", reason: "body_unfinished" };
  const reason = defect ?? BROKEN_BODIES[bodyState] ?? (answer.breaksOff ? "truncated" : null);
  if (reason === null && answer.json !== undefined && !isJsonType(answer))
    return { ...base, ...is("pass", "wrong_content_type", typeDetails(answer)) };
  return { ...base, meaning: "pass", reason };
}

/** With display_errors on, PHP prints fatal errors with status 200. */
const PHP_FATAL = /^[ \t]{0,9}(?:<br \/>\s{0,9})?(?:<b>|PHP )?(?:Fatal|Parse) error(?:<\/b>)?:\s/im;

const REFUSING = new Set([403, 405, 406, 407, 409, 410, 412, 415, 418, 444, 451, 493, 501, 999]);

const LIMIT_WORDS = /too many|rate.?limit|slow down|zu viele|trop de|te veel|demasiad|tropp[ei]/i;

/** An unsigned block page that also names a time or a rate: then it is a limit or maintenance, not a block. */
const isTemporary = (answer: SeenAnswer, { software }: Fingerprint): boolean => {
  if (software !== null) return false;
  if (answer.status === 429) return retryAfterSeconds(answer) !== null || LIMIT_WORDS.test(answer.text);
  return answer.status === 503 && announcesMaintenance(answer.text, answer.status);
};

/** The meaning of a response that is not the application's: by sign, then shape, then status. */
function readForeign(answer: SeenAnswer, sign: Fingerprint | null): Pick<Reading, "meaning" | "reason" | "details"> {
  const { status } = answer;
  const text = answer.text.slice(0, 65_536);
  const waitSeconds = retryAfterSeconds(answer);
  const wait = retryDetails(answer);
  if (sign?.sign === "challenge") return is("challenge");
  if (sign?.sign === "rate_limit") return is("rate_limited", null, wait);
  if (sign?.sign === "block" && !isTemporary(answer, sign)) return is("blocked");
  if (sign?.sign === "closed_api") return is("blocked", "closed_by_plugin");
  if (sign?.sign === "login") return is("wall", "login_page");
  if (sign?.sign === "maintenance") return is("maintenance", "magento_maintenance", wait);
  if (sign?.sign === "client_certificate") return is("tls_refused", "client_certificate");
  if (sign?.sign === "plain_http") return is("redirect", "plain_http");
  // Varnish uses one page for unreachable backends and for configured messages.
  if (sign?.software === "varnish" && status === 503 && announcesMaintenance(text, status))
    return is("maintenance", "maintenance_announced", wait);
  if (sign?.sign === "origin_error") return is("server_error", serverErrorReason(answer, sign), { status });
  if (sign?.sign === "own_error") return is("server_error", "front_failed", { status });
  if (status === 429) return is("rate_limited", null, wait);
  if (status === 503 && announcesMaintenance(text, status)) {
    return is("maintenance", waitSeconds === 600 ? "wordpress_update" : "maintenance_announced", wait);
  }
  // nginx limits answer 503 as well, but without Retry-After.
  if (status === 503 && waitSeconds !== null && waitSeconds >= 30) return is("maintenance", "maintenance_announced", wait);
  // We send HTTP/1.1, so a proxy has passed the request on in another version. 426 can also ask for TLS.
  if (status === 505 || (status === 426 && !/tls/i.test(headerOf(answer, "upgrade"))))
    return is("server_error", "http_version", { status });
  // The rest may have been the shop's own refusal.
  if (status < 500 && sign === null && isJsonType(answer) && answer.json === undefined) {
    if (answer.bodyState === "timed_out") return is("unfinished", "body_unfinished");
    if (answer.bodyState === "unfinished" || answer.breaksOff) return is("invalid", "truncated");
  }
  if (status === 501 || REFUSING.has(status)) return is("blocked");
  if (status >= 500) return is("server_error", serverErrorReason(answer, sign), { status });
  const isUnreadable = answer.bodyState === "bad_encoding";
  if (isUnreadable && (status === 404 || (status === 401 && headerOf(answer, "www-authenticate") === "")))
    return is("invalid", "bad_encoding");
  if (status === 401) {
    const realm = /realm="([^"]*)"/i.exec(headerOf(answer, "www-authenticate"))?.[1];
    if (headerOf(answer, "www-authenticate") !== "") return is("wall", null, realm ? { realm: realm.slice(0, 80) } : {});
    return is("blocked");
  }
  if (status === 404) return is("not_found");
  if (status >= 300 && status < 400) return is("redirect");
  if (status >= 400) return is("blocked");
  if (answer.bodyState === "timed_out") return is("unfinished", "body_unfinished");
  if (PHP_FATAL.test(text.slice(0, 4_000))) return is("server_error", "php_fatal", { status });
  if (isHtmlPage(answer)) return announcesMaintenance(text, status) ? is("maintenance", "maintenance_announced", wait) : is("page", "html");
  if (answer.bodyState === "bad_encoding") return is("invalid", "bad_encoding");
  if (answer.bodyBytes === 0) return is("invalid", "empty_body");
  if (answer.bodyState === "cut") return is("invalid", "too_large");
  if (answer.bodyState === "unfinished" || answer.breaksOff) return is("invalid", "truncated");
  if (isPrestashopDocument(answer)) return is("invalid");
  return is("invalid", isJsonType(answer) ? null : "wrong_content_type", typeDetails(answer));
}

/** A 401 without a challenge and without a firewall's sign: possibly a server's page that replaces the shop's own 401. */
export const isForeign401 = (reading: Reading, answer: SeenAnswer): boolean =>
  answer.status === 401 &&
  reading.meaning === "blocked" &&
  reading.api === null &&
  (reading.sign === null || reading.sign.sign === "page" || reading.sign.software === "varnish");

/** Plugins that close the API answer in WordPress' own format, before any key is checked. */
export const asClosedByPlugin = (reading: Reading): Reading =>
  reading.api?.says === "closed_by_plugin" && reading.meaning === "pass"
    ? {
        ...reading,
        meaning: "blocked",
        reached: "in_front",
        sign: { software: closingPlugin(reading.api) ?? "wordpress", sign: "block", evidence: reading.api.code ?? "" },
      }
    : reading;

/** A refusal with a code that is not WooCommerce's own: all of WooCommerce's begin with `woocommerce_`. */
export const isCodeOfPlugin = ({ meaning, api }: Reading): boolean =>
  meaning === "pass" &&
  api?.shopSystem === "woocommerce" &&
  (api.says === "closed_by_plugin" || api.says === "refusal" || api.says === "no_route") &&
  api.code !== null &&
  !api.code.startsWith("woocommerce_");

/** Reads a refusal in a security plugin's own code as `blocked`: the method does not reach WooCommerce, which answers others on this path. */
export const asRefusedByPlugin = (reading: Reading): Reading =>
  isCodeOfPlugin(reading) && reading.api ? asClosedByPlugin({ ...reading, api: { ...reading.api, says: "closed_by_plugin" } }) : reading;

/** Shape before status: fronts that identify themselves, the application's own format, signed pages. OPTIONS answered by a proxy counts as passed. */
export function readAnswer(answer: SeenAnswer, method: string, probes: ShopProbes, path?: string): Reading {
  const front = findFrontSign(answer);
  const api = front ? null : probes.recognize(answer, method, path);
  if (api) return readApi(api, answer, method);
  const sign = front ?? findPageSign(answer);
  const foreign = readForeign(answer, sign);
  const reached: Reached =
    foreign.meaning === "challenge"
      ? "challenge"
      : sign?.sign === "page" || sign?.sign === "plain_http"
        ? "web_server"
        : sign
          ? "in_front"
          : foreign.meaning === "blocked" && readOwnServer(answer)
            ? "web_server"
            : "other";
  const isNoRefusal = sign === null || sign.sign === "page";
  if (method === "OPTIONS" && answer.status < 300 && isNoRefusal && foreign.meaning !== "maintenance") {
    return { meaning: "pass", reached, api: null, sign, reason: null, details: {} };
  }
  return { ...foreign, reached, api: null, sign };
}
