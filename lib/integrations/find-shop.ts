import type { OutsideConfig } from "@/lib/egress/config";
import { SHORT } from "@/lib/integrations/short-questions";
import { type SeenAnswer, seeAnswer } from "@/lib/net/seen-answer";
import { type ClosableShopClient, createShopClient } from "@/lib/shops/client";
import { detectFromPage } from "@/lib/shops/detect";
import type { Platform } from "@/lib/shops/platforms";
import { SHOP_PROBES } from "@/lib/shops/probes";
import type { ApiSays } from "@/lib/shops/shop-probes";

export interface FoundShop {
  platform: Platform;
  /** Where it answered: the address that was asked, the one that this leads to on the same site, or one above it. */
  baseUrl: string;
  /** Path that was asked, below it. */
  path: string;
  /** `api`: the shop's API answered in its own form · `page`: the home page gave it away. */
  by: "api" | "page";
}

const TOTAL_MS = 30_000;
const SHORT_ANSWER_BYTES = 512 * 1024;

/** Software that is there without its shop: above a path it can be another one than was meant. */
const NO_SHOP: readonly ApiSays[] = ["plugin_missing", "no_route"];

type Asked = { kind: "api"; found: FoundShop; says: ApiSays } | { kind: "nobody" } | { kind: "none"; refused: boolean };

/**
 * Asks an address which shop system answers: one mild GET of each API we know, then the home page; null when none speaks. People copy the
 * address of a page of their shop or of its admin area: where nothing of an API is, it is looked for above. Ends within half a minute, and at
 * once where nobody answers.
 */
export async function findShop(baseUrl: string, { egress, policy }: OutsideConfig): Promise<FoundShop | null> {
  const { origin, pathname } = new URL(baseUrl);
  const typed = pathname.replace(/\/+$/, "");
  const client = createShopClient({ baseUrl: origin, platform: "woocommerce", egress, policy, timeouts: SHORT });
  try {
    return await client.within(TOTAL_MS, async () => {
      const below = await askApis(client, typed);
      if (below.kind === "api") return below.found;
      if (below.kind === "nobody") return null;
      // What refuses us may well be the API: it is not looked for elsewhere.
      for (const place of below.refused ? [] : placesAbove(typed)) {
        const above = await askApis(client, place);
        if (above.kind === "api" && !NO_SHOP.includes(above.says)) return above.found;
      }
      const home = await look(client, `${typed}/`, {});
      if (home === null || home === "nobody") return null;
      const sign = detectFromPage(home.seen);
      return sign && { platform: sign.platform, baseUrl: home.origin + typed, path: "/", by: "page" };
    });
  } finally {
    await client.close();
  }
}

/** The next path above and the root. */
const placesAbove = (path: string): string[] => (path === "" ? [] : [...new Set([path.slice(0, path.lastIndexOf("/")), ""])]);

/** One mild GET of each API below a path. */
async function askApis(client: ClosableShopClient, place: string): Promise<Asked> {
  let refused = false;
  for (const probes of Object.values(SHOP_PROBES)) {
    const { path, headers } = probes.root;
    const answer = await look(client, place + path, Object.fromEntries(headers));
    if (answer === "nobody") return { kind: "nobody" };
    const said = answer && probes.recognize(answer.seen, "GET");
    if (said) return { kind: "api", says: said.says, found: { platform: said.platform, baseUrl: answer.origin + place, path, by: "api" } };
    const status = answer?.seen.status ?? 0;
    refused ||= status >= 500 || [401, 403, 429].includes(status);
  }
  return { kind: "none", refused };
}

/** One answer as the recognisers look at it, and who gave it; `nobody` where not even a status came, null where the answer leads elsewhere. */
async function look(
  client: ClosableShopClient,
  path: string,
  headers: Record<string, string>,
): Promise<{ seen: SeenAnswer; origin: string } | "nobody" | null> {
  const sent = await client.send({ method: "GET", path, headers, maxBytes: SHORT_ANSWER_BYTES });
  if (!sent.ok) return sent.failure.status === null && sent.failure.code !== "response_too_large" ? "nobody" : null;
  const { status, body, origin } = sent.answer;
  const answer = { version: "1.1", status, headers: Object.entries(sent.answer.headers) } as const;
  return { seen: seeAnswer(answer, Buffer.from(body), "complete"), origin };
}
