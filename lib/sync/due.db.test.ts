import { afterAll, describe, expect, it } from "vitest";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { getRun } from "@/lib/sync/data";
import { startDueRecoveryProbes, startDueSyncs, switchOffDue, warnDueShops } from "@/lib/sync/due";
import { requestRefresh } from "@/lib/sync/mutations";
import { claimRun, rescueRuns, succeedRun } from "@/lib/sync/run/lifecycle";
import { startRun } from "@/lib/sync/run/start-run";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";

afterAll(closeQueue);

const schedule = jobPlatformScope("schedule");
const past = (): Date => new Date(Date.now() - 1_000);
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

const setLane = ({ integrationId }: ConnectedShop, lane: string, data: Prisma.LaneUpdateManyMutationInput) =>
  inPlatform((tx) => tx.lane.updateMany({ where: { integrationId, lane }, data }));
const laneOf = ({ scope, integrationId }: ConnectedShop, lane = "orders_in") =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane } }));
const jobsFor = ({ integrationId }: ConnectedShop, queue: string) =>
  inPlatform(
    (tx) =>
      tx.$queryRaw<
        { id: string }[]
      >`select id from pgboss.job where name = ${queue} and data->>'integrationId' = ${integrationId} and state = 'created'`,
  );
const runsOf = ({ scope, integrationId }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId } }));

describe("due work", () => {
  it("starts once, however many workers poll at the same instant", async () => {
    const shops = await Promise.all(Array.from({ length: 12 }, () => connectShop()));
    for (const shop of shops) await setLane(shop, "orders_in", { nextSyncAt: past() });
    await Promise.all(Array.from({ length: 5 }, () => startDueSyncs(schedule)));
    for (const shop of shops) {
      expect(await runsOf(shop)).toHaveLength(1);
      expect(await jobsFor(shop, "sync-orders")).toHaveLength(1);
      expect((await laneOf(shop)).nextSyncAt?.getTime()).toBeGreaterThan(Date.now());
    }
  });

  it("is skipped while the lane is paused, lacks credentials, or has an active run", async () => {
    const paused = await connectShop();
    await setLane(paused, "orders_in", { nextSyncAt: past(), state: "paused" });
    const bare = await connectShop({ credentials: null });
    await setLane(bare, "orders_in", { nextSyncAt: past() });
    const busy = await connectShop();
    await requestRefresh(busy.scope, busy);
    await setLane(busy, "orders_in", { nextSyncAt: past() });
    await startDueSyncs(schedule);
    expect([(await runsOf(paused)).length, (await runsOf(bare)).length, (await runsOf(busy)).length]).toEqual([0, 0, 1]);
  });

  it("is a recovery probe for a throttled shop, and a check for a shop that needs action", async () => {
    const slow = await connectShop();
    await setLane(slow, "orders_in", { state: "throttled", nextRecoveryProbeAt: past() });
    const blocked = await connectShop();
    await setLane(blocked, "orders_in", { state: "action_needed", nextRecoveryProbeAt: past() });
    await setLane(blocked, "tracking_out", { state: "action_needed", nextRecoveryProbeAt: past() });
    await startDueRecoveryProbes(schedule);
    expect([(await jobsFor(slow, "recovery-probe")).length, (await jobsFor(slow, "check-shop")).length]).toEqual([1, 0]);
    expect([(await jobsFor(blocked, "recovery-probe")).length, (await jobsFor(blocked, "check-shop")).length]).toEqual([0, 1]);
  });

  it("switches a lane off after thirty days without success, and not sooner", async () => {
    const old = await connectShop();
    await setLane(old, "orders_in", { state: "throttled", failingSince: daysAgo(31) });
    const young = await connectShop();
    await setLane(young, "orders_in", { state: "throttled", failingSince: daysAgo(29) });
    await switchOffDue(schedule);
    expect(await laneOf(old)).toMatchObject({ state: "off", reason: "never_succeeded", nextSyncAt: null, nextRecoveryProbeAt: null });
    expect((await laneOf(young)).state).toBe("throttled");
    expect(await requestRefresh(old.scope, old)).toMatchObject({ ok: true });
  });
});

