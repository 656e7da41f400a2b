import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countShipments } from "@/lib/orders/tracking/data";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import { placesOfParcel } from "@/lib/testing/fake-shops/fake-order";
import {
  clearRefreshLimits,
  compareOrders,
  compareVersions,
  recentOrders,
  type SyncedShop,
  startSyncedShop,
} from "@/lib/testing/sync-shop";
import { killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

const shops: SyncedShop[] = [];
const soon = { interval: 200 };

beforeAll(() => Promise.all([startWorkerProcess(), startWorkerProcess(), startWorkerProcess()]));
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(async () => {
  await killWorkers();
  await closeQueue();
});

interface ShopToOpen {
  orders: Parameters<typeof startSyncedShop>[0];
  host: string;
  shopSystem?: ShopSystem;
  merchantId?: string;
}

async function openShop({ orders, ...rest }: ShopToOpen): Promise<SyncedShop> {
  const connected = await startSyncedShop(orders, rest);
  shops.push(connected);
  return connected;
}

async function refresh(connected: SyncedShop): Promise<string> {
  await clearRefreshLimits(connected);
  const requested = await requestRefresh(connected.scope, connected);
  if (!requested.ok) throw new Error(requested.reason.code);
  return requested.value.runId;
}

const succeeded = ({ scope }: SyncedShop, runId: string): Promise<void> =>
  expect.poll(async () => (await getRun(scope, runId))?.status, soon).toBe("succeeded");

const makeDue = (connected: readonly SyncedShop[]): Promise<unknown> =>
  inPlatform((tx) =>
    tx.lane.updateMany({
      where: { integrationId: { in: connected.map(({ integrationId }) => integrationId) }, lane: "orders_in" },
      data: { nextSyncAt: new Date(Date.now() - 1000) },
    }),
  );

// The first half shares one host, like shops at the same hosting provider.
const hostOf = (index: number, count: number): string => (index < count / 2 ? "127.0.0.1" : `127.0.1.${index}`);

it("three workers never sync a shop twice at once, on shared or separate hosts, however often it is requested", async () => {
  const count = 8;
  let merchantId: string | undefined;
  for (let index = 0; index < count; index += 1) {
    const shopSystem = SHOP_SYSTEMS[index % SHOP_SYSTEMS.length] ?? "woocommerce";
    const ofOneMerchant = index % 3 === 0 && merchantId ? { merchantId } : {};
    const opened = await openShop({ orders: recentOrders(60, index), host: hostOf(index, count), shopSystem, ...ofOneMerchant });
    merchantId ??= opened.scope.merchantId;
  }
  for (const { shop } of shops) shop.setBehaviour({ delayMs: 15, shrinkPagesTo: 20 });
  const imported = await Promise.all(shops.map((one) => Promise.all([refresh(one), refresh(one), refresh(one)])));
  for (const [index, one] of shops.entries()) {
    expect(new Set(imported[index]).size).toBe(1);
    await succeeded(one, imported[index]?.[0] ?? "");
  }
  // Scheduled and requested syncs coincide.
  for (let round = 0; round < 2; round += 1) {
    for (const { shop } of shops) for (const { id } of shop.shop.listOrders().slice(0, 30)) shop.shop.editOrder(id);
    const [, ...requested] = await Promise.all([makeDue(shops), ...shops.map(refresh)]);
    for (const [index, one] of shops.entries()) await succeeded(one, requested[index] ?? "");
  }
  for (const one of shops) {
    // A run sends one request at a time: concurrent requests would mean two runs.
    expect(one.shop.maxConcurrency()).toBe(1);
    const { here, there } = await compareVersions(one);
    expect(here).toEqual(there);
    const runs = await inMerchant(one.scope.merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId: one.integrationId } }));
    const times = runs.map(({ startedAt, finishedAt }) => [startedAt?.getTime() ?? 0, finishedAt?.getTime() ?? 0] as const);
    const sorted = times.toSorted(([left], [right]) => left - right);
    // Runs of one shop do not overlap.
    for (const [index, [start]] of sorted.entries()) if (index > 0) expect(start).toBeGreaterThanOrEqual(sorted[index - 1]?.[1] ?? 0);
  }
});

