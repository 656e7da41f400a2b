import { z } from "zod";
import { type Instants, instantsOf } from "@/lib/base/day-range";
import { ownValue } from "@/lib/base/own-value";
import { MAX_COUNTED } from "@/lib/base/paging";
import { orderLinesSchema, orderTotalsSchema, postalAddressSchema } from "@/lib/connectors/shop";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Transaction } from "@/lib/infra/db";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { countFresh, ORDERS_PER_PAGE } from "@/lib/orders/count-fresh";
import type { OrderPosition, OrderQuery, OrderSort } from "@/lib/orders/order-query";
import { firstPage, positionOf, searchTerms } from "@/lib/orders/order-query";
import type { OrderDetail, OrderRow } from "@/lib/orders/order-view";
import type { ShipmentStatus } from "@/lib/orders/tracking/schema";

const rowFields = {
  id: true,
  number: true,
  status: true,
  currency: true,
  total: true,
  customerName: true,
  placedAt: true,
  removedAt: true,
  integration: { select: { id: true, name: true, shopSystem: true, statusNames: true } },
  shipments: { select: { status: true } },
} satisfies Prisma.ShopOrderSelect;

type RowRecord = Prisma.ShopOrderGetPayload<{ select: typeof rowFields }>;

const trackingOf = (shipments: RowRecord["shipments"]): ShipmentStatus | null =>
  (["failed", "waiting", "sent"] as const).find((status) => shipments.some((shipment) => shipment.status === status)) ?? null;

const statusNamesSchema = z.record(z.string(), z.string()).catch({});

export const nameOfStatus = (names: unknown, status: string): string | null => ownValue(statusNamesSchema.parse(names), status) ?? null;

function toOrderRow({ shipments, ...record }: RowRecord): OrderRow {
  const { shopSystem, statusNames, ...integration } = record.integration;
  return {
    ...record,
    statusName: nameOfStatus(statusNames, record.status),
    tracking: trackingOf(shipments),
    // Never in exponential notation.
    total: record.total.toFixed(),
    integration: { ...integration, shopSystem: toShopSystem(shopSystem) },
  };
}

/** A condition for each shop with hidden statuses; usually none. */
async function leftOutIn(tx: Transaction, merchantId: string): Promise<Prisma.ShopOrderWhereInput[]> {
  const shops = await tx.integration.findMany({
    where: { merchantId, leftOutStatuses: { isEmpty: false } },
    select: { id: true, leftOutStatuses: true },
  });
  return shops.map(({ id, leftOutStatuses }) => ({ integrationId: id, status: { in: leftOutStatuses } }));
}

const parcelsOf = (merchantId: string, tracking: OrderQuery["tracking"]): Prisma.ShopOrderWhereInput =>
  tracking === null ? {} : { shipments: tracking === "none" ? { none: { merchantId } } : { some: { merchantId, status: tracking } } };

function whereOf(
  merchantId: string,
  query: OrderQuery,
  { placed, leftOut, range = {} }: { placed: Instants; leftOut: Prisma.ShopOrderWhereInput[]; range?: Prisma.ShopOrderWhereInput },
): Prisma.ShopOrderWhereInput {
  return {
    merchantId,
    ...(query.leftOut ? { OR: leftOut } : { NOT: leftOut }),
    ...(query.integrationId ? { integrationId: query.integrationId } : {}),
    ...(query.status ? { status: query.status } : {}),
    ...parcelsOf(merchantId, query.tracking),
    AND: [...(placed.from ? [{ placedAt: { gte: placed.from } }] : []), ...(placed.to ? [{ placedAt: { lt: placed.to } }] : []), range],
  };
}

type Direction = "asc" | "desc";

const SORTED: Readonly<Record<OrderSort, readonly [column: "placedAt" | "total" | "status", direction: Direction]>> = {
  newest: ["placedAt", "desc"],
  oldest: ["placedAt", "asc"],
  highest: ["total", "desc"],
  lowest: ["total", "asc"],
  status: ["status", "asc"],
};

const opposite = (direction: Direction): Direction => (direction === "asc" ? "desc" : "asc");
const behind = <Value>(direction: Direction, value: Value) => (direction === "asc" ? { gt: value } : { lt: value });

/** Sort column and direction; reversed to reach the previous page. Each sort order has an index (schema.prisma), usable from either end. */
function readingOf({ sort, before }: OrderQuery) {
  const [column, forwards] = SORTED[sort];
  const direction = before ? opposite(forwards) : forwards;
  return { column, direction };
}

function orderByOf(query: OrderQuery): Prisma.ShopOrderOrderByWithRelationInput[] {
  const { column, direction } = readingOf(query);
  const back = opposite(direction);
  if (column === "status") return [{ status: direction }, { placedAt: back }, { id: direction }];
  return [column === "total" ? { total: direction } : { placedAt: direction }, { id: back }];
}

