import { z } from "zod";
import { ownValue } from "@/lib/base/own-value";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { isSameNumber } from "@/lib/connectors/records/names-number";
import type { FoundOrder, ShopResult } from "@/lib/connectors/shop";
import { askWoo, isUnknownOrder, type WooShop } from "@/lib/connectors/woocommerce/client";
import { ordersPath } from "@/lib/connectors/woocommerce/order-source";

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

/** Ids to try for a number that a filter makes: the id is often part of it, mostly at the end. */
function idsInside(text: string): string[] {
  const groups = (text.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, "")).filter((digits) => digits.length <= 18);
  return [...new Set([...(/^\d{1,18}$/.test(text) ? [text] : []), ...groups.toReversed()])].slice(0, MAX_IDS);
}
const MAX_IDS = 3;

/** Size and number. A small one mostly suffices; beyond the last, the shop is not said to lack the order. */
const PAGES = [
  [20, 1],
  [100, 1],
  [100, 2],
  [100, 3],
] as const;

/**
 * See ShopConnector.findOrders. The search covers numbers that a plugin stored, in the list and in the trash, which "any" omits. Ids are requested
 * directly, which also finds drafts and numbers that the shop only shows.
 */
export async function findWooOrders(shop: WooShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  const found = new Map<string, FoundOrder>();
  const keep = (raw: unknown): void => {
    const head = headSchema.safeParse(raw).data;
    if (!head || !(isSameNumber(head.number, text) || String(head.id) === text)) return;
    const externalId = String(head.id);
    const { number, status } = head;
    const place = ownValue(UNLISTED, status) ?? "list";
    found.set(externalId, { externalId, number, status, unpaidStatus: place === "list" && isUnpaid(head) ? status : null, place });
  };
  let isCut = false;
  for (const status of ["any", "trash"]) {
    // The search finds the text anywhere in an order, and a short number in many.
    for (const [index, [size, page]] of PAGES.entries()) {
      const search = ordersPath({ search: text, status, per_page: `${size}`, page: `${page}`, _fields: FIELDS });
      const listed = await askWoo(shop, { path: search, isShort: true });
      if (!listed.ok && status === "any") return listed;
      const hits: unknown[] = listed.ok && Array.isArray(listed.json) ? listed.json : [];
      hits.forEach(keep);
      if (found.size > 0 || hits.length < size) break;
      if (index === PAGES.length - 1) isCut = true;
    }
    if (found.size > 0) break;
  }
  for (const id of idsInside(text)) {
    // An id that is asked for as such may belong to another order than the number.
    if (found.size > 0 && id !== text) break;
    const direct = await askWoo(shop, { path: `/orders/${id}?_fields=${FIELDS}`, isShort: true });
    if (direct.ok) keep(direct.json);
    else if (!isUnknownOrder(direct.wordpressCode)) return direct;
  }
  if (found.size === 0 && isCut) return failed("invalid_response", "too many orders contain the text");
  return ok([...found.values()]);
}
