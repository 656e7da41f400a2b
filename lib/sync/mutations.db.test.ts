import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { requestCheck } from "@/lib/check/mutations";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { type LiveSignal, stopListening, subscribe, whenListening } from "@/lib/infra/live/listen";
import { getRun, listTransitions } from "@/lib/sync/data";
import {
  announceMaintenance,
  endMaintenance,
  pauseSync,
  requestRefresh,
  requestRefreshOfThrottled,
  resumeSync,
} from "@/lib/sync/mutations";
import { connectShop } from "@/lib/testing/connect-shop";

afterAll(async () => {
  await closeQueue();
  await stopListening();
});

const jobsOf = (queue: string, runId: string) =>
  inPlatform(
    (tx) => tx.$queryRaw<{ state: string }[]>`select state::text from pgboss.job where name = ${queue} and data->>'runId' = ${runId}`,
  );

/** Number of sessions waiting for this transaction to end. */
const waitingFor = async (tx: Transaction): Promise<number> => {
  const [waiting] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`;
  return waiting?.count ?? 0;
};

const runsOf = (scope: MerchantScope, integrationId: string) =>
  inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany({ where: { merchantId: scope.merchantId, integrationId } }));

describe("Refresh", () => {
  it("commits run, job and audit event together, and signals them on commit", async () => {
    const { scope, integrationId } = await connectShop();
    await whenListening();
    const heard: LiveSignal[] = [];
    const leave = subscribe(scope.merchantId, (signal) => heard.push(signal));
    const outcome = await requestRefresh(scope, { integrationId });
    if (!outcome.ok) throw new Error(outcome.reason.code);
    const { runId, joined } = outcome.value;
    expect(joined).toBe(false);
    expect(await jobsOf("sync-orders", runId)).toEqual([{ state: "created" }]);
    await expect.poll(() => heard).toContainEqual({ kind: "run", merchantId: scope.merchantId, integrationId, runId });
    expect(await getRun(scope, runId)).toMatchObject({ status: "queued", trigger: "refresh", requestedBy: "Ada" });
    leave();
  });

  it("creates one run for many simultaneous clicks", async () => {
    const { scope, integrationId } = await connectShop();
    const requests = await Promise.all(Array.from({ length: 8 }, () => requestRefresh(scope, { integrationId })));
    const values = requests.map((request) => (request.ok ? request.value : null));
    expect(new Set(values.map((value) => value?.runId)).size).toBe(1);
    expect(values.filter((value) => value?.joined === false)).toHaveLength(1);
    expect(await runsOf(scope, integrationId)).toHaveLength(1);
  });

  it("joins a run that the scheduler starts at the same instant", async () => {
    const { scope, integrationId } = await connectShop();
    const { merchantId } = scope;
    let request: ReturnType<typeof requestRefresh> | undefined;
    const started = await inPlatform(async (tx) => {
      const data = { merchantId, integrationId, trigger: "schedule", status: "running", requestedBy: { kind: "job", job: "schedule" } };
      const run = await tx.syncRun.create({ data, select: { id: true } });
      request = requestRefresh(scope, { integrationId });
      // The request has found no run and waits for this transaction.
      await expect.poll(() => waitingFor(tx)).toBe(1);
      return run.id;
    });
    expect(await request).toEqual({ ok: true, value: { runId: started, joined: true } });
    expect(await runsOf(scope, integrationId)).toHaveLength(1);
  });

  it("starts at most one new run a minute, and reports how long to wait", async () => {
    const { scope, integrationId } = await connectShop();
    await requestRefresh(scope, { integrationId });
    await inMerchant(scope.merchantId, (tx) =>
      tx.syncRun.updateMany({ where: { merchantId: scope.merchantId, integrationId }, data: { status: "failed" } }),
    );
    const again = await requestRefresh(scope, { integrationId });
    expect(again).toMatchObject({ ok: false, reason: { code: "too_soon" } });
    if (!again.ok && again.reason.code === "too_soon") expect(again.reason.retryAfterSeconds).toBeGreaterThan(50);
  });

  it("gives the same answer for foreign and unknown integrations, and writes nothing", async () => {
    const { scope } = await connectShop();
    const foreign = await connectShop();
    for (const integrationId of [foreign.integrationId, randomUUID()]) {
      expect(await requestRefresh(scope, { integrationId })).toEqual({ ok: false, reason: { code: "not_found" } });
      expect(await requestCheck(scope, { integrationId, trigger: "manual" })).toEqual({ ok: false, reason: { code: "not_found" } });
      expect(await pauseSync(scope, { integrationId })).toEqual({ ok: false, reason: "not_found" });
    }
    expect(await runsOf(foreign.scope, foreign.integrationId)).toHaveLength(0);
  });

  it("requires credentials, and a paused shop to be resumed", async () => {
    const bare = await connectShop({ credentials: null });
    expect(await requestRefresh(bare.scope, bare)).toEqual({ ok: false, reason: { code: "no_credentials" } });
    const { scope, integrationId } = await connectShop();
    await pauseSync(scope, { integrationId });
    expect(await requestRefresh(scope, { integrationId })).toEqual({ ok: false, reason: { code: "paused", by: "Ada" } });
    await resumeSync(scope, { integrationId });
    expect(await requestRefresh(scope, { integrationId })).toMatchObject({ ok: true });
    const moves = await listTransitions(scope, integrationId);
    expect(moves.filter((move) => move.lane === "orders_in").map((move) => [move.from, move.to])).toEqual([
      ["paused", "regular"],
      ["regular", "paused"],
    ]);
  });

  it("reaches every throttled integration of the merchant, and none of another merchant", async () => {
    const { scope, integrationId } = await connectShop();
    const other = await connectShop({ merchantId: scope.merchantId });
    const foreign = await connectShop();
    await inPlatform((tx) =>
      tx.lane.updateMany({
        where: { integrationId: { in: [integrationId, foreign.integrationId] }, lane: "orders_in" },
        data: { state: "throttled" },
      }),
    );
    expect((await requestRefreshOfThrottled(scope)).started).toHaveLength(1);
    expect(await runsOf(scope, integrationId)).toHaveLength(1);
    expect(await runsOf(scope, other.integrationId)).toHaveLength(0);
    expect(await runsOf(foreign.scope, foreign.integrationId)).toHaveLength(0);
  });
});

describe("announced maintenance", () => {
  it("holds both lanes until its end, and can be ended early", async () => {
    const { scope, integrationId } = await connectShop();
    const until = new Date(Date.now() + 3_600_000);
    expect(await announceMaintenance(scope, { integrationId, until: new Date(Date.now() - 1) })).toEqual({
      ok: false,
      reason: "window_invalid",
    });
    await announceMaintenance(scope, { integrationId, until });
    const lanes = () => inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" } }));
    expect(await lanes()).toMatchObject([
      { lane: "orders_in", state: "maintenance", reason: "window_announced", nextSyncAt: until, nextRecoveryProbeAt: null },
      { lane: "tracking_out", state: "maintenance", nextSyncAt: null, nextRecoveryProbeAt: until },
    ]);
    await endMaintenance(scope, { integrationId });
    expect((await lanes()).map((lane) => lane.state)).toEqual(["regular", "regular"]);
  });
});

describe("a check", () => {
  it("is joined while it is queued or running", async () => {
    const { scope, integrationId } = await connectShop();
    const first = await requestCheck(scope, { integrationId, trigger: "manual" });
    const second = await requestCheck(jobScope("sync-orders", scope.merchantId), { integrationId, trigger: "sync_failed" });
    if (!first.ok || !second.ok) throw new Error("refused");
    expect(second.value).toEqual({ checkId: first.value.checkId, joined: true });
  });
});
