import { afterAll, afterEach, describe, expect, it } from "vitest";
import { requestCheck } from "@/lib/check/mutations";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { stopListening, subscribe, whenListening } from "@/lib/infra/live/listen";
import { requestBackfill } from "@/lib/sync/backfill/mutations";
import { getRun } from "@/lib/sync/data";
import { planMaintenance } from "@/lib/sync/maintenance/mutations";
import { requestRefresh } from "@/lib/sync/mutations";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { compareOrders, recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

const shops: SyncedShop[] = [];
const soon = { interval: 100, timeout: 120_000 };

async function openShop(orders: readonly FakeOrder[], merchantId?: string): Promise<SyncedShop> {
  const connected = await startSyncedShop(orders, merchantId === undefined ? {} : { merchantId });
  shops.push(connected);
  return connected;
}

async function refresh(connected: SyncedShop): Promise<string> {
  const requested = await requestRefresh(connected.scope, connected);
  if (!requested.ok) throw new Error(requested.reason.code);
  return requested.value.runId;
}

async function runOf({ scope }: SyncedShop, runId: string): Promise<RunView> {
  const run = await getRun(scope, runId);
  if (!run) throw new Error("run not found");
  return run;
}

async function expectAllHere(connected: SyncedShop): Promise<void> {
  const { here, there } = await compareOrders(connected);
  expect(here).toEqual(there);
}

afterEach(async () => {
  await killWorkers();
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(async () => {
  await closeQueue();
  await stopListening();
});

describe("a worker", () => {
  it("starts a run at once after a request, publishes each step, and ends it with the count check", async () => {
    const connected = await openShop(recentOrders(240));
    await startWorkerProcess();
    await whenListening();
    const heard: string[] = [];
    const leave = subscribe(connected.scope.merchantId, (signal) => heard.push(signal.kind));
    const requestedAt = performance.now();
    const runId = await refresh(connected);
    await expect.poll(async () => (await runOf(connected, runId)).status, { interval: 10 }).not.toBe("queued");
    // Far below the scheduled interval, with tolerance for a busy machine.
    expect(performance.now() - requestedAt).toBeLessThan(20_000);
    await expect
      .poll(() => runOf(connected, runId), soon)
      .toMatchObject({ status: "succeeded", created: 240, shopCount: 240, ourCount: 240 });
    expect(heard.filter((kind) => kind === "run").length).toBeGreaterThanOrEqual(5);
    leave();
    await expectAllHere(connected);
  });

  it("never syncs an integration concurrently with another worker", async () => {
    const many = await Promise.all(Array.from({ length: 6 }, (_, index) => openShop(recentOrders(150, index))));
    let most = 0;
    for (const { shop } of many) shop.setBehaviour({ delayMs: 30 });
    await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    const runs = await Promise.all(many.map((connected) => Promise.all([refresh(connected), refresh(connected), refresh(connected)])));
    for (const [index, connected] of many.entries()) {
      const [runId = ""] = runs[index] ?? [];
      await expect
        .poll(async () => {
          const open = await inMerchant(connected.scope.merchantId, (tx) =>
            tx.syncRun.count({ where: { status: { in: ["queued", "running"] } } }),
          );
          most = Math.max(most, open);
          return runOf(connected, runId);
        }, soon)
        .toMatchObject({ status: "succeeded", created: 150, fetched: 150 });
      expect(connected.shop.connectionCount()).toBeLessThanOrEqual(2);
      await expectAllHere(connected);
    }
    expect(most).toBeLessThanOrEqual(1);
  });

  it("serves a merchant with one shop beside another with many slow shops", async () => {
    const first = await openShop(recentOrders(150));
    const many = [
      first,
      ...(await Promise.all(Array.from({ length: 11 }, (_, index) => openShop(recentOrders(150, index), first.scope.merchantId)))),
    ];
    for (const { shop } of many) shop.setBehaviour({ delayMs: 400 });
    const small = await openShop(recentOrders(20));
    for (const connected of many) await refresh(connected);
    const runId = await refresh(small);
    await startWorkerProcess();
    await expect.poll(() => runOf(small, runId), soon).toMatchObject({ status: "succeeded" });
    const open = await inMerchant(first.scope.merchantId, (tx) => tx.syncRun.count({ where: { status: { in: ["queued", "running"] } } }));
    expect(open).toBeGreaterThanOrEqual(8);
  });

  it("that is killed during a run and a backfill loses nothing: another resumes both", async () => {
    const backfilled = await openShop(recentOrders(800));
    const first = await startWorkerProcess();
    const imported = await refresh(backfilled);
    await expect.poll(() => runOf(backfilled, imported), soon).toMatchObject({ status: "succeeded", created: 800 });
    await inMerchant(backfilled.scope.merchantId, (tx) => tx.$executeRaw`delete from shop_order where right(external_id, 1) in ('3', '7')`);
    const refreshed = await openShop(recentOrders(450));
    for (const { shop } of [backfilled, refreshed]) shop.setBehaviour({ delayMs: 150 });
    const window = { from: new Date(Date.now() - 45 * 86_400_000), to: new Date(Date.now() - 60_000) };
    const requested = await requestBackfill(backfilled.scope, { integrationId: backfilled.integrationId, ...window });
    if (!requested.ok) throw new Error(requested.reason);
    const runs = [
      { connected: backfilled, runId: requested.value.runId, fetchedBefore: 400 },
      { connected: refreshed, runId: await refresh(refreshed), fetchedBefore: 0 },
    ];
    await Promise.all(
      runs.map(async ({ connected, runId, fetchedBefore }) => {
        await expect.poll(async () => (await runOf(connected, runId)).fetched, soon).toBeGreaterThan(fetchedBefore);
        // The run waits for its next page until another worker has started.
        connected.shop.setBehaviour({ delayMs: 60_000 });
      }),
    );
    await startWorkerProcess();
    await endWorker(first, "SIGKILL");
    for (const { connected, runId } of runs) {
      expect((await runOf(connected, runId)).status).toBe("running");
      connected.shop.setBehaviour({});
    }
    await Promise.all(
      runs.map(async ({ connected: { scope }, runId }) => {
        const attempt = () => inMerchant(scope.merchantId, (tx) => tx.syncRun.findFirstOrThrow({ where: { id: runId } }));
        await expect.poll(async () => (await attempt()).attempt, soon).toBe(2);
      }),
    );
    for (const { connected, runId } of runs) {
      await expect.poll(() => runOf(connected, runId), soon).toMatchObject({ status: "succeeded" });
      const ended = await runOf(connected, runId);
      expect(ended.shopCount).toBe(ended.ourCount);
      await expectAllHere(connected);
    }
    // The run resumed: it read the window once, and at most one page twice.
    expect((await runOf(backfilled, requested.value.runId)).fetched).toBeLessThan(800 + 300);
  });

  it("starts planned maintenance on time", async () => {
    const connected = await openShop(recentOrders(3));
    const { scope, integrationId } = connected;
    await startWorkerProcess();
    const startsAt = new Date(Date.now() + 2_000);
    await planMaintenance(scope, { integrationId, startsAt, endsAt: new Date(startsAt.getTime() + 600_000), timeZone: "UTC" });
    const state = async (): Promise<string | undefined> => {
      const lane = await inMerchant(scope.merchantId, (tx) => tx.lane.findFirst({ where: { integrationId, lane: "orders_in" } }));
      return lane?.state;
    };
    await expect.poll(state, soon).toBe("maintenance");
    expect(Date.now()).toBeGreaterThanOrEqual(startsAt.getTime());
  });

  it("that is asked to stop releases its run and exits cleanly, and the next one resumes at once", async () => {
    const connected = await openShop(recentOrders(450));
    connected.shop.setBehaviour({ delayMs: 150 });
    const first = await startWorkerProcess();
    const runId = await refresh(connected);
    await expect.poll(async () => (await runOf(connected, runId)).fetched, soon).toBeGreaterThan(0);
    expect(await endWorker(first, "SIGTERM")).toBe(0);
    const halted = await runOf(connected, runId);
    expect(halted.status).toBe("queued");
    connected.shop.setBehaviour({});
    await startWorkerProcess();
    await expect.poll(() => runOf(connected, runId), soon).toMatchObject({ status: "succeeded", created: 450 });
    await expectAllHere(connected);
  });

  it("checks a shop automatically when a refresh fails, and reports the blocker until it is gone", async () => {
    const connected = await openShop(recentOrders(20));
    const { scope, integrationId, shop } = connected;
    shop.setBehaviour({ blockedUserAgents: { texts: ["Sendcloud/1.0"] } });
    await startWorkerProcess();
    const lane = () => inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
    const runId = await refresh(connected);
    await expect
      .poll(() => runOf(connected, runId), soon)
      .toMatchObject({ status: "failed", failure: "blocked", checkId: expect.any(String) });
    const { checkId } = await runOf(connected, runId);
    const stored = () => inMerchant(scope.merchantId, (tx) => tx.reachabilityCheck.findFirst({ where: { id: checkId ?? "" } }));
    await expect.poll(stored, soon).toMatchObject({ status: "done", causeCodes: ["user_agent_blocked"] });
    expect(await lane()).toMatchObject({ state: "action_needed", reason: "causes_found", reasonParams: { cause: "user_agent_blocked" } });
    shop.setBehaviour({});
    const check = await requestCheck(scope, { integrationId, trigger: "manual" });
    expect(check.ok).toBe(true);
    await expect.poll(lane, soon).toMatchObject({ state: "regular" });
    await expectAllHere(connected);
  });

  it("syncs what is due, and a shop that recovers from an outage, without a click", async () => {
    const due = await openShop(recentOrders(30));
    const back = await openShop(recentOrders(40));
    const hiccup = await openShop(recentOrders(20));
    await inPlatform(async (tx) => {
      const past = new Date(Date.now() - 1000);
      await tx.lane.updateMany({ where: { integrationId: due.integrationId, lane: "orders_in" }, data: { nextSyncAt: past } });
      await tx.lane.updateMany({
        where: { integrationId: back.integrationId, lane: "orders_in" },
        data: {
          state: "throttled",
          failures: 5,
          failingSince: past,
          nextRecoveryProbeAt: past,
          nextSyncAt: new Date(Date.now() + 3_600_000),
        },
      });
      // Failed once, or only on user requests: far from throttled.
      await tx.lane.updateMany({
        where: { integrationId: hiccup.integrationId, lane: "orders_in" },
        data: { failures: 1, failingSince: past, nextRecoveryProbeAt: past, nextSyncAt: new Date(Date.now() + 900_000) },
      });
    });
    await startWorkerProcess();
    const lane = ({ scope, integrationId }: SyncedShop) =>
      inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
    for (const connected of [due, back, hiccup]) {
      await expect.poll(() => lane(connected), soon).toMatchObject({ state: "regular", failures: 0, lastSuccessAt: expect.any(Date) });
      await expectAllHere(connected);
    }
    for (const { scope } of [back, hiccup]) {
      const [run] = await inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany());
      expect(run?.trigger).toBe("recovery_probe");
    }
  });
});
