import { SECOND_MS } from "@/lib/base/units";
import type { OrderCursor, ReadableOrder, Reply, ShopFailure, UnreadableOrder } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";
import { floorToSecond } from "@/lib/sync/engine/plan";
import type { ConfirmedPage, SyncStore } from "@/lib/sync/engine/ports";

// A shop may return an older version: restored from a backup, wrong clock, repeated hour. Keeping ours would lose every later change.
// A filtered list proves which version is current; a single record may come from a cache.

/** Once this many older versions proved to be listed, the rest of their page is accepted. */
const ENOUGH_WITNESSES = 5;
/** Pages of one second that are searched for an order. */
const MAX_PAGES = 20;

type Asked<Value> = Reply<{ value: Value }>;

/** The second in which the shop must list an order of this time. */
export function secondAround(modifiedAt: Date): { from: Date; to: Date } {
  const from = floorToSecond(modifiedAt.getTime());
  return { from, to: new Date(from.getTime() + SECOND_MS) };
}

/** The record as the shop lists it within its second of modification; null if that second does not contain it. */
export async function readListed(
  shop: ShopPort,
  order: { externalId: string; modifiedAt: Date },
): Promise<Asked<ReadableOrder | UnreadableOrder | null>> {
  const second = secondAround(order.modifiedAt);
  let after: OrderCursor | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const answer: Awaited<ReturnType<ShopPort["listChangedOrders"]>> = await shop.listChangedOrders(second, after);
    if (!answer.ok) return answer;
    const found = [...answer.value.orders, ...answer.value.unreadable].find(({ externalId }) => externalId === order.externalId);
    if (found) return { ok: true, value: found };
    after = answer.value.next;
    if (!after) break;
  }
  return { ok: true, value: null };
}

type Stored = Pick<ConfirmedPage, "orders" | "covered" | "askedAt">;

/** Stores the `older` versions of a page that the shop really lists, and confirms the page's interval. */
export async function acceptOlderVersions(
  { shop, store }: { shop: ShopPort; store: Pick<SyncStore, "storePage"> },
  older: readonly string[],
  { orders, covered, askedAt }: Stored,
): Promise<ShopFailure | null> {
  if (older.length === 0) return null;
  const shown: ReadableOrder[] = [];
  let refuted = 0;
  for (const order of orders.filter(({ externalId }) => older.includes(externalId))) {
    if (refuted === 0 && shown.length >= ENOUGH_WITNESSES) {
      shown.push(order);
      continue;
    }
    const listed = await readListed(shop, order);
    if (!listed.ok) return listed.failure;
    if (listed.value && !("error" in listed.value)) shown.push(listed.value);
    else refuted += 1;
  }
  await store.storePage({ orders: shown, unreadable: [], covered, askedAt, announced: null, isShown: true });
  return null;
}
