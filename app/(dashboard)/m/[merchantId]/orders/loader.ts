import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { isReadOnly, requireDataScope, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import {
  type CurrencySum,
  countOrders,
  findOrder,
  leavesOrdersOut,
  listOrderStatuses,
  listOrders,
  type OrderPage,
  sumOrders,
} from "@/lib/orders/data";
import type { OrderQuery } from "@/lib/orders/order-query";
import type { OrderDetail } from "@/lib/orders/order-view";
import { listShipments, type OrderShipments } from "@/lib/orders/tracking/data";
import { listOrderViews, type OrderView } from "@/lib/orders/views/data";

export interface OrdersPage extends OrderPage {
  /** Matching orders on all pages; `orMore`: counting stopped there. */
  total: number;
  orMore: boolean;
  /** Totals of all matching orders by currency; empty where counting stopped. */
  sums: CurrencySum[];
  /** Position of the first row, from 1. */
  place: number;
  statuses: string[];
  shops: { id: string; name: string }[];
  /** Some shop excludes statuses from the lists. */
  leavesOut: boolean;
  views: OrderView[];
  readOnly: boolean;
}

async function listCounted(reader: MerchantReader, query: OrderQuery, timeZone: string) {
  const page = await listOrders(reader, query, { timeZone });
  const alone = !page.previous && !page.next;
  const counted = alone ? { total: page.rows.length, orMore: false } : await countOrders(reader, query, { timeZone });
  const sums = counted.orMore || counted.total === 0 ? [] : await sumOrders(reader, query, { timeZone });
  // Orders that arrived or disappeared meanwhile shift the position.
  return { ...page, ...counted, sums, place: page.previous ? Math.max(2, query.place) : 1 };
}

/** One page of orders, with the filter options. */
export async function loadOrders(merchantId: string, query: OrderQuery): Promise<OrdersPage> {
  const [scope, { timeZone }] = await Promise.all([requireDataScope(merchantId, `/m/${merchantId}/orders`), requirePerson()]);
  return readMerchant(scope, async (reader) => ({
    ...(await listCounted(reader, query, timeZone)),
    statuses: await listOrderStatuses(reader),
    shops: await listIntegrationNames(reader),
    leavesOut: await leavesOrdersOut(reader),
    views: await listOrderViews(reader),
    readOnly: isReadOnly(scope),
  }));
}

/** One order, or "not found" alike for unknown, foreign and malformed ids; cached per request. */
export const loadOrder = cache(async (merchantId: string, orderId: string): Promise<OrderDetail> => {
  const scope = await requireDataScope(merchantId, `/m/${merchantId}/orders/${orderId}`);
  const order = z.uuid().safeParse(orderId).success ? await findOrder(scope, orderId) : null;
  return order ?? notFound();
});

/** Parcels of an order visible to the user, unsent and failed ones first. */
export async function loadOrderShipments(merchantId: string, orderId: string): Promise<OrderShipments> {
  const [scope, order] = await Promise.all([requireMerchantScope(merchantId), loadOrder(merchantId, orderId)]);
  const readAt = Date.now();
  const shipments = await listShipments(scope, { integrationId: order.integration.id, orderId: order.id });
  return { shipments, readOnly: isReadOnly(scope), readAt };
}

/** Shops that accept parcels. */
export async function loadImportPage(merchantId: string): Promise<{ shops: OrdersPage["shops"]; readOnly: boolean }> {
  const scope = await requireMerchantScope(merchantId);
  return { shops: await listIntegrationNames(scope), readOnly: isReadOnly(scope) };
}
