import "server-only";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { DEFAULT_LOCALE, negotiateLocale } from "@/lib/i18n/locales";
import { isToken } from "@/lib/infra/secret-token";
import type { FoundReport } from "@/lib/operations/reports/find-report";

// The colours, sizes and the logo of app/theme.css and components/shell/public-page.tsx: this page is sent without the application.
const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:flex;flex-direction:column;font:.875rem/1.25rem "Inter Variable",Inter,ui-sans-serif,system-ui,sans-serif;
background:light-dark(#faf9f7,#161513);color:light-dark(#1d1b18,#f1eeea)}
main{width:100%;max-width:48rem;margin:0 auto;padding:2.5rem 1.25rem}
.name{display:flex;align-items:center;gap:.625rem;margin:0 0 2rem;font-weight:600;font-size:1rem;line-height:1.5rem}
.name svg{width:1.75rem;height:1.75rem}
.card{border:1px solid light-dark(#e6e2dd,#312e2a);border-radius:8px;background:light-dark(#fff,#1d1b19);padding:1.25rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:2rem;letter-spacing:-.02em;margin:0 0 .5rem}.card p{margin:0;max-width:65ch;color:light-dark(#55504a,#bdb6ad)}`;
const LOGO = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="light-dark(#15507e,#2a6fa5)"/><g fill="none" stroke="#fff"
stroke-width="3" stroke-linecap="round"><path d="M11 7.5h10M16 7.5v15"/><path d="M6.5 17.5c0 4.500 4 7.500 9.500 7.500s9.500-3 9.500-7.500"/></g></svg>`;

/** A page for an invalid link: 410 if it was once valid, 404 if it never existed or was truncated. */
export async function answerClosed(found: Exclude<FoundReport, { kind: "open" }>): Promise<Response> {
  const isGone = found.kind === "closed";
  const locale = isGone ? found.locale : (negotiateLocale((await headers()).get("accept-language")) ?? DEFAULT_LOCALE);
  const t = await getTranslations({ locale, namespace: "reports.closed" });
  const app = await getTranslations({ locale, namespace: "app" });
  const why = found.kind === "closed" ? found.reason : found.kind;
  const title = t(`title.${why}`);
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>
<body><main><p class="name">${LOGO}${app("name")}</p><div class="card"><h1>${title}</h1><p>${t(`text.${why}`)}</p></div></main></body></html>`;
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
