// What every request and its answer carry before a page is made: a policy with a nonce of its own, and the page's own path. Who may see what
// is decided by the pages, not here.
import { randomBytes } from "node:crypto";
import { LAST_MERCHANT_COOKIE, PATH_HEADER, REPORT_LOCALE_HEADER } from "../lib/base/header-names.mjs";
import { contentSecurityPolicy } from "../lib/identity/auth/security-headers.mjs";

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const OURS = ["x-nonce", "content-security-policy", PATH_HEADER, REPORT_LOCALE_HEADER];
const FILES = /^\/(?:_next\/|favicon\.ico|icon\.svg)/;
const MERCHANT = /^\/m\/([0-9a-f-]{36})(?:[/?]|$)/;

/** `address` with each `%` that encodes nothing as a plain character: Next fails on it, and what is asked for is merely not there. */
export function readablePath(address) {
  const [path = "", ...query] = address.split("?");
  try {
    decodeURIComponent(path);
    return address;
  } catch {
    return [path.replaceAll("%", "%25"), ...query].join("?");
  }
}

/** Without the mark that Next puts into the address when it asks for a page's content alone. */
const withoutMark = (address) =>
  address.includes("_rsc=") ? address.replace(/([?&])_rsc=[^&]*(&|$)/, (_, before, after) => (after ? before : "")) : address;

/** @param {string | undefined} header @param {string} name */
export const cookieOf = (header, name) =>
  header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/**
 * Writes them onto `request` and `response`; whatever a browser sends under these names is overwritten.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {{ development: boolean, secure: boolean }} options `secure`: people come by https
 */
export function setPageHeaders(request, response, { development, secure }) {
  for (const name of OURS) delete request.headers[name];
  const address = request.url ?? "/";
  if (FILES.test(address)) return;
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, development);
  request.headers["x-nonce"] = nonce;
  // Next reads the nonce for its own scripts from here.
  request.headers["content-security-policy"] = policy;
  request.headers[PATH_HEADER] = withoutMark(address);
  response.setHeader("content-security-policy", policy);
  // Where `/` leads next time; it opens nothing, the page decides who may enter. Not with the answer to a press: a cookie that comes with one
  // makes Next render the whole page anew, and whoever has been signed out would lose it with all that was typed.
  const merchantId = request.method === "GET" ? MERCHANT.exec(address)?.[1] : undefined;
  if (!merchantId || cookieOf(request.headers.cookie, LAST_MERCHANT_COOKIE) === merchantId) return;
  response.appendHeader(
    "set-cookie",
    `${LAST_MERCHANT_COOKIE}=${merchantId}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=lax${secure ? "; Secure" : ""}`,
  );
}
