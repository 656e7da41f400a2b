import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { Parcel } from "@/lib/orders/tracking/schema";

// Matches the order named in a file or an event. Pure.

export interface KnownOrder {
  id: string;
  /** The number that the shop displays. */
  number: string;
  externalId: string;
}

/** How a file or event names an order: by number, and by the shop's id where known. */
export interface Called {
  order: string;
  externalId?: string | undefined;
}

/** A parcel with the name of its order. */
export type CalledParcel = Parcel & Called;

export type OrderMatch<Order> = { kind: "one"; order: Order } | { kind: "unknown" } | { kind: "several"; count: number };

const GID = /^gid:\/\/shopify\/Order\//;

/** Possible numbers and ids of the order: with and without a leading "#" or GID prefix. */
export const namesOf = ({ order, externalId }: Called): string[] =>
  [...new Set([order, order.replace(/^#/, ""), order.replace(GID, ""), externalId?.replace(GID, "") ?? ""])].filter((name) => name !== "");

/**
 * Whether a shop's order id cannot be mistaken for the number of another order, possibly not imported yet. WooCommerce and Magento use
 * digits for both; PrestaShop can be configured to.
 */
const ID_IS_NO_NUMBER: Readonly<Record<ShopSystem, (order: KnownOrder) => boolean>> = {
  woocommerce: () => false,
  magento: () => false,
  prestashop: ({ number }) => !/^\d+$/.test(number),
  shopify: () => true,
};

function isCalledById(shopSystem: ShopSystem, name: string, order: KnownOrder): boolean {
  return order.externalId === name && ID_IS_NO_NUMBER[shopSystem](order);
}

const partsOf = (number: string): string[] => number.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];

/** Whether a number is that of the order with a suffix, such as `-1` of a split parcel. */
function isVariantOf(name: string, { number }: KnownOrder): boolean {
  const [longest = ""] = partsOf(number).sort((a, b) => b.length - a.length);
  return partsOf(name).includes(longest);
}

/**
 * Finds the named order among candidates. A number counts if it is unique; the shop's id separates orders with the same number, and
 * identifies the order if the number is missing or has a suffix. An id that contradicts the number makes the result ambiguous.
 */
export function matchOrder<Order extends KnownOrder>(shopSystem: ShopSystem, called: Called, orders: readonly Order[]): OrderMatch<Order> {
  const name = called.order.replace(/^#/, "");
  const numbered = orders.filter(({ number }) => called.order !== "" && (number === called.order || number === name));
  const own = called.externalId?.replace(GID, "");
  const byId = orders.find(({ externalId }) => externalId === own);
  if (byId) {
    if (numbered.includes(byId)) return { kind: "one", order: byId };
    if (numbered.length > 0) return { kind: "several", count: numbered.length + 1 };
    if (called.order === "" || isVariantOf(name, byId)) return { kind: "one", order: byId };
  }
  const gidOrName = name.replace(GID, "");
  const matches = numbered.length > 0 ? numbered : orders.filter((order) => isCalledById(shopSystem, gidOrName, order));
  const [order] = matches;
  if (!order) return { kind: "unknown" };
  return matches.length === 1 ? { kind: "one", order } : { kind: "several", count: matches.length };
}
