import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askMagento, type MagentoReply, type MagentoShop } from "@/lib/connectors/magento/client";
import { findBrokenOrders } from "@/lib/connectors/magento/find-broken-orders";
import { readMagentoOrder, type WeightUnits } from "@/lib/connectors/magento/read-order";
import { magentoListSchema, magentoPositionSchema } from "@/lib/connectors/magento/schema";
import { type Filter, formatMagentoTime, type Search, searchQuery } from "@/lib/connectors/magento/search-criteria";
import { leavingTime, mayBeOneOrder, NO_ORDERS_ID, withinShortTime } from "@/lib/connectors/records/breakdowns";
import { ceilSecond, floorSecond, looseText, recordValue } from "@/lib/connectors/records/order-fields";
import { announceNextPages, type Listed, type Listing, type PageSource, paginateChangedOrders } from "@/lib/connectors/records/paginate";
import { type BreakableList, ONE_BY_ONE, type RawPage, readPage } from "@/lib/connectors/records/read-page";
import type {
  ClockedResult,
  FetchedOrder,
  OrderCursor,
  OrderPage,
  OrderWindow,
  Prefetch,
  Reply,
  ShopClient,
  ShopResult,
} from "@/lib/connectors/shop";

const configsSchema = z.array(z.object({ id: looseText, timezone: looseText, base_currency_code: looseText, weight_unit: looseText }));

export type StoreConfig = z.infer<typeof configsSchema>[number];

const knownConfigs = new WeakMap<ShopClient, StoreConfig[]>();

/** Settings of all store views, the first one's first, read once per client; empty if the key may not read them. */
export async function readStoreConfigs(shop: MagentoShop): Promise<readonly StoreConfig[]> {
  const cached = knownConfigs.get(shop.client);
  if (cached !== undefined) return cached;
  const reply = await askMagento(shop, { path: "/store/storeConfigs" });
  const parsed = configsSchema.safeParse(reply.ok ? reply.json : null);
  const configs = parsed.success ? parsed.data : [];
  // A refusal is permanent; a network failure may pass.
  if (reply.ok || reply.message !== null) knownConfigs.set(shop.client, configs);
  return configs;
}

/** Magento's own limit, if the shop enabled it, is 300 by default. */
export const MAGENTO_PAGE_SIZE = 100;

/** The page size that the shop accepts, after it refused larger ones. */
const acceptedPageSize = new WeakMap<ShopClient, number>();

/** The next page size after a page was refused for its size; null if that was not the reason. */
function lowerPageSize(reply: MagentoReply & { ok: false }, asked: number): number | null {
  if (reply.failure.status !== 400 || !/pageSize/i.test(reply.message ?? "") || asked <= 1) return null;
  const named = Number(/\d+/.exec(reply.message ?? "")?.[0]);
  return named >= 1 && named < asked ? named : Math.floor(asked / 2);
}

/** A page of orders or shipments, as large as the shop accepts. */
export async function askForList(
  shop: MagentoShop,
  search: Search,
  isShort = false,
  resource: "orders" | "shipments" = "orders",
): Promise<Reply<RawPage & { total: number }>> {
  const pageSize = Math.min(search.pageSize, acceptedPageSize.get(shop.client) ?? search.pageSize);
  const reply = await askMagento(shop, { path: `/${resource}?${searchQuery({ ...search, pageSize })}`, isShort });
  if (!reply.ok) {
    const lower = lowerPageSize(reply, pageSize);
    if (lower === null) return reply;
    acceptedPageSize.set(shop.client, lower);
    return askForList(shop, search, isShort, resource);
  }
  const list = magentoListSchema.safeParse(reply.json);
  if (!list.success) return failed("invalid_response", `${resource} are not a list`, reply.answer);
  const { items, total_count: total } = list.data;
  return { ok: true, raws: items, isFull: items.length >= pageSize, total, clockSkewMs: reply.answer.clockSkewMs };
}

const windowFilters = (from: Date | null, to: Date): Filter[] => [
  ...(from ? [{ field: "updated_at", value: formatMagentoTime(from), condition: "gteq" as const }] : []),
  { field: "updated_at", value: formatMagentoTime(to), condition: "lt" },
];

const readUnits = async (shop: MagentoShop): Promise<WeightUnits> =>
  new Map((await readStoreConfigs(shop)).map(({ id, weight_unit: unit }) => [id, unit]));

/** Finding an order on which the shop stays silent takes about thirty requests, half of which time out. */
const HALF_MS = 8_000;

const modificationTime = (raw: unknown): Date | null => magentoPositionSchema.safeParse(raw).data?.modifiedAt ?? null;

