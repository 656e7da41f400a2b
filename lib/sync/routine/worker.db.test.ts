import { afterAll, afterEach, describe, expect, it } from "vitest";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { SyncRun } from "@/lib/infra/prisma-client/client";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { requestRefresh } from "@/lib/sync/mutations";
import { claimRoutineSyncs } from "@/lib/sync/routine/claim";
import { runRoutineSyncs } from "@/lib/sync/routine/worker";
import { claimRun, rescueRuns } from "@/lib/sync/run/lifecycle";
import { inRun } from "@/lib/sync/run/store";
import {
  clearRefreshLimits,
  compareOrders,
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  workOn,
} from "@/lib/testing/sync-shop";

const schedule = jobPlatformScope("schedule");
const shops: SyncedShop[] = [];
const workers: { stop: AbortController; done: Promise<void> }[] = [];

async function imported(count: number, merchantId?: string): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count), merchantId ? { merchantId } : {});
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

function startWorker(concurrency = 20): void {
  const stop = new AbortController();
  workers.push({ stop, done: runRoutineSyncs(schedule, { outside: async () => LOOPBACK, concurrency, signal: stop.signal }) });
}

async function stopWorkers(): Promise<void> {
  for (const { stop } of workers) stop.abort();
  await Promise.all(workers.splice(0).map(({ done }) => done));
}

const makeDue = (...connected: SyncedShop[]): Promise<unknown> =>
  inPlatform((tx) =>
    tx.lane.updateMany({
      where: { integrationId: { in: connected.map((one) => one.integrationId) }, lane: "orders_in" },
      data: { nextSyncAt: new Date(Date.now() - 1000) },
    }),
  );

const routineRuns = ({ scope, integrationId }: SyncedShop): Promise<SyncRun[]> =>
  inMerchant(scope.merchantId, (tx) =>
    tx.syncRun.findMany({ where: { integrationId, trigger: "schedule" }, orderBy: { requestedAt: "asc" } }),
  );
const laneOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
const coverageOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.coverageInterval.findMany({ where: { integrationId } }));
const connectionsOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.shopConnection.count({ where: { integrationId } }));

/** The run after the due time, once it has ended. */
async function ended(connected: SyncedShop, number = 1): Promise<SyncRun> {
  const latest = async (): Promise<SyncRun | undefined> => (await routineRuns(connected))[number - 1];
  await expect.poll(async () => (await latest())?.status, { interval: 30 }).toMatch(/succeeded|failed/);
  const run = await latest();
  if (!run) throw new Error("no run");
  return run;
}

