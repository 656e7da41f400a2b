import type { OrderCursor, OrderWindow, ReadableOrder, ShopClient, ShopConnector } from "@/lib/connectors/shop";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

export interface PaginatedOrders {
  /** Every version returned, in the order received. */
  versions: Map<string, ReadableOrder[]>;
  pages: number;
}

type List = (client: ShopClient, window: OrderWindow, after: OrderCursor | null) => ReturnType<ShopConnector<unknown>["listChangedOrders"]>;

/** Paginates a window to its end as an importer does. Throws the failure of a page, and after 2,000 pages. */
export async function paginateOrders(list: List, client: ShopClient, window: OrderWindow, keepsHint = true): Promise<PaginatedOrders> {
  const versions = new Map<string, ReadableOrder[]>();
  let [after, pages]: [OrderCursor | null, number] = [null, 0];
  do {
    const result = await list(client, window, after);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    pages += 1;
    if (pages > 2_000) throw new Error("the walk does not end");
    for (const order of result.value.orders) versions.set(order.externalId, [...(versions.get(order.externalId) ?? []), order]);
    const { next } = result.value;
    after = next && (keepsHint ? next : { modifiedAt: next.modifiedAt, externalId: next.externalId });
  } while (after);
  return { versions, pages };
}

/** Consecutive windows, each ending in the shop's past, until the shop has received more than `stableAfter` requests. */
export async function paginateUntilStable(
  list: List,
  client: ShopClient & { sent: readonly unknown[] },
  store: FakeStore,
  start: Date,
  stableAfter: number,
): Promise<PaginatedOrders[]> {
  const passes: PaginatedOrders[] = [];
  let from = start;
  for (let isLast = false; !isLast; ) {
    isLast = client.sent.length > stableAfter;
    store.skewMs += isLast ? 5_000 : 1_500;
    const to = new Date(store.now().getTime() - 2_000);
    passes.push(await paginateOrders(list, client, { from, to }));
    from = to;
  }
  return passes;
}

/** Orders of which an importer would lack the newest version: ids with both times. Empty if nothing was lost. */
export function findLost(store: FakeStore, passes: readonly PaginatedOrders[]): string[] {
  return store.listOrders().flatMap((order) => {
    const held = passes.flatMap(({ versions }) => versions.get(String(order.id)) ?? []).at(-1);
    const isNewest = held?.modifiedAt.getTime() === order.modifiedAt.getTime();
    return isNewest ? [] : [`${order.id}: ${held?.modifiedAt.toISOString()} for ${order.modifiedAt.toISOString()}`];
  });
}
