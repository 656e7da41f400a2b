import { z } from "zod";
import { ownValue } from "@/lib/base/own-value";
import { ok } from "@/lib/base/result";
import { isSameNumber } from "@/lib/connectors/records/names-number";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";
import { askWoo, isUnknownOrder, type WooShop } from "@/lib/connectors/woocommerce/client";
import { ordersPath } from "@/lib/connectors/woocommerce/order-query";

const FIELDS = "id,number,status,date_paid_gmt,needs_payment";
const headSchema = z.object({
  id: z.number(),
  number: z.coerce.string(),
  status: z.string(),
  date_paid_gmt: z.string().nullish().catch(null),
  /** Also true for a status that a plugin declares payable; missing in old versions. */
  needs_payment: z.boolean().optional().catch(undefined),
});
type Head = z.infer<typeof headSchema>;

/** On-hold orders await a bank transfer or a cheque, although nothing can be paid in the shop. */
const AWAITS_PAYMENT: readonly string[] = ["pending", "on-hold", "failed"];

const isUnpaid = ({ status, date_paid_gmt, needs_payment }: Head): boolean =>
  !date_paid_gmt && (needs_payment === true || AWAITS_PAYMENT.includes(status));

/** Statuses that are not, or no longer, orders; WooCommerce lists none of them under "any". */
const UNLISTED: Readonly<Record<string, FoundOrder["place"]>> = {
  "checkout-draft": "draft",
  "auto-draft": "draft",
  trash: "trash",
};

/** See ShopConnector.findOrders. The search covers numbers assigned by plugins; the id is requested directly, which also finds drafts and trash. */
export async function findWooOrders(shop: WooShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  const search = ordersPath({ search: text, status: "any", per_page: "20", _fields: FIELDS });
  const listed = await askWoo(shop, { path: search, isShort: true });
  if (!listed.ok) return listed;
  const raws: unknown[] = Array.isArray(listed.json) ? [...listed.json] : [];
  if (/^\d{1,18}$/.test(text)) {
    const direct = await askWoo(shop, { path: `/orders/${text}?_fields=${FIELDS}`, isShort: true });
    if (direct.ok) raws.push(direct.json);
    else if (!isUnknownOrder(direct.wordpressCode)) return direct;
  }
  const found = new Map<string, FoundOrder>();
  for (const raw of raws) {
    const head = headSchema.safeParse(raw).data;
    if (!head || !(isSameNumber(head.number, text) || String(head.id) === text)) continue;
    const externalId = String(head.id);
    const { number, status } = head;
    const place = ownValue(UNLISTED, status) ?? "list";
    found.set(externalId, { externalId, number, status, unpaidStatus: place === "list" && isUnpaid(head) ? status : null, place });
  }
  return ok([...found.values()]);
}
