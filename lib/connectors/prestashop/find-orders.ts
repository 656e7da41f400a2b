import { z } from "zod";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askPrestashop, type PrestashopShop, readList } from "@/lib/connectors/prestashop/client";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";

const headSchema = z.object({ id: z.coerce.string(), reference: z.coerce.string(), current_state: z.coerce.string() });

/** See ShopConnector.findOrders: by reference, then by id. Every shop of a multistore is searched. */
export async function findPrestashopOrders(shop: PrestashopShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  const number = text.toUpperCase();
  const found = new Map<string, FoundOrder>();
  let clockSkewMs: number | null = null;
  // Anything else has a meaning in PrestaShop's filters, and no reference contains it.
  if (!/^[\w-]{1,32}$/.test(number)) return { ok: true, value: [], clockSkewMs };
  const filters: Record<string, string>[] = [{ "filter[reference]": `[${number}]` }];
  if (/^\d{1,18}$/.test(number)) filters.push({ "filter[id]": `[${number}]` });
  for (const filter of filters) {
    const query = { ...filter, display: "[id,reference,current_state]", limit: "10" };
    const reply = await askPrestashop(shop, { path: "/orders", query, isShort: true });
    if (!reply.ok) return reply;
    const rows = readList(reply.json, "orders");
    if (!rows) return failed("invalid_response", "orders are not a list", reply.answer);
    ({ clockSkewMs } = reply.answer);
    for (const row of rows) {
      const head = headSchema.safeParse(row).data;
      if (head) found.set(head.id, { externalId: head.id, number: head.reference, status: head.current_state, place: "list" });
    }
  }
  return { ok: true, value: [...found.values()], clockSkewMs };
}
