import { maskQuery } from "@/lib/base/mask-secrets";
import { quoteForShell } from "@/lib/check/diagnosis/fixes/shell-quote";
import type { Probe } from "@/lib/check/result";

const SHOPIFY_QUERY = JSON.stringify({ query: "{shop{name}}" });

/** Set by the client itself, or relevant only to caches. */
const NOT_REPEATED: ReadonlySet<string> = new Set(["accept-encoding", "cache-control"]);

function bodyOf(path: string, contentType: string): string {
  if (contentType.includes("xml")) return "<prestashop/>";
  return path.includes("/graphql.json") ? SHOPIFY_QUERY : "{}";
}

type RepeatedProbe = Pick<Probe, "method" | "path" | "userAgent" | "headers">;

/** Repeats a probe, with keys masked. Safe to paste: every value is one quoted word without control characters, and globbing is off. */
export function curlFor(probe: RepeatedProbe, url: string): string {
  const origin = URL.canParse(url) ? new URL(url).origin : "http://localhost";
  const method = /^[A-Za-z]{1,20}$/.test(probe.method) ? probe.method : "GET";
  const path = probe.path.startsWith("/") ? probe.path : `/${probe.path}`;
  const parts = ["curl", "--globoff", "--path-as-is", "--include", "--max-time", "20"];
  parts.push(...(method === "HEAD" ? ["--head"] : ["--request", method]));
  parts.push("--user-agent", quoteForShell(probe.userAgent));
  const headers = Object.entries(probe.headers).filter(([name]) => !NOT_REPEATED.has(name.toLowerCase()));
  for (const [name, value] of headers) parts.push("--header", quoteForShell(`${name}: ${value}`));
  const contentType = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  if (contentType !== undefined) parts.push("--data", quoteForShell(bodyOf(path, contentType)));
  parts.push(quoteForShell(`${origin}${maskQuery(path)}`));
  return parts.join(" ");
}
