import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askForList, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import {
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
import { mayBeOneOrder, withinShortTime } from "@/lib/connectors/records/breakdowns";
import { compareIds, type OrderRecord, recordValue } from "@/lib/connectors/records/order-fields";
import { type PageSource, paginateChangedOrders } from "@/lib/connectors/records/paginate";
import { type BreakableList, findLowest, type Place, readPage } from "@/lib/connectors/records/read-page";
import { ceilSecond, floorSecond, SECOND_MS, secondOf } from "@/lib/connectors/records/seconds";
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
    lookups: lookups.value,
    addresses: addresses.value,
    customers: customers.value,
    details: details.ok ? details.value : new Map<string, { product_weight: number }>(),
    before,
  };
  return { ok: true, records: raws.map((raw) => readPrestashopOrder(raw, around)) };
}

/** Counts the window's ids: a listing without objects is cheap, and PrestaShop's only way to count. */
async function countIds(shop: PrestashopShop, from: Date | null, to: Date, settings: Settings): Promise<ShopResult<number>> {
  const ids = new Set<string>();
  for (let afterId = "0"; ; ) {
    const query = { "filter[id]": `>[${afterId}]`, sort: "[id_ASC]", limit: `0,${IDS_A_REQUEST}` };
    const listed = await askForList(shop, "orders", { ...windowQuery(from, to, settings), ...query });
    if (!listed.ok) return listed;
    const found = listed.rows.map((row) => String((row as { id?: unknown } | null)?.id ?? ""));
    for (const id of found) ids.add(id);
    const last = found.at(-1);
    // Until a page is empty, since this list may also be truncated in transit.
    if (!last || compareIds(last, afterId) <= 0) return ok(ids.size);
    afterId = last;
  }
}

/** The list in smaller pages, and finally one by one, where the shop breaks down. */
function listOf(
  shop: PrestashopShop,
  settings: Settings,
  window: { from: Date | null; to: Date; before: Date },
  sorted: Record<string, string>,
): BreakableList {
  const { client } = shop;
  const query = { ...windowQuery(window.from, window.to, settings), ...sorted };
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

function orderSource(shop: PrestashopShop, settings: Settings, pageSize: number, before: Date): PageSource {
  return {
    async readLowest(from, to) {
      const page = await readPage(listOf(shop, settings, { from, to, before }, { sort: "[date_upd_ASC,id_ASC]" }), pageSize);
      if (!page.ok) return page;
      const { records, isFull: more, clockSkewMs } = page;
      if (more || records.length === 0) return { ok: true, listing: { records, more, total: null, clockSkewMs } };
      // A truncated page must not pass for the last one, so the ids are counted.
      const counted = await countIds(shop, from, to, settings);
      if (!counted.ok) return counted;
      return { ok: true, listing: { records, more: counted.value > records.length, total: counted.value, clockSkewMs } };
    },
    async readCrowd(from, to, afterId) {
      const after: Record<string, string> = afterId === null ? {} : { "filter[id]": `>[${afterId}]` };
      const page = await readPage(listOf(shop, settings, { from, to, before }, { ...after, sort: "[id_ASC]" }), pageSize);
      // Until a page is empty, since it may be truncated here too.
      return page.ok ? { ok: true, listing: { ...page, more: page.records.length > 0, hint: 0 } } : page;
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

export async function countPrestashopOrders(shop: PrestashopShop, window: OrderWindow): Promise<ShopResult<number | null>> {
  const settings = await readSettings(shop);
  if (!settings.ok) return settings;
  return countIds(shop, window.from && floorSecond(window.from), ceilSecond(window.to), settings.value);
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
