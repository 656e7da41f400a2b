import { LIMITS } from "@/lib/base/limits";
import { ok, type Result, refuse } from "@/lib/base/result";
import { trimSlashes } from "@/lib/base/trim-end";

/** Why a text is not the URL of a shop. Texts: `integrations.address.problem.<code>`. */
export type AddressProblem = "empty" | "too_long" | "credentials" | "email" | "scheme" | "not_an_address";

// Users copy the URL from the admin area or the API root, including that of an older version (`wc-api`) or of one store (`rest/de/V1`). The shop is
// at the part before it.
const INNER_PATHS = /\/(?:wp-admin|wp-json|wp-login\.php|wc-api|index\.php|rest\/(?:[a-z]\w{0,30}\/)?V1)(?:\/|$)/i;
const outerPath = (path: string): string => path.slice(0, INNER_PATHS.exec(path)?.index);

/** Shopify's admin area names a shop by its handle, and its API has no path. */
const SHOPIFY_ADMIN = /^\/store\/([a-z0-9][a-z0-9-]*)(?:\/|$)/i;
const shopOfShopify = ({ hostname, pathname }: URL): string | null => {
  if (hostname === "admin.shopify.com") {
    const handle = SHOPIFY_ADMIN.exec(pathname)?.[1]?.toLowerCase();
    return handle === undefined ? null : `https://${handle}.myshopify.com`;
  }
  return hostname.endsWith(".myshopify.com") ? `https://${hostname}` : null;
};

/** An e-mail address typed in place of a URL. */
const EMAIL = /^(?:mailto:)?[^\s@/?#:]+@([^\s@/?#:]+)$/i;
const isEmail = (text: string): boolean => EMAIL.exec(text)?.[1]?.slice(1, -1).includes(".") ?? false;
/** IPv6 as in RFC 4291, without the brackets of a URL. */
const BARE_IPV6 = /^[0-9a-f]*(?::[0-9a-f]*){2,}(?:\.[0-9.]*)?$/i;

const QUOTES = ['""', "''", "“”", "„“", "”“", "‘’", "«»", "<>", "()"];

/** Removes characters copied along with a URL: quotes, a trailing comma, a second scheme. */
function withoutTrimmings(text: string): string {
  const seen = text.replace(/(?![\u200C\u200D])\p{Cf}/gu, "").trim();
  const isQuoted = QUOTES.some(([opening = "", closing = ""]) => seen.length > 1 && seen.startsWith(opening) && seen.endsWith(closing));
  return (isQuoted ? seen.slice(1, -1).trim() : seen)
    .replace(/^(?:https?:\/{0,2}\s*)+(?=https?:\/\/)/i, "")
    .replace(/^(https?):?\/\/\s*/i, "$1://")
    .replace(/^((?:https?:\/\/)?[^/?#\s]*[^/?#\s,;])[,;]+$/i, "$1");
}

/** One spelling per path (RFC 3986, 6.2.2): folders on one host are distinct shops, and no shop may appear twice. */
const tidyPath = (path: string): string =>
  path.replace(/\/{2,}/g, "/").replace(/%([0-9a-f]{2})/gi, (code, hex) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : code.toUpperCase();
  });

const SCHEME = /^([a-z][a-z0-9+.-]*):(?!\d)/i;

/** The same URL over plain http if it was typed without a scheme, since some old shops answer only there; otherwise null. */
export function overPlainHttp(text: string): string | null {
  const bare = withoutTrimmings(text.slice(0, LIMITS.address)).replace(/^\/\//, "");
  if (!BARE_IPV6.test(bare) && SCHEME.test(bare)) return null;
  const parsed = parseShopAddress(text.length > LIMITS.address ? text : `http://${BARE_IPV6.test(bare) ? `[${bare}]` : bare}`);
  return parsed.ok && parsed.value.startsWith("http:") ? parsed.value : null;
}

/** The stored spelling of a shop's URL. lib/connectors/net/target.ts decides whether it may be contacted. */
export function parseShopAddress(text: string): Result<string, AddressProblem> {
  if (text.length > LIMITS.address) return refuse("too_long");
  const trimmed = withoutTrimmings(text);
  if (trimmed === "") return refuse("empty");
  if (isEmail(trimmed)) return refuse("email");
  // "user:secret@shop.example" would parse as a URL of the scheme "user".
  const authority = trimmed.split(/[/?#\s]/, 1)[0] ?? "";
  if (authority.includes(":") && authority.includes("@", authority.indexOf(":", 1))) return refuse("credentials");
  const isBareIpv6 = BARE_IPV6.test(trimmed);
  const scheme = isBareIpv6 ? undefined : SCHEME.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return refuse(scheme.includes(".") ? "not_an_address" : "scheme");
  const bare = isBareIpv6 ? `[${trimmed}]` : trimmed.replace(/^\/\//, "");
  const candidate = scheme === undefined ? `https://${bare}` : trimmed;
  const url = URL.parse(candidate);
  if (!url || url.hostname === "" || /\s/.test(trimmed)) return refuse("not_an_address");
  if (url.username !== "" || url.password !== "") return refuse("credentials");
  if (!url.hostname.includes(".") && !url.hostname.startsWith("[") && url.hostname !== "localhost") return refuse("not_an_address");
  // "shop.example." is the same name (RFC 1034) and would store the same shop twice.
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  const shopify = shopOfShopify(url);
  if (shopify !== null) return ok(shopify);
  const path = trimSlashes(outerPath(tidyPath(url.pathname)));
  return ok(`${url.protocol}//${url.host}${path}`);
}

/** The URLs that usually lead to the same shop: over http and https, with and without `www.` */
export function spellingsOf(baseUrl: string): string[] {
  const bare = baseUrl.replace(/^https?:\/\/(www\.)?/, "");
  return ["https://", "http://"].flatMap((scheme) => [`${scheme}${bare}`, `${scheme}www.${bare}`]);
}
