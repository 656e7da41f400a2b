import { ok } from "@/lib/base/result";
import { mayBeOneOrder, withinShortTime } from "@/lib/connectors/records/breakdowns";
import { recordValue } from "@/lib/connectors/records/order-fields";
import { paginateById, paginateChangedOrders } from "@/lib/connectors/records/paginate";
import type { ClockedResult, FetchedOrder, OrderCursor, OrderPage, OrderWindow, Prefetch, ShopResult } from "@/lib/connectors/shop";
import { withoutCarts } from "@/lib/connectors/woocommerce/carts";
import { askWoo, isUnknownOrder, type WooShop } from "@/lib/connectors/woocommerce/client";
import { isFromRestApi, isSortedByIdOnly, ordersPath, WOO_PAGE_SIZE, wooOrderSource } from "@/lib/connectors/woocommerce/order-source";
import { readWooOrder } from "@/lib/connectors/woocommerce/read-order";

/** See ShopConnector.listChangedOrders. Shops that refuse to sort by modification time are paginated by id. */
export async function listWooOrders(
  shop: WooShop,
  window: OrderWindow,
  after: OrderCursor | null,
  prefetch?: Prefetch,
  pageSize: number = WOO_PAGE_SIZE,
): Promise<ClockedResult<OrderPage>> {
  const source = wooOrderSource(shop, pageSize, prefetch);
  if (!isSortedByIdOnly(shop.client)) {
    const page = await paginateChangedOrders(source, window, after);
    if (!isSortedByIdOnly(shop.client)) return page.ok ? withoutDrafts(shop, window, page) : page;
  }
  return paginateById(source, window, after);
}

/** A single page is its own count; the shop's count of several pages may include carts. */
async function withoutDrafts(
  shop: WooShop,
  window: OrderWindow,
  page: ClockedResult<OrderPage> & { ok: true },
): Promise<ClockedResult<OrderPage>> {
  const { windowTotal, next, orders, unreadable } = page.value;
  if (windowTotal === null) return page;
  if (next === null) return { ...page, value: { ...page.value, windowTotal: orders.length + unreadable.length } };
  const counted = await withoutCarts(shop, window, windowTotal);
  return counted.ok ? { ...page, value: { ...page.value, windowTotal: counted.value } } : counted;
}

/** A trashed order is still returned by its id, and may also break the shop there; no list contains it. */
async function isUnlisted(shop: WooShop, externalId: string): Promise<boolean> {
  const path = ordersPath({ include: externalId, status: "any", per_page: "1", _fields: "id" });
  const reply = await withinShortTime(shop.client, () => askWoo(shop, { path }));
  return reply.ok && Array.isArray(reply.json) && reply.json.length === 0 && isFromRestApi(reply.answer);
}

export async function fetchWooOrder(shop: WooShop, externalId: string): Promise<ShopResult<FetchedOrder>> {
  const reply = await askWoo(shop, { path: `/orders/${encodeURIComponent(externalId)}`, isShort: true });
  if (!reply.ok) {
    const isGone = isUnknownOrder(reply.wordpressCode) || (mayBeOneOrder(reply.failure) && (await isUnlisted(shop, externalId)));
    return isGone ? ok(null) : reply;
  }
  return ok(recordValue(readWooOrder(reply.json)));
}
