import { afterAll, afterEach, describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
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

async function imported(shopSystem: ShopSystem, orders: readonly FakeOrder[]): Promise<SyncedShop> {
  const connected = await startSyncedShop(orders, { shopSystem });
  shops.push(connected);
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: orders.length });
  return connected;
}

async function expectSame(connected: SyncedShop): Promise<void> {
  for (const { here, there } of [await compareVersions(connected), await compareContents(connected)]) expect(here).toEqual(there);
}

/** A moment that the ledger already covers, so that no test waits for it. */
const secondsAgo = (seconds: number): Date => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000);

/** Changes ten orders and places four, after the backup and long before the next sync. */
function changeAfterBackup({ shop: { shop } }: SyncedShop, at: Date, shippingCents: number): void {
  for (const { id } of shop.listOrders().slice(0, 10)) shop.editOrder(id, (order) => (order.shippingCents += 7)).modifiedAt = at;
  place(4, { shop, at, shippingCents });
}

function place(count: number, { shop, at, shippingCents }: { shop: FakeStore; at: Date; shippingCents: number }): void {
  for (const order of recentOrders(count))
    shop.addOrder({ ...order, shippingCents, id: shop.nextOrderId(), createdAt: at, modifiedAt: at });
}

describe.each(SHOP_SYSTEMS)("a %s shop that was restored from a backup", (shopSystem) => {
  it("is mirrored as it is now: later changes are reverted, later orders are gone", async () => {
    const connected = await imported(shopSystem, recentOrders(60));
    const { shop } = connected.shop;
    const backup = structuredClone(shop.listOrders());
    changeAfterBackup(connected, secondsAgo(40), 1111);
    await refreshNow(connected);
    await expectSame(connected);
    shop.restore(backup);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
    await expectSame(connected);
  });

  it("is mirrored after the next sync even if new orders reuse lost ids, which no count reveals", async () => {
    const connected = await imported(shopSystem, recentOrders(60));
    const { shop } = connected.shop;
    const backup = structuredClone(shop.listOrders());
    changeAfterBackup(connected, secondsAgo(40), 1111);
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
] as const)("a PrestaShop, whose times are local, that moves from %s to %s", (before, after) => {
  it("has later changes and orders imported, although the times of older orders shift", async () => {
    const connected = await startSyncedShop(recentOrders(20), { shopSystem: "prestashop" });
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
    // Orders that were just read return with shifted times; then they change, once before the next sync.
    change(2);
    await refreshNow(connected);
    for (const { here, there } of [await compareContents(connected)]) expect(here).toEqual(there);
    change(3);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 26, ourCount: 26 });
    for (const { here, there } of [await compareContents(connected)]) expect(here).toEqual(there);
  });
});

describe("a shop whose newest order was trashed", () => {
  it("is not imported again: a sync costs a few extra requests, however many orders there are", async () => {
    const connected = await imported("woocommerce", recentOrders(450));
    const { shop } = connected.shop;
    const newest = shop.listOrders().toSorted((left, right) => right.modifiedAt.getTime() - left.modifiedAt.getTime());
    const [binned, next] = newest;
    shop.setStatus(binned?.id ?? 0, "trash");
    // Another change, so that the list is not empty.
    shop.editOrder(next?.id ?? 0);
    let requests = 0;
    connected.shop.setBehaviour({ onRequest: () => (requests += 1) });
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 449, ourCount: 449 });
    expect(requests).toBeLessThan(20);
    await expectSame(connected);
  });
});

describe.each([
  ["put back in autumn", "2026-10-25T01:00:00Z"],
  ["put forward in spring", "2026-03-29T01:00:00Z"],
])("a PrestaShop whose wall clock is %s", (_, changeAt) => {
  const change = Date.parse(changeAt);

  it.each([
    // Minutes from the change of the clock: edited and read, edited again, read again.
    [-30, -29, 10, 15],
    [-30, -29, 10, 75],
    [-30, -29, 10, 200],
    [-5, -4, 1, 55],
    [-59, -58, 2, 61],
    [-90, -70, -40, -39],
    [-45, 5, 20, 90],
    [20, 21, 70, 71],
    [50, 51, 61, 62],
  ])("keeps the last of two changes around that hour, made at %i and read at %i, made at %i and read at %i minutes", async (...minutes) => {
    const [first, readFirst, second, readSecond] = minutes;
    const orders = generateOrders({ count: 12, seed: 3, from: new Date(change - 9 * 86_400_000), to: new Date(change - 86_400_000) });
    const connected = await startSyncedShop(orders, { shopSystem: "prestashop" });
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

describe.each(SHOP_SYSTEMS)("a %s shop whose clock was wrong for a while", (shopSystem) => {
  it.each([-1, 1])("has changes of that time imported although they are older than the version known (%i h)", async (hours) => {
    const connected = await imported(shopSystem, recentOrders(20));
    const { shop } = connected.shop;
    const [order] = shop.listOrders().toSorted((left, right) => right.modifiedAt.getTime() - left.modifiedAt.getTime());
    const id = order?.id ?? 0;
    shop.editOrder(id, (changed) => (changed.shippingCents = 1001));
    await refreshNow(connected);
    connected.shop.setBehaviour({ clockSkewMs: hours * HOUR_MS });
    await refreshNow(connected);
    shop.editOrder(id, (changed) => (changed.shippingCents = 1002));
    // The clock is corrected before the next sync.
    connected.shop.setBehaviour({});
    await refreshNow(connected);
    await expectSame(connected);
    shop.editOrder(id, (changed) => (changed.shippingCents = 1003));
    await refreshNow(connected);
    await expectSame(connected);
  });
});
