import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { listMagentoOrders } from "@/lib/connectors/magento/orders";
import type { OrderCursor, OrderWindow, Prefetch, ShopClient } from "@/lib/connectors/shop";
import { listWooOrders } from "@/lib/connectors/woocommerce/orders";
import type { ShopPort } from "@/lib/health/shop-port";
import { type Interval, normalize } from "@/lib/sync/engine/ledger";
import { paginateWindow } from "@/lib/sync/engine/paginate-window";
import { planWindows } from "@/lib/sync/engine/plan";
import type { SyncStore } from "@/lib/sync/engine/ports";
import { type DirectShopClient, directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";

// Many small pages: the next is requested before the current one is read, while orders change, requests fail and workers stop.

vi.setConfig({ testTimeout: 120_000 });

const unasked = (): never => {
  throw new Error("must not be asked");
};
const NO_CARTS = { listIds: unasked, cartsCounted: () => null, resetCartCounting: unasked, compareStatuses: unasked };

const woo = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const magento = {
  accessToken: "a".repeat(32),
  accessTokenSecret: "b".repeat(32),
  consumerKey: "c".repeat(32),
  consumerSecret: "d".repeat(32),
};

interface ShopSystem {
  open(store: FakeStore, behaviour: Behaviour): DirectShopClient;
  list(
    client: ShopClient,
    window: OrderWindow,
    after: OrderCursor | null,
    prefetch: Prefetch | undefined,
    size: number,
  ): ReturnType<typeof listWooOrders>;
}

const SHOP_SYSTEMS: Record<string, ShopSystem> = {
  woocommerce: {
    open: (store, behaviour) => directShopClient({ shopSystem: "woocommerce", store, key: woo, behaviour }),
    list: (client, window, after, prefetch, size) => listWooOrders({ client, credentials: woo }, window, after, prefetch, size),
  },
  magento: {
    open: (store, behaviour) => directShopClient({ shopSystem: "magento", store, key: magento, behaviour }),
    list: (client, window, after, prefetch, size) => listMagentoOrders({ client, credentials: magento }, window, after, prefetch, size),
  },
};

const ORDERS_FROM = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
const CALM_AFTER = 60;
const tick = () => new Promise((resolve) => setImmediate(resolve));

interface Scenario {
  /** When each order was last changed, in seconds. */
  at: number[];
  edits: { atRequest: number; order: number }[];
  failures: number[];
  stopAtRequest: number | null;
  pageSize: number;
  /** How long storing each page takes. */
  storingTicks: number[];
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  at: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 40 }),
  edits: fc.array(fc.record({ atRequest: fc.integer({ min: 1, max: CALM_AFTER }), order: fc.nat() }), { maxLength: 25 }),
  failures: fc.array(fc.integer({ min: 1, max: CALM_AFTER }), { maxLength: 6 }),
  stopAtRequest: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  pageSize: fc.integer({ min: 2, max: 9 }),
  storingTicks: fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }),
});

/** The merchant's side in memory: orders in their newest version, and the ledger. */
function openSide(storingTicks: readonly number[]) {
  const held = new Map<string, number>();
  let covered: Interval[] = [];
  let stored = 0;
  const storePage: SyncStore["storePage"] = async (page) => {
    const ticks = storingTicks[stored % storingTicks.length] ?? 0;
    for (let turn = 0; turn < ticks; turn += 1) await tick();
    for (const { externalId, modifiedAt } of page.orders) held.set(externalId, Math.max(held.get(externalId) ?? 0, modifiedAt.getTime()));
    if (page.covered) covered = normalize([...covered, page.covered]);
    stored += 1;
    return { created: 0, updated: 0, unchanged: 0, quarantined: 0, outcomes: new Map(), older: [] };
  };
  const store: SyncStore = {
    trigger: "schedule",
    storePage,
    readCheckpoint: unasked,
    readBackfill: unasked,
    recordPaged: unasked,
    enterPhase: unasked,
    updateShop: unasked,
    countStored: unasked,
    listStoredIds: unasked,
    findInstant: unasked,
    listQuarantined: unasked,
    deferQuarantined: unasked,
    resolveMissingQuarantined: unasked,
    resolveNameless: unasked,
    listOpenOrders: unasked,
    recordRescanned: unasked,
    markRemoved: unasked,
    cutLedger: unasked,
    listStatusSamples: unasked,
    listIdsOfStatuses: unasked,
    listRemovedLately: unasked,
    listWitnesses: async () => [],
    suspectedSince: unasked,
    isConfirmedEmpty: unasked,
    removeAll: unasked,
  };
  return { held, store, covered: () => covered, stored: () => stored };
}

