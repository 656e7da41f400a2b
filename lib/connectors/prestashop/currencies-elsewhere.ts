import { asRecord } from "@/lib/connectors/net/seen-answer";
import { askPrestashop, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import type { Lookups } from "@/lib/connectors/prestashop/lookups";
import { currencySchema } from "@/lib/connectors/prestashop/schema";
import type { ShopClient, ShopResult } from "@/lib/connectors/shop";

type Currencies = Lookups["currencies"];

/** More unknown currencies than this are broken orders. */
const MAX_ASKED = 20;

/** By client, i.e. by run: what each asked id turned out to be, null for unknown. */
const asked = new WeakMap<ShopClient, Map<string, { id: string; iso_code: string } | null>>();

/**
 * The known currencies, with those of these ids that only another shop of the multistore still has: PrestaShop leaves them out of every list, and
 * returns them by id with `id_shop=all` to a key of any shop.
 */
export async function addCurrenciesElsewhere(
  shop: PrestashopShop,
  known: Currencies,
  ids: readonly string[],
): Promise<ShopResult<Currencies>> {
  const found = asked.get(shop.client) ?? new Map();
  asked.set(shop.client, found);
  for (const id of new Set(ids)) {
    if (known.has(id) || found.has(id) || !/^[1-9]\d*$/.test(id) || found.size >= MAX_ASKED) continue;
    const reply = await askPrestashop(shop, { path: `/currencies/${id}`, query: { id_shop: "all" }, isShort: true });
    // An unknown id is answered by 404 without a body; a key without the right to another shop may be refused.
    const isAnswered =
      reply.ok || reply.failure.status === 404 || ["invalid_response", "credentials_insufficient"].includes(reply.failure.code);
    if (!isAnswered) return reply;
    found.set(id, reply.ok ? (currencySchema.safeParse(asRecord(reply.json)?.["currency"]).data ?? null) : null);
  }
  const others = [...found].flatMap(([id, currency]) => (currency ? [[id, currency] as const] : []));
  return { ok: true, value: others.length > 0 ? new Map([...known, ...others]) : known };
}
