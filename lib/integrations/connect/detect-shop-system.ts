import { trimSlashes } from "@/lib/base/trim-end";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { type ClosableShopClient, withShopClient } from "@/lib/connectors/http/client";
import { type SeenAnswer, seeAnswer } from "@/lib/connectors/net/seen-answer";
import { detectFromPage, SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopAnswer, ShopFailure } from "@/lib/connectors/shop";
import type { ApiSays, ShopProbes } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { type ConnectFailure, connectFailureOf, connectFailureOfAnswer } from "@/lib/integrations/connect/connect-failure";
import { SHORT_TIMEOUTS } from "@/lib/integrations/connect/short-questions";

export interface FoundShop {
  shopSystem: ShopSystem;
  /** Where the shop responded: the requested URL, its redirect target on the same site, or a parent path. */
  baseUrl: string;
  /** The requested path, relative to `baseUrl`. */
  path: string;
  /**
   * `api`: the shop's API responded · `closed`, `closed_to_visitors`, `maintenance`: it responded that it is switched off, closed without a key,
   * or under maintenance ·
   * `no_plugin`: WordPress without the WooCommerce API · `page`: detected from the home page.
   */
  by: "api" | "closed" | "closed_to_visitors" | "maintenance" | "no_plugin" | "page";
}

export type Detection = { kind: "found"; shop: FoundShop } | { kind: "missed"; miss: ConnectFailure };

const TOTAL_MS = 30_000;
const SHORT_ANSWER_BYTES = 512 * 1024;

/** Software without a shop: at a parent path it may be another one than the shop. */
const NO_SHOP: readonly ApiSays[] = ["plugin_missing", "no_route"];

const BY: Readonly<Partial<Record<ApiSays, FoundShop["by"]>>> = {
  plugin_missing: "no_plugin",
  maintenance: "maintenance",
  disabled: "closed",
  frozen: "closed",
  closed_by_plugin: "closed_to_visitors",
  stopped: "closed",
  error: "closed",
};

type Asked =
  | { kind: "api"; shop: FoundShop; says: ApiSays }
  | { kind: "unanswered"; miss: ConnectFailure }
  | { kind: "none"; refusal: ConnectFailure | null };

/**
 * Detects the shop system at a URL by one harmless GET per known API, then by the home page; otherwise returns what responded. Users paste
 * URLs of pages or of the admin area, so parent paths are tried, too. Takes at most `totalMs`, and stops as soon as no server responds.
 */
export async function detectShopSystem(baseUrl: string, { egress, policy }: OutsideConfig, totalMs = TOTAL_MS): Promise<Detection> {
  const { origin, pathname } = new URL(baseUrl);
  const typed = trimSlashes(pathname);
  const options = {
    baseUrl: origin,
    shopSystem: "woocommerce",
    egress,
    policy,
    timeouts: SHORT_TIMEOUTS,
    withinMs: Math.min(totalMs, TOTAL_MS),
  } as const;
  return withShopClient(options, async (client): Promise<Detection> => {
    const below = await askApis(client, typed);
    if (below.kind === "api") return { kind: "found", shop: below.shop };
    if (below.kind === "unanswered") return { kind: "missed", miss: below.miss };
    // The refusal may come from the API itself, so do not look for it elsewhere.
    for (const place of below.refusal ? [] : placesAbove(typed)) {
      const above = await askApis(client, place);
      if (above.kind === "api" && !NO_SHOP.includes(above.says)) return { kind: "found", shop: above.shop };
    }
    const home = await askHome(client, typed);
    const sign = home.kind === "seen" ? detectFromPage(home.seen) : null;
    if (home.kind === "seen" && sign)
      return { kind: "found", shop: { shopSystem: sign.shopSystem, baseUrl: home.answer.origin + typed, path: "/", by: "page" } };
    return { kind: "missed", miss: below.refusal ?? missOf(home, `${origin}${typed}/`) };
  });
}

/** Parent paths to try: the next one up, the first folder, and the root. */
function placesAbove(path: string): string[] {
  if (path === "") return [];
  const [, first = ""] = path.split("/");
  return [...new Set([path.slice(0, path.lastIndexOf("/")), `/${first}`, ""])].filter((place) => place !== path);
}

/** One harmless GET of each API below a path. If the path ends in an API's own path, the shop is above that. */
async function askApis(client: ClosableShopClient, path: string): Promise<Asked> {
  let refusal: ConnectFailure | null = null;
  for (const probes of Object.values<ShopProbes>(SHOP_PROBES)) {
    const { root } = probes;
    const place = path.replace(probes.apiEnding, "");
    const answered = await ask(client, place + root.path, Object.fromEntries(root.headers));
    const miss = missOf(answered, client.baseUrl + place + root.path);
    if (answered.kind === "failed") {
      if (answered.failure.status === null && answered.failure.code !== "response_too_large") return { kind: "unanswered", miss };
      continue;
    }
    const recognized = probes.recognize(answered.seen, "GET", root.path);
    if (recognized) {
      const { shopSystem, says } = recognized;
      return { kind: "api", says, shop: { shopSystem, baseUrl: answered.answer.origin + place, path: root.path, by: BY[says] ?? "api" } };
    }
    if (miss.why !== "no_shop") refusal ??= miss;
  }
  return { kind: "none", refusal };
}

type Answered = { kind: "seen"; seen: SeenAnswer; answer: ShopAnswer } | { kind: "failed"; failure: ShopFailure };

const missOf = (answered: Answered, url: string): ConnectFailure =>
  answered.kind === "seen" ? connectFailureOfAnswer(answered.answer) : connectFailureOf(answered.failure, url);

/** The home page; multilingual shops redirect to one of their languages. */
async function askHome(client: ClosableShopClient, path: string): Promise<Answered> {
  const home = await ask(client, `${path}/`, {});
  const to = home.kind === "failed" && home.failure.leadsTo ? new URL(home.failure.leadsTo) : null;
  return to && to.origin === client.baseUrl && to.pathname !== `${path}/` ? ask(client, to.pathname, {}) : home;
}

/** A response in the form that the recognizers read. */
async function ask(client: ClosableShopClient, path: string, headers: Record<string, string>): Promise<Answered> {
  const sent = await client.send({ method: "GET", path, headers, maxBytes: SHORT_ANSWER_BYTES });
  if (!sent.ok) return { kind: "failed", failure: sent.failure };
  const { status, body } = sent.answer;
  const answer = { version: "1.1", status, headers: Object.entries(sent.answer.headers) } as const;
  return { kind: "seen", seen: seeAnswer(answer, Buffer.from(body), "complete"), answer: sent.answer };
}