afterEach(async () => {
  await stopWorkers();
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

describe("a routine sync", () => {
  it("without changes clears a failure of the lane, and makes delayed parcels due", async () => {
    const connected = await imported(3);
    const { scope, integrationId } = connected;
    const [order] = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findMany({ where: { integrationId }, take: 1 }));
    await markShipped(scope, { orderId: order?.id ?? "", carrier: "DHL", trackingNumber: "JJD1", trackingUrl: null });
    await inPlatform(async (tx) => {
      await tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: { failingSince: new Date() } });
      await tx.shipment.updateMany({
        where: { integrationId },
        data: { failure: "server_error", nextPushAt: new Date(Date.now() + 6 * 3_600_000) },
      });
    });
    await makeDue(connected);
    startWorker();
    await ended(connected);
    expect(await laneOf(connected)).toMatchObject({ state: "regular", failingSince: null });
    const parcel = await inMerchant(scope.merchantId, (tx) => tx.shipment.findFirstOrThrow({ where: { integrationId } }));
    expect(parcel.nextPushAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it("without changes costs three requests, extends coverage, confirms the count and schedules the next one", async () => {
    const connected = await imported(130);
    await inPlatform((tx) => tx.$executeRaw`update coverage_interval set covered_to = covered_to - interval '1 minute'`);
    const before = await coverageOf(connected);
    const asked = connected.shop.requests.length;
    await makeDue(connected);
    startWorker();
    const run = await ended(connected);
    expect(run).toMatchObject({ status: "succeeded", phase: "done", created: 0, updated: 0, quarantined: 0, leaseOwner: null });
    expect(run).toMatchObject({ shopCount: 130, ourCount: 130, countCheckIsWhole: true, isSearched: false, attempt: 1 });
    expect(run.unchanged).toBeGreaterThan(0);
    expect(run.firstByteMs).toBeGreaterThan(0);
    expect(connected.shop.requests.length - asked).toBe(3);
    const after = await coverageOf(connected);
    expect(after).toHaveLength(before.length);
    expect(after.at(-1)?.coveredTo.getTime()).toBeGreaterThan(before.at(-1)?.coveredTo.getTime() ?? 0);
    const lane = await laneOf(connected);
    const inSeconds = ((lane.nextSyncAt?.getTime() ?? 0) - Date.now()) / 1000;
    expect(inSeconds).toBeGreaterThan(800);
    expect(inSeconds).toBeLessThan(1000);
    expect(lane.lastSuccessAt?.getTime()).toBeGreaterThan(run.requestedAt.getTime());
    expect(await connectionsOf(connected)).toBe(0);
  });

  it("stores new orders, and changes within a known second", async () => {
    const connected = await imported(60);
    const { shop } = connected.shop;
    const [template] = recentOrders(1, 99);
    if (!template) throw new Error("no order");
    shop.addOrder({ ...template, id: shop.nextOrderId(), createdAt: shop.now(), modifiedAt: shop.now() });
    shop.setStatus(shop.listOrders()[3]?.id ?? 0, "cancelled");
    await makeDue(connected);
    startWorker();
    expect(await ended(connected)).toMatchObject({ status: "succeeded", created: 1, updated: 1, shopCount: 61, ourCount: 61 });
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
    expect(await connectionsOf(connected)).toBe(0);
  });

  it("hands many pages over to the queue, where the run resumes", async () => {
    const connected = await imported(30);
    const { shop } = connected.shop;
    for (const order of recentOrders(260, 5))
      shop.addOrder({ ...order, id: shop.nextOrderId(), createdAt: shop.now(), modifiedAt: new Date(shop.now().getTime() - 60_000) });
    await makeDue(connected);
    startWorker();
    await expect.poll(async () => (await routineRuns(connected))[0]).toMatchObject({ status: "queued" });
    const [run] = await routineRuns(connected);
    await workOn(connected, run?.id ?? "");
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
    expect(here).toHaveLength(290);
  });

  it("updates the lane on failure as every run does, and restores it on the next success", async () => {
    const connected = await imported(20);
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 502 } });
    await makeDue(connected);
    startWorker();
    expect(await ended(connected)).toMatchObject({ status: "failed", failure: "server_error" });
    expect(await laneOf(connected)).toMatchObject({ failures: 1, reason: "failed" });
    connected.shop.setBehaviour({});
    await makeDue(connected);
    expect(await ended(connected, 2)).toMatchObject({ status: "succeeded" });
    expect(await laneOf(connected)).toMatchObject({ failures: 0, state: "regular", reason: "none" });
  });

  it("rejects an empty answer even when no change is expected", async () => {
    const connected = await imported(20);
    connected.shop.setBehaviour({ emptySuccess: { next: 1, body: "[]", contentType: "application/json" } });
    const before = await coverageOf(connected);
    await makeDue(connected);
    startWorker();
    expect((await ended(connected)).status).toBe("failed");
    expect(await coverageOf(connected)).toEqual(before);
  });

  it("finds an order that is missing here although nothing changed in the shop", async () => {
    const connected = await imported(150);
    await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.deleteMany({ where: { externalId: "1040" } }));
    await makeDue(connected);
    startWorker();
    expect(await ended(connected)).toMatchObject({ status: "succeeded", created: 1, shopCount: 150, ourCount: 150 });
  });

  it("is executed once, however many workers poll at the same instant", async () => {
    const connected = await Promise.all(Array.from({ length: 8 }, () => imported(5)));
    await makeDue(...connected);
    for (let worker = 0; worker < 3; worker += 1) startWorker(8);
    for (const one of connected) await ended(one);
    await stopWorkers();
    for (const one of connected) {
      expect(await routineRuns(one)).toHaveLength(1);
      expect(one.shop.mostConnections()).toBeLessThanOrEqual(2);
    }
  });

  it("is joined by a Refresh that is clicked while it runs", async () => {
    const connected = await imported(20);
    const clicked = Promise.withResolvers<void>();
    connected.shop.setBehaviour({ onRequest: () => clicked.promise });
    await makeDue(connected);
    startWorker();
    await expect.poll(async () => (await routineRuns(connected))[0]?.status, { interval: 20 }).toBe("running");
    const [run] = await routineRuns(connected);
    await inPlatform(
      (tx) => tx.$executeRaw`update sync_run set requested_at = requested_at - interval '5 minutes' where trigger = 'refresh'`,
    );
    expect(await requestRefresh(connected.scope, connected)).toMatchObject({ ok: true, value: { joined: true, runId: run?.id } });
    clicked.resolve();
    expect((await ended(connected)).status).toBe("succeeded");
  });

  it("is taken over if its worker dies, which then cannot write any more", async () => {
    const connected = await imported(20);
    await makeDue(connected);
    const request = { leaseOwner: crypto.randomUUID(), most: 10, mostOfMerchant: 10, busyMerchants: [] };
    const claims = await claimRoutineSyncs(schedule, request);
    expect(claims.map(({ integrationId }) => integrationId)).toEqual([connected.integrationId]);
    await inPlatform((tx) => tx.$executeRaw`update sync_run set lease_until = now() - interval '1 second' where status = 'running'`);
    await inPlatform((tx) => tx.$executeRaw`update shop_connection set held_until = now() - interval '1 second'`);
    await rescueRuns(schedule);
    expect((await routineRuns(connected))[0]).toMatchObject({ status: "queued", leaseOwner: null });
    await workOn(connected, claims[0]?.runId ?? "");
    expect((await routineRuns(connected))[0]).toMatchObject({ status: "succeeded", attempt: 2 });
  });

  it("of a merchant with many slow shops leaves capacity for other merchants", async () => {
    const first = await imported(5);
    const many = [first, ...(await Promise.all(Array.from({ length: 7 }, () => imported(5, first.scope.merchantId))))];
    const small = await imported(5);
    const isOver = Promise.withResolvers<void>();
    for (const { shop } of many) shop.setBehaviour({ onRequest: () => isOver.promise });
    await makeDue(...many);
    await inPlatform((tx) =>
      tx.lane.updateMany({ where: { integrationId: small.integrationId, lane: "orders_in" }, data: { nextSyncAt: new Date() } }),
    );
    startWorker(6);
    await ended(small);
    isOver.resolve();
  });

  it("skips shops that are paused, were never imported, or have an active run", async () => {
    const [paused, fresh, busy] = [await imported(3), await startSyncedShop(recentOrders(3)), await imported(3)];
    shops.push(fresh);
    await makeDue(paused, fresh, busy);
    await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId: paused.integrationId }, data: { state: "paused" } }));
    await inPlatform(
      (tx) => tx.$executeRaw`update sync_run set requested_at = requested_at - interval '5 minutes' where trigger = 'refresh'`,
    );
    await requestRefresh(busy.scope, busy);
    const request = { leaseOwner: crypto.randomUUID(), most: 100, mostOfMerchant: 100, busyMerchants: [] };
    const mine = [paused, fresh, busy].map(({ integrationId }) => integrationId);
    const claims = await claimRoutineSyncs(schedule, request);
    expect(claims.filter(({ integrationId }) => mine.includes(integrationId))).toEqual([]);
  });

  it("does not block a run that is just ending, which holds its row and needs the lane next", async () => {
    const connected = await imported(3);
    const { scope, integrationId } = connected;
    await clearRefreshLimits(connected);
    const started = await requestRefresh(scope, connected);
    if (!started.ok) throw new Error(started.reason.code);
    const held = await claimRun(scope, { integrationId, runId: started.value.runId });
    if (!held) throw new Error("not claimed");
    // As after a passed recovery probe: the lane is due, and the run that the probe started is queued.
    await makeDue(connected);
    const request = { leaseOwner: crypto.randomUUID(), most: 100, mostOfMerchant: 100, busyMerchants: [] };
    await inRun(scope, held, async (tx) => {
      const claims = await claimRoutineSyncs(schedule, request);
      expect(claims.filter((claim) => claim.integrationId === integrationId)).toEqual([]);
      const event = { kind: "run_succeeded" } as const;
      await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event, now: new Date() });
    });
  });
});