/** The first condition uses the index; the second separates rows that are equal in it. */
function behindIn(column: "placedAt" | "total", direction: Direction, { placedAt, value, id }: OrderPosition): Prisma.ShopOrderWhereInput {
  const at = column === "total" ? value : placedAt;
  const from = direction === "asc" ? { gte: at } : { lte: at };
  return { [column]: from, OR: [{ [column]: behind(direction, at) }, { id: behind(opposite(direction), id) }] };
}

/** The rows after the position, as one or two index ranges to read in sequence. */
function rangesOf(query: OrderQuery): Prisma.ShopOrderWhereInput[] {
  const position = query.after ?? query.before;
  if (!position) return [{}];
  const { column, direction } = readingOf(query);
  if (column !== "status") return [behindIn(column, direction, position)];
  const status = position.value ?? "";
  return [{ status, ...behindIn("placedAt", opposite(direction), position) }, { status: behind(direction, status) }];
}

const NEWEST_FIRST = [{ placedAt: "desc" }, { id: "asc" }] satisfies Prisma.ShopOrderOrderByWithRelationInput[];

type Found = Pick<OrderPosition, "id" | "placedAt">;

/**
 * Positions of matching orders. `search_orders` takes the merchant from the transaction and is the only way to use the word index under
 * row-level security.
 */
async function findByTerms(tx: Transaction, terms: string[], query: OrderQuery, placed: Instants, most: number): Promise<Found[]> {
  return tx.$queryRaw<Found[]>`
    select id, placed_at as "placedAt" from search_orders(${terms}::text[], ${query.integrationId}::uuid, ${query.status}::text, ${query.tracking}::text,
      ${placed.from}::timestamptz, ${placed.to}::timestamptz, ${query.after?.placedAt ?? null}::timestamptz, ${query.after?.id ?? null}::uuid,
      ${query.leftOut}::boolean, ${most}::int)`;
}

export interface OrderPage {
  rows: OrderRow[];
  /** Cursors of the previous and the next page; null at the ends. */
  previous: OrderPosition | null;
  next: OrderPosition | null;
}

/** One page of the merchant's orders in the requested order, by keyset pagination. `timeZone`: zone of the days in the query. */
export async function listOrders(
  scope: MerchantScope,
  query: OrderQuery,
  { timeZone = "UTC", perPage = ORDERS_PER_PAGE }: { timeZone?: string; perPage?: number } = {},
): Promise<OrderPage> {
  const terms = searchTerms(query.search);
  const placed = instantsOf(query, timeZone);
  const records = await readMerchant(scope, async ({ tx, merchantId }) => {
    if (terms.length > 0) {
      const ids = await findPage(tx, terms, query, placed, perPage);
      return tx.shopOrder.findMany({ where: { merchantId, id: { in: ids } }, select: rowFields, orderBy: NEWEST_FIRST });
    }
    const leftOut = await leftOutIn(tx, merchantId);
    const found: RowRecord[] = [];
    for (const range of rangesOf(query)) {
      const take = perPage + 1 - found.length;
      const where = whereOf(merchantId, query, { placed, leftOut, range });
      if (take > 0) found.push(...(await tx.shopOrder.findMany({ where, select: rowFields, orderBy: orderByOf(query), take })));
    }
    return query.before ? found.reverse() : found;
  });
  const more = records.length > perPage;
  const rows = (query.before ? records.slice(-perPage) : records.slice(0, perPage)).map(toOrderRow);
  const [first, last] = [rows[0], rows.at(-1)];
  const at = (row: OrderRow | undefined): OrderPosition | null => (row ? positionOf(query.sort, row) : null);
  return {
    rows,
    previous: query.before ? (more ? at(first) : null) : query.after ? at(first) : null,
    next: query.before || more ? at(last) : null,
  };
}

/** The ids of one page of a search, plus one if there are more. Backwards, `place` bounds how many earlier matches are read. */
async function findPage(tx: Transaction, terms: string[], query: OrderQuery, placed: Instants, perPage: number): Promise<string[]> {
  const { before } = query;
  if (!before) return (await findByTerms(tx, terms, query, placed, perPage + 1)).map(({ id }) => id);
  const most = Math.min(query.place + perPage, MAX_COUNTED);
  const found = await findByTerms(tx, terms, query, placed, most);
  const isBefore = (row: Found): boolean =>
    row.placedAt > before.placedAt || (row.placedAt.getTime() === before.placedAt.getTime() && row.id < before.id);
  return found
    .filter(isBefore)
    .slice(-perPage - 1)
    .map(({ id }) => id);
}

/** Lower than `MAX_COUNTED`, since a search compares every match. */
const MAX_FOUND = 1_000;

