import { afterAll, describe, expect, it } from "vitest";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { findIntegrationSettings } from "@/lib/integrations/data";
import { getRun, listTransitions } from "@/lib/sync/data";
import { REREAD_ORDERS } from "@/lib/sync/engine/plan";
import { requestRefresh } from "@/lib/sync/mutations";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import {
  compareOrders,
  recentOrders as orders,
  refreshNow as refresh,
  type SyncedShop,
  startSyncedShop,
  storedOrders as stored,
  workOn,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];

// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

async function openShop(list: readonly FakeOrder[]): Promise<SyncedShop> {
  const connected = await startSyncedShop(list);
  shops.push(connected);
  return connected;
}

/** Every order that the shop lists is stored exactly once, in the shop's current version. */
async function expectAllHere(connected: SyncedShop): Promise<void> {
  const { here, there } = await compareOrders(connected);
  expect(here).toEqual(there);
}

describe.concurrent("a sync of a WooCommerce shop", () => {
  it("imports every order and confirms it by the shop's count", async () => {
    const connected = await openShop(orders(230));
    const run = await refresh(connected);
    expect(run).toMatchObject({
      status: "succeeded",
      phase: "done",
      created: 230,
      fetched: 230,
      total: 230,
      shopCount: 230,
      ourCount: 230,
    });
    await expectAllHere(connected);
  });

  it("fetches only the newest orders if nothing changed, and otherwise what changed", async () => {
    const connected = await openShop(orders(150));
    await refresh(connected);
    const again = await refresh(connected);
    expect(again).toMatchObject({ status: "succeeded", created: 0, updated: 0, shopCount: 150, ourCount: 150 });
    expect(again.fetched).toBe(REREAD_ORDERS);
    connected.shop.shop.setStatus(connected.shop.shop.listOrders()[3]?.id ?? 0, "completed");
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 1 });
    await expectAllHere(connected);
  });

  it("keeps the lane throttled and requests a check while the shop fails, and ends throttling when it answers", async () => {
    const connected = await openShop(orders(20));
    const { scope, integrationId, shop } = connected;
    await inMerchant(scope.merchantId, (tx) =>
      tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: { state: "throttled", failures: 3 } }),
    );
    shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    const failed = await refresh(connected);
    expect(failed).toMatchObject({ status: "failed", failure: "server_error", failureStatus: 500 });
    expect(failed.checkId).not.toBeNull();
    const lane = () => inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
    expect((await lane()).state).toBe("throttled");
    shop.setBehaviour({});
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 20 });
    expect(await lane()).toMatchObject({ state: "regular", failures: 0, reason: "none" });
    expect((await listTransitions(scope, integrationId)).at(0)).toMatchObject({ from: "throttled", to: "regular" });
  });

  it("detects a shop that accepts connections but never responds, long before a page would time out", async () => {
    const connected = await openShop(orders(3));
    connected.shop.setBehaviour({ refusedAddresses: [{ address: "127.0.0.1", how: "hang" }] });
    const begin = performance.now();
    expect(await refresh(connected)).toMatchObject({ status: "failed", failure: "response_timed_out" });
    expect(performance.now() - begin).toBeLessThan(55_000);
  });

  it("waits as long as a shop in maintenance requests", async () => {
    const connected = await openShop(orders(3));
    connected.shop.setBehaviour({ maintenance: true });
    expect(await refresh(connected)).toMatchObject({ status: "failed", failure: "maintenance", failureStatus: 503 });
    const lane = await inMerchant(connected.scope.merchantId, (tx) =>
      tx.lane.findFirstOrThrow({ where: { integrationId: connected.integrationId, lane: "orders_in" } }),
    );
    expect(lane).toMatchObject({ state: "maintenance", reason: "asked_to_wait", failures: 0 });
  });

  it("quarantines invalid orders, counts them, and imports the others", async () => {
    const list = orders(30);
    const [bad] = list;
    const connected = await openShop(list);
    connected.shop.setBehaviour({ damagedOrders: { [bad?.id ?? 0]: "text_total" } });
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 29, quarantined: 1, shopCount: 30, ourCount: 30 });
    connected.shop.setBehaviour({});
    connected.shop.shop.editOrder(bad?.id ?? 0);
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 30, ourCount: 30 });
    await expectAllHere(connected);
  });

  it("retries unchanged quarantined orders on a Refresh, and resolves those the shop no longer has", async () => {
    const list = orders(30);
    const [first, second] = list;
    const connected = await openShop(list);
    connected.shop.setBehaviour({ damagedOrders: { [first?.id ?? 0]: "text_total", [second?.id ?? 0]: "text_total" } });
    expect(await refresh(connected)).toMatchObject({ created: 28, quarantined: 2 });
    // Both lie outside every window that is reread.
    await inMerchant(connected.scope.merchantId, (tx) => tx.coverageInterval.updateMany({ data: { coveredFrom: new Date(0) } }));
    connected.shop.setBehaviour({});
    connected.shop.shop.removeOrder(second?.id ?? 0);
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 1, quarantined: 0, shopCount: 29, ourCount: 29 });
    const waiting = await inMerchant(connected.scope.merchantId, (tx) => tx.quarantinedOrder.count({ where: { resolvedAt: null } }));
    expect(waiting).toBe(0);
    await expectAllHere(connected);
  });

  it("is not stopped by a record without an id, and resolves it once the shop lists it intact", async () => {
    const list = orders(30);
    const bad = list[12]?.id ?? 0;
    const connected = await openShop(list);
    connected.shop.setBehaviour({ damagedOrders: { [bad]: "not_an_object" } });
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 29, quarantined: 1, shopCount: 30, ourCount: 30 });
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", shopCount: 30, ourCount: 30 });
    connected.shop.setBehaviour({});
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 30, ourCount: 30 });
    await expectAllHere(connected);
  });

  it("detects orders that the shop deleted by counts alone, and marks them as removed", async () => {
    const connected = await openShop(orders(260));
    await refresh(connected);
    const { shop } = connected.shop;
    const gone = shop
      .listOrders()
      .filter((_, index) => index % 60 === 7)
      .map((order) => order.id);
    for (const id of gone) shop.removeOrder(id);
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", shopCount: 260 - gone.length, ourCount: 260 - gone.length });
    await expectAllHere(connected);
    // The page shows the same number as the count check and as the confirmation of disconnecting.
    const { scope, integrationId } = connected;
    expect(await findIntegrationSettings(scope, integrationId)).toMatchObject({ orders: 260 - gone.length, storedOrders: 260 });
  });

  it("finds an order that is missing here by bisecting the counts", async () => {
    const connected = await openShop(orders(260));
    await refresh(connected);
    const victim = (await stored(connected))[100];
    await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.deleteMany({ where: { externalId: victim?.externalId ?? "" } }));
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 260, ourCount: 260 });
    await expectAllHere(connected);
  });

  it("rejects an empty list of a shop with known orders, and leaves the gap uncovered", async () => {
    const connected = await openShop(orders(40));
    await refresh(connected);
    const covered = () => inMerchant(connected.scope.merchantId, (tx) => tx.coverageInterval.findMany({ select: { coveredTo: true } }));
    const before = await covered();
    connected.shop.setBehaviour({ emptySuccess: { next: "all", body: "[]", contentType: "application/json" } });
    expect((await refresh(connected)).status).toBe("failed");
    expect(await covered()).toEqual(before);
  });

  it("imports more orders of one second than a page holds, and does not fetch them again every time", async () => {
    const second = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
    const connected = await openShop(orders(340).map((order) => ({ ...order, createdAt: second, modifiedAt: second })));
    expect(await refresh(connected)).toMatchObject({ status: "succeeded", created: 340, shopCount: 340, ourCount: 340 });
    await expectAllHere(connected);
    expect((await refresh(connected)).fetched).toBeLessThan(20);
  });

  it("returns the run to the queue when the worker stops, and resumes where it was", async () => {
    const connected = await openShop(orders(330));
    const stop = new AbortController();
    connected.shop.setBehaviour({ onRequest: (_, count) => count >= 5 && stop.abort() });
    const halted = await refresh(connected, stop.signal);
    expect(halted.status).toBe("queued");
    expect(halted.fetched).toBeGreaterThan(0);
    connected.shop.setBehaviour({});
    await workOn(connected, halted.id);
    expect(await getRun(connected.scope, halted.id)).toMatchObject({ status: "succeeded", created: 330, shopCount: 330, ourCount: 330 });
    await expectAllHere(connected);
  });

  it("is executed once if several workers get the same job", async () => {
    const connected = await openShop(orders(120));
    const { scope, integrationId } = connected;
    const requested = await requestRefresh(scope, { integrationId });
    if (!requested.ok) throw new Error("refused");
    await Promise.all([1, 2, 3].map(() => workOn(connected, requested.value.runId)));
    expect(await getRun(scope, requested.value.runId)).toMatchObject({ status: "succeeded", created: 120, fetched: 120 });
  });
});
