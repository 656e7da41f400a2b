import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import {
  compareIds,
  compareOrders,
  compareVersions,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function imported(count: number, shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count), { shopSystem });
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

describe("the count check of scheduled runs", () => {
  it("accompanies every run, and costs two small requests if nothing is missing", async () => {
    const connected = await imported(260);
    let requests = 0;
    connected.shop.setBehaviour({
      onRequest: () => {
        requests += 1;
      },
    });
    for (let run = 0; run < 3; run += 1) {
      requests = 0;
      expect(await syncOnSchedule(connected)).toMatchObject({
        status: "succeeded",
        shopCount: 260,
        ourCount: 260,
        countCheckIsWhole: true,
      });
      // One for changes, one for the count, and one for the carts that WooCommerce counts as orders.
      expect(requests).toBe(3);
    }
  });

  it("finds deleted and trashed orders, and orders that are missing here", async () => {
    const connected = await imported(260);
    const { shop } = connected.shop;
    const [first, second] = shop.listOrders().filter((_, index) => index % 100 === 50);
    shop.removeOrder(first?.id ?? 0);
    shop.setStatus(second?.id ?? 0, "trash");
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 258, ourCount: 258 });
    const victim = (await storedOrders(connected))[120];
    await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.deleteMany({ where: { externalId: victim?.externalId ?? "" } }));
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 258, ourCount: 258 });
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
  });

  it.each([40, 130])(
    "finds by night an order that is missing here beside one that is gone, of %i orders whose counts agree",
    async (count) => {
      const connected = await imported(count);
      const stored = await storedOrders(connected);
      // The nightly run rereads open orders and those of the last two days anyway.
      const closed = stored.filter(
        ({ status, modifiedAt }) => status === "completed" && modifiedAt.getTime() < Date.now() - 3 * 86_400_000,
      );
      const [missing, gone] = [closed.at(0), closed.at(-1)];
      await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.deleteMany({ where: { externalId: missing?.externalId ?? "" } }));
      connected.shop.shop.removeOrder(Number(gone?.externalId));
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: count - 1, ourCount: count - 1, created: 0 });
      // With more orders than fit a page, each nightly run compares a random part.
      await expect
        .poll(
          async () => {
            await syncOnSchedule(connected, "rescan");
            const { here, there } = await compareOrders(connected);
            return here.join() === there.join();
          },
          { interval: 1 },
        )
        .toBe(true);
    },
  );

  it.each(["woocommerce", "prestashop"] as const)(
    "continues a search that ran out of requests in the next run, for a %s shop",
    async (shopSystem) => {
      const connected = await imported(1000, shopSystem);
      const { shop } = connected.shop;
      const gone = shop.listOrders().filter((_, index) => index % 11 === 5);
      for (const { id } of gone) {
        if (shopSystem === "woocommerce") shop.setStatus(id, "trash");
        else shop.removeOrder(id);
      }
      const left = 1000 - gone.length;
      const first = await refreshNow(connected);
      expect(first).toMatchObject({ status: "succeeded", shopCount: left });
      expect(first.ourCount).toBeGreaterThan(left);
      for (let run = 0; run < 3 && (await storedOrders(connected)).length > left; run += 1) await syncOnSchedule(connected);
      const { here, there } = await compareVersions(connected);
      expect(here).toEqual(there);
    },
  );

  it("compares the ids of a PrestaShop shop where an unreadable order and a deleted one cancel out", async () => {
    const connected = await imported(130, "prestashop");
    const { shop } = connected;
    shop.setBehaviour({ damagedOrders: { 1005: "text_total" } });
    await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.deleteMany({ where: { externalId: "1005" } }));
    shop.shop.removeOrder(1050);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 129, ourCount: 129 });
    const quarantined = await inMerchant(connected.scope.merchantId, (tx) => tx.quarantinedOrder.findMany({ where: { resolvedAt: null } }));
    expect(quarantined.map(({ externalId }) => externalId)).toEqual(["1005"]);
    const { here, there } = await compareIds(connected);
    expect([...here, "1005"].toSorted()).toEqual(there);
  });

  it("treats a cancelled order as changed, not as removed", async () => {
    const connected = await imported(20);
    const { shop } = connected.shop;
    shop.setStatus(shop.listOrders()[4]?.id ?? 0, "cancelled");
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", updated: 1, shopCount: 20, ourCount: 20 });
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
  });

  it("covers only the paged window if the shop counts one by one, and everything on a Refresh", async () => {
    const connected = await imported(60, "prestashop");
    const routine = await syncOnSchedule(connected);
    expect(routine).toMatchObject({ status: "succeeded", countCheckIsWhole: false });
    expect(routine.shopCount).toBe(routine.ourCount);
    expect(routine.shopCount).toBeLessThan(60);
    expect(await refreshNow(connected)).toMatchObject({ shopCount: 60, ourCount: 60, countCheckIsWhole: true });
  });
});
