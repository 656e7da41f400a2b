import { getDomain } from "tldts";
import { parseTarget, type Target } from "@/lib/connectors/net/target";

/**
 * Where a redirect leads, seen from the address that was asked: `same_site` only changes the scheme upwards, the bare name and `www`, or a
 * slash at the end; `path_changed` stays on the site but asks for something else; `other_site` leaves it; `downgrade` goes from https to
 * http; `forbidden` leads to a port where no shop answers; `unreadable` is no address.
 */
export type RedirectKind = "same_site" | "path_changed" | "other_site" | "downgrade" | "forbidden" | "unreadable";

export interface Redirect {
  kind: RedirectKind;
  /** Absolute address with query; empty when unreadable. */
  location: string;
  target: Target | null;
}

const siteOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;
const withoutSlash = (path: string): string => path.replace(/\/+$/, "");
const sameQuery = (a: URL, b: URL): boolean => {
  const sorted = (url: URL) => {
    const params = new URLSearchParams(url.search);
    params.sort();
    return params.toString();
  };
  return sorted(a) === sorted(b);
};

/** Judges the Location of a redirect; pure. `from` is the absolute address that was asked. */
export function judgeRedirect(from: string, location: string): Redirect {
  const asked = new URL(from);
  const url = URL.parse(location, asked);
  if (!url || location.length > 4_000) return { kind: "unreadable", location: "", target: null };
  const parsed = parseTarget(url.href);
  if (!parsed.ok) {
    const kind = parsed.reason === "port_not_allowed" ? "forbidden" : "unreadable";
    return { kind, location: kind === "forbidden" ? url.href : "", target: null };
  }
  const result = (kind: RedirectKind): Redirect => ({ kind, location: url.href, target: parsed.value });
  if (siteOf(asked.hostname) !== siteOf(url.hostname)) return result("other_site");
  if (asked.protocol === "https:" && url.protocol === "http:") return result("downgrade");
  if (withoutSlash(asked.pathname) !== withoutSlash(url.pathname) || !sameQuery(asked, url)) return result("path_changed");
  return result("same_site");
}
