import { ok } from "@/lib/base/result";
import { SECOND_MS } from "@/lib/base/units";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askForList, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import {
  addCurrenciesElsewhere,
  ofShop,
  readAddresses,
  readCustomers,
  readDetails,
  readLookups,
  readSettings,
  type Settings,
} from "@/lib/connectors/prestashop/lookups";
import { askForOrder } from "@/lib/connectors/prestashop/one-order";
import { readPrestashopOrder } from "@/lib/connectors/prestashop/read-order";
import { prestashopOrderSchema, prestashopPositionSchema } from "@/lib/connectors/prestashop/schema";
import { formatShopTime, lowestShopTime, readShopTime, splitAtRepeatedHour } from "@/lib/connectors/prestashop/shop-time";
import { byId, byTime, mergeParts, readUndated, type UndatedOrder, undatedIn } from "@/lib/connectors/prestashop/undated-orders";
import { mayBeOneOrder, withinShortTime } from "@/lib/connectors/records/breakdowns";
import { ceilSecond, compareIds, floorSecond, type OrderRecord, recordValue, secondOf } from "@/lib/connectors/records/order-fields";
import { type PageSource, paginateChangedOrders } from "@/lib/connectors/records/paginate";
import { type BreakableList, findLowest, type Place, readPage } from "@/lib/connectors/records/read-page";
import type { ClockedResult, FetchedOrder, OrderCursor, OrderPage, OrderWindow, Reply, ShopResult } from "@/lib/connectors/shop";

/** PrestaShop loads the objects of a full listing one by one; more would exceed the time limit of old shops. */
export const PRESTASHOP_PAGE_SIZE = 50;

const IDS_A_REQUEST = 5_000;

/** Both ends are inclusive. Times can be filtered and sorted by only with `date=1`; a `T` in them silently finds nothing. */
function windowQuery(from: Date | null, to: Date, { timeZone, shopId }: Settings): Record<string, string> {
  const low = from ? lowestShopTime(from, to, timeZone) : "1970-01-01 00:00:00";
  const high = formatShopTime(new Date(to.getTime() - SECOND_MS), timeZone);
  return { "filter[date_upd]": `[${low},${high}]`, date: "1", ...ofShop(shopId) };
}

async function readRecords(shop: PrestashopShop, raws: readonly unknown[], before: Date): Promise<Reply<{ records: OrderRecord[] }>> {
  if (raws.length === 0) return { ok: true, records: [] };
  const lookups = await readLookups(shop);
  if (!lookups.ok) return lookups;
  const readable = raws.flatMap((raw) => prestashopOrderSchema.safeParse(raw).data ?? []);
  const currencyIds = readable.map((order) => order.id_currency);
  const currencies = await addCurrenciesElsewhere(shop, lookups.value.currencies, currencyIds);
  if (!currencies.ok) return currencies;
  const addressIds = readable.flatMap((order) => [order.id_address_delivery, order.id_address_invoice]);
  const addresses = await readAddresses(shop, addressIds);
  if (!addresses.ok) return addresses;
  const customerIds = readable.map((order) => order.id_customer);
  const customers = await readCustomers(shop, customerIds);
  if (!customers.ok) return customers;
  const orderIds = readable.map((order) => order.id);
  const details = await readDetails(shop, orderIds);
  // Weights are optional: a key without that right can still import.
  if (!details.ok && details.failure.code !== "credentials_insufficient") return details;
  const around = {
    lookups: { ...lookups.value, currencies: currencies.value },
    addresses: addresses.value,
    customers: customers.value,
    details: details.ok ? details.value : new Map<string, { product_weight: number }>(),
    before,
  };
  return { ok: true, records: raws.map((raw) => readPrestashopOrder(raw, around)) };
}

/** The window's ids: a listing without objects is cheap, and PrestaShop's only way to count. */
async function listIds(shop: PrestashopShop, from: Date | null, to: Date, settings: Settings): Promise<ShopResult<string[]>> {
  const undated = await readUndated(shop, settings);
  if (!undated.ok) return undated;
  const { timed, timeless } = undatedIn(undated.orders, { from, to });
  const ids = new Set([...timed, ...timeless].map(({ externalId }) => externalId));
  for (let afterId = "0"; ; ) {
    const query = { "filter[id]": `>[${afterId}]`, sort: "[id_ASC]", limit: `0,${IDS_A_REQUEST}` };
    const listed = await askForList(shop, "orders", { ...windowQuery(from, to, settings), ...query });
    if (!listed.ok) return listed;
    const found = listed.rows.map((row) => String((row as { id?: unknown } | null)?.id ?? ""));
    for (const id of found) ids.add(id);
    const last = found.at(-1);
    // Until a page is empty, since this list may also be truncated in transit.
    if (!last || compareIds(last, afterId) <= 0) return ok([...ids]);
    afterId = last;
  }
}

