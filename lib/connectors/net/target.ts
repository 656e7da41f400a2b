import { LIMITS } from "@/lib/base/limits";
import { ok, type Result, refuse } from "@/lib/base/result";
import { trimSlashes } from "@/lib/base/trim-end";
import { isRefusedPort } from "@/lib/connectors/net/policy";

/** Why a text is not a valid target; a closed set, which selects the text on pages and the command line. */
export type TargetProblem = "empty" | "too_long" | "scheme_missing" | "scheme" | "credentials" | "not_an_address" | "port_not_allowed";

/** A checked target URL, not yet resolved. */
export interface Target {
  /** Scheme, host, port and path, without query, fragment or trailing slash. */
  baseUrl: string;
  origin: string;
  secure: boolean;
  /** Name in ASCII (IDN as punycode) without a final dot, or an IP address; IPv6 without brackets. */
  host: string;
  port: number;
  /** The shop's path below the origin: "" or "/shop". */
  basePath: string;
  /** Path and query as requested; at least "/". */
  pathAndQuery: string;
  /** The Host header: name and, unless it is the scheme's default, port. */
  authority: string;
}

/** The WHATWG parser converts octal, hex and short IPv4 forms to dotted decimals, so that the guard sees the real address. */
export function parseTarget(text: string): Result<Target, TargetProblem> {
  if (text.length > LIMITS.address) return refuse("too_long");
  const trimmed = text.trim();
  if (trimmed === "") return refuse("empty");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined) return refuse(/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed) ? "scheme" : "scheme_missing");
  if (scheme !== "http" && scheme !== "https") return refuse("scheme");
  const url = URL.parse(trimmed);
  if (!url || /\s/.test(trimmed)) return refuse("not_an_address");
  if (url.username !== "" || url.password !== "") return refuse("credentials");
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (host === "" || host.length > 253 || host.split(".").some((label) => label === "" || (label.length > 63 && !label.includes(":"))))
    return refuse("not_an_address");
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  if (isRefusedPort(port)) return refuse("port_not_allowed");
  const bracketed = host.includes(":") ? `[${host}]` : host;
  const authority = url.port === "" ? bracketed : `${bracketed}:${url.port}`;
  const origin = `${url.protocol}//${authority}`;
  const basePath = trimSlashes(url.pathname);
  return ok({ baseUrl: origin + basePath, origin, secure, host, port, basePath, pathAndQuery: url.pathname + url.search, authority });
}
