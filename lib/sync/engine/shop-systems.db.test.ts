import { afterAll, afterEach, describe, expect, it } from "vitest";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countShipments } from "@/lib/orders/tracking/data";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import {
  compareVersions,
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  workOn,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

describe.each(SHOP_SYSTEMS)("a %s shop", (shopSystem) => {
  async function openShop(count: number): Promise<SyncedShop> {
    const orders = recentOrders(count).map((order) => ({ ...order, status: "processing" as const }));
    const connected = await startSyncedShop(orders, { shopSystem });
    shops.push(connected);
    return connected;
  }

  it("is imported once in full, then only by its changes", async () => {
    const connected = await openShop(130);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 130, quarantined: 0 });
    const first = await compareVersions(connected);
    expect(first.here).toEqual(first.there);
    const [some] = connected.shop.shop.listOrders();
    connected.shop.shop.setStatus(some?.id ?? 0, "completed");
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 1 });
    const second = await compareVersions(connected);
    expect(second.here).toEqual(second.there);
  });

  it("has untimestamped changes of its newest orders found by a Refresh, without extra requests", async () => {
    const connected = await openShop(130);
    const { shop } = connected.shop;
    await refreshNow(connected);
    const asked = async (): Promise<number> => {
      const before = connected.shop.requests.length;
      await refreshNow(connected);
      return connected.shop.requests.length - before;
    };
    const usual = await asked();
    const [, , , , some] = shop.listOrders().toSorted((left, right) => right.modifiedAt.getTime() - left.modifiedAt.getTime());
    if (!some) throw new Error("no order");
    some.shipping = { ...some.shipping, city: "Maastricht" };
    expect(await asked()).toBe(usual);
    const stored = (await storedOrders(connected)).find(({ externalId }) => externalId === `${some.id}`);
    expect(stored).toMatchObject({ shipping: { city: "Maastricht" }, modifiedAt: some.modifiedAt });
  });

  it("stores a second that spans many pages page by page, so that a stopped worker loses none", async () => {
    const second = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    const orders = recentOrders(330).map((order) => ({ ...order, createdAt: second, modifiedAt: second }));
    const connected = await startSyncedShop(orders, { shopSystem });
    shops.push(connected);
    const stop = new AbortController();
    connected.shop.setBehaviour({
      graphBucket: { capacity: 1_000_000, restorePerSecond: 100_000 },
      // Near the middle, counting the requests that each shop system sends besides pages.
      onRequest: (_store, count) => count === (shopSystem === "prestashop" ? 24 : 6) && stop.abort(),
    });
    const halted = await refreshNow(connected, stop.signal);
    expect(halted.status).toBe("queued");
    const held = (await storedOrders(connected)).length;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(330);
    await workOn(connected, halted.id);
    const { here, there } = await compareVersions(connected);
    expect(here).toEqual(there);
  });

  it("is notified of each parcel once", async () => {
    const connected = await openShop(8);
    await refreshNow(connected);
    const { scope, integrationId } = connected;
    const [stored] = await storedOrders(connected);
    const shipment = { order: stored?.number ?? "", carrier: "PostNL", trackingNumber: "3SABC", trackingUrl: null };
    expect(await recordShipments(scope, { integrationId, source: "form", shipments: [shipment] })).toMatchObject({ ok: true });
    await pushWaiting(scope, integrationId, { outside: LOOPBACK, signal: new AbortController().signal });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 1, failed: 0 });
  });
});
