import { SECOND_MS } from "@/lib/base/units";
import { leavingTime, mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import { ceilSecond, floorSecond } from "@/lib/connectors/records/order-fields";
import type { OrderWindow } from "@/lib/connectors/shop";
import { askWoo, type WooReply, type WooShop } from "@/lib/connectors/woocommerce/client";

/** WooCommerce refuses more (400 rest_invalid_param). */
export const WOO_PAGE_SIZE = 100;

/** Without a zone, as dates_are_gmt=true: the shop shifts `Z` or an offset by its own offset (measured on 10.6.2 and 11.0.1). */
const formatGmt = (date: Date): string => date.toISOString().slice(0, 19);

/** Window parameters; WooCommerce's bounds are both exclusive and in whole seconds, ours are [from, to). */
export function windowParameters(window: OrderWindow): Record<string, string> {
  return {
    ...(window.from ? { modified_after: formatGmt(new Date(floorSecond(window.from).getTime() - SECOND_MS)) } : {}),
    modified_before: formatGmt(ceilSecond(window.to)),
    dates_are_gmt: "true",
    status: "any",
  };
}

export const ordersPath = (parameters: Readonly<Record<string, string>>): string => `/orders?${new URLSearchParams(parameters)}`;

/** Any one order of a list, to count it or to prove something: the newest, or the oldest if the shop may break down on the newest. */
export async function askForAnyOrder(shop: WooShop, parameters: Readonly<Record<string, string>>): Promise<WooReply> {
  const newest = await leavingTime(shop.client, () => askWoo(shop, { path: ordersPath({ ...parameters, per_page: "1" }) }));
  if (newest.ok || !mayBeOneOrder(newest.failure)) return newest;
  return askWoo(shop, { path: ordersPath({ ...parameters, per_page: "1", order: "asc" }) });
}
