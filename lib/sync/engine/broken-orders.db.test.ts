import { afterAll, describe, expect, it } from "vitest";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import {
  compareVersions,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

// A plugin of the shop fails on single orders: every list or record that contains one is a 500.

const shops: SyncedShop[] = [];

// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

async function openShop(count: number, shopSystem: ShopSystem): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count), { shopSystem });
  shops.push(connected);
  return connected;
}

const quarantined = ({ scope, integrationId }: SyncedShop): Promise<string[]> =>
  inMerchant(scope.merchantId, async (tx) => {
    const rows = await tx.quarantinedOrder.findMany({ where: { integrationId, resolvedAt: null }, orderBy: { externalId: "asc" } });
    return rows.map(({ externalId }) => externalId);
  });

const laneOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));

const gaps = ({ scope, integrationId }: SyncedShop): Promise<number> =>
  inMerchant(scope.merchantId, async (tx) => {
    const covered = await tx.coverageInterval.findMany({ where: { integrationId }, orderBy: { coveredFrom: "asc" } });
    return covered.length - (covered[0]?.coveredFrom.getTime() === 0 ? 1 : 0);
  });

const coverageOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.coverageInterval.findMany({ where: { integrationId }, orderBy: { coveredFrom: "asc" } }));

const BROKEN = [1001, 1012, 1013, 1014, 1040, 1150];

describe.concurrent.each(["woocommerce", "magento", "prestashop"] as const)("orders that break a plugin of %s", (shopSystem) => {
  it("are quarantined without blocking others or later syncs, and imported once the plugin is fixed", async () => {
    const connected = await openShop(150, shopSystem);
    const { shop } = connected;
    shop.setBehaviour({ breaksOn: BROKEN });
    const first = await refreshNow(connected);
    expect(first).toMatchObject({ status: "succeeded", created: 144, shopCount: 150, ourCount: 150 });
    expect(await quarantined(connected)).toEqual(BROKEN.map(String));
    // They are requested again one by one, without success.
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 0, shopCount: 150, ourCount: 150 });
    shop.shop.editOrder(1020);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", updated: 1 });
    expect(await laneOf(connected)).toMatchObject({ state: "regular", failures: 0 });
    shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 6, shopCount: 150, ourCount: 150 });
    expect(await quarantined(connected)).toEqual([]);
    const { here, there } = await compareVersions(connected);
    expect(here).toEqual(there);
  });

  it("do not fail a routine sync, even if the broken order is the only change", async () => {
    const connected = await openShop(40, shopSystem);
    await refreshNow(connected);
    connected.shop.setBehaviour({ breaksOn: [1040] });
    connected.shop.shop.editOrder(1040);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await quarantined(connected)).toEqual(["1040"]);
    connected.shop.setBehaviour({});
    await refreshNow(connected);
    expect(await quarantined(connected)).toEqual([]);
    const { here, there } = await compareVersions(connected);
    expect(here).toEqual(there);
  });
});

describe.concurrent.each(["woocommerce", "magento", "prestashop"] as const)("a Refresh of a %s shop", (shopSystem) => {
  it("retries only the order that breaks the shop, instead of rereading the newest orders around it", async () => {
    const connected = await openShop(40, shopSystem);
    await refreshNow(connected);
    const { shop } = connected;
    shop.setBehaviour({ breaksOn: [1030], breaksBy: 502 });
    shop.shop.editOrder(1030).modifiedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 1_800_000);
    shop.shop.editOrder(1040).modifiedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 600_000);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
    const before = shop.requests.length;
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 40, ourCount: 40 });
    // The order with two retries, and one request whether the shop lists it.
    expect(shop.requests.slice(before).filter(({ status }) => status === 502).length).toBeLessThanOrEqual(4);
    shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 40, ourCount: 40 });
    const { here, there } = await compareVersions(connected);
    expect(here).toEqual(there);
  });
});

