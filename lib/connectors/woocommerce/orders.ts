import { mayBeOneOrder, withinShortTime } from "@/lib/connectors/breakdowns";
import { failed } from "@/lib/connectors/failures";
import { recordValue } from "@/lib/connectors/order-fields";
import { paginateById, paginateChangedOrders } from "@/lib/connectors/paginate";
import type {
  OrderCursor,
  OrderPage,
  OrderWindow,
  Prefetch,
  ShopClient,
  ShopOrder,
  ShopResult,
  UnreadableOrder,
} from "@/lib/connectors/shop";
import { askWoo, isUnknownOrder } from "@/lib/connectors/woocommerce/client";
import type { WooCredentials } from "@/lib/connectors/woocommerce/credentials";
import { askForAnyOrder, ordersPath, WOO_PAGE_SIZE, windowParameters } from "@/lib/connectors/woocommerce/order-query";
import { isFromRestApi, isSortedByIdOnly, readTotal, wooOrderSource } from "@/lib/connectors/woocommerce/order-source";
import { readWooOrder } from "@/lib/connectors/woocommerce/read-order";

/** See ShopConnector.listChangedOrders. Old shops that refuse to sort by modification time are walked by id. */
export async function listWooOrders(
  client: ShopClient,
  credentials: WooCredentials,
  window: OrderWindow,
  after: OrderCursor | null,
  prefetch?: Prefetch,
  pageSize: number = WOO_PAGE_SIZE,
): Promise<ShopResult<OrderPage>> {
  const source = wooOrderSource(client, credentials, pageSize, prefetch);
  if (!isSortedByIdOnly(client)) {
    const page = await paginateChangedOrders(source, window, after);
    if (!isSortedByIdOnly(client)) return page.ok ? withoutDrafts(client, credentials, window, page) : page;
  }
  return paginateById(source, window, after);
}

/** The shop's count of the window holds the carts too; what a single page holds is known by itself. */
async function withoutDrafts(
  client: ShopClient,
  credentials: WooCredentials,
  window: OrderWindow,
  page: ShopResult<OrderPage> & { ok: true },
): Promise<ShopResult<OrderPage>> {
  const { windowTotal, next, orders, unreadable } = page.value;
  if (windowTotal === null) return page;
  if (next === null) return { ...page, value: { ...page.value, windowTotal: orders.length + unreadable.length } };
  const drafts = await countStatus(client, credentials, window, DRAFT);
  if (!drafts.ok) return drafts;
  return { ...page, value: { ...page.value, windowTotal: drafts.value === null ? null : Math.max(0, windowTotal - drafts.value) } };
}

/** Carts in the block checkout: the only ones of what is no order that `status=any` lists. */
export const DRAFT = "checkout-draft";

async function countStatus(
  client: ShopClient,
  credentials: WooCredentials,
  window: OrderWindow,
  status: string,
): Promise<ShopResult<number | null>> {
  const reply = await askForAnyOrder(client, credentials, { ...windowParameters(window), status, page: "1", _fields: "id" });
  // Shops without the block checkout have no such status, and so no such carts.
  if (!reply.ok && status === DRAFT && reply.refusedParameters.includes("status")) return { ok: true, value: 0, clockSkewMs: null };
  if (!reply.ok) return reply;
  const { json, answer } = reply;
  if (!Array.isArray(json)) return failed("invalid_response", "orders are not a list", answer);
  return { ok: true, value: readTotal(answer), clockSkewMs: answer.clockSkewMs };
}

/** Orders of the window by X-WP-Total, without the carts among them; null when something on the way removed the header. */
export async function countWooOrders(
  client: ShopClient,
  credentials: WooCredentials,
  window: OrderWindow,
): Promise<ShopResult<number | null>> {
  const all = await countStatus(client, credentials, window, "any");
  if (!all.ok || !all.value) return all;
  const drafts = await countStatus(client, credentials, window, DRAFT);
  if (!drafts.ok) return drafts;
  return { ...all, value: drafts.value === null ? null : Math.max(0, all.value - drafts.value) };
}

/** An order in the bin is given by its id still, and can break the shop there, too; no list holds it. */
async function isUnlisted(client: ShopClient, credentials: WooCredentials, externalId: string): Promise<boolean> {
  const path = ordersPath({ include: externalId, status: "any", per_page: "1", _fields: "id" });
  const reply = await withinShortTime(client, () => askWoo(client, credentials, { path }));
  return reply.ok && Array.isArray(reply.json) && reply.json.length === 0 && isFromRestApi(reply.answer);
}

export async function fetchWooOrder(
  client: ShopClient,
  credentials: WooCredentials,
  externalId: string,
): Promise<ShopResult<ShopOrder | UnreadableOrder | null>> {
  const reply = await askWoo(client, credentials, { path: `/orders/${encodeURIComponent(externalId)}`, isShort: true });
  if (!reply.ok) {
    const isGone =
      isUnknownOrder(reply.wordpressCode) || (mayBeOneOrder(reply.failure) && (await isUnlisted(client, credentials, externalId)));
    return isGone ? { ok: true, value: null, clockSkewMs: null } : reply;
  }
  return { ok: true, value: recordValue(readWooOrder(reply.json)), clockSkewMs: reply.answer.clockSkewMs };
}
