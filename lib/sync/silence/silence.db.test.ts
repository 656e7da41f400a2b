import { afterAll, afterEach, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { findSilence } from "@/lib/sync/silence/data";
import { planFirstSilenceChecks, startDueSilenceChecks } from "@/lib/sync/silence/detect-silence";
import { type FakeOrder, toWholeSecond } from "@/lib/testing/fake-shops/fake-order";
import { compareOrders, recentOrders, refreshNow, type SyncedShop, startSyncedShop, syncOnSchedule, workOn } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

/** Orders every two hours for five weeks, the newest this many hours old. */
function steadyOrders(newestHoursAgo: number): FakeOrder[] {
  const end = Math.floor(Date.now() / 1000) * 1000 - newestHoursAgo * HOUR_MS;
  return recentOrders(420).map((order, index) => {
    const at = new Date(end - index * 2 * HOUR_MS);
    return { ...order, createdAt: at, modifiedAt: at };
  });
}

async function open(orders: readonly FakeOrder[]): Promise<SyncedShop> {
  const connected = await startSyncedShop(orders);
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

const checkSilence = async ({ scope, integrationId }: SyncedShop): Promise<void> => {
  await inMerchant(scope.merchantId, (tx) =>
    tx.integration.updateMany({ where: { id: integrationId }, data: { nextSilenceCheckAt: new Date(Date.now() - 1000) } }),
  );
  await startDueSilenceChecks(jobPlatformScope("schedule"));
};
const nextCheckOf = async ({ scope, integrationId }: SyncedShop): Promise<Date> => {
  const row = await inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
  return row.nextSilenceCheckAt ?? new Date(0);
};
const askingRun = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.syncRun.findFirst({ where: { integrationId, trigger: "silence", status: "queued" } }));

describe("a shop that receives no orders", () => {
  it("is not queried while its silence is usual, and the next check is due when it no longer is", async () => {
    const connected = await open(steadyOrders(1));
    await checkSilence(connected);
    expect(await askingRun(connected)).toBeNull();
    const hoursAhead = ((await nextCheckOf(connected)).getTime() - Date.now()) / HOUR_MS;
    // With an order every two hours, eighteen hours of silence are hardly chance.
    expect(hoursAhead).toBeGreaterThan(10);
    expect(hoursAhead).toBeLessThan(24);
    expect(await findSilence(connected.scope, connected.integrationId)).toBeNull();
  });

  it("gets its first silence check at its own moment within a day", async () => {
    const connected = await open(steadyOrders(40));
    expect(await planFirstSilenceChecks(jobPlatformScope("schedule"))).toBeGreaterThanOrEqual(1);
    const hoursAhead = ((await nextCheckOf(connected)).getTime() - Date.now()) / HOUR_MS;
    expect(hoursAhead).toBeGreaterThan(-0.1);
    expect(hoursAhead).toBeLessThanOrEqual(24);
    expect(await planFirstSilenceChecks(jobPlatformScope("schedule"))).toBe(0);
  });

  it("is counted once the silence is too long, and reported as quiet but complete", async () => {
    const connected = await open(steadyOrders(40));
    const { scope, integrationId } = connected;
    await checkSilence(connected);
    const run = await askingRun(connected);
    expect(await findSilence(scope, integrationId)).toMatchObject({ verdict: "asking" });
    await workOn(connected, run?.id ?? "");
    const silence = await findSilence(scope, integrationId);
    expect(silence).toMatchObject({ verdict: "quiet", found: 0, missing: 0, shopCount: 420 });
    expect(silence?.expected).toBeGreaterThan(15);
    expect(silence?.expected).toBeLessThan(25);
    // The next order ends it.
    const [template] = recentOrders(1, 3);
    if (!template) throw new Error("no order");
    const { shop } = connected.shop;
    shop.addOrder({ ...template, id: shop.nextOrderId(), createdAt: shop.now(), modifiedAt: shop.now() });
    await syncOnSchedule(connected);
    expect(await findSilence(scope, integrationId)).toBeNull();
  });

  it("is reported as broken if orders were hidden: they are imported, and everything since is reread at once", async () => {
    const connected = await open(steadyOrders(40));
    const { scope, integrationId } = connected;
    const { shop } = connected.shop;
    // Recent orders with modification times that the sync has already covered: no routine sync reads them.
    const old = toWholeSecond(new Date(Date.now() - 60 * HOUR_MS));
    const hidden = [20, 15, 10].map((hours, index) => ({
      ...(recentOrders(3, 5)[index] as FakeOrder),
      id: shop.nextOrderId() + index,
      createdAt: toWholeSecond(new Date(Date.now() - hours * HOUR_MS)),
      modifiedAt: old,
    }));
    await checkSilence(connected);
    for (const order of hidden) shop.addOrder(order);
    const run = await askingRun(connected);
    await workOn(connected, run?.id ?? "");
    expect(await findSilence(scope, integrationId)).toMatchObject({ verdict: "broken", found: 3, missing: 0, shopCount: 423 });
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
    const covered = await inMerchant(scope.merchantId, (tx) => tx.coverageInterval.findMany({ where: { integrationId } }));
    expect(covered.every(({ coveredTo }) => coveredTo.getTime() < Date.now() - 39 * HOUR_MS)).toBe(true);
    const lane = await inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
    expect(lane.nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 0 });
  });

  it("is checked again in an hour if it does not answer, because the lane shows why", async () => {
    const connected = await open(steadyOrders(40));
    await checkSilence(connected);
    const run = await askingRun(connected);
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    await workOn(connected, run?.id ?? "");
    expect(await findSilence(connected.scope, connected.integrationId)).toBeNull();
    expect((await nextCheckOf(connected)).getTime() - Date.now()).toBeLessThan(HOUR_MS + 60_000);
  });

  it("is not queried while it needs action, or is paused or in maintenance", async () => {
    const connected = await open(steadyOrders(40));
    for (const state of ["action_needed", "paused", "maintenance"]) {
      await inMerchant(connected.scope.merchantId, (tx) => tx.lane.updateMany({ where: { lane: "orders_in" }, data: { state } }));
      await checkSilence(connected);
      expect(await askingRun(connected)).toBeNull();
    }
  });
});