/** The list in smaller pages, and finally one by one, where the shop breaks down. */
function listOf(
  shop: PrestashopShop,
  settings: Settings,
  window: { from: Date | null; to: Date; before: Date },
  query: Record<string, string>,
  times?: ReadonlyMap<string, Date | null>,
): BreakableList {
  const { client } = shop;
  const ask = async (asked: Record<string, string>, isShort?: boolean) => {
    const listed = await askForList(shop, "orders", asked, isShort);
    return listed.ok ? { ok: true as const, raws: listed.rows, clockSkewMs: listed.clockSkewMs } : listed;
  };
  return {
    client,
    async readPage(size, isShort) {
      const page = await ask({ ...query, display: "full", limit: `0,${size}` }, isShort);
      return page.ok ? { ...page, isFull: page.raws.length >= size, total: null } : page;
    },
    readRecords: (raws) => readRecords(shop, raws, window.before),
    async readPlaces(count) {
      const limited = { ...query, limit: `0,${count}` };
      let page = await ask({ ...limited, display: "[id,date_upd]" });
      // PrestaShop loads no order for a plain list of ids.
      if (!page.ok && mayBeOneOrder(page.failure)) page = await ask(limited);
      if (!page.ok) return page;
      const { raws, clockSkewMs } = page;
      const places = raws.flatMap((raw, rank): Place[] => {
        const place = prestashopPositionSchema.safeParse(raw).data;
        return place ? [{ rank, externalId: place.id, modifiedAt: readShopTime(place.date_upd, settings.timeZone, window.before) }] : [];
      });
      if (places.length < raws.length) return failed("invalid_response", "orders without an id");
      return { ok: true, places, isFull: raws.length >= count, total: null, clockSkewMs };
    },
    hasRanks: false,
    async readPlace({ externalId }) {
      const page = await ask({ "filter[id]": `[${externalId}]`, display: "full", ...ofShop(settings.shopId) });
      return page.ok ? { ...page, raw: page.raws[0] ?? null, total: null } : page;
    },
    // PrestaShop loads no order for a plain list of ids.
    isUp: async () => (await ask({ limit: "0,1", ...ofShop(settings.shopId) })).ok,
    async readsAny() {
      for (const sort of ["[id_DESC]", "[id_ASC]"]) {
        const page = await withinShortTime(client, () => ask({ sort, display: "full", limit: "0,1", ...ofShop(settings.shopId) }));
        if (page.ok) return page.raws.length > 0;
      }
      return false;
    },
    /** Bisects the time between its neighbours: a plain list of ids shows whether it contains the order. */
    async findTime(externalId, { before, behind }) {
      if (times) return times.get(externalId) ?? null;
      const second = await findLowest(
        secondOf(before?.modifiedAt ?? window.from ?? new Date(0)),
        secondOf(behind?.modifiedAt ?? window.to),
        async (from, to) => {
          const span = windowQuery(new Date(from * SECOND_MS), new Date((to + 1) * SECOND_MS), settings);
          const page = await ask({ ...span, "filter[id]": `[${externalId}]` });
          return page.ok ? page.raws.length > 0 : null;
        },
      );
      return typeof second === "number" ? new Date(second * SECOND_MS) : null;
    },
  };
}

/** The first of these undated orders. `more`: there are others. */
async function readUndatedPage(shop: PrestashopShop, settings: Settings, orders: readonly UndatedOrder[], before: Date, pageSize: number) {
  const times = new Map(orders.slice(0, pageSize).map(({ externalId, modifiedAt }) => [externalId, modifiedAt]));
  if (times.size === 0) return { ok: true as const, records: [], more: false };
  const query = { "filter[id]": `[${[...times.keys()].join("|")}]`, sort: "[date_add_ASC,id_ASC]", date: "1", ...ofShop(settings.shopId) };
  const page = await readPage(listOf(shop, settings, { from: null, to: before, before }, query, times), times.size);
  return page.ok
    ? { ok: true as const, records: page.records, more: page.records.length > 0 && page.records.length < orders.length }
    : page;
}

/** Orders without any time: as few as they are, they belong to the first page. */
async function readTimeless(shop: PrestashopShop, settings: Settings, orders: readonly UndatedOrder[], before: Date, pageSize: number) {
  const records: OrderRecord[] = [];
  for (let start = 0; start < orders.length; start += pageSize) {
    const page = await readUndatedPage(shop, settings, orders.slice(start, start + pageSize), before, pageSize);
    if (!page.ok) return page;
    records.push(...page.records);
  }
  return { ok: true as const, records };
}

