import { afterAll, describe, expect, it } from "vitest";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import {
  compareVersions,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
  workOn,
} from "@/lib/testing/sync-shop";

// A host accepts a number of requests and then refuses more for some time.

const shops: SyncedShop[] = [];

// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

async function openShop(count: number, shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count), { shopSystem });
  shops.push(connected);
  return connected;
}

const laneOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));

const refusals = ({ shop }: SyncedShop): number => shop.requests.filter(({ by }) => by === "front").length;

describe.concurrent("a shop that limits its request rate", () => {
  it.each([
    ["prestashop", { most: 20, retryAfterSeconds: 1 }, 800],
    ["magento", { most: 5, retryAfterSeconds: 1 }, 1_200],
    ["woocommerce", { most: 5, retryAfterSeconds: 1, status: 503 }, 1_200],
    ["shopify", { most: 10, retryAfterSeconds: 1 }, 1_200],
  ] as const)(
    "gets no request before Retry-After has passed, and is imported by one run: %s",
    async (shopSystem, requestsAtOnce, count) => {
      const connected = await openShop(count, shopSystem);
      connected.shop.setBehaviour({ requestsAtOnce, graphBucket: { capacity: 1_000_000, restorePerSecond: 100_000 } });
      expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: count, shopCount: count });
      const { requests } = connected.shop;
      // One refusal per limit, and no request while waiting, which would restart the limit.
      expect(refusals(connected)).toBeGreaterThan(1);
      expect(refusals(connected)).toBe(Math.ceil((requests.length - refusals(connected)) / requestsAtOnce.most) - 1);
      expect(connected.shop.maxConcurrency()).toBe(1);
      expect(await laneOf(connected)).toMatchObject({ state: "regular", failures: 0, reason: "none" });
      const { here, there } = await compareVersions(connected);
      expect(here).toEqual(there);
    },
  );

  it("is resumed by another worker if the first one stops while waiting", async () => {
    const connected = await openShop(600);
    const stop = new AbortController();
    connected.shop.setBehaviour({
      requestsAtOnce: { most: 4, retryAfterSeconds: 30 },
      onRequest: (_store, count) => count === 5 && setTimeout(() => stop.abort(), 200),
    });
    const halted = await refreshNow(connected, stop.signal);
    expect(halted).toMatchObject({ status: "queued", failure: null });
    connected.shop.setBehaviour({});
    await workOn(connected, halted.id);
    expect(await storedOrders(connected)).toHaveLength(600);
  });

  it("is not throttled as long as each run of a long import makes progress before the limit", async () => {
    const connected = await openShop(900);
    const counts: number[] = [];
    for (let runs = 0; runs < 4; runs += 1) {
      connected.shop.setBehaviour({ requestsAtOnce: { most: 3, retryAfterSeconds: 300 } });
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "failed", failure: "rate_limited" });
      counts.push((await storedOrders(connected)).length);
    }
    expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => a - b));
    expect(await laneOf(connected)).toMatchObject({ state: "regular", failures: 0 });
    // A run whose first request is refused makes no progress.
    for (let runs = 0; runs < 3; runs += 1) {
      connected.shop.setBehaviour({ rateLimit: { next: "all", retryAfterSeconds: 300 } });
      await syncOnSchedule(connected);
    }
    expect(await laneOf(connected)).toMatchObject({ state: "throttled", failures: 3 });
  });
});
