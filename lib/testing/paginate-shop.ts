import { afterAll, expect } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { createShopClient } from "@/lib/connectors/http/client";
import { connectorFor } from "@/lib/connectors/registry";
import type { ClockedResult, OrderCursor, OrderPage, ShopClient, ShopFailure } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { LOOPBACK, recentOrders, SHOP_KEYS_OF, startBareShop } from "@/lib/testing/sync-shop";

// For tests of connectors: a fake shop, its client, and pagination over its orders.

/** All orders of a shop. */
export const WINDOW = { from: null, to: new Date(Date.now() + DAY_MS) };
/** Orders of a shop: more than two pages of any shop system. */
export const COUNT = 250;

interface Opened {
  shop: FakeShop;
  client: ReturnType<typeof createShopClient>;
}
const open: Opened[] = [];

/** Closes them after all tests of the file, which may run concurrently. */
export const closeAfterTests = (opened: Opened): number => open.push(opened);

afterAll(async () => {
  for (const { shop, client } of open) {
    await client.close();
    await shop.close();
  }
});

/** A response later than this counts as silence. */
const PATIENCE_MS = 15_000;

export async function openShopClient(
  shopSystem: ShopSystem,
  orders: readonly FakeOrder[] = recentOrders(COUNT),
  behaviour: Behaviour = {},
  patienceMs = PATIENCE_MS,
  oneOrderMs?: number,
) {
  const shop = await startBareShop(orders, shopSystem);
  shop.setBehaviour(behaviour);
  const client = createShopClient({
    baseUrl: shop.url,
    shopSystem,
    egress: LOOPBACK.egress,
    policy: LOOPBACK.policy,
    timeouts: { headersMs: patienceMs, bodyMs: patienceMs, totalMs: 20_000, ...(oneOrderMs ? { oneOrderMs } : {}) },
  });
  closeAfterTests({ shop, client });
  return { shop, client };
}

export interface Paginated {
  /** Newest version returned of each order, as `id time`. */
  versions: Set<string>;
  unreadable: Set<string>;
  /** When those were last changed, if known. */
  quarantinedAt: Map<string, Date | null>;
  /** The status of each order, by id. */
  statuses: Map<string, string>;
  failures: ShopFailure[];
  skewMs: number | null;
}

/** Paginates to the end like an importer: records a failure and requests the same page again, at most a hundred times. */
export async function paginateShop(shopSystem: ShopSystem, client: ShopClient): Promise<Paginated> {
  const connector = connectorFor(shopSystem);
  const found: Paginated = {
    versions: new Set(),
    unreadable: new Set(),
    quarantinedAt: new Map(),
    statuses: new Map(),
    failures: [],
    skewMs: null,
  };
  const newest = new Map<string, Date>();
  let after: OrderCursor | null = null;
  for (let isLast = false; !isLast; ) {
    const page: ClockedResult<OrderPage> = await connector.listChangedOrders(
      { client, credentials: SHOP_KEYS_OF[shopSystem] },
      WINDOW,
      after,
    );
    if (!page.ok) {
      found.failures.push(page.failure);
      if (found.failures.length > 100) throw new Error(JSON.stringify(page.failure));
      continue;
    }
    expect(page.value.orders.length).toBeLessThanOrEqual(connector.pageSize);
    for (const order of page.value.orders) {
      newest.set(order.externalId, order.modifiedAt);
      found.statuses.set(order.externalId, order.status);
    }
    for (const { externalId, modifiedAt } of page.value.unreadable) {
      found.unreadable.add(externalId);
      found.quarantinedAt.set(externalId, modifiedAt);
    }
    found.skewMs = page.clockSkewMs;
    after = page.value.next;
    isLast = after === null;
  }
  for (const [id, at] of newest) found.versions.add(`${id} ${at.toISOString()}`);
  return found;
}

export const versionsOf = (shop: FakeShop): Set<string> =>
  new Set(shop.shop.listOrders().map((order) => `${order.id} ${order.modifiedAt.toISOString()}`));

export const countOf = (shopSystem: ShopSystem, client: ShopClient) =>
  connectorFor(shopSystem).countOrders({ client, credentials: SHOP_KEYS_OF[shopSystem] }, WINDOW);