/** How many orders match on all pages; `orMore` when counting stopped at the limit. */
export async function countOrders(scope: MerchantScope, query: OrderQuery, { timeZone = "UTC" }: { timeZone?: string } = {}) {
  const terms = searchTerms(query.search);
  const placed = instantsOf(query, timeZone);
  const all = firstPage(query);
  const most = terms.length > 0 ? MAX_FOUND : MAX_COUNTED;
  const found = await readMerchant(scope, async ({ tx, merchantId }) => {
    if (terms.length > 0) return (await findByTerms(tx, terms, all, placed, most + 1)).length;
    const where = whereOf(merchantId, all, { placed, leftOut: await leftOutIn(tx, merchantId) });
    return tx.shopOrder.count({ where, take: most + 1 });
  });
  return { total: Math.min(found, most), orMore: found > most };
}

export interface CurrencySum {
  currency: string;
  /** Decimal string. */
  total: string;
}

/** Totals of all matching orders by currency. Only for queries that `countOrders` counts completely. */
export function sumOrders(scope: MerchantScope, query: OrderQuery, { timeZone = "UTC" }: { timeZone?: string } = {}) {
  const terms = searchTerms(query.search);
  const placed = instantsOf(query, timeZone);
  const all = firstPage(query);
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const found = terms.length > 0 ? await findByTerms(tx, terms, all, placed, MAX_FOUND) : null;
    const where = found
      ? { merchantId, id: { in: found.map(({ id }) => id) } }
      : whereOf(merchantId, all, { placed, leftOut: await leftOutIn(tx, merchantId) });
    const groups = await tx.shopOrder.groupBy({ by: ["currency"], where, _sum: { total: true }, orderBy: { currency: "asc" } });
    return groups.map(({ currency, _sum }) => ({ currency, total: _sum.total?.toFixed() ?? "0" }));
  });
}

export interface OrderNews {
  /** Current state of the rows on display, unordered; deleted orders are missing. */
  rows: OrderRow[];
  fresh: number;
  /** Milliseconds since 1970; the later of two answers wins. */
  readAt: number;
}

/** Changes of a page of orders since it was read. */
export async function readOrderNews(
  scope: MerchantScope,
  query: OrderQuery,
  { shown, timeZone }: { shown: readonly string[]; timeZone: string },
): Promise<OrderNews> {
  const { merchantId } = scope;
  const readAt = Date.now();
  return readMerchant(scope, async (reader) => {
    const page = await listOrders(reader, query, { timeZone });
    const records = await reader.tx.shopOrder.findMany({ where: { merchantId, id: { in: [...shown] } }, select: rowFields });
    return { rows: records.map(toOrderRow), fresh: query.sort === "newest" ? countFresh(page.rows, records) : 0, readAt };
  });
}

/** The statuses of the merchant's orders, with the shops' own names. A loose index scan, which does not read every order. */
export const listOrderStatuses = (scope: MerchantScope): Promise<{ status: string; name: string | null }[]> =>
  readMerchant(
    scope,
    ({ tx, merchantId }) => tx.$queryRaw<{ status: string; name: string | null }[]>`
      with recursive known (status, place) as (
        (select status, 1 from shop_order where merchant_id = ${merchantId}::uuid order by status limit 1)
        union all
        select next.status, place + 1 from known, lateral (
          select status from shop_order where merchant_id = ${merchantId}::uuid and status > known.status order by status limit 1) next
        where place < 40)
      select status, (select i.status_names->>known.status from integration i
        where i.merchant_id = ${merchantId}::uuid and i.status_names->>known.status is not null limit 1) as name
      from known`,
  );

export function leavesOrdersOut(scope: MerchantScope): Promise<boolean> {
  return readMerchant(
    scope,
    async ({ tx, merchantId }) =>
      (await tx.integration.findFirst({ where: { merchantId, leftOutStatuses: { isEmpty: false } }, select: { id: true } })) !== null,
  );
}

export async function findOrder(scope: MerchantScope, orderId: string): Promise<OrderDetail | null> {
  const found = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.shopOrder.findUnique({
      where: { merchantId_id: { merchantId, id: orderId } },
      omit: { rawHash: true, searchText: true, merchantId: true, integrationId: true, rescannedAt: true, buyerErasedAt: true },
      include: {
        integration: { select: { ...rowFields.integration.select, leftOutStatuses: true } },
        shipments: rowFields.shipments,
      },
    }),
  );
  if (!found) return null;
  const { integration: shop, shipments, ...stored } = found;
  const { leftOutStatuses, ...integration } = shop;
  return {
    ...stored,
    ...toOrderRow({ ...stored, integration, shipments }),
    isLeftOut: leftOutStatuses.includes(stored.status),
    totals: orderTotalsSchema.parse(stored.totals),
    billing: postalAddressSchema.parse(stored.billing),
    shipping: postalAddressSchema.parse(stored.shipping),
    lines: orderLinesSchema.parse(stored.lines),
  };
}
