import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import {
  ceilSecond,
  compareIds,
  floorSecond,
  isNameless,
  type OrderRecord,
  readCount,
  recordPosition,
  recordValue,
} from "@/lib/connectors/records/order-fields";
import { type PageSource, paginateChangedOrders } from "@/lib/connectors/records/paginate";
import type {
  ClockedResult,
  FetchedOrder,
  OrderCursor,
  OrderPage,
  OrderWindow,
  Reply,
  ShopClient,
  ShopResult,
} from "@/lib/connectors/shop";
import { askShopify, type GraphReply, type ShopifyShop } from "@/lib/connectors/shopify/client";
import { COUNT_ORDERS, FETCH_ORDER, LIST_ORDERS, MORE_LINES, orderGid } from "@/lib/connectors/shopify/queries";
import { readShopifyOrder } from "@/lib/connectors/shopify/read-order";
import { orderNodeSchema, pageInfoSchema } from "@/lib/connectors/shopify/schema";

/** With 20 lines each, 50 orders cost about the maximum of one query (1,000 points). */
export const SHOPIFY_PAGE_SIZE = 50;

const listSchema = z.object({ orders: z.object({ nodes: z.array(z.unknown()), pageInfo: pageInfoSchema }) });
type ListData = z.infer<typeof listSchema>;
const countSchema = z.object({ ordersCount: z.object({ count: z.number().int(), precision: z.string() }).nullable() });
const oneSchema = z.object({ order: orderNodeSchema.nullable() });
const linesSchema = z.object({ order: z.object({ lineItems: orderNodeSchema.shape.lineItems }).nullable() });

const format = (second: Date): string => second.toISOString().replace(".000Z", "Z");

const searchOf = (from: Date | null, to: Date): string =>
  [...(from ? [`updated_at:>='${format(floorSecond(from))}'`] : []), `updated_at:<'${format(ceilSecond(to))}'`].join(" AND ");

/** The page size that the shop accepts, after it refused larger ones. */
const acceptedPageSize = new WeakMap<ShopClient, number>();

interface AskedPage {
  search: string;
  sort: "UPDATED_AT" | "ID";
  pageSize: number;
}

async function listPage(shop: ShopifyShop, asked: AskedPage): Promise<GraphReply<ListData>> {
  const { search, sort, pageSize } = asked;
  const first = Math.min(pageSize, acceptedPageSize.get(shop.client) ?? pageSize);
  const reply = await askShopify(shop, { query: LIST_ORDERS, variables: { first, sort, search } }, listSchema);
  if (reply.ok || reply.graphCode !== "MAX_COST_EXCEEDED" || first <= 1) return reply;
  acceptedPageSize.set(shop.client, Math.ceil(first / 2));
  return listPage(shop, asked);
}

type Completed = Reply<{ record: OrderRecord }>;

/** The order with all its lines: a page has only the first twenty. Returns anything that is not an order unchanged. */
async function completeOrder(shop: ShopifyShop, given: unknown): Promise<Completed> {
  const { data: node } = orderNodeSchema.safeParse(given);
  if (!node) return { ok: true, record: readShopifyOrder(given) };
  const lines = [...node.lineItems.nodes];
  for (let { pageInfo } = node.lineItems; pageInfo.hasNextPage; ) {
    const more = await askShopify(shop, { query: MORE_LINES, variables: { id: node.id, after: pageInfo.endCursor ?? null } }, linesSchema);
    if (!more.ok) return more;
    if (!more.data.order || more.data.order.lineItems.nodes.length === 0) break;
    lines.push(...more.data.order.lineItems.nodes);
    pageInfo = more.data.order.lineItems.pageInfo;
  }
  return { ok: true, record: readShopifyOrder({ ...node, lineItems: { ...node.lineItems, nodes: lines } }) };
}

function orderSource(shop: ShopifyShop, pageSize: number): PageSource {
  const readPage = async (search: string, sort: AskedPage["sort"]) => {
    const reply = await listPage(shop, { search, sort, pageSize });
    if (!reply.ok) return reply;
    const records: OrderRecord[] = [];
    for (const node of reply.data.orders.nodes) {
      const completed = await completeOrder(shop, node);
      if (!completed.ok) return completed;
      records.push(completed.record);
    }
    return { ok: true as const, records, more: reply.data.orders.pageInfo.hasNextPage, clockSkewMs: reply.answer.clockSkewMs };
  };
  return {
    async readLowest(from, to) {
      const page = await readPage(searchOf(from, to), "UPDATED_AT");
      if (!page.ok) return page;
      const { records, more, clockSkewMs } = page;
      return { ok: true, listing: { records, more, total: more ? null : records.length, clockSkewMs } };
    },
    async readCrowd(from, to, afterId) {
      const behind = afterId === null ? "" : ` AND id:>=${BigInt(afterId) + 1n}`;
      const page = await readPage(searchOf(from, to) + behind, "ID");
      if (!page.ok) return page;
      const ids = page.records.map((record) => recordPosition(record).externalId).filter((id) => !isNameless(id));
      const isSorted = ids.every((id, index) => index === 0 || compareIds(ids[index - 1] ?? "", id) < 0);
      if (!isSorted) return failed("invalid_response", "the list is not sorted by id");
      const { records, more, clockSkewMs } = page;
      return { ok: true, listing: { records, more, hint: 0, clockSkewMs } };
    },
  };
}

export async function countShopifyOrders(shop: ShopifyShop, window: OrderWindow): Promise<ShopResult<number | null>> {
  const { from, to, placedFrom } = window;
  const placed = placedFrom ? ` AND created_at:>='${format(ceilSecond(placedFrom))}'` : "";
  const request = { query: COUNT_ORDERS, variables: { search: searchOf(from, to) + placed } };
  const reply = await askShopify(shop, request, countSchema);
  if (!reply.ok) return reply;
  const { ordersCount } = reply.data;
  return ok(ordersCount?.precision === "EXACT" ? readCount(`${ordersCount.count}`) : null);
}

/** See ShopConnector.listChangedOrders. Without the scope read_all_orders, Shopify silently omits orders older than 60 days: see ShopReach. */
export async function listShopifyOrders(
  shop: ShopifyShop,
  window: OrderWindow,
  after: OrderCursor | null,
  pageSize: number = SHOPIFY_PAGE_SIZE,
): Promise<ClockedResult<OrderPage>> {
  const page = await paginateChangedOrders(orderSource(shop, pageSize), window, after);
  if (!page.ok || after !== null || page.value.next === null) return page;
  const counted = await countShopifyOrders(shop, window);
  return counted.ok ? { ...page, value: { ...page.value, windowTotal: counted.value } } : counted;
}

export async function fetchShopifyOrder(shop: ShopifyShop, externalId: string): Promise<ShopResult<FetchedOrder>> {
  const reply = await askShopify(shop, { query: FETCH_ORDER, variables: { id: orderGid(externalId) } }, oneSchema);
  if (!reply.ok) return reply;
  if (!reply.data.order) return ok(null);
  const completed = await completeOrder(shop, reply.data.order);
  return completed.ok ? ok(recordValue(completed.record)) : completed;
}
