import type { Probe } from "@/lib/checks/result";
import { maskSecrets } from "@/lib/diagnosis/fixes/mask-secrets";
import { quoteForShell } from "@/lib/diagnosis/fixes/shell-quote";

/** The harmless question that a check asks of Shopify. */
const SHOPIFY_QUESTION = JSON.stringify({ query: "{shop{name}}" });
const WITH_BODY: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/**
 * A curl command that repeats a probe from the reader's own machine: same method, address, path and User-Agent; secrets masked. Safe to
 * paste: every value is one quoted word without control characters, and curl's own URL patterns are switched off.
 */
export function curlFor(probe: Pick<Probe, "method" | "path" | "userAgent">, url: string): string {
  const origin = URL.canParse(url) ? new URL(url).origin : "http://localhost";
  const method = /^[A-Za-z]{1,20}$/.test(probe.method) ? probe.method : "GET";
  const path = probe.path.startsWith("/") ? probe.path : `/${probe.path}`;
  const words = ["curl", "--globoff", "--path-as-is", "--include", "--max-time", "20"];
  words.push(...(method === "HEAD" ? ["--head"] : ["--request", method]));
  words.push("--user-agent", quoteForShell(probe.userAgent), "--header", quoteForShell("Accept: application/json"));
  if (WITH_BODY.has(method))
    words.push(
      "--header",
      quoteForShell("Content-Type: application/json"),
      "--data",
      quoteForShell(path.includes("/graphql.json") ? SHOPIFY_QUESTION : "{}"),
    );
  words.push(quoteForShell(`${origin}${maskSecrets(path)}`));
  return words.join(" ");
}