describe("a shop without success for a long time", () => {
  const notificationsOf = async ({ scope, integrationId }: ConnectedShop) =>
    (await inMerchant(scope.merchantId, (tx) => tx.notification.findMany({ where: { integrationId }, orderBy: { at: "asc" } }))).map(
      ({ kind, lane, params }) => [kind, lane, (params as { day?: number }).day ?? null],
    );

  it("causes one warning on day 7, one on day 21, and a notification when it recovers", async () => {
    const failed = { reason: "failed", reasonParams: { failure: "server_error", status: 500, times: 9 } };
    const shop = await connectShop();
    await setLane(shop, "orders_in", { state: "throttled", failingSince: daysAgo(6), ...failed });
    await warnDueShops(schedule);
    expect(await notificationsOf(shop)).toEqual([]);
    await setLane(shop, "orders_in", { failingSince: daysAgo(8) });
    await Promise.all([warnDueShops(schedule), warnDueShops(schedule), warnDueShops(schedule)]);
    await warnDueShops(schedule);
    expect(await notificationsOf(shop)).toEqual([["off_soon", "orders_in", 7]]);
    await setLane(shop, "orders_in", { failingSince: daysAgo(22) });
    await warnDueShops(schedule);
    await warnDueShops(schedule);
    const late = await connectShop();
    await setLane(late, "tracking_out", { state: "action_needed", failingSince: daysAgo(25), ...failed });
    await warnDueShops(schedule);
    expect(await notificationsOf(late)).toContainEqual(["off_soon", "tracking_out", 21]);
    const { scope, integrationId } = shop;
    await inMerchant(scope.merchantId, (tx) =>
      applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: { kind: "run_succeeded" }, now: new Date() }),
    );
    await passQuietTime(integrationId);
    expect(await notificationsOf(shop)).toEqual([
      ["off_soon", "orders_in", 7],
      ["off_soon", "orders_in", 21],
      ["recovered", null, null],
    ]);
  });

  it("has tracking switched off too unless a parcel got through, and both lanes on after a successful Refresh", async () => {
    const shop = await connectShop();
    await setLane(shop, "orders_in", { state: "throttled", failingSince: daysAgo(31) });
    const writes = await connectShop();
    await setLane(writes, "orders_in", { state: "throttled", failingSince: daysAgo(31) });
    await setLane(writes, "tracking_out", { lastSuccessAt: daysAgo(2) });
    const blocked = await connectShop();
    await setLane(blocked, "tracking_out", { state: "action_needed", failingSince: daysAgo(31) });
    await switchOffDue(schedule);
    expect([(await laneOf(shop)).state, (await laneOf(shop, "tracking_out")).state]).toEqual(["off", "off"]);
    expect([(await laneOf(writes)).state, (await laneOf(writes, "tracking_out")).state]).toEqual(["off", "regular"]);
    expect([(await laneOf(blocked)).state, (await laneOf(blocked, "tracking_out")).state]).toEqual(["regular", "off"]);
    const { scope, integrationId } = shop;
    const requested = await requestRefresh(scope, { integrationId });
    if (!requested.ok) throw new Error(requested.reason.code);
    const held = await claimRun(scope, { integrationId, runId: requested.value.runId });
    if (!held) throw new Error("not claimed");
    await succeedRun(scope, held, null);
    expect([(await laneOf(shop)).state, (await laneOf(shop, "tracking_out")).state]).toEqual(["regular", "regular"]);
  });

  it("keeps tracking off after a scheduled import if tracking alone was switched off", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    await setLane(shop, "tracking_out", { state: "off" });
    const started = await inMerchant(scope.merchantId, (tx) =>
      startRun(tx, jobScope("schedule", scope.merchantId), integrationId, "schedule"),
    );
    if (!started.ok) throw new Error(started.reason.code);
    const held = await claimRun(scope, { integrationId, runId: started.value.runId });
    if (!held) throw new Error("not claimed");
    await succeedRun(scope, held, null);
    expect((await laneOf(shop, "tracking_out")).state).toBe("off");
  });
});

describe("a run without a worker", () => {
  async function orphan(data: Prisma.SyncRunUpdateManyMutationInput): Promise<ConnectedShop & { runId: string }> {
    const shop = await connectShop();
    const requested = await requestRefresh(shop.scope, shop);
    if (!requested.ok) throw new Error(requested.reason.code);
    await inPlatform((tx) => tx.syncRun.updateMany({ where: { id: requested.value.runId }, data }));
    await inPlatform((tx) => tx.$executeRaw`delete from pgboss.job where data->>'runId' = ${requested.value.runId}`);
    return { ...shop, runId: requested.value.runId };
  }

  it("is requeued when its worker died or its job was lost", async () => {
    const died = await orphan({ status: "running", leaseUntil: past(), attempt: 1 });
    const lost = await orphan({ requestedAt: daysAgo(1) });
    const held = await orphan({ status: "running", leaseUntil: new Date(Date.now() + 60_000), attempt: 1 });
    await Promise.all([rescueRuns(schedule), rescueRuns(schedule)]);
    for (const shop of [died, lost]) {
      expect((await getRun(shop.scope, shop.runId))?.status).toBe("queued");
      expect(await jobsFor(shop, "sync-orders")).toHaveLength(1);
    }
    expect((await getRun(held.scope, held.runId))?.status).toBe("running");
  });

  it("fails after several workers died on it, so that it takes down no further one", async () => {
    const deadly = await orphan({ status: "running", leaseUntil: past(), attempt: 5 });
    await rescueRuns(schedule);
    expect(await getRun(deadly.scope, deadly.runId)).toMatchObject({ status: "failed", failure: "worker_lost", phase: "done" });
  });
});
