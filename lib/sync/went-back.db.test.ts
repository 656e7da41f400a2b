import { afterAll, afterEach, describe, expect, it } from "vitest";
import { closeQueue } from "@/lib/jobs/enqueue";
import { PLATFORMS, type Platform } from "@/lib/shops/platforms";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { FakeStore } from "@/lib/testing/fake-shops/store";
import {
  compareContents,
  compareVersions,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function imported(platform: Platform, orders: readonly FakeOrder[]): Promise<SyncedShop> {
  const connected = await startSyncedShop(orders, { platform });
  shops.push(connected);
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: orders.length });
  return connected;
}

async function expectSame(connected: SyncedShop): Promise<void> {
  for (const { here, there } of [await compareVersions(connected), await compareContents(connected)]) expect(here).toEqual(there);
}

const HOUR_MS = 3_600_000;

/** A moment that the ledger already covers; nobody waits for it in a test. */
const secondsAgo = (seconds: number): Date => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000);

/** Ten orders are changed and four placed, after the backup and long before the next sync. */
function goOn({ shop: { shop } }: SyncedShop, at: Date, shippingCents: number): void {
  for (const { id } of shop.listOrders().slice(0, 10)) shop.editOrder(id, (order) => (order.shippingCents += 7)).modifiedAt = at;
  place(4, { shop, at, shippingCents });
}

function place(count: number, { shop, at, shippingCents }: { shop: FakeStore; at: Date; shippingCents: number }): void {
  for (const order of recentOrders(count))
    shop.addOrder({ ...order, shippingCents, id: shop.nextOrderId(), createdAt: at, modifiedAt: at });
}

describe.each(PLATFORMS)("a shop of %s that was restored from a backup", (platform) => {
  it("has its orders here as it shows them now: those changed since the backup went back, those placed since are gone", async () => {
    const connected = await imported(platform, recentOrders(60));
    const { shop } = connected.shop;
    const backup = structuredClone(shop.listOrders());
    goOn(connected, secondsAgo(40), 1111);
    await refreshNow(connected);
    await expectSame(connected);
    shop.restore(backup);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
    await expectSame(connected);
  });

  it("and gives the ids of lost orders to new ones, so that no count tells of it, has them right after the next sync", async () => {
    const connected = await imported(platform, recentOrders(60));
    const { shop } = connected.shop;
    const backup = structuredClone(shop.listOrders());
    goOn(connected, secondsAgo(40), 1111);
    await refreshNow(connected);
    await expectSame(connected);
    shop.restore(backup);
    place(4, { shop, at: secondsAgo(20), shippingCents: 2222 });
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    await expectSame(connected);
  });
});

describe.each([
  ["Europe/Amsterdam", "America/New_York"],
  ["Europe/Amsterdam", "Asia/Tokyo"],
  ["America/Los_Angeles", "Europe/Amsterdam"],
] as const)("a PrestaShop, which writes its wall clock, that moves from %s to %s", (before, after) => {
  it("has what was changed and placed after the move here, however the times of older orders look now", async () => {
    const connected = await startSyncedShop(recentOrders(20), { platform: "prestashop" });
    shops.push(connected);
    const { shop } = connected.shop;
    shop.timeZone = before;
    await refreshNow(connected);
    const change = (shippingCents: number): void => {
      for (const { id } of shop.listOrders().slice(0, 8)) shop.editOrder(id, (order) => (order.shippingCents += shippingCents));
      place(2, { shop, at: shop.now(), shippingCents });
    };
    change(1);
    await refreshNow(connected);
    shop.moveTo(after, before);
    // What was read a moment ago is met again with other times; then the same orders are changed, one of them before anybody looked.
    change(2);
    await refreshNow(connected);
    for (const { here, there } of [await compareContents(connected)]) expect(here).toEqual(there);
    change(3);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 26, ourCount: 26 });
    for (const { here, there } of [await compareContents(connected)]) expect(here).toEqual(there);
  });
});

describe.each(PLATFORMS)("a shop of %s whose clock stood wrong for a while", (platform) => {
  it.each([-1, 1])("has what was changed meanwhile here although its time is older than the one known (%i h)", async (hours) => {
    const connected = await imported(platform, recentOrders(20));
    const { shop } = connected.shop;
    const [order] = shop.listOrders().toSorted((left, right) => right.modifiedAt.getTime() - left.modifiedAt.getTime());
    const id = order?.id ?? 0;
    shop.editOrder(id, (changed) => (changed.shippingCents = 1001));
    await refreshNow(connected);
    connected.shop.setBehaviour({ clockSkewMs: hours * HOUR_MS });
    await refreshNow(connected);
    shop.editOrder(id, (changed) => (changed.shippingCents = 1002));
    // Before anybody looked, the clock is right again.
    connected.shop.setBehaviour({});
    await refreshNow(connected);
    await expectSame(connected);
    shop.editOrder(id, (changed) => (changed.shippingCents = 1003));
    await refreshNow(connected);
    await expectSame(connected);
  });
});
