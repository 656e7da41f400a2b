import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { isReadOnly, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import { countOrders, findOrder, leavesOrdersOut, listOrderStatuses, listOrders, type OrderPage } from "@/lib/orders/data";
import type { OrderQuery } from "@/lib/orders/order-query";
import type { OrderDetail } from "@/lib/orders/order-view";
import { listShipments, type OrderShipments } from "@/lib/orders/tracking/data";

export interface OrdersPage extends OrderPage {
  /** Orders that match, on all pages; `orMore` where counting ended. */
  total: number;
  orMore: boolean;
  /** The place of the first row among them, from 1. */
  place: number;
  statuses: string[];
  shops: { id: string; name: string }[];
  /** Some shop leaves orders out. */
  leavesOut: boolean;
  readOnly: boolean;
}

async function listCounted(reader: MerchantReader, query: OrderQuery, timeZone: string) {
  const page = await listOrders(reader, query, { timeZone });
  const alone = !page.previous && !page.next;
  const counted = alone ? { total: page.rows.length, orMore: false } : await countOrders(reader, query, { timeZone });
  // Orders that came or went meanwhile moved the place.
  return { ...page, ...counted, place: page.previous ? Math.max(2, query.place) : 1 };
}

/** One page of orders with what the filters offer. */
export async function loadOrders(merchantId: string, query: OrderQuery): Promise<OrdersPage> {
  const [scope, { timeZone }] = await Promise.all([requireMerchantScope(merchantId), requirePerson()]);
  return readMerchant(scope, async (reader) => ({
    ...(await listCounted(reader, query, timeZone)),
    statuses: await listOrderStatuses(reader),
    shops: await listIntegrationNames(reader),
    leavesOut: await leavesOrdersOut(reader),
    readOnly: isReadOnly(scope),
  }));
}

/** One order, or "not found" for unknown, foreign and malformed ids alike; once in each request. */
export const loadOrder = cache(async (merchantId: string, orderId: string): Promise<OrderDetail> => {
  const scope = await requireMerchantScope(merchantId);
  const order = z.uuid().safeParse(orderId).success ? await findOrder(scope, orderId) : null;
  return order ?? notFound();
});

/** The parcels of an order that the person may see, newest first while all were told. */
export async function loadOrderShipments(merchantId: string, orderId: string): Promise<OrderShipments> {
  const [scope, order] = await Promise.all([requireMerchantScope(merchantId), loadOrder(merchantId, orderId)]);
  const readAt = Date.now();
  const shipments = await listShipments(scope, { integrationId: order.integration.id, orderId: order.id });
  return { shipments, readOnly: isReadOnly(scope), readAt };
}

/** The shops that parcels can be recorded for. */
export async function loadImportPage(merchantId: string): Promise<{ shops: OrdersPage["shops"]; readOnly: boolean }> {
  const scope = await requireMerchantScope(merchantId);
  return { shops: await listIntegrationNames(scope), readOnly: isReadOnly(scope) };
}
