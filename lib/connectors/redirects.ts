import { getDomain } from "tldts";

/** The owner of an address: the registrable domain, or the host itself for addresses and local names. */
const siteOf = (url: URL): string => getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname;

const withoutTrailingSlash = (path: string): string => path.replace(/\/+$/, "");

/** Whether a redirect only changes scheme, a host of the same site, or a trailing slash, and keeps what was asked. */
export function keepsTheRequest(from: URL, to: URL): boolean {
  const isWeb = to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:");
  return (
    isWeb &&
    to.username === "" &&
    to.password === "" &&
    siteOf(from) === siteOf(to) &&
    withoutTrailingSlash(from.pathname) === withoutTrailingSlash(to.pathname) &&
    from.search === to.search
  );
}

const SECRET_HEADERS = new Set(["authorization", "cookie", "x-shopify-access-token"]);

/** By header, or by a signature in the address (WooCommerce over plain http). */
export const carriesCredentials = (url: URL, headers: Readonly<Record<string, string>>): boolean =>
  url.searchParams.has("oauth_signature") || Object.keys(headers).some((name) => SECRET_HEADERS.has(name.toLowerCase()));

/**
 * The address to repeat a request at after a redirect, or null when it must not be followed. With credentials only the same origin is:
 * they were meant for no other one, and a merchant whose shop moved must say so.
 */
export function redirectTarget(from: URL, location: string | undefined, headers: Readonly<Record<string, string>>): URL | null {
  if (!location || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  if (to.href === from.href || !keepsTheRequest(from, to)) return null;
  return to.origin === from.origin || !carriesCredentials(from, headers) ? to : null;
}
