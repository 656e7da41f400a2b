import { z } from "zod";
import { failed } from "@/lib/shops/failures";
import type { OrderCursor, OrderPage, OrderWindow, ShopClient, ShopOrder, ShopResult, UnreadableOrder } from "@/lib/shops/shop";
import { walkById, walkChangedOrders } from "@/lib/shops/walk";
import { askWoo } from "@/lib/shops/woocommerce/client";
import type { WooCredentials } from "@/lib/shops/woocommerce/credentials";
import { ordersPath, WOO_PAGE_SIZE, windowParameters } from "@/lib/shops/woocommerce/order-query";
import { isSortedByIdOnly, wooOrderSource } from "@/lib/shops/woocommerce/order-source";
import { readWooOrder } from "@/lib/shops/woocommerce/read-order";

/** See ShopConnector.listChangedOrders. Old shops that refuse to sort by modification time are walked by id. */
export async function listWooOrders(
  client: ShopClient,
  credentials: WooCredentials,
  window: OrderWindow,
  after: OrderCursor | null,
  pageSize: number = WOO_PAGE_SIZE,
): Promise<ShopResult<OrderPage>> {
  const source = wooOrderSource(client, credentials, pageSize);
  if (!isSortedByIdOnly(client)) {
    const page = await walkChangedOrders(source, window, after);
    if (!isSortedByIdOnly(client)) return page;
  }
  return walkById(source, window, after);
}

/** Orders of the window by X-WP-Total; null when something on the way removed the header. */
export async function countWooOrders(
  client: ShopClient,
  credentials: WooCredentials,
  window: OrderWindow,
): Promise<ShopResult<number | null>> {
  const reply = await askWoo(client, credentials, {
    path: ordersPath({ ...windowParameters(window), per_page: "1", page: "1", _fields: "id" }),
  });
  if (!reply.ok) return reply;
  const { json, answer } = reply;
  if (!Array.isArray(json)) return failed("invalid_response", "orders are not a list", answer);
  const total = z.coerce.number().int().nonnegative().safeParse(answer.headers["x-wp-total"]);
  return { ok: true, value: total.success ? total.data : null, clockSkewMs: answer.clockSkewMs };
}

/** The codes of wc/v3 for an id that is no order. */
export const isUnknownOrder = (wordpressCode: string | null): boolean =>
  wordpressCode === "woocommerce_rest_shop_order_invalid_id" || wordpressCode === "woocommerce_rest_order_invalid_id";

export async function fetchWooOrder(
  client: ShopClient,
  credentials: WooCredentials,
  externalId: string,
): Promise<ShopResult<ShopOrder | UnreadableOrder | null>> {
  const reply = await askWoo(client, credentials, { path: `/orders/${encodeURIComponent(externalId)}` });
  if (!reply.ok) return isUnknownOrder(reply.wordpressCode) ? { ok: true, value: null, clockSkewMs: null } : reply;
  const record = readWooOrder(reply.json);
  return { ok: true, value: record.kind === "order" ? record.order : record.unreadable, clockSkewMs: reply.answer.clockSkewMs };
}