describe.concurrent("WooCommerce orders whose id is unknown", () => {
  it("leave a coverage gap that every sync retries, wherever in a long import they stood", async () => {
    const connected = await openShop(230, "woocommerce");
    connected.shop.setBehaviour({ breaksOn: [1030], breaksOnFields: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 229, shopCount: 230, ourCount: 230 });
    expect(await quarantined(connected)).toHaveLength(1);
    expect(await gaps(connected)).toBe(1);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await quarantined(connected)).toHaveLength(1);
    connected.shop.setBehaviour({});
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 1 });
    expect(await quarantined(connected)).toEqual([]);
    expect(await gaps(connected)).toBe(0);
    expect(await storedOrders(connected)).toHaveLength(230);
  });

  it("leave a gap of a whole second if more orders share it than fit on a page", async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    const crowd = recentOrders(60).map((order, index) => (index >= 20 && index < 50 ? { ...order, modifiedAt: at } : order));
    const connected = await startSyncedShop(crowd);
    shops.push(connected);
    connected.shop.setBehaviour({ breaksOn: [1025], breaksOnFields: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 59, shopCount: 60, ourCount: 60 });
    const isCovered = await inMerchant(connected.scope.merchantId, (tx) =>
      tx.coverageInterval.count({ where: { integrationId: connected.integrationId, coveredFrom: { lte: at }, coveredTo: { gt: at } } }),
    );
    expect(isCovered).toBe(0);
    connected.shop.setBehaviour({});
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 1 });
    expect(await quarantined(connected)).toEqual([]);
    expect(await gaps(connected)).toBe(0);
  });

  it("leave a gap if the shop returns them without an id", async () => {
    const connected = await openShop(230, "woocommerce");
    connected.shop.setBehaviour({ damagedOrders: { 1030: "not_an_object" } });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 229 });
    expect(await gaps(connected)).toBe(1);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await quarantined(connected)).toHaveLength(1);
    connected.shop.setBehaviour({});
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 1 });
    expect(await quarantined(connected)).toEqual([]);
    expect(await gaps(connected)).toBe(0);
  });
});

describe.concurrent("a trashed WooCommerce order that still breaks the shop", () => {
  it.each([
    ["the newest order", 1040, undefined],
    ["an order among others", 1020, undefined],
    ["an order that crashes the shop", 1020, 502],
  ] as const)("fails no run, and is removed here because the shop no longer lists it: %s", async (_name, id, breaksBy) => {
    const connected = await openShop(40, "woocommerce");
    const { shop } = connected;
    await refreshNow(connected);
    shop.setBehaviour({ breaksOn: [id], ...(breaksBy ? { breaksBy } : {}) });
    shop.shop.setStatus(id, "trash");
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 39, ourCount: 39 });
    shop.shop.editOrder(1005);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", updated: 1, shopCount: 39, ourCount: 39 });
    expect(await laneOf(connected)).toMatchObject({ state: "regular", failures: 0 });
    const { here, there } = await compareVersions(connected);
    expect(here).toEqual(there);
  });
});

describe.concurrent.each(["woocommerce", "magento", "prestashop"] as const)(
  "quarantined orders that were deleted from a %s shop",
  (shopSystem) => {
    it("are resolved by the next sync, even if they break the shop in its trash", async () => {
      const connected = await openShop(40, shopSystem);
      const { shop } = connected;
      shop.setBehaviour({ breaksOn: [1010, 1020, 1040], breaksBy: 502 });
      expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 37, shopCount: 40, ourCount: 40 });
      shop.shop.removeOrder(1010);
      for (const id of [1020, 1040]) {
        if (shopSystem === "woocommerce") shop.shop.setStatus(id, "trash");
        else shop.shop.removeOrder(id);
      }
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
      expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 37, ourCount: 37 });
      expect(await quarantined(connected)).toEqual([]);
      const { here, there } = await compareVersions(connected);
      expect(here).toEqual(there);
    });
  },
);

