import { failed } from "@/lib/shops/failures";
import { askMagento, type MagentoReply } from "@/lib/shops/magento/client";
import type { MagentoCredentials } from "@/lib/shops/magento/credentials";
import { readMagentoOrder, type WeightUnit } from "@/lib/shops/magento/read-order";
import { magentoListSchema } from "@/lib/shops/magento/schema";
import { type Filter, formatMagentoTime, searchQuery } from "@/lib/shops/magento/search-criteria";
import { readStoreConfig } from "@/lib/shops/magento/store-configs";
import { recordValue } from "@/lib/shops/order-fields";
import type { OrderCursor, OrderPage, OrderWindow, ShopClient, ShopOrder, ShopResult, UnreadableOrder } from "@/lib/shops/shop";
import { type Listed, type Listing, type WalkSource, walkChangedOrders } from "@/lib/shops/walk";

/** Magento's own limit, where a shop has switched it on, is 300, unless it was lowered. */
export const MAGENTO_PAGE_SIZE = 100;

/** What a shop lets one page hold, learnt from its refusals. */
const learntPageSize = new WeakMap<ShopClient, number>();

/** The size to ask for instead, where a page of `asked` orders was refused for its size; null where that was not the reason. */
function lowerPageSize(reply: MagentoReply & { ok: false }, asked: number): number | null {
  if (reply.failure.status !== 400 || !/pageSize/i.test(reply.message ?? "") || asked <= 1) return null;
  const named = Number(/\d+/.exec(reply.message ?? "")?.[0]);
  return named >= 1 && named < asked ? named : Math.floor(asked / 2);
}

/** A page of orders, in the size that the shop allows. */
export async function askForPage(
  client: ShopClient,
  credentials: MagentoCredentials,
  search: Parameters<typeof searchQuery>[0] & { pageSize: number },
): Promise<{ reply: MagentoReply; pageSize: number }> {
  const pageSize = Math.min(search.pageSize, learntPageSize.get(client) ?? search.pageSize);
  const reply = await askMagento(client, credentials, { path: `/orders?${searchQuery({ ...search, pageSize })}` });
  const lower = reply.ok ? null : lowerPageSize(reply, pageSize);
  if (lower === null) return { reply, pageSize };
  learntPageSize.set(client, lower);
  return askForPage(client, credentials, search);
}

const windowFilters = (from: Date | null, to: Date): Filter[] => [
  ...(from ? [{ field: "updated_at", value: formatMagentoTime(from), condition: "gteq" as const }] : []),
  { field: "updated_at", value: formatMagentoTime(to), condition: "lt" },
];

const weightUnit = async (client: ShopClient, credentials: MagentoCredentials): Promise<WeightUnit | null> => {
  const unit = (await readStoreConfig(client, credentials))?.weight_unit;
  return unit === "kgs" || unit === "lbs" ? unit : null;
};

function orderSource(client: ShopClient, credentials: MagentoCredentials, mostOnPage: number): WalkSource {
  const read = async (filters: Filter[], sort: string[]): Promise<Listed<Listing>> => {
    const { reply, pageSize } = await askForPage(client, credentials, { filters, sort, pageSize: mostOnPage });
    if (!reply.ok) return reply;
    const list = magentoListSchema.safeParse(reply.json);
    if (!list.success) return failed("invalid_response", "orders are not a list", reply.answer);
    const { items, total_count: total } = list.data;
    const unit = items.length > 0 ? await weightUnit(client, credentials) : null;
    const records = items.map((item) => readMagentoOrder(item, unit));
    return {
      ok: true,
      listing: { records, more: total > items.length || items.length >= pageSize, total, clockSkewMs: reply.answer.clockSkewMs },
    };
  };
  return {
    readLowest: (from, to) => read(windowFilters(from, to), ["updated_at", "entity_id"]),
    async readCrowd(from, to, afterId) {
      const after: Filter[] = afterId === null ? [] : [{ field: "entity_id", value: afterId, condition: "gt" }];
      const page = await read([...windowFilters(from, to), ...after], ["entity_id"]);
      return page.ok ? { ok: true, listing: { ...page.listing, hint: 0 } } : page;
    },
  };
}

/** See ShopConnector.listChangedOrders. Asking a page past the end would give the last page again, so page 1 is all that is ever asked. */
export const listMagentoOrders = (
  client: ShopClient,
  credentials: MagentoCredentials,
  window: OrderWindow,
  after: OrderCursor | null,
  pageSize: number = MAGENTO_PAGE_SIZE,
): Promise<ShopResult<OrderPage>> => walkChangedOrders(orderSource(client, credentials, pageSize), window, after);

const SECOND_MS = 1000;
const wholeSecond = (date: Date, round: (value: number) => number): Date => new Date(round(date.getTime() / SECOND_MS) * SECOND_MS);

export async function countMagentoOrders(
  client: ShopClient,
  credentials: MagentoCredentials,
  window: OrderWindow,
): Promise<ShopResult<number | null>> {
  const filters = windowFilters(window.from && wholeSecond(window.from, Math.floor), wholeSecond(window.to, Math.ceil));
  const query = searchQuery({ filters, sort: [], pageSize: 1, fields: "total_count" });
  const reply = await askMagento(client, credentials, { path: `/orders?${query}` });
  if (!reply.ok) return reply;
  const list = magentoListSchema.safeParse(reply.json);
  if (!list.success) return failed("invalid_response", "no total_count", reply.answer);
  return { ok: true, value: list.data.total_count, clockSkewMs: reply.answer.clockSkewMs };
}

export async function fetchMagentoOrder(
  client: ShopClient,
  credentials: MagentoCredentials,
  externalId: string,
): Promise<ShopResult<ShopOrder | UnreadableOrder | null>> {
  const unit = await weightUnit(client, credentials);
  const reply = await askMagento(client, credentials, { path: `/orders/${encodeURIComponent(externalId)}` });
  if (!reply.ok) return isMissingEntity(reply) ? { ok: true, value: null, clockSkewMs: null } : reply;
  const record = readMagentoOrder(reply.json, unit);
  return { ok: true, value: recordValue(record), clockSkewMs: reply.answer.clockSkewMs };
}

/** 404 with Magento's own words, but not those of a missing route. */
export const isMissingEntity = (reply: { failure: { status: number | null; code: string }; message: string | null }): boolean =>
  reply.failure.status === 404 && reply.message !== null && reply.failure.code !== "api_not_found";
