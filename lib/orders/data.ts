import type { MerchantScope } from "@/lib/accounts/access";
import type { OrderPosition, OrderQuery } from "@/lib/orders/order-query";
import { ORDERS_PER_PAGE } from "@/lib/orders/order-query";
import type { OrderDetail, OrderRow } from "@/lib/orders/order-view";
import { readAddress, readLines, readTotals } from "@/lib/orders/stored-order";
import { isPlatform } from "@/lib/shops/platforms";
import { inMerchant } from "@/lib/system/db";
import type { Prisma } from "@/lib/system/prisma-client/client";

const rowFields = {
  id: true,
  number: true,
  status: true,
  currency: true,
  total: true,
  customerName: true,
  placedAt: true,
  removedAt: true,
  integration: { select: { id: true, name: true, platform: true } },
} satisfies Prisma.OrderSelect;

type RowRecord = Prisma.OrderGetPayload<{ select: typeof rowFields }>;

function toOrderRow(record: RowRecord): OrderRow {
  const { platform, ...integration } = record.integration;
  return {
    ...record,
    total: record.total.toString(),
    integration: { ...integration, platform: isPlatform(platform) ? platform : "woocommerce" },
  };
}

/** `%` and `_` in a search are what the person typed, not patterns. */
const escapeLike = (word: string): string => word.replace(/[\\%_]/g, "\\$&");

// Under row-level security LIKE cannot use the trigram index (it is not leakproof): the search walks the merchant's own orders, newest first,
// which took 9 ms for 20,000 that do not match.
function whereOf(merchantId: string, query: OrderQuery): Prisma.OrderWhereInput {
  const words = query.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const beyond = query.after;
  return {
    merchantId,
    ...(query.integrationId ? { integrationId: query.integrationId } : {}),
    ...(query.status ? { status: query.status } : {}),
    ...(query.tracking ? { shipments: { some: { merchantId, status: query.tracking } } } : {}),
    AND: [
      ...words.map((word) => ({ searchText: { contains: escapeLike(word) } })),
      // The first half lets the index find the place; the second settles orders placed in the same instant.
      ...(beyond
        ? [{ placedAt: { lte: beyond.placedAt } }, { OR: [{ placedAt: { lt: beyond.placedAt } }, { id: { gt: beyond.id } }] }]
        : []),
    ],
  };
}

export interface OrderPage {
  rows: OrderRow[];
  /** Where the next page begins, or null at the end. */
  next: OrderPosition | null;
}

/** One page of the merchant's orders, newest first, by keyset: page 2,000 costs what page 1 costs. */
export async function listOrders(scope: MerchantScope, query: OrderQuery): Promise<OrderPage> {
  const { merchantId } = scope;
  const records = await inMerchant(merchantId, (tx) =>
    tx.order.findMany({
      where: whereOf(merchantId, query),
      select: rowFields,
      orderBy: [{ placedAt: "desc" }, { id: "asc" }],
      take: ORDERS_PER_PAGE + 1,
    }),
  );
  const rows = records.slice(0, ORDERS_PER_PAGE).map(toOrderRow);
  const last = rows.at(-1);
  return { rows, next: records.length > ORDERS_PER_PAGE && last ? { placedAt: last.placedAt, id: last.id } : null };
}

/** The statuses that the merchant's orders have, most frequent first, for the filter; looks at the newest 5,000 orders. */
export async function listOrderStatuses(scope: MerchantScope): Promise<string[]> {
  const rows = await inMerchant(
    scope.merchantId,
    (tx) => tx.$queryRaw<{ status: string }[]>`
      select status from (select status from shop_order where merchant_id = ${scope.merchantId}::uuid order by placed_at desc, id limit 5000) newest
      group by status order by count(*) desc, status limit 40`,
  );
  return rows.map(({ status }) => status);
}

/** One order with everything known of it, or null for unknown and foreign ids alike. */
export async function findOrder(scope: MerchantScope, orderId: string): Promise<OrderDetail | null> {
  const { merchantId } = scope;
  const found = await inMerchant(merchantId, (tx) =>
    tx.order.findUnique({
      where: { merchantId_id: { merchantId, id: orderId } },
      omit: { rawHash: true, searchText: true },
      include: { integration: { select: { id: true, name: true, platform: true } } },
    }),
  );
  if (!found) return null;
  return {
    ...toOrderRow(found),
    externalId: found.externalId,
    customerEmail: found.customerEmail,
    totals: readTotals(found.totals),
    billing: readAddress(found.billing),
    shipping: readAddress(found.shipping),
    lines: readLines(found.lines),
    modifiedAt: found.modifiedAt,
    paidAt: found.paidAt,
    firstSeenAt: found.firstSeenAt,
    lastSeenAt: found.lastSeenAt,
    raw: found.raw,
  };
}
