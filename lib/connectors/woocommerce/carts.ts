import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import type { OrderWindow, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { askWoo, type WooShop } from "@/lib/connectors/woocommerce/client";
import { askForAnyOrder, ordersPath, readTotal, windowParameters } from "@/lib/connectors/woocommerce/order-source";
import { wooPlaceSchema } from "@/lib/connectors/woocommerce/schema";

/** Carts of the block checkout, which are not orders. `status=any` lists and counts them up to 10.8, but not from 10.9.4. */
export const DRAFT = "checkout-draft";

interface Counted {
  /** Null if something in between removed the header. */
  total: number | null;
  /** The id of one of the counted orders. */
  anyId: string | null;
}

const idOf = (list: readonly unknown[]): string | null => wooPlaceSchema.safeParse(list[0]).data?.externalId ?? null;

/** Counts orders of a status by X-WP-Total of a one-order list; `window` null: of the whole shop. */
async function countStatus(shop: WooShop, window: OrderWindow | null, status: string): Promise<ShopResult<Counted>> {
  const parameters = { ...(window ? windowParameters(window) : {}), status, page: "1", _fields: "id" };
  const reply = await askForAnyOrder(shop, parameters);
  // Shops without the block checkout have neither this status nor such carts.
  if (!reply.ok && status === DRAFT && reply.refusedParameters.includes("status")) return ok({ total: 0, anyId: null });
  if (!reply.ok) return reply;
  const { json, answer } = reply;
  if (!Array.isArray(json)) return failed("invalid_response", "orders are not a list", answer);
  return ok({ total: readTotal(answer), anyId: idOf(json) });
}

/** Whether a shop counts carts; cached for the lifetime of the client, and restored by its owner for the next one. */
const countsCarts = new WeakMap<ShopClient, boolean>();

/** See ShopConnector.carts. */
export const wooCarts = {
  restore: (client: ShopClient, counted: boolean): void => void countsCarts.set(client, counted),
  known: (client: ShopClient): boolean | null => countsCarts.get(client) ?? null,
  reset: (client: ShopClient): void => void countsCarts.delete(client),
};

/** Whether the order is in the list of this status and in its total; null if they contradict each other or its status has changed. */
async function isCounted(shop: WooShop, cartId: string, status: string): Promise<ShopResult<boolean | null>> {
  const path = ordersPath({ include: cartId, status, per_page: "1", _fields: "id,status" });
  const reply = await askWoo(shop, { path });
  if (!reply.ok) return reply;
  const { json, answer } = reply;
  if (!Array.isArray(json)) return failed("invalid_response", "orders are not a list", answer);
  const total = readTotal(answer);
  if (json.length === 0) return ok(total === 0 ? false : null);
  const { data: place } = wooPlaceSchema.safeParse(json[0]);
  return ok(json.length === 1 && total === 1 && place?.externalId === cartId && place.status === DRAFT ? true : null);
}

/** Learns from this cart whether the shop's total of all statuses includes carts. Null if unclear, e.g. if it was ordered meanwhile. */
async function learn(shop: WooShop, cartId: string): Promise<ShopResult<boolean | null>> {
  const inAny = await isCounted(shop, cartId, "any");
  if (!inAny.ok || inAny.value === null) return inAny;
  if (!inAny.value) {
    // Not in the list of all statuses, but it must still be in that of its own.
    const inOwn = await isCounted(shop, cartId, DRAFT);
    if (!inOwn.ok || !inOwn.value) return inOwn.ok ? ok(null) : inOwn;
  }
  countsCarts.set(shop.client, inAny.value);
  return inAny;
}

/** Subtracts the window's carts from a total of all statuses; null if it is unknown whether the total includes them. */
export async function withoutCarts(shop: WooShop, window: OrderWindow | null, total: number): Promise<ShopResult<number | null>> {
  const known = wooCarts.known(shop.client);
  if (total === 0 || known === false) return ok(total);
  const carts = await countStatus(shop, window, DRAFT);
  if (!carts.ok) return carts;
  const { total: count, anyId } = carts.value;
  if (count === 0) return ok(total);
  if (count === null || (known === null && anyId === null)) return ok(null);
  const counted = known === null ? await learn(shop, anyId ?? "") : ok(known);
  if (!counted.ok || counted.value === null) return counted.ok ? ok(null) : counted;
  if (!counted.value) return ok(total);
  return ok(count <= total ? total - count : null);
}

/** Orders of the window, or of the whole shop; null if unknown. */
export async function countWooOrders(shop: WooShop, window: OrderWindow | null): Promise<ShopResult<number | null>> {
  const all = await countStatus(shop, window, "any");
  if (!all.ok) return all;
  return all.value.total === null ? ok(null) : withoutCarts(shop, window, all.value.total);
}
