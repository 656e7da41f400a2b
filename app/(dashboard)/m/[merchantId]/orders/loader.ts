import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { isReadOnly, type MerchantScope } from "@/lib/identity/accounts/access";
import { requireDataScope, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { type MerchantReader, readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import type { CsvStyle } from "@/lib/infra/print-csv";
import { countOrders, findOrder, leavesOrdersOut, listOrderStatuses, listOrders, sumOrders } from "@/lib/orders/data";
import { printOrders } from "@/lib/orders/export/csv";
import { recordOrderExport } from "@/lib/orders/export/mutations";
import { firstPage, type OrderQuery } from "@/lib/orders/order-query";
import type { OrderDetail } from "@/lib/orders/order-view";
import { listShipments, type OrderShipments } from "@/lib/orders/tracking/data";
import { listOrderViews } from "@/lib/orders/views/data";

async function listCounted(reader: MerchantReader, query: OrderQuery, timeZone: string) {
  const page = await listOrders(reader, query, { timeZone });
  const alone = !page.previous && !page.next;
  const counted = alone ? { total: page.rows.length, orMore: false } : await countOrders(reader, query, { timeZone });
  const sums = counted.orMore || counted.total === 0 ? [] : await sumOrders(reader, query, { timeZone });
  // Orders that arrived or disappeared meanwhile shift the position.
  return { ...page, ...counted, sums, place: page.previous ? Math.max(2, query.place) : 1 };
}

export async function loadOrders(merchantId: string, query: OrderQuery) {
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

/** One order; "not found" for unknown, foreign and malformed ids alike. Cached per request. */
export const loadOrder = cache(async (merchantId: string, orderId: string): Promise<OrderDetail> => {
  const scope = await requireDataScope(merchantId, `/m/${merchantId}/orders/${orderId}`);
  const order = z.uuid().safeParse(orderId).success ? await findOrder(scope, orderId) : null;
  return order ?? notFound();
});

export async function loadOrderShipments(merchantId: string, orderId: string): Promise<OrderShipments> {
  const [scope, order] = await Promise.all([requireMerchantScope(merchantId), loadOrder(merchantId, orderId)]);
  const readAt = Date.now();
  const shipments = await listShipments(scope, { integrationId: order.integration.id, orderId: order.id });
  return { shipments, readOnly: isReadOnly(scope), readAt };
}

export async function loadImportPage(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  return { shops: await listIntegrationNames(scope), readOnly: isReadOnly(scope) };
}

/** The listed orders as a CSV stream; null in read-only mode. */
export async function exportOrders(scope: MerchantScope, asked: OrderQuery, style: CsvStyle): Promise<AsyncGenerator<string> | null> {
  if (isReadOnly(scope)) return null;
  // The whole list from its first page; another merchant's shop id matches nothing.
  const known = asked.integrationId === null || (await listIntegrationNames(scope)).some(({ id }) => id === asked.integrationId);
  if (!known) return null;
  const query = firstPage(asked);
  const { timeZone } = await requirePerson();
  await recordOrderExport(scope, query);
  return printOrders(scope, { query, timeZone, style });
}
