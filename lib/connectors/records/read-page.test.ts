import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { listMagentoOrders } from "@/lib/connectors/magento/orders";
import { listPrestashopOrders } from "@/lib/connectors/prestashop/orders";
import { isNameless } from "@/lib/connectors/records/order-fields";
import { findLowest } from "@/lib/connectors/records/read-page";
import type { OrderCursor, OrderWindow, ShopClient } from "@/lib/connectors/shop";
import { listWooOrders } from "@/lib/connectors/woocommerce/orders";
import { type DirectShopClient, directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";

// Property tests send thousands of requests, which takes long on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const start = new Date("2026-11-01T00:00:00Z");
const woo = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const magento = {
  accessToken: "a".repeat(32),
  accessTokenSecret: "b".repeat(32),
  consumerKey: "c".repeat(32),
  consumerSecret: "d".repeat(32),
};
const prestashop = { key: "P".repeat(32) };

type List = (client: ShopClient, window: OrderWindow, after: OrderCursor | null, pageSize: number) => ReturnType<typeof listWooOrders>;

interface ShopSystem {
  list: List;
  open(store: FakeStore, behaviour: Behaviour): DirectShopClient;
}

const SHOP_SYSTEMS: Record<string, ShopSystem> = {
  woocommerce: {
    list: (client, window, after, size) => listWooOrders({ client, credentials: woo }, window, after, undefined, size),
    open: (store, behaviour) => directShopClient({ shopSystem: "woocommerce", store, key: woo, behaviour }),
  },
  magento: {
    list: (client, window, after, size) => listMagentoOrders({ client, credentials: magento }, window, after, undefined, size),
    open: (store, behaviour) => directShopClient({ shopSystem: "magento", store, key: magento, behaviour }),
  },
  prestashop: {
    list: (client, window, after, size) => listPrestashopOrders({ client, credentials: prestashop }, window, after, size),
    open: (store, behaviour) => directShopClient({ shopSystem: "prestashop", store, key: { apiKey: prestashop.key }, behaviour }),
  },
};

interface Held {
  /** Newest version returned for each order. */
  versions: Map<string, Date>;
  quarantined: Set<string>;
}

async function paginate(list: List, client: ShopClient, window: OrderWindow, pageSize: number, held: Held): Promise<void> {
  let after: OrderCursor | null = null;
  for (let pages = 0; ; pages += 1) {
    if (pages > 500) throw new Error("the paginate does not end");
    const page = await list(client, window, after, pageSize);
    // A list that changes while it is read one by one may fail: request it again.
    if (!page.ok && page.failure.code === "invalid_response" && pages < 500) continue;
    if (!page.ok) throw new Error(JSON.stringify(page.failure));
    for (const { externalId, modifiedAt } of page.value.orders) held.versions.set(externalId, modifiedAt);
    for (const { externalId } of page.value.unreadable) held.quarantined.add(externalId);
    after = page.value.next;
    if (!after) return;
  }
}

/** Consecutive windows, each ending in the shop's past, until nothing changes any more. */
async function paginateUntilStable(
  shopSystem: ShopSystem,
  client: DirectShopClient,
  store: FakeStore,
  pageSize: number,
  stableAfter: number,
): Promise<Held> {
  const held: Held = { versions: new Map(), quarantined: new Set() };
  let from = start;
  for (let isLast = false; !isLast; ) {
    isLast = client.sent.length > stableAfter;
    store.skewMs += isLast ? 5_000 : 1_500;
    const to = new Date(store.now().getTime() - 2_000);
    await paginate(shopSystem.list, client, { from, to }, pageSize, held);
    from = to;
  }
  return held;
}

const FIRST_ID = 95;
const STABLE_AFTER = 60;
const seconds = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 30 });
const edits = fc.array(fc.record({ atRequest: fc.integer({ min: 1, max: STABLE_AFTER }), order: fc.nat() }), { maxLength: 20 });

test.each(Object.keys(SHOP_SYSTEMS))(
  "whatever breaks a plugin of %s, all other orders are returned in their newest version, and it is quarantined",
  async (name) => {
    const shopSystem = SHOP_SYSTEMS[name];
    if (!shopSystem) throw new Error(name);
    await fc.assert(
      fc.asyncProperty(
        seconds,
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.boolean(),
        edits,
        fc.integer({ min: 1, max: 12 }),
        fc.option(fc.constantFrom(502 as const, 503 as const, 504 as const, "reset" as const, "silence" as const), { nil: undefined }),
        async (at, broken, breaksOnFields, changes, pageSize, breaksBy) => {
          // The first and the newest order are readable: if none were, nothing would be quarantined.
          const breaksOn = [...new Set(broken.map((which) => FIRST_ID + 1 + (which % (at.length - 2))))];
          const store = new FakeStore(
            generateOrders({ count: at.length, from: start, to: new Date("2026-11-20T00:00:00Z"), seed: 7, firstId: FIRST_ID }).map(
              (order, index) => ({ ...order, modifiedAt: new Date(start.getTime() + (at[index] ?? 0) * 1000) }),
            ),
          );
          const client = shopSystem.open(store, {
            breaksOn,
            breaksOnFields,
            ...(breaksBy ? { breaksBy } : {}),
            onRequest(_store, count) {
              store.skewMs += 400;
              const ids = [...store.orders.keys()];
              for (const change of changes.filter(({ atRequest }) => atRequest === count))
                store.editOrder(ids[change.order % ids.length] ?? FIRST_ID);
            },
          });
          const { versions, quarantined } = await paginateUntilStable(shopSystem, client, store, pageSize, STABLE_AFTER);
          for (const order of store.listOrders().filter(({ id }) => !breaksOn.includes(id)))
            expect(versions.get(`${order.id}`), `order ${order.id}`).toEqual(order.modifiedAt);
          expect([...quarantined].filter((id) => !isNameless(id) && !breaksOn.includes(Number(id)))).toEqual([]);
          // A record without an id leaves a gap, which is read again.
          const leavesGap = [...quarantined].some((id) => isNameless(id));
          expect(leavesGap && (breaksOn.length === 0 || name === "prestashop" || (name === "woocommerce" && !breaksOnFields))).toBe(false);
          if (!leavesGap) for (const id of breaksOn) expect(quarantined.has(`${id}`), `order ${id} waits`).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  },
);

test("the lowest matching number is found by bisection, and none is guessed if an answer gives no hint", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 1_000 })), async (numbers) => {
      let asked = 0;
      const found = await findLowest(1, 1_000, async (from, to) => {
        asked += 1;
        return numbers.some((number) => number >= from && number <= to);
      });
      expect(found).toBe(numbers.length > 0 ? Math.min(...numbers) : "none");
      expect(asked).toBeLessThanOrEqual(12);
    }),
  );
  expect(await findLowest(1, 8, async (from, to) => (to - from < 4 ? null : true))).toBe("unknown");
});
