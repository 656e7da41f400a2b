import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askMagento, type MagentoShop } from "@/lib/connectors/magento/client";
import { isMissingEntity } from "@/lib/connectors/magento/orders";
import { searchQuery } from "@/lib/connectors/magento/search-criteria";
import { looseText } from "@/lib/connectors/records/order-fields";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";

const FIELDS = "entity_id,increment_id,status,state,total_due";
const headSchema = z.object({
  entity_id: z.coerce.string(),
  increment_id: z.string(),
  status: looseText,
  state: looseText,
  total_due: z.coerce.number().catch(0),
});
type Head = z.infer<typeof headSchema>;

const AWAITS_PAYMENT: readonly string[] = ["pending_payment", "payment_review"];

/** Custom statuses belong to a state; a new order with an offline payment method has no invoice and is due in full. */
const isUnpaid = ({ state, status, total_due }: Head): boolean =>
  AWAITS_PAYMENT.includes(state) || AWAITS_PAYMENT.includes(status) || (state === "new" && total_due > 0);
/** Magento returns null for an empty list narrowed by `fields`. */
const listSchema = z.object({ items: z.array(headSchema).nullable() });

/** See ShopConnector.findOrders: first by the displayed number (increment_id), then by id. */
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
    heads.map((head) => {
      const { entity_id: externalId, increment_id: number } = head;
      const status = head.status || head.state;
      return [externalId, { externalId, number, status, unpaidStatus: isUnpaid(head) ? status : null, place: "list" as const }];
    }),
  );
  return ok([...found.values()]);
}
