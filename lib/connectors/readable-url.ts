import { domainToASCII } from "node:url";
import { readableHost } from "@/lib/connectors/net/readable-host";

/** The address of a shop with its name in its own letters, where that is safe to show: it leads to the same place. For pages, on the server alone. */
export function readableUrl(baseUrl: string): string {
  const host = baseUrl.includes("xn--") ? URL.parse(baseUrl)?.hostname : undefined;
  return host === undefined ? baseUrl : baseUrl.replace(host, readableHost(host));
}

/** The same for what travels with a page; null where nothing differs, as mostly. */
export function readableUrlOrNull(baseUrl: string): string | null {
  const readable = readableUrl(baseUrl);
  return readable === baseUrl ? null : readable;
}

/** Words as addresses may have them: as they are, and with the name, or a label of it, that they begin with as it is stored. */
export function storedForms(words: string): string[] {
  const [, host = "", rest = ""] = /^(?:https?:\/\/)?([^/:]*)(.*)$/i.exec(words) ?? [];
  const ascii = domainToASCII(host);
  return ascii.includes("xn--") && ascii !== host ? [words, ascii + rest] : [words];
}
