import type { Platform } from "@/lib/connectors/platforms";
import type { Parcel } from "@/lib/orders/tracking/schema";

// Which order a file or an event means by what it calls it. Pure.

export interface KnownOrder {
  id: string;
  /** The number that the shop shows to people. */
  number: string;
  externalId: string;
}

/** What an order is called: its number, and the shop's own id of it where whoever calls it knows both. */
export interface Called {
  order: string;
  externalId?: string | undefined;
}

/** A parcel of the order that has that name. */
export type CalledParcel = Parcel & Called;

export type MeantOrder<Order> = { kind: "one"; order: Order } | { kind: "unknown" } | { kind: "several"; count: number };

const GID = /^gid:\/\/shopify\/Order\//;

/** The names under which the shop may have the order: with and without the sign that shops put before the number. */
export const namesOf = ({ order, externalId }: Called): string[] =>
  [...new Set([order, order.replace(/^#/, ""), order.replace(GID, ""), externalId?.replace(GID, "") ?? ""])].filter((name) => name !== "");

/**
 * Whether an id of the shop cannot be the number of another order that is not imported yet. WooCommerce and Magento number their orders in
 * digits, as they do their ids; a PrestaShop may be set to.
 */
const ID_IS_NO_NUMBER: Readonly<Record<Platform, (order: KnownOrder) => boolean>> = {
  woocommerce: () => false,
  magento: () => false,
  prestashop: ({ number }) => !/^\d+$/.test(number),
  shopify: () => true,
};

function isCalledById(platform: Platform, name: string, order: KnownOrder): boolean {
  return order.externalId === name && ID_IS_NO_NUMBER[platform](order);
}

const partsOf = (number: string): string[] => number.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];

/** Whether a number is that of the order with something added, such as the `-1` of a parcel that was split. */
function isVariantOf(name: string, { number }: KnownOrder): boolean {
  const [longest = ""] = partsOf(number).sort((a, b) => b.length - a.length);
  return partsOf(name).includes(longest);
}

/**
 * The order that is meant, among those that have one of its names. A number counts where it is one order's alone; the shop's own id tells
 * orders of one number apart, and finds the order where the number is missing or was added to. An id that contradicts the number is
 * believed as little as the number: neither order is told of a parcel that may be the other's.
 */
export function findMeant<Order extends KnownOrder>(platform: Platform, called: Called, orders: readonly Order[]): MeantOrder<Order> {
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
  const meant = numbered.length > 0 ? numbered : orders.filter((order) => isCalledById(platform, gidOrName, order));
  const [order] = meant;
  if (!order) return { kind: "unknown" };
  return meant.length === 1 ? { kind: "one", order } : { kind: "several", count: meant.length };
}
