import { afterAll, afterEach, describe, expect, it } from "vitest";
import { PLATFORMS, type Platform } from "@/lib/connectors/platforms";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
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

/** A moment that the ledger already covers; no test waits for it. */
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

  it("and gives the ids of lost orders to new ones, so that no count reports it, has them right after the next sync", async () => {
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

describe("a shop whose newest order was put into the bin", () => {
  it("is not read anew for it: a sync costs a few requests more, however many orders there are", async () => {
    const connected = await imported("woocommerce", recentOrders(450));
    const { shop } = connected.shop;
    const newest = shop.listOrders().toSorted((left, right) => right.modifiedAt.getTime() - left.modifiedAt.getTime());
    const [binned, next] = newest;
    shop.setStatus(binned?.id ?? 0, "trash");
    // Something else was changed, so that the list is not empty.
    shop.editOrder(next?.id ?? 0);
    let requests = 0;
    connected.shop.setBehaviour({ onRequest: () => (requests += 1) });
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 449, ourCount: 449 });
    expect(requests).toBeLessThan(20);
    await expectSame(connected);
  });
});

const MINUTE_MS = 60_000;

describe.each([
  ["put back in autumn", "2026-10-25T01:00:00Z"],
  ["put forward in spring", "2026-03-29T01:00:00Z"],
])("a PrestaShop whose wall clock is %s", (_, changeAt) => {
  const change = Date.parse(changeAt);

  it.each([
    // Minutes from the change: when the order is edited and read, when it is edited again, when that is read.
    [-30, -29, 10, 15],
    [-30, -29, 10, 75],
    [-30, -29, 10, 200],
    [-5, -4, 1, 55],
    [-59, -58, 2, 61],
    [-90, -70, -40, -39],
    [-45, 5, 20, 90],
    [20, 21, 70, 71],
    [50, 51, 61, 62],
  ])("has the last of two changes around that hour, made at %i and read at %i, made at %i and read at %i minutes", async (...minutes) => {
    const [first, readFirst, second, readSecond] = minutes;
    const orders = generateOrders({ count: 12, seed: 3, from: new Date(change - 9 * 86_400_000), to: new Date(change - 86_400_000) });
    const connected = await startSyncedShop(orders, { platform: "prestashop" });
    shops.push(connected);
    const { shop } = connected.shop;
    const setClock = (minute: number): void => connected.shop.setBehaviour({ clockSkewMs: change + minute * MINUTE_MS - Date.now() });
    setClock(first - 60);
    await refreshNow(connected);
    for (const [edit, read] of [
      [first, readFirst],
      [second, readSecond],
    ] as const) {
      setClock(edit);
      for (const { id } of shop.listOrders().slice(0, 5)) shop.editOrder(id, (order) => (order.shippingCents += 1));
      place(1, { shop, at: shop.now(), shippingCents: 777 });
      setClock(read);
      expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
      for (const { here, there } of [await compareContents(connected)]) expect(here).toEqual(there);
    }
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