describe.each(Object.entries(SHOP_SYSTEMS))("paging through a %s shop", (_name, shopSystem) => {
  test("keeps each order in its newest version and an honest ledger, with at most three pages in flight", async () => {
    let prefetched = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async ({ at, edits, failures, stopAtRequest, pageSize, storingTicks }) => {
        const shop = new FakeStore(
          generateOrders({ count: at.length, from: ORDERS_FROM, to: new Date(ORDERS_FROM.getTime() + 1_000), seed: 7 }).map(
            (order, index) => ({ ...order, modifiedAt: new Date(ORDERS_FROM.getTime() + (at[index] ?? 0) * 1000) }),
          ),
        );
        const stop = new AbortController();
        const client = shopSystem.open(shop, {
          onRequest(_store, count) {
            shop.skewMs += 400;
            if (count === stopAtRequest) stop.abort();
            const ids = [...shop.orders.keys()];
            for (const { order } of edits.filter(({ atRequest }) => atRequest === count)) shop.editOrder(ids[order % ids.length] ?? 0);
          },
        });
        const failing: ShopClient = {
          ...client,
          async send(request) {
            const answer = await client.send(request);
            for (let turn = 0; turn < 4; turn += 1) await tick();
            const isLost = failures.includes(client.sent.length);
            return isLost ? { ok: false, failure: { code: "rate_limited", status: 429, retryAfterSeconds: null, detail: "" } } : answer;
          },
        };
        const side = openSide(storingTicks);
        let listed = 0;
        const port: ShopPort = {
          pageSize,
          countsCheaply: true,
          listsEveryOrder: true,
          preflight: unasked,
          describe: unasked,
          countOrders: unasked,
          fetchOrder: unasked,
          ...NO_CARTS,
          listChangedOrders(window, after, prefetch) {
            listed += 1;
            return shopSystem.list(
              failing,
              window,
              after,
              (next) => {
                const before = listed;
                prefetch?.(next);
                prefetched += listed - before;
                expect(listed - side.stored() - dropped).toBeLessThanOrEqual(3);
              },
              pageSize,
            );
          },
        };
        /** Pages of passes that ended before they stored them. */
        let dropped = 0;
        const paginateOnce = async (signal: AbortSignal): Promise<boolean> => {
          const checkpoint = { covered: side.covered(), importFrom: null, historyDays: null, clockSkewMs: 0, anchor: null };
          let isWhole = true;
          for (const window of planWindows({ ...checkpoint, brokenSince: null, rereadSince: null }, shop.now())) {
            const ports = { shop: port, store: side.store, clock: { now: () => shop.now() }, signal };
            const outcome = await paginateWindow(ports, window, { skewMs: 0, isSteady: true });
            // Lets requests finish that no caller awaits.
            for (let turn = 0; turn < 20; turn += 1) await tick();
            dropped = listed - side.stored();
            const lies = [...shop.orders.values()].filter(({ id, modifiedAt }) => {
              const time = modifiedAt.getTime();
              return side.covered().some(({ from, to }) => time >= from && time < to) && side.held.get(`${id}`) !== time;
            });
            expect(lies.map(({ id }) => id)).toEqual([]);
            isWhole &&= outcome.kind === "completed";
          }
          return isWhole;
        };
        for (let rounds = 0; client.sent.length <= CALM_AFTER; rounds += 1) {
          expect(rounds).toBeLessThan(200);
          await paginateOnce(rounds === 0 ? stop.signal : new AbortController().signal);
          shop.skewMs += 1_500;
        }
        shop.skewMs += 10_000;
        expect(await paginateOnce(new AbortController().signal)).toBe(true);
        for (const { id, modifiedAt } of shop.orders.values()) expect(side.held.get(`${id}`), `order ${id}`).toBe(modifiedAt.getTime());
      }),
      { numRuns: 25 },
    );
    expect(prefetched).toBeGreaterThan(5);
  });
});