it("three workers open at most two connections to a shop for sync, push and check, and send each number once", async () => {
  const count = 4;
  for (let index = 0; index < count; index += 1)
    await openShop({
      host: hostOf(index, count),
      orders: recentOrders(40, index).map((order) => ({ ...order, status: "processing" as const })),
    });
  for (const one of shops) await succeeded(one, await refresh(one));
  for (const { shop } of shops) shop.setBehaviour({ delayMs: 15, shrinkPagesTo: 10 });
  const parcels = 12;
  await Promise.all(
    shops.map(async (one) => {
      const { scope, integrationId } = one;
      const orders = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findMany({ where: { integrationId }, take: parcels }));
      for (const { id: orderId, externalId } of orders) {
        const parcel = { carrier: "DHL", trackingNumber: `JJD${externalId}`, trackingUrl: null };
        await Promise.all([markShipped(scope, { orderId, ...parcel }), markShipped(scope, { orderId, ...parcel })]);
        one.shop.shop.editOrder(Number(externalId));
        if (Number(externalId) % 4 === 0) await refresh(one);
      }
      await makeDue([one]);
    }),
  );
  for (const one of shops) {
    await expect.poll(() => countShipments(one.scope, one.integrationId), soon).toEqual({ waiting: 0, sent: parcels, failed: 0 });
    await succeeded(one, await refresh(one));
    // The refresh may have joined an active run.
    await succeeded(one, await refresh(one));
    expect(one.shop.mostConnections()).toBeLessThanOrEqual(2);
    expect(one.shop.maxConcurrency()).toBeLessThanOrEqual(2);
    const notes = one.shop.shop
      .listOrders()
      .flatMap((order) => order.notes.filter(({ forCustomer }) => forCustomer).map(({ text }) => text));
    expect(notes).toHaveLength(parcels);
    expect(new Set(notes).size).toBe(parcels);
    const { here, there } = await compareOrders(one);
    expect(here).toEqual(there);
  }
});

it("three workers send each of an order's tracking numbers exactly once, to shops of every shop system", async () => {
  const names = ["A", "B", "C"];
  for (const [index, shopSystem] of SHOP_SYSTEMS.entries()) {
    const orders = recentOrders(6, index).map((order) => ({ ...order, status: "processing" as const }));
    await openShop({ orders, shopSystem, host: hostOf(index, SHOP_SYSTEMS.length) });
  }
  for (const one of shops) {
    await succeeded(one, await refresh(one));
    one.shop.setBehaviour({ delayMs: 15, graphBucket: { capacity: 1_000_000, restorePerSecond: 100_000 } });
  }
  await Promise.all(
    shops.map(async ({ scope, integrationId }) => {
      const orders = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findMany({ where: { integrationId } }));
      await Promise.all(
        orders.flatMap(({ id: orderId, externalId }) =>
          names.map((name) =>
            markShipped(scope, { orderId, carrier: "DHL", trackingNumber: `JJD${externalId}${name}`, trackingUrl: null }),
          ),
        ),
      );
    }),
  );
  for (const one of shops) {
    const orders = one.shop.shop.listOrders();
    const sent = orders.length * names.length;
    await expect.poll(() => countShipments(one.scope, one.integrationId), soon).toEqual({ waiting: 0, sent, failed: 0 });
    for (const order of orders)
      for (const name of names)
        expect([order.id, name, placesOfParcel(order, `JJD${order.id}${name}`).length]).toEqual([order.id, name, 1]);
    expect(one.shop.maxConcurrency()).toBeLessThanOrEqual(2);
  }
});
