import { SECOND_MS } from "@/lib/base/units";
import { failed } from "@/lib/connectors/http/shop-failure";
import { leavingTime, mayBeOneOrder, NO_ORDERS_ID, withinShortTime } from "@/lib/connectors/records/breakdowns";
import { ceilSecond, compareIds, floorSecond, isNameless, readCount, recordPosition } from "@/lib/connectors/records/order-fields";
import {
  announceNextPages,
  type CrowdListing,
  followsModification,
  type Listed,
  type Listing,
  type PageSource,
} from "@/lib/connectors/records/paginate";
import { type BreakableList, type Place, readPage } from "@/lib/connectors/records/read-page";
import type { OrderWindow, Prefetch, Reply, ShopAnswer, ShopClient } from "@/lib/connectors/shop";
import { askWoo, isUnknownOrder, type WooReply, type WooShop } from "@/lib/connectors/woocommerce/client";
import { isNoOrder, readWooOrder } from "@/lib/connectors/woocommerce/read-order";
import { wooPlaceSchema } from "@/lib/connectors/woocommerce/schema";

/** WooCommerce refuses more (400 rest_invalid_param). */
export const WOO_PAGE_SIZE = 100;

/** Without a zone, as dates_are_gmt=true: the shop shifts `Z` or an offset by its own offset (measured on 10.6.2 and 11.0.1). */
const formatGmt = (date: Date): string => date.toISOString().slice(0, 19);

/** Window parameters; WooCommerce's bounds are both exclusive and in whole seconds, ours are [from, to). */
export function windowParameters(window: OrderWindow): Record<string, string> {
  return {
    ...(window.from ? { modified_after: formatGmt(new Date(floorSecond(window.from).getTime() - SECOND_MS)) } : {}),
    modified_before: formatGmt(ceilSecond(window.to)),
    dates_are_gmt: "true",
    status: "any",
  };
}

export const ordersPath = (parameters: Readonly<Record<string, string>>): string => `/orders?${new URLSearchParams(parameters)}`;

/** Any one order of a list, to count it or to prove something: the newest, or the oldest if the shop may break down on the newest. */
export async function askForAnyOrder(shop: WooShop, parameters: Readonly<Record<string, string>>): Promise<WooReply> {
  const newest = await leavingTime(shop.client, () => askWoo(shop, { path: ordersPath({ ...parameters, per_page: "1" }) }));
  if (newest.ok || !mayBeOneOrder(newest.failure)) return newest;
  return askWoo(shop, { path: ordersPath({ ...parameters, per_page: "1", order: "asc" }) });
}

/** Shops that cannot sort by modification time; cached for the lifetime of the client. */
const sortsByIdOnly = new WeakSet<ShopClient>();

export const isSortedByIdOnly = (client: ShopClient): boolean => sortsByIdOnly.has(client);

/** Ranks of a list, from a proven offset on, at which it shows nothing new. */
interface Gap {
  from: number;
  total: number;
}

/** Whether a shop's pages repeat the last record of the previous page; cached for the lifetime of the client. */
const repeatsRecords = new WeakMap<ShopClient, boolean>();

/** A lost position in a second of 50,000 orders is found again within this many requests. */
const MAX_TRIES = 600;
/** A list that is shorter than its total has ended if it was seen to end this often. */
const TIMES_ENDED = 2;

export const readTotal = (answer: ShopAnswer): number | null => readCount(answer.headers["x-wp-total"] ?? "");

/** WordPress' REST API sets one of these, unless a plugin's output lost its headers; a maintenance page that answers `[]` with 200 sets none. */
export const isFromRestApi = (answer: ShopAnswer): boolean =>
  readTotal(answer) !== null || "allow" in answer.headers || /api\.w\.org/.test(answer.headers["link"] ?? "");

const modificationTime = (raw: unknown): Date | null => wooPlaceSchema.safeParse(raw).data?.modifiedAt ?? null;

