import { afterAll, afterEach, describe, expect, it } from "vitest";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countWindow } from "@/lib/sync/backfill/count-window";
import { requestBackfill, stopBackfill } from "@/lib/sync/backfill/mutations";
import { getRun } from "@/lib/sync/data";
import { pauseSync, requestRefresh, resumeSync } from "@/lib/sync/mutations";
import { startWaitingRuns } from "@/lib/sync/run/start-waiting-runs";
import {
  clearRefreshLimits,
  compareOrders,
  compareVersions,
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  workOn,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function open(count: number, shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count), { shopSystem });
  shops.push(connected);
  return connected;
}

const daysAgo = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - days * 86_400_000);
const WINDOW = { from: daysAgo(35), to: daysAgo(5) };

/** Number of orders last changed in the window. */
const inWindow = (connected: SyncedShop, { from, to } = WINDOW): number =>
  connected.shop.shop.listOrders().filter(({ modifiedAt }) => modifiedAt >= from && modifiedAt < to).length;

async function backfill(connected: SyncedShop, window = WINDOW): Promise<string> {
  const { scope, integrationId } = connected;
  const requested = await requestBackfill(scope, { integrationId, ...window });
  if (!requested.ok) throw new Error(requested.reason);
  return requested.value.runId;
}

it("a backfill requested at the instant the scheduler starts a run waits behind that run", async () => {
  const connected = await open(3);
  const { scope, integrationId } = connected;
  const run = { merchantId: scope.merchantId, integrationId, trigger: "schedule", status: "running", requestedBy: scope.actor };
  let asked: Promise<string> | undefined;
  await inPlatform(async (tx) => {
    await tx.syncRun.create({ data: run });
    asked = backfill(connected);
    const waiting = () => tx.$queryRaw<unknown[]>`select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await waiting()).length).toBe(1);
  });
  expect(await getRun(scope, (await asked) ?? "")).toMatchObject({ trigger: "backfill", status: "waiting" });
});

describe.each(SHOP_SYSTEMS)("a backfill of %s", (shopSystem) => {
  it("shows both counts up front, imports what is missing here, and ends with the counts of its window", async () => {
    const connected = await open(120, shopSystem);
    const { scope, integrationId } = connected;
    await refreshNow(connected);
    await inMerchant(
      scope.merchantId,
      (tx) => tx.$executeRaw`delete from shop_order where integration_id = ${integrationId}::uuid and right(external_id, 1) = '3'`,
    );
    const expected = inWindow(connected);
    // An overloaded host fails a single request.
    connected.shop.setBehaviour({ serverErrors: { next: 1, status: 502 } });
    const counted = await countWindow(scope, { integrationId, ...WINDOW }, LOOPBACK);
    expect(counted).toMatchObject({ ok: true, value: { shopCount: expected } });
    expect(counted.ok && counted.value.ourCount).toBeLessThan(expected);
    const runId = await backfill(connected);
    await workOn(connected, runId);
    const run = await getRun(scope, runId);
    expect(run).toMatchObject({ status: "succeeded", shopCount: expected, ourCount: expected, countCheckIsWhole: false });
    expect(run?.countCheckFrom).toBe(WINDOW.from.toISOString());
    await refreshNow(connected);
    const { here, there } = await compareVersions(connected);
    expect(here).toEqual(there);
  });
});

describe("a backfill", () => {
  it("resumes after its worker stops, and reads every order of the window once", async () => {
    const connected = await open(2500);
    const { scope } = connected;
    await refreshNow(connected);
    const runId = await backfill(connected);
    const expected = inWindow(connected);
    const stop = new AbortController();
    connected.shop.setBehaviour({ onRequest: (_, count) => count >= 14 && stop.abort() });
    await workOn(connected, runId, stop.signal);
    const halted = await getRun(scope, runId);
    expect(halted).toMatchObject({ status: "queued", windowFrom: WINDOW.from.toISOString(), windowTo: WINDOW.to.toISOString() });
    expect(halted?.fetched).toBeGreaterThan(100);
    connected.shop.setBehaviour({});
    const asked = connected.shop.requests.length;
    await workOn(connected, runId);
    expect(await getRun(scope, runId)).toMatchObject({ status: "succeeded", shopCount: expected, ourCount: expected });
    // The window has that many pages; the second worker requested fewer, including its check for new orders.
    const pages = connected.shop.requests.slice(asked).filter(({ url }) => url.includes("orderby="));
    expect(pages.length).toBeLessThan(Math.ceil(expected / 100));
  });

  it("imports new orders while it runs", async () => {
    const connected = await open(1800);
    await refreshNow(connected);
    const runId = await backfill(connected);
    const { shop } = connected.shop;
    let seenAt: number | null = null;
    const [template] = recentOrders(1, 99);
    if (!template) throw new Error("no order");
    const id = shop.nextOrderId();
    connected.shop.setBehaviour({
      onRequest: (store, count) => {
        if (count === 6) store.addOrder({ ...template, id, createdAt: store.now(), modifiedAt: store.now() });
      },
    });
    const work = workOn(connected, runId);
    await expect
      .poll(
        async () => {
          const [order] = await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.findMany({ where: { externalId: `${id}` } }));
          const run = await getRun(connected.scope, runId);
          if (order && seenAt === null) seenAt = run?.finishedAt ? 0 : 1;
          return order !== undefined;
        },
        { interval: 20 },
      )
      .toBe(true);
    await work;
    expect(seenAt).toBe(1);
    expect(await getRun(connected.scope, runId)).toMatchObject({ status: "succeeded" });
  });

  it("is queued in the transaction that ends the running sync, and a second request is refused while it waits", async () => {
    const connected = await open(30);
    const { scope, integrationId } = connected;
    const refresh = await requestRefresh(scope, { integrationId });
    if (!refresh.ok) throw new Error("refused");
    const requested = await requestBackfill(scope, { integrationId, ...WINDOW });
    expect(requested).toMatchObject({ ok: true, value: { waits: true } });
    expect(await requestBackfill(scope, { integrationId, ...WINDOW })).toEqual({ ok: false, reason: "backfill_waits_already" });
    const runId = requested.ok ? requested.value.runId : "";
    await workOn(connected, runId);
    expect(await getRun(scope, runId)).toMatchObject({ status: "waiting" });
    await workOn(connected, refresh.value.runId);
    expect(await getRun(scope, runId)).toMatchObject({ status: "queued" });
    await clearRefreshLimits(connected);
    // A Refresh joins it, because it imports new orders too.
    expect(await requestRefresh(scope, { integrationId })).toMatchObject({ ok: true, value: { runId, joined: true } });
    await workOn(connected, runId);
    expect(await getRun(scope, runId)).toMatchObject({ status: "succeeded" });
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
  });

  it("does not start while the shop is paused, and starts after it is resumed", async () => {
    const connected = await open(10);
    const { scope, integrationId } = connected;
    const refresh = await requestRefresh(scope, { integrationId });
    const requested = await requestBackfill(scope, { integrationId, ...WINDOW });
    if (!refresh.ok || !requested.ok) throw new Error("refused");
    await pauseSync(scope, { integrationId });
    await workOn(connected, refresh.value.runId);
    const { runId } = requested.value;
    expect(await startWaitingRuns(jobPlatformScope("schedule"))).toBe(0);
    expect(await getRun(scope, runId)).toMatchObject({ status: "waiting" });
    await resumeSync(scope, { integrationId });
    expect(await startWaitingRuns(jobPlatformScope("schedule"))).toBe(1);
    expect(await getRun(scope, runId)).toMatchObject({ status: "queued" });
  });

  it("keeps what it imported when stopped mid-run, and is withdrawn when stopped while waiting", async () => {
    const connected = await open(2500);
    const { scope, integrationId } = connected;
    await refreshNow(connected);
    const runId = await backfill(connected);
    let stopping: Promise<unknown> = Promise.resolve();
    connected.shop.setBehaviour({
      onRequest: (_, count) => {
        if (count === 6) stopping = stopBackfill(scope, { runId });
        return stopping;
      },
    });
    await workOn(connected, runId);
    expect(await stopping).toEqual({ ok: true, value: true });
    const run = await getRun(scope, runId);
    expect(run).toMatchObject({ status: "succeeded" });
    expect(run?.fetched).toBeLessThan(inWindow(connected));
    expect(run?.shopCount).toBe(run?.ourCount);
    await clearRefreshLimits(connected);
    const refresh = await requestRefresh(scope, { integrationId });
    const waiting = await backfill(connected);
    expect(refresh.ok).toBe(true);
    expect(await stopBackfill(scope, { runId: waiting })).toEqual({ ok: true, value: true });
    expect(await getRun(scope, waiting)).toBeNull();
  });

  it("adds no coverage for an empty response", async () => {
    const connected = await open(50);
    const { scope, integrationId } = connected;
    await refreshNow(connected);
    const key = { merchantId: scope.merchantId, integrationId };
    await inMerchant(scope.merchantId, (tx) => tx.coverageInterval.updateMany({ where: key, data: { coveredFrom: daysAgo(1) } }));
    const runId = await backfill(connected);
    // The request for new orders is answered; after that, every list is empty.
    connected.shop.setBehaviour({ emptySuccess: { next: "all", body: "[]", contentType: "application/json" } });
    await workOn(connected, runId);
    const covered = await inMerchant(scope.merchantId, (tx) => tx.coverageInterval.findMany({ where: key }));
    expect(covered.every(({ coveredFrom }) => coveredFrom >= daysAgo(1.1))).toBe(true);
  });
});
