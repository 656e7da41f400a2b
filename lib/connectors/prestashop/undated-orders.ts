import { z } from "zod";
import { askForList, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import { ofShop, type Settings } from "@/lib/connectors/prestashop/lookups";
import { readShopTime } from "@/lib/connectors/prestashop/shop-time";
import { mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import {
  compareIds,
  comparePositions,
  looseText,
  numericId,
  type OrderRecord,
  recordPosition,
} from "@/lib/connectors/records/order-fields";
import type { OrderWindow, Reply, ShopClient } from "@/lib/connectors/shop";

// Imports and old modules leave orders with `date_upd` 0000-00-00 00:00:00, which no window that begins at a date contains. They count as changed
// when they were placed: they are listed once per run and merged into the pages and counts of the windows they belong to.

export interface UndatedOrder {
  externalId: string;
  /** Null if that time is missing, too: then only a window from the beginning contains it. */
  modifiedAt: Date | null;
}

const undatedSchema = z.object({ id: numericId, date_add: looseText });

const IDS_A_REQUEST = 5_000;

/** Everything that windows, which begin in 1970 at the earliest, leave out. */
const UNDATED = { "filter[date_upd]": "<[1970-01-01 00:00:00]", date: "1" };

export const isUndated = (text: string): boolean => text.startsWith("0000-00-00");

/** When an undated order counts as changed; in the repeated hour always the same of both instants. */
export const timeOfUndated = (dateAdd: string, timeZone: string): Date | null => readShopTime(dateAdd, timeZone, new Date(0));

const known = new WeakMap<ShopClient, readonly UndatedOrder[]>();

/** Cached for the lifetime of the client, i.e. for one run. */
export async function readUndated(shop: PrestashopShop, settings: Settings): Promise<Reply<{ orders: readonly UndatedOrder[] }>> {
  const cached = known.get(shop.client);
  if (cached) return { ok: true, orders: cached };
  const found = new Map<string, UndatedOrder>();
  for (let afterId = "0"; ; ) {
    const listed = await askForUndated(shop, settings, { "filter[id]": `>[${afterId}]`, limit: `0,${IDS_A_REQUEST}` });
    if (!listed.ok) return listed;
    for (const order of listed.orders) found.set(order.externalId, order);
    const last = listed.orders.at(-1)?.externalId;
    if (!last || compareIds(last, afterId) <= 0) break;
    afterId = last;
  }
  const orders = [...found.values()];
  known.set(shop.client, orders);
  return { ok: true, orders };
}

async function askForUndated(
  shop: PrestashopShop,
  settings: Settings,
  page: Record<string, string>,
): Promise<Reply<{ orders: UndatedOrder[] }>> {
  const query = { ...UNDATED, sort: "[id_ASC]", ...ofShop(settings.shopId), ...page };
  const toOrders = (rows: readonly unknown[]): UndatedOrder[] =>
    rows
      .flatMap((row) => undatedSchema.safeParse(row).data ?? [])
      .map(({ id, date_add }) => ({ externalId: id, modifiedAt: timeOfUndated(date_add, settings.timeZone) }));
  const listed = await askForList(shop, "orders", { ...query, display: "[id,date_add]" });
  if (listed.ok || !mayBeOneOrder(listed.failure)) return listed.ok ? { ok: true, orders: toOrders(listed.rows) } : listed;
  // PrestaShop loads no order for a plain list of ids.
  const bare = await askForList(shop, "orders", query);
  if (!bare.ok) return bare;
  const orders: UndatedOrder[] = [];
  for (const order of toOrders(bare.rows)) {
    const one = await askForList(shop, "orders", { "filter[id]": `[${order.externalId}]`, display: "[id,date_add]", date: "1" }, true);
    orders.push((one.ok && toOrders(one.rows)[0]) || order);
  }
  return { ok: true, orders };
}

interface UndatedOfWindow {
  /** By time and id. */
  timed: UndatedOrder[];
  timeless: UndatedOrder[];
}

export function undatedIn(orders: readonly UndatedOrder[], { from, to }: OrderWindow): UndatedOfWindow {
  const at = ({ modifiedAt }: UndatedOrder): number => modifiedAt?.getTime() ?? 0;
  const timed = orders.filter(({ modifiedAt }) => modifiedAt && (from === null || modifiedAt >= from) && modifiedAt < to);
  return {
    timed: timed.sort((left, right) => at(left) - at(right) || compareIds(left.externalId, right.externalId)),
    timeless: from === null ? orders.filter(({ modifiedAt }) => modifiedAt === null) : [],
  };
}

type Compare = (left: OrderRecord, right: OrderRecord) => number;

export const byTime: Compare = (left, right) => {
  const [first, second] = [recordPosition(left), recordPosition(right)];
  return comparePositions(
    { ...first, modifiedAt: first.modifiedAt ?? new Date(0) },
    { ...second, modifiedAt: second.modifiedAt ?? new Date(0) },
  );
};

export const byId: Compare = (left, right) => compareIds(recordPosition(left).externalId, recordPosition(right).externalId);

interface Part {
  records: readonly OrderRecord[];
  more: boolean;
}

/** Merges two sorted lists as far as both have been read. */
export function mergeParts(parts: readonly Part[], compare: Compare): OrderRecord[] {
  const ends = parts.flatMap(({ records, more }) => (more ? (records.toSorted(compare).at(-1) ?? []) : []));
  return parts
    .flatMap(({ records }) => records)
    .filter((record) => ends.every((end) => compare(record, end) <= 0))
    .sort(compare);
}