describe.concurrent.each(["woocommerce", "magento"] as const)("a routine sync of a %s shop that counts all its orders", (shopSystem) => {
  it("resolves quarantined orders that were deleted, also one stored here in an older version", async () => {
    const connected = await openShop(40, shopSystem);
    const { shop } = connected;
    shop.setBehaviour({ damagedOrders: { 1010: "text_total" } });
    await refreshNow(connected);
    shop.setBehaviour({ damagedOrders: { 1010: "text_total", 1020: "text_total" } });
    shop.shop.editOrder(1020);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 40, ourCount: 40 });
    expect(await quarantined(connected)).toEqual(["1010", "1020"]);
    for (const id of [1010, 1020]) shop.shop.removeOrder(id);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 38, ourCount: 38 });
    expect(await quarantined(connected)).toEqual([]);
  });
});

/** Orders so old that the overlap of the next sync contains none of them. */
const calmOrders = (count: number): FakeOrder[] =>
  recentOrders(count).map((order, index) => ({
    ...order,
    modifiedAt: new Date(Math.floor(Date.now() / 1000 - 600 * (count - index)) * 1000),
  }));

describe.concurrent.each(["woocommerce", "magento", "prestashop"] as const)(
  "the newest order of a %s shop, if it breaks the shop,",
  (shopSystem) => {
    async function withBrokenNewest(change: (shop: SyncedShop["shop"]) => void = () => undefined): Promise<SyncedShop> {
      const connected = await startSyncedShop(calmOrders(12), { shopSystem });
      shops.push(connected);
      change(connected.shop);
      connected.shop.setBehaviour({ breaksOn: [1012] });
      expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 11 });
      expect(await quarantined(connected)).toEqual(["1012"]);
      return connected;
    }

    it("is not requested on every sync, and does not hide later changes", async () => {
      const connected = await withBrokenNewest();
      const { shop } = connected;
      const before = shop.requests.length;
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
      expect(shop.requests.slice(before).filter(({ status }) => status >= 500)).toEqual([]);
      shop.shop.editOrder(1003);
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", updated: 1 });
      shop.setBehaviour({});
      expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 12, ourCount: 12 });
      const { here, there } = await compareVersions(connected);
      expect(here).toEqual(there);
    });

    it("is retried with growing delays, and imported once the shop can return it", async () => {
      const connected = await withBrokenNewest();
      const { shop, scope, integrationId } = connected;
      const pass = (minutes: number) =>
        inMerchant(
          scope.merchantId,
          (tx) => tx.$executeRaw`update quarantined_order set first_seen_at = first_seen_at - make_interval(mins => ${minutes}),
          last_seen_at = last_seen_at - make_interval(mins => ${minutes}) where integration_id = ${integrationId}::uuid`,
        );
      const breakdowns = async (): Promise<number> => {
        const before = shop.requests.length;
        expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
        return shop.requests.slice(before).filter(({ status }) => status >= 500).length;
      };
      const asked: [number, boolean][] = [];
      for (const minutes of [5, 10, 10, 10, 30, 10]) {
        await pass(minutes);
        const count = await breakdowns();
        expect(count).toBeLessThanOrEqual(4);
        asked.push([minutes, count > 0]);
      }
      expect(asked).toEqual([
        [5, false],
        [10, true],
        [10, false],
        [10, true],
        [30, false],
        [10, true],
      ]);
      shop.setBehaviour({});
      await pass(120);
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 1 });
      expect(await quarantined(connected)).toEqual([]);
    });

    it("does not make an implausibly empty list pass", async () => {
      const connected = await withBrokenNewest();
      const covered = await coverageOf(connected);
      connected.shop.setBehaviour({ breaksOn: [1012], emptySuccess: { next: "all", body: "[]", contentType: "application/json" } });
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "failed" });
      expect(await coverageOf(connected)).toEqual(covered);
    });

    it("does not hide that the shop was restored from a backup", async () => {
      let backup: FakeOrder[] = [];
      const connected = await withBrokenNewest(({ shop }) => {
        backup = structuredClone(shop.listOrders());
        shop.editOrder(1011, (order) => (order.shippingCents += 7)).modifiedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 900_000);
      });
      connected.shop.shop.restore(backup);
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", updated: 1 });
      const { here, there } = await compareVersions(connected);
      expect(here).toEqual(there.filter((line) => !line.startsWith("1012 ")));
    });
  },
);
