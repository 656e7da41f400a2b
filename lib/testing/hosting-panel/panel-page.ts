import type { Locale } from "@/lib/i18n/locales";
import type { PanelState } from "@/lib/testing/hosting-panel/server-rules";

/** One line of the server's access log. */
export interface LogLine {
  at: Date;
  from: string;
  method: string;
  url: string;
  status: number;
  userAgent: string;
}

export interface PanelPage {
  locale: Locale;
  /** A message of `demo.panel`. */
  t: (key: string, values?: Record<string, string>) => string;
  shopName: string;
  /** What the rule refuses. */
  refused: string;
  state: PanelState;
  notice: "changed" | "nothing" | null;
  log: readonly LogLine[];
  /** Of the shop's server, whose times the reader compares with Mooring's. */
  timeZone: string;
}

const toHtml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

const STYLE = `
:root{color-scheme:light dark;--ground:#f4f1ea;--card:#fffdf8;--ink:#22201b;--ink-2:#5c574c;--line:#d9d3c5;--solid:#7a3e12;--on-solid:#fff;--bad:#a3201b;--good:#1d6b3a}
@media(prefers-color-scheme:dark){:root{--ground:#191713;--card:#23201a;--ink:#f0ece2;--ink-2:#b9b2a3;--line:#443f34;--solid:#e9a46f;--on-solid:#231204;--bad:#ff9d94;--good:#7fd49c}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 3rem;display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}
h1{font-size:1.4rem;margin:0}h2{font-size:1rem;margin:0 0 .5rem}p{margin:0;overflow-wrap:anywhere}.quiet{color:var(--ink-2)}
section{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1rem;display:grid;gap:.75rem;grid-template-columns:minmax(0,1fr)}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1rem;margin:0}dt{color:var(--ink-2)}dd{margin:0;overflow-wrap:anywhere}
code,textarea,td{font:13px/1.5 ui-monospace,monospace}textarea{width:100%;min-height:13rem;padding:.5rem;background:var(--ground);color:inherit;border:1px solid var(--ink-2);border-radius:4px}
button{font:inherit;font-weight:600;min-height:2.5rem;padding:.25rem 1rem;border-radius:4px;border:1px solid var(--solid);background:var(--solid);color:var(--on-solid);cursor:pointer}
button.plain{background:none;color:var(--solid)}:focus-visible{outline:3px solid var(--solid);outline-offset:2px}
@media(max-width:32rem){dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.5rem}}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .75rem .2rem 0;white-space:nowrap;border-top:1px solid var(--line)}th{font-weight:600;border:0}
.bad{color:var(--bad)}.good{color:var(--good)}form p{margin-top:.75rem}label{display:grid;gap:.25rem;font-weight:600}`;

function renderLog({ t, locale, log, timeZone }: PanelPage): string {
  if (log.length === 0) return `<p class="quiet">${toHtml(t("log_empty"))}</p>`;
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone, timeZoneName: "short" });
  const heads = [t("time"), t("visitor"), t("request"), t("status"), "User-Agent"];
  const rows = log.map(({ at, from, method, url, status, userAgent }) => {
    const cells = [time.format(at), from, `${method} ${url.slice(0, 60)}`].map((text) => `<td>${toHtml(text)}</td>`);
    return `<tr>${cells.join("")}<td class="${status === 403 ? "bad" : ""}">${status}</td><td>${toHtml(userAgent.slice(0, 80))}</td></tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="${toHtml(t("log_text"))}"><table><thead><tr>${heads.map((head) => `<th scope="col">${toHtml(head)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

/** The panel as a document without scripts. */
export function renderPanel(page: PanelPage): string {
  const { locale, t, shopName, refused, state, notice } = page;
  const { isActive, exempt } = state.now;
  const say = (key: string, values?: Record<string, string>): string => toHtml(t(key, values));
  const form = (act: string, inner: string): string => `<form method="post" action="/${act}?lang=${locale}">${inner}</form>`;
  const noticeHtml = notice ? `<p role="status" class="${notice === "changed" ? "good" : "bad"}"><strong>${say(notice)}</strong></p>` : "";
  const undo = state.before ? form("undo", `<button class="plain">${say("undo")}</button>`) : "";
  return `<!DOCTYPE html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${say("title")} · ${toHtml(shopName)}</title><style>${STYLE}</style></head><body><main>
<header><h1>${say("title")}</h1><p class="quiet">${say("plays", { shop: shopName })}</p></header>
${noticeHtml}${undo}
<section aria-labelledby="rules"><h2 id="rules">${say("rules")}</h2>
<dl><dt>${say("rule")}</dt><dd class="${isActive ? "bad" : "good"}">${say(isActive ? "active" : "off")}</dd>
<dt>${say("matches")}</dt><dd><code>${toHtml(refused)}</code></dd><dt>${say("answers")}</dt><dd><code>403 Forbidden</code></dd></dl>
${form("switch", `<button class="plain">${say(isActive ? "switch_off" : "switch_on")}</button>`)}</section>
<section aria-labelledby="exceptions"><h2 id="exceptions">${say("exceptions")}</h2><p class="quiet">${say("exceptions_text")}</p>
<p>${exempt.length > 0 ? `${say("exempt")} <code class="good">${exempt.map(toHtml).join(", ")}</code>` : say("none")}</p>
${form("exempt", `<label>${say("pasted")}<textarea name="pasted" required spellcheck="false"></textarea></label><p><button>${say("apply")}</button></p>`)}</section>
<section aria-labelledby="log"><h2 id="log">${say("log")}</h2><p class="quiet">${say("log_text")}</p>${renderLog(page)}</section>
</main></body></html>`;
}
