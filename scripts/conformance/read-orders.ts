import { connectorFor } from "@/lib/connectors/registry";
import type { OrderCursor, OrderWindow, ReadableOrder, ShopAccess } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** The shop's clock has whole seconds, and an order can change twice within one. */
export const PAST_MS = 3_000;
const MAX_FAILURES = 5;

export interface ReadOrders {
  /** The newest version of each. */
  orders: Map<string, ReadableOrder>;
  /** Ids with the reason. */
  unreadable: Map<string, string>;
  /** Everything that changed before this is in them. */
  to: Date;
}

/** Everything that changed since `from`, page by page as an import does; a failed page is requested again. */
export async function readOrders(shopSystem: ShopSystem, shop: ShopAccess<unknown>, from: Date | null): Promise<ReadOrders> {
  const connector = connectorFor(shopSystem);
  const first = await connector.preflight(shop);
  const skewMs = first.ok ? (first.clockSkewMs ?? 0) : 0;
  const window: OrderWindow = { from, to: new Date(Date.now() + skewMs - PAST_MS) };
  const found: ReadOrders = { orders: new Map(), unreadable: new Map(), to: window.to };
  let failures = 0;
  for (let after: OrderCursor | null = null, isLast = false; !isLast; ) {
    const page: Awaited<ReturnType<typeof connector.listChangedOrders>> = await connector.listChangedOrders(shop, window, after);
    if (!page.ok) {
      failures += 1;
      if (failures > MAX_FAILURES) throw new Error(`the list of orders failed: ${page.failure.code} (${page.failure.detail})`);
      continue;
    }
    for (const order of page.value.orders) found.orders.set(order.externalId, order);
    for (const { externalId, error } of page.value.unreadable) found.unreadable.set(externalId, error);
    after = page.value.next;
    isLast = after === null;
  }
  return found;
}
