import { isSameAddress } from "@/lib/connectors/net/same-address";
import { parseTarget, type Target } from "@/lib/connectors/net/target";

/**
 * Where a redirect leads, seen from the address that was asked: `same_address` only changes http to https, the bare name and `www`, or a
 * slash at the end; `path_changed` asks the same host for something else; `other_site` leads to another host or port; `downgrade` goes from
 * https to http; `forbidden` leads to a port where no shop answers; `unreadable` is no address.
 */
type RedirectKind = "same_address" | "path_changed" | "other_site" | "downgrade" | "forbidden" | "unreadable";

export interface Redirect {
  kind: RedirectKind;
  /** Absolute address with query; empty when unreadable. */
  location: string;
  target: Target | null;
}

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
  if (asked.protocol === "https:" && url.protocol === "http:" && asked.hostname === url.hostname) return result("downgrade");
  if (!isSameAddress(asked, url)) return result("other_site");
  if (withoutSlash(asked.pathname) !== withoutSlash(url.pathname) || !sameQuery(asked, url)) return result("path_changed");
  return result("same_address");
}
