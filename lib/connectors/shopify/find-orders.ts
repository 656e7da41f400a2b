import { z } from "zod";
import { isSameNumber } from "@/lib/connectors/records/same-number";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";
import { askShopify, type ShopifyShop } from "@/lib/connectors/shopify/client";
import { FIND_ORDERS } from "@/lib/connectors/shopify/queries";

const nodeSchema = z.object({ legacyResourceId: z.coerce.string(), name: z.string(), displayFinancialStatus: z.string().nullable() });
const listSchema = z.object({ orders: z.object({ nodes: z.array(nodeSchema) }) });

/** See ShopConnector.findOrders: by name such as #1001, then by id. */
export async function findShopifyOrders(shop: ShopifyShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  // Quotes and backslashes would end the term.
  if (!/^[^'"\\]{1,64}$/.test(text)) return { ok: true, value: [], clockSkewMs: null };
  const searches = [`name:'${text}'`, ...(/^\d{1,18}$/.test(text) ? [`id:${text}`] : [])];
  const found = new Map<string, FoundOrder>();
  let clockSkewMs: number | null = null;
  for (const search of searches) {
    const reply = await askShopify(shop, { query: FIND_ORDERS, variables: { search } }, listSchema);
    if (!reply.ok) return reply;
    ({ clockSkewMs } = reply.answer);
    for (const { legacyResourceId: externalId, name, displayFinancialStatus } of reply.data.orders.nodes)
      if (isSameNumber(name, text) || externalId === text)
        found.set(externalId, { externalId, number: name, status: displayFinancialStatus?.toLowerCase() ?? "", place: "list" });
  }
  return { ok: true, value: [...found.values()], clockSkewMs };
}
