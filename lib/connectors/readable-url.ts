import { domainToASCII } from "node:url";
import { readableHost } from "@/lib/connectors/net/readable-host";

/** The URL with its host name in Unicode where that is safe to show. For pages; server only. */
export function readableUrl(baseUrl: string): string {
  const host = baseUrl.includes("xn--") ? URL.parse(baseUrl)?.hostname : undefined;
  return host === undefined ? baseUrl : baseUrl.replace(host, readableHost(host));
}

/** The same for page data; null if it equals the URL. */
export function readableUrlOrNull(baseUrl: string): string | null {
  const readable = readableUrl(baseUrl);
  return readable === baseUrl ? null : readable;
}

/** Search terms for stored URLs: the text itself, and its host name or label in ASCII. */
export function storedForms(text: string): string[] {
  const [, host = "", rest = ""] = /^(?:https?:\/\/)?([^/:]*)(.*)$/is.exec(text) ?? [];
  const ascii = domainToASCII(host);
  return ascii.includes("xn--") && ascii !== host ? [text, ascii + rest] : [text];
}
