import { z } from "zod";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askMagento, type MagentoShop } from "@/lib/connectors/magento/client";
import { isMissingEntity } from "@/lib/connectors/magento/orders";
import { searchQuery } from "@/lib/connectors/magento/search-criteria";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";

const FIELDS = "entity_id,increment_id,status";
const headSchema = z.object({ entity_id: z.coerce.string(), increment_id: z.string(), status: z.string().nullish() });
/** An empty list that was narrowed by `fields` is null. */
const listSchema = z.object({ items: z.array(headSchema).nullable() });

/** See ShopConnector.findOrders: by the number that the shop shows (increment_id), then by id. */
export async function findMagentoOrders(shop: MagentoShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  const byNumber = { filters: [{ field: "increment_id", value: text, condition: "eq" as const }], sort: [], pageSize: 10 };
  const path = `/orders?${searchQuery({ ...byNumber, fields: `items[${FIELDS}]` })}`;
  const listed = await askMagento(shop, { path, isShort: true });
  if (!listed.ok) return listed;
  const list = listSchema.safeParse(listed.json);
  if (!list.success) return failed("invalid_response", "orders are not a list", listed.answer);
  const heads = list.data.items ?? [];
  if (/^\d{1,18}$/.test(text)) {
    const direct = await askMagento(shop, { path: `/orders/${text}?fields=${FIELDS}`, isShort: true });
    if (!direct.ok && !isMissingEntity(direct)) return direct;
    const head = direct.ok ? headSchema.safeParse(direct.json).data : undefined;
    if (head) heads.push(head);
  }
  const found = new Map(
    heads.map(({ entity_id: externalId, increment_id, status }) => [
      externalId,
      { externalId, number: increment_id, status: status ?? "", place: "list" as const },
    ]),
  );
  const { clockSkewMs } = listed.answer;
  return { ok: true, value: [...found.values()], clockSkewMs };
}