/** WooCommerce's orders as pagination needs them. `pageSize` is at most 100. */
export function wooOrderSource(shop: WooShop, pageSize: number, prefetch?: Prefetch): PageSource {
  const { client } = shop;
  type Asked = Reply<{ list: unknown[]; answer: ShopAnswer }>;

  const ask = async (parameters: Record<string, string>, isShort = false): Promise<Asked> => {
    const reply = await askWoo(shop, { path: ordersPath({ order: "asc", ...parameters }), isShort });
    if (!reply.ok) {
      if (parameters["orderby"] === "modified" && reply.refusedParameters.includes("orderby")) sortsByIdOnly.add(client);
      return reply;
    }
    const { json, answer } = reply;
    if (!Array.isArray(json)) return failed("invalid_response", "orders are not a list", answer);
    if (json.length === 0 && !isFromRestApi(answer) && !(await losesHeaders()))
      return failed("invalid_response", "empty list without any mark of the REST API", answer);
    return { ok: true, list: json, answer };
  };

  /** Whether a plugin's output loses the headers of this shop: then they are missing from a list that is not empty, too. */
  const losesHeaders = async (): Promise<boolean> => {
    const reply = await askForAnyOrder(shop, { status: "any", _fields: "id" });
    return reply.ok && Array.isArray(reply.json) && reply.json.length > 0 && !isFromRestApi(reply.answer);
  };

  /** The list from an offset. Positions are read with `_fields`, which avoids many plugins that fail on an order. */
  const listFrom = (parameters: Record<string, string>, offset: number, announce?: Prefetch): BreakableList => ({
    client,
    async readPage(size, isShort) {
      const place = offset > 0 ? { offset: `${offset}` } : { page: "1" };
      const reply = await ask({ ...parameters, ...place, per_page: `${size}` }, isShort);
      if (!reply.ok) return reply;
      const { list, answer } = reply;
      const isFull = list.length >= size;
      if (announce && isFull) await announceNextPages(announce, list.map(modificationTime));
      return { ok: true, raws: list, isFull, total: readTotal(answer), clockSkewMs: answer.clockSkewMs };
    },
    readRecords: async (raws) => ({ ok: true, records: raws.map(readWooOrder) }),
    async readPlaces(count) {
      const reply = await ask({ ...parameters, offset: `${offset}`, per_page: `${count}`, _fields: "id,date_modified_gmt,status" });
      if (!reply.ok) return reply;
      const { list, answer } = reply;
      const places: Place[] = [];
      for (const [rank, raw] of list.entries()) {
        const place = wooPlaceSchema.safeParse(raw);
        if (!place.success) return failed("invalid_response", "orders without an id", answer);
        const { externalId, modifiedAt, status } = place.data;
        places.push({ rank, externalId, modifiedAt, isNoOrder: isNoOrder(status) });
      }
      return { ok: true, places, isFull: list.length >= count, total: readTotal(answer), clockSkewMs: answer.clockSkewMs };
    },
    hasRanks: true,
    async readPlace({ rank, externalId }) {
      if (externalId !== null) {
        const reply = await askWoo(shop, { path: `/orders/${externalId}` });
        if (reply.ok) return { ok: true, raw: reply.json, total: null, clockSkewMs: reply.answer.clockSkewMs };
        return isUnknownOrder(reply.wordpressCode) ? { ok: true, raw: null, total: null, clockSkewMs: null } : reply;
      }
      const reply = await ask({ ...parameters, offset: `${offset + rank}`, per_page: "1" });
      if (!reply.ok) return reply;
      const { list, answer } = reply;
      // Beyond the end, WooCommerce reports no total.
      return { ok: true, raw: list[0] ?? null, total: list.length > 0 ? readTotal(answer) : null, clockSkewMs: answer.clockSkewMs };
    },
    async isUp() {
      const reply = await askWoo(shop, { path: `/orders/${NO_ORDERS_ID}` });
      return !reply.ok && isUnknownOrder(reply.wordpressCode);
    },
    async readsAny() {
      for (const order of ["desc", "asc"]) {
        const path = ordersPath({ status: "any", per_page: "1", order });
        const reply = await withinShortTime(client, () => askWoo(shop, { path }));
        if (reply.ok) return Array.isArray(reply.json) && reply.json.length > 0;
        if (!mayBeOneOrder(reply.failure)) return false;
      }
      return false;
    },
  });

  /** Whether the second of two pages repeats the first. Behind removed orders, an offset too low looks the same. */
  const repeatsLast = async (parameters: Record<string, string>): Promise<boolean> => {
    const pages = [];
    for (const offset of ["0", "1"]) {
      const reply = await ask({ ...parameters, offset, per_page: "2", _fields: "id" });
      if (!reply.ok || reply.list.length < 2) return false;
      pages.push(JSON.stringify(reply.list));
    }
    return pages[0] === pages[1];
  };

  return {
    async readLowest(from: Date | null, to: Date): Promise<Listed<Listing>> {
      const page = await readPage(listFrom({ ...windowParameters({ from, to }), orderby: "modified" }, 0, prefetch), pageSize);
      if (!page.ok) return page;
      const { records, total, clockSkewMs } = page;
      // After a full page, the next one is requested whatever the count says, since some counts are cached; without a count, until a page is empty.
      const more = page.isFull || (total === null ? records.length > 0 : total > records.length);
      if (records.length > 0 && !followsModification(records, from)) sortsByIdOnly.add(client);
      return { ok: true, listing: { records, more, total, clockSkewMs } };
    },

    /**
     * WooCommerce has no "id greater than": every page begins with the last order read. If the list moved down, an earlier offset is tried.
     * Plugins remove orders from a list but not from its total: such a gap is crossed while the total stays the same.
     */
    async readCrowd(from: Date, to: Date, afterId: string | null, hint: number): Promise<Listed<CrowdListing>> {
      let offset = afterId === null ? 0 : hint;
      /** The last id before the offset, unless the list has changed. */
      let expected = afterId;
      let gap = null as Gap | null;
      let timesEnded = 0;
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const page = await readPage(listFrom({ ...windowParameters({ from, to }), orderby: "id" }, offset), Math.max(2, pageSize));
        if (!page.ok) return page;
        const { records, total, clockSkewMs } = page;
        const ids = records.map((record) => recordPosition(record).externalId).filter((id) => !isNameless(id));
        if (ids.some((id, index) => index > 0 && compareIds(ids[index - 1] ?? "", id) > 0)) {
          return failed("invalid_response", "the list is not sorted by id");
        }
        const isAcross = gap !== null && offset > gap.from && total === gap.total;
        const isProven = offset === 0 || isAcross || (ids[0] !== undefined && afterId !== null && compareIds(ids[0], afterId) <= 0);
        const hasFresh = ids.some((id) => afterId === null || compareIds(id, afterId) > 0);
        if (offset > 0 && expected !== null && ids[1] === expected && !repeatsRecords.has(client)) {
          repeatsRecords.set(client, await repeatsLast({ ...windowParameters({ from, to }), orderby: "id" }));
        }
        // If pages repeat records, their size shows nothing: the list ends where nothing new comes.
        const mayRepeat = repeatsRecords.get(client) === true && offset > 0;
        const mayContinue = (mayRepeat || total === null) && hasFresh && ids.length > 0;
        const more = page.isFull || mayContinue || (total !== null && offset + records.length < total);
        const listing = { records, more, hint: offset + Math.max(0, records.length - 1), clockSkewMs };
        if (isProven && (hasFresh || !more)) return { ok: true, listing };
        if (isProven && !page.isFull && ids.length <= 1 && total !== null && !mayRepeat) {
          gap = { from: gap?.total === total ? gap.from : offset, total };
          offset += pageSize;
          if (offset < total) continue;
          timesEnded = TIMES_ENDED;
        } else if (gap && ids.length === 0) {
          // WooCommerce reports no total beyond the end.
          timesEnded += 1;
          offset = gap.from;
        }
        if (timesEnded >= TIMES_ENDED) return { ok: true, listing: { records: [], more: false, hint: gap?.from ?? 0, clockSkewMs } };
        if (gap && ids.length === 0) continue;
        // Unproven: orders left the range and ours moved down, so go back. Proven without new orders: the hint was lost, so go on.
        expected = isProven ? (ids.at(-1) ?? null) : null;
        offset = isProven ? offset + Math.max(1, records.length - 1) : Math.max(0, offset - pageSize);
      }
      return failed("invalid_response", "the list changes faster than it can be read");
    },
  };
}