/** The list in smaller pages, and finally one by one, where the shop breaks down. */
function listOf(shop: MagentoShop, filters: Filter[], sort: string[], prefetch: Prefetch | undefined): BreakableList {
  const read = (search: Omit<Search, "sort">, isShort?: boolean) => askForList(shop, { sort, ...search }, isShort);
  return {
    client: shop.client,
    async readPage(size, isShort) {
      const page = await read({ filters, pageSize: size }, isShort);
      if (page.ok && page.isFull && prefetch) await announceNextPages(prefetch, page.raws.map(modificationTime));
      return page;
    },
    async readRecords(raws) {
      const units = raws.length > 0 ? await readUnits(shop) : new Map();
      return { ok: true, records: raws.map((raw) => readMagentoOrder(raw, units)) };
    },
    // Magento loads whole orders even if fields are omitted.
    readPlaces: null,
    hasRanks: true,
    async readPlace({ rank }) {
      const page = await read({ filters, pageSize: 1, page: rank + 1 });
      // Older versions repeat the last order beyond the end.
      return page.ok ? { ...page, raw: rank < page.total ? (page.raws[0] ?? null) : null } : page;
    },
    async isUp() {
      const reply = await askMagento(shop, { path: `/orders/${NO_ORDERS_ID}` });
      return !reply.ok && isMissingEntity(reply);
    },
    async readsAny() {
      for (const direction of ["DESC", "ASC"] as const) {
        const search = { filters: [], sort: ["entity_id"], direction, pageSize: 1 };
        const reply = await withinShortTime(shop.client, () => askMagento(shop, { path: `/orders?${searchQuery(search)}` }));
        if (reply.ok) return (magentoListSchema.safeParse(reply.json).data?.items.length ?? 0) > 0;
      }
      return false;
    },
    findBroken: (count, between) =>
      findBrokenOrders(
        {
          async breaks(more) {
            const ask = () => read({ filters: [...filters, ...more], pageSize: ONE_BY_ONE });
            const page = await withinShortTime(shop.client, ask, HALF_MS);
            return page.ok ? false : mayBeOneOrder(page.failure) ? true : null;
          },
          async counts(more) {
            const ask = () => askForCountOn(PAGE_BEYOND_THE_LAST, shop, [...filters, ...more]);
            const counted = await withinShortTime(shop.client, ask, HALF_MS);
            return counted.ok ? counted.value : null;
          },
        },
        count,
        between,
      ),
  };
}

function orderSource(shop: MagentoShop, mostOnPage: number, prefetch: Prefetch | undefined): PageSource {
  const read = async (filters: Filter[], sort: string[], announce?: Prefetch): Promise<Listed<Listing>> => {
    const page = await readPage(listOf(shop, filters, sort, announce), mostOnPage);
    if (!page.ok) return page;
    const { records, isFull, total, clockSkewMs } = page;
    return { ok: true, listing: { records, more: isFull || (total ?? 0) > records.length, total, clockSkewMs } };
  };
  return {
    readLowest: (from, to) => read(windowFilters(from, to), ["updated_at", "entity_id"], prefetch),
    async readCrowd(from, to, afterId) {
      const after: Filter[] = afterId === null ? [] : [{ field: "entity_id", value: afterId, condition: "gt" }];
      const page = await read([...windowFilters(from, to), ...after], ["entity_id"]);
      return page.ok ? { ok: true, listing: { ...page.listing, hint: 0 } } : page;
    },
  };
}

/** See ShopConnector.listChangedOrders. Some versions repeat the last page beyond the end, so only first pages are requested. */
export const listMagentoOrders = (
  shop: MagentoShop,
  window: OrderWindow,
  after: OrderCursor | null,
  prefetch?: Prefetch,
  pageSize: number = MAGENTO_PAGE_SIZE,
): Promise<ClockedResult<OrderPage>> => paginateChangedOrders(orderSource(shop, pageSize, prefetch), window, after);

export const countMagentoOrders = (shop: MagentoShop, { from, to }: OrderWindow): Promise<ShopResult<number | null>> =>
  askForCount(shop, windowFilters(from && floorSecond(from), ceilSecond(to)));

/** Counted by requesting one order. If Magento breaks down on it, a page beyond the end is requested, which loads none. */
export async function askForCount(shop: MagentoShop, filters: readonly Filter[]): Promise<ClockedResult<number>> {
  const first = await leavingTime(shop.client, () => askForCountOn(1, shop, filters));
  return first.ok || !mayBeOneOrder(first.failure) ? first : askForCountOn(PAGE_BEYOND_THE_LAST, shop, filters);
}

const PAGE_BEYOND_THE_LAST = 1_000_000_000;

async function askForCountOn(page: number, shop: MagentoShop, filters: readonly Filter[]): Promise<ClockedResult<number>> {
  const path = `/orders?${searchQuery({ filters, sort: [], pageSize: 1, page, fields: "total_count" })}`;
  const reply = await askMagento(shop, { path });
  if (!reply.ok) return reply;
  const list = magentoListSchema.safeParse(reply.json);
  if (!list.success) return failed("invalid_response", "no total_count", reply.answer);
  return { ok: true, value: list.data.total_count, clockSkewMs: reply.answer.clockSkewMs };
}

export async function fetchMagentoOrder(shop: MagentoShop, externalId: string): Promise<ShopResult<FetchedOrder>> {
  const units = await readUnits(shop);
  const reply = await askMagento(shop, { path: `/orders/${encodeURIComponent(externalId)}`, isShort: true });
  if (!reply.ok) return isMissingEntity(reply) ? ok(null) : reply;
  return ok(recordValue(readMagentoOrder(reply.json, units)));
}

/** Magento's own 404, except that of a missing route. */
export const isMissingEntity = (reply: { failure: { status: number | null; code: string }; message: string | null }): boolean =>
  reply.failure.status === 404 && reply.message !== null && reply.failure.code !== "api_not_found";
