import fs from "node:fs";
import http from "node:http";
import { createTranslator } from "use-intl/core";
import { DEFAULT_LOCALE, isLocale, type Locale, negotiateLocale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type LogLine, type PanelPage, renderPanel } from "@/lib/testing/hosting-panel/panel-page";
import {
  actOnPanel,
  behaveBy,
  FIRST_STATE,
  type PanelAct,
  type PanelState,
  panelStateSchema,
} from "@/lib/testing/hosting-panel/server-rules";

export interface HostingPanelOptions {
  /** Loopback address to listen on. */
  host: string;
  port: number;
  shop: FakeShop;
  shopName: string;
  timeZone: string;
  /** The server's behaviour while its rule is active. */
  rule: Behaviour;
  /** Stores the rules, so that a fix survives a restart. */
  file: string;
}

const MAX_BYTES = 64 * 1024;
const LOG_LINES = 12;

const readState = (file: string): PanelState =>
  fs.existsSync(file) ? (panelStateSchema.safeParse(JSON.parse(fs.readFileSync(file, "utf8"))).data ?? FIRST_STATE) : FIRST_STATE;

async function translate(locale: Locale): Promise<PanelPage["t"]> {
  const messages = await loadMessages(locale);
  return createTranslator({ locale, messages, namespace: "demo.panel" }) as unknown as PanelPage["t"];
}

/** Newest first. */
const lastRequests = ({ requests }: FakeShop): LogLine[] =>
  requests
    .slice(-LOG_LINES)
    .reverse()
    .map(({ at, from, method, url, status, headers }) => ({ at, from, method, url, status, userAgent: headers["user-agent"] ?? "" }));

async function readForm(request: http.IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

const readAct = (path: string, form: URLSearchParams): PanelAct | null => {
  if (path === "/exempt") return { kind: "exempt", pasted: form.get("pasted") ?? "" };
  return path === "/switch" || path === "/undo" ? { kind: path === "/switch" ? "switch" : "undo" } : null;
};

const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "X-Content-Type-Options": "nosniff",
};

/** Starts a page that simulates the host of a demo shop: it shows the rules of the shop's server and changes them at once. */
export async function startHostingPanel(options: HostingPanelOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, shop, shopName, timeZone, rule, file } = options;
  const url = `http://${host}:${port}`;
  let state = readState(file);
  const obey = () => shop.setBehaviour(behaveBy(state.now, rule));
  obey();

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const asked = searchParams.get("lang");
    const locale = isLocale(asked) ? asked : (negotiateLocale(request.headers["accept-language"] ?? null) ?? DEFAULT_LOCALE);
    // Rejects pages of other origins, including names that resolve to loopback.
    const isOwn = request.headers.host === new URL(url).host && (request.method === "GET" || request.headers.origin === url);
    if (!isOwn) return void response.writeHead(403).end();
    if (request.method === "POST") {
      const form = await readForm(request);
      const act = form && readAct(pathname, form);
      if (!act) return void response.writeHead(form ? 404 : 413, { Connection: "close" }).end();
      const next = actOnPanel(state, act);
      const notice = next === state ? "nothing" : "changed";
      state = next;
      fs.writeFileSync(file, JSON.stringify(state));
      obey();
      return void response.writeHead(303, { Location: `/?lang=${locale}&notice=${notice}` }).end();
    }
    if (pathname !== "/") return void response.writeHead(404).end();
    const given = searchParams.get("notice");
    const notice = given === "changed" || given === "nothing" ? given : null;
    const refused = rule.blockedUserAgents?.texts.join(", ") ?? "";
    const page = {
      locale,
      t: await translate(locale),
      shopName,
      refused,
      state,
      notice,
      log: lastRequests(shop),
      timeZone,
    } satisfies PanelPage;
    response.writeHead(200, HEADERS).end(renderPanel(page));
  }

  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
