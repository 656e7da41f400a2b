import { getDomain } from "tldts";
import { trimSlashes } from "@/lib/base/trim-end";
import { parseTarget, type Target } from "@/lib/connectors/net/target";

/** The owner of a name: the registrable domain, or the host itself for IP addresses and local names. */
const siteOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;
const withoutWww = (host: string): string => host.replace(/^www\./, "");

/** Only `www.` or the step from http to https differs. Below `github.io` and the like, `www` is a customer, so owners are compared. */
export function isSameAddress(from: URL, to: URL): boolean {
  if (withoutWww(from.hostname) !== withoutWww(to.hostname) || siteOf(from.hostname) !== siteOf(to.hostname)) return false;
  if (from.protocol === to.protocol) return from.port === to.port;
  return from.protocol === "http:" && to.protocol === "https:";
}

const inFolder = (path: string, folder: string): boolean => `${path}/`.startsWith(`${trimSlashes(folder)}/`);

/** Whether one path lies within the other. Sibling folders on one host are different shops, often of different owners. */
export const isSameFolder = (one: URL, other: URL): boolean =>
  inFolder(one.pathname, other.pathname) || inFolder(other.pathname, one.pathname);

/** Same address by `isSameAddress` and same folder; a non-default port is another server. */
export function mayKeepKey(from: string, to: string): boolean {
  const [old, next] = [new URL(from), new URL(to)];
  return old.port === next.port && isSameAddress(old, next) && isSameFolder(old, next);
}

/**
 * Where a redirect leads from the requested URL: `same_address` only changes http to https, `www` or a trailing slash; `path_changed` stays on the
 * host; `other_site` leads to another host or port; `downgrade` from https to http; `forbidden` to a port where no shop answers,
 * or to another protocol (`file:`, `gopher:`); `unreadable` leads to no server.
 */
type RedirectKind = "same_address" | "path_changed" | "other_site" | "downgrade" | "forbidden" | "unreadable";

export interface Redirect {
  kind: RedirectKind;
  /** Absolute URL with query; empty if unreadable. */
  location: string;
  target: Target | null;
}

const sameQuery = (a: URL, b: URL): boolean => {
  const sorted = (url: URL) => {
    const params = new URLSearchParams(url.search);
    params.sort();
    return params.toString();
  };
  return sorted(a) === sorted(b);
};

/** Classifies the Location of a redirect; pure. `from` is the absolute URL that was requested. */
export function judgeRedirect(from: string, location: string): Redirect {
  const asked = new URL(from);
  const url = URL.parse(location, asked);
  if (!url || location.length > 4_000) return { kind: "unreadable", location: "", target: null };
  const parsed = parseTarget(url.href);
  if (!parsed.ok) {
    const isOtherServer = parsed.reason === "scheme" && url.href.startsWith(`${url.protocol}//`);
    const kind = parsed.reason === "port_not_allowed" || isOtherServer ? "forbidden" : "unreadable";
    return { kind, location: kind === "forbidden" ? url.href : "", target: null };
  }
  const result = (kind: RedirectKind): Redirect => ({ kind, location: url.href, target: parsed.value });
  if (asked.protocol === "https:" && url.protocol === "http:" && asked.hostname === url.hostname) return result("downgrade");
  if (!isSameAddress(asked, url)) return result("other_site");
  if (trimSlashes(asked.pathname) !== trimSlashes(url.pathname) || !sameQuery(asked, url)) return result("path_changed");
  return result("same_address");
}