function orderSource(shop: PrestashopShop, settings: Settings, pageSize: number, before: Date): PageSource {
  const listed = (from: Date | null, to: Date, query: Record<string, string>): BreakableList =>
    listOf(shop, settings, { from, to, before }, { ...windowQuery(from, to, settings), ...query });
  return {
    async readLowest(from, to) {
      const undated = await readUndated(shop, settings);
      if (!undated.ok) return undated;
      const page = await readPage(listed(from, to, { sort: "[date_upd_ASC,id_ASC]" }), pageSize);
      if (!page.ok) return page;
      const { isFull, clockSkewMs } = page;
      const { timed, timeless } = undatedIn(undated.orders, { from, to });
      const others = await readUndatedPage(shop, settings, timed, before, pageSize);
      if (!others.ok) return others;
      const further = await readTimeless(shop, settings, timeless, before, pageSize);
      if (!further.ok) return further;
      const found = page.records.length + others.records.length + further.records.length;
      const listingOf = (isCut: boolean, total: number | null) => {
        const records = [...mergeParts([{ records: page.records, more: isCut }, others], byTime), ...further.records];
        return { ok: true as const, listing: { records, more: isCut || others.more, total, clockSkewMs } };
      };
      if (isFull || others.more || found === 0) return listingOf(isFull, null);
      // A truncated page must not pass for the last one, so the ids are counted.
      const counted = await listIds(shop, from, to, settings);
      return counted.ok ? listingOf(counted.value.length > found, counted.value.length) : counted;
    },
    async readCrowd(from, to, afterId) {
      const undated = await readUndated(shop, settings);
      if (!undated.ok) return undated;
      const after: Record<string, string> = afterId === null ? {} : { "filter[id]": `>[${afterId}]` };
      const page = await readPage(listed(from, to, { ...after, sort: "[id_ASC]" }), pageSize);
      if (!page.ok) return page;
      const { timed } = undatedIn(undated.orders, { from, to });
      const rest = timed.filter(({ externalId }) => afterId === null || compareIds(externalId, afterId) > 0);
      const others = await readUndatedPage(shop, settings, rest, before, pageSize);
      if (!others.ok) return others;
      // Until a page is empty, since it may be truncated here too.
      const records = mergeParts([{ records: page.records, more: page.records.length > 0 }, others], byId);
      return { ok: true, listing: { records, clockSkewMs: page.clockSkewMs, more: records.length > 0, hint: 0 } };
    },
  };
}

/** The shop sorts by its wall clock: a window that ends inside the repeated hour is read in two unambiguous parts. */
export async function listPrestashopOrders(
  shop: PrestashopShop,
  window: OrderWindow,
  after: OrderCursor | null,
  pageSize: number = PRESTASHOP_PAGE_SIZE,
): Promise<ClockedResult<OrderPage>> {
  const settings = await readSettings(shop);
  if (!settings.ok) return settings;
  const { timeZone } = settings.value;
  const cut = splitAtRepeatedHour(after?.modifiedAt ?? window.from, window.to, timeZone);
  const part: OrderWindow = { from: window.from, to: cut ?? window.to };
  const page = await paginateChangedOrders(orderSource(shop, settings.value, pageSize, part.to), part, after);
  if (!page.ok) return page;
  const next = page.value.next ?? (cut && { modifiedAt: cut, externalId: "0" });
  const counted = after === null && next ? await countPrestashopOrders(shop, window) : null;
  if (counted && !counted.ok) return counted;
  return { ...page, value: { ...page.value, next, windowTotal: counted ? counted.value : page.value.windowTotal } };
}

export async function listPrestashopIds(shop: PrestashopShop, window: OrderWindow): Promise<ShopResult<string[]>> {
  const settings = await readSettings(shop);
  if (!settings.ok) return settings;
  return listIds(shop, window.from && floorSecond(window.from), ceilSecond(window.to), settings.value);
}

export async function countPrestashopOrders(shop: PrestashopShop, window: OrderWindow): Promise<ShopResult<number | null>> {
  const listed = await listPrestashopIds(shop, window);
  return listed.ok ? ok(listed.value.length) : listed;
}

export async function fetchPrestashopOrder(shop: PrestashopShop, externalId: string): Promise<ShopResult<FetchedOrder>> {
  const settings = await readSettings(shop);
  if (!settings.ok) return settings;
  const asked = await askForOrder(shop, externalId, settings.value);
  if (!asked.ok) return asked;
  if (asked.raw === null) return ok(null);
  const read = await readRecords(shop, [asked.raw], new Date());
  if (!read.ok) return read;
  const [record] = read.records;
  return ok(record ? recordValue(record) : null);
}
