import "server-only";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { DEFAULT_LOCALE, negotiateLocale } from "@/lib/i18n/locales";
import { isToken } from "@/lib/infra/secret-token";
import type { FoundReport } from "@/lib/operations/reports/find-report";

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100dvh;display:grid;place-content:center;padding:1.5rem;
font:0.9375rem/1.5 ui-sans-serif,system-ui,sans-serif;background:light-dark(#faf9f7,#161513);color:light-dark(#1d1b18,#f1eeea)}
main{max-width:28rem}h1{font-size:1.375rem;line-height:1.3;margin:0 0 .5rem}p{margin:0;color:light-dark(#55504a,#bdb6ad)}`;

/** A plain page for an invalid link: 410 if it was once valid, 404 if it never existed or was truncated. */
export async function answerClosed(found: Exclude<FoundReport, { kind: "open" }>): Promise<Response> {
  const isGone = found.kind === "closed";
  const locale = isGone ? found.locale : (negotiateLocale((await headers()).get("accept-language")) ?? DEFAULT_LOCALE);
  const t = await getTranslations({ locale, namespace: "reports.closed" });
  const why = found.kind === "closed" ? found.reason : found.kind;
  const title = t(`title.${why}`);
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1><p>${t(`text.${why}`)}</p></main></body></html>`;
  return new Response(html, {
    status: isGone ? 410 : 404,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
}

/** The token of a link that a mail program damaged by line breaks, a trailing bracket or a full stop; null if there is none. */
export function normalizeReportToken(text: string): string | null {
  let plain = text;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // A token never contains percent-encoded characters.
  }
  const token = plain.replace(/[^A-Za-z0-9_-]/g, "");
  return token !== text && isToken(token) ? token : null;
}
