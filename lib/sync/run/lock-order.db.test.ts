import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { requestCheck } from "@/lib/check/mutations";
import { LeaseLost } from "@/lib/health/lease";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { DEADLOCK, isDeadlock } from "@/lib/infra/deadlock";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { log } from "@/lib/infra/log";
import { inMerchantSql } from "@/lib/infra/sql";
import { changeInterval, disconnectIntegration, renameIntegration, replaceCredentials } from "@/lib/integrations/mutations";
import { storeOrders } from "@/lib/orders/mutations";
import { claimParcel } from "@/lib/orders/tracking/claim-parcel";
import { startDuePushes } from "@/lib/orders/tracking/due-pushes";
import { finalizeFailedPush, finalizeSentPush } from "@/lib/orders/tracking/finalize-push";
import { markManyShipped, recordShipments, sendAllAgain, undoShipments } from "@/lib/orders/tracking/outbox/mutations";
import { requestBackfill } from "@/lib/sync/backfill/mutations";
import { startDueRecoveryProbes, startDueRescans, startDueSyncs } from "@/lib/sync/due";
import { pauseSync, resumeSync } from "@/lib/sync/mutations";
import { claimRun, failRun, releaseRun, rescueRuns, succeedRun } from "@/lib/sync/run/lifecycle";
import { startRun } from "@/lib/sync/run/start-run";
import { openSyncStore } from "@/lib/sync/run/store";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";

// All activity around one shop, concurrent and repeated, without a real shop's latency: no two transactions may wait for each other.

/** Repetitions of each activity. */
const ROUNDS = Number(process.env["LOCK_ROUNDS"] ?? 15);
const ORDERS = 24;
const IDS = Array.from({ length: ORDERS }, (_, index) => String(100 + index));

const warned = vi.spyOn(log, "warn");
beforeEach(() => warned.mockClear());
afterAll(closeQueue);

/** Transactions cancelled because of a deadlock; each is retried and logged. */
const deadlocks = (): unknown[] => warned.mock.calls.filter((said: unknown[]) => said.includes(DEADLOCK));

const failure = { code: "server_error" as const, status: 500, retryAfterSeconds: null, detail: "" };

/** A random sample in random order. */
function some<Value>(values: readonly Value[], most: number): Value[] {
  const left = [...values];
  return Array.from({ length: Math.min(most, left.length) }, () => left.splice(Math.floor(Math.random() * left.length), 1)).flat();
}

/** Orders in a new version each time; some cannot be read. */
function page() {
  const at = new Date();
  const orders = some(IDS, 12).map((externalId) => fakeShopOrder({ externalId, placedAt: at, modifiedAt: at }));
  const unreadable = some(IDS, 6).map((externalId) => ({ externalId, modifiedAt: null, error: "odd", raw: {} }));
  return { orders, unreadable };
}

async function runOnce({ scope, integrationId }: ConnectedShop): Promise<void> {
  const { merchantId } = scope;
  const started = await inMerchant(merchantId, (tx) => startRun(tx, jobScope("schedule", merchantId), integrationId, "schedule"));
  const held = started.ok ? await claimRun(scope, { integrationId, runId: started.value.runId }) : null;
  if (!held) return;
  const store = openSyncStore(scope, held);
  const now = new Date();
  try {
    await store.updateShop({ clockSkewMs: Math.round(Math.random() * 100_000), historyDays: null });
    await store.storePage({ ...page(), covered: { from: 0, to: now.getTime() }, announced: null, askedAt: now });
    await store.recordRescanned(some(IDS, 12));
    await store.deferQuarantined(some(IDS, 12));
    await store.resolveMissingQuarantined(some(IDS, 6));
    await store.markRemoved(some(IDS, 4));
    const ends = [() => succeedRun(scope, held, null), () => failRun(scope, held, failure), () => releaseRun(scope, held)];
    await some(ends, 1)[0]?.();
  } catch (error) {
    // A user's change took the run.
    if (!(error instanceof LeaseLost)) throw error;
  }
}

const ordersOf = ({ scope, integrationId }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.shopOrder.findMany({ where: { integrationId }, select: { id: true, externalId: true } }));

async function pushOne({ scope, integrationId }: ConnectedShop): Promise<void> {
  const claimed = await claimParcel(scope, integrationId);
  if (!claimed) return;
  const held = { scope: jobScope("push-shipments", scope.merchantId), integrationId, claimed };
  if (Math.random() < 0.4) await finalizeSentPush(held, { addresses: [], userAgents: [], methods: [] });
  else await finalizeFailedPush(held, failure, { concernsShop: true, ofLane: true });
}

/** Every activity around a shop; `round` makes parcels and names unique. */
function activities(connected: ConnectedShop): Record<string, (round: number) => Promise<unknown>> {
  const { scope, integrationId } = connected;
  const { merchantId } = scope;
  const platform = jobPlatformScope("schedule");
  const parcel = (number: string) => ({ carrier: "DHL", trackingNumber: number, trackingUrl: null });
  const baseUrl = () => inPlatform(async (tx) => (await tx.integration.findUnique({ where: { id: integrationId } }))?.baseUrl ?? "");
  const mark = async (round: number) => {
    const orders = some(await ordersOf(connected), 10);
    return markManyShipped(
      scope,
      orders.map(({ id, externalId }) => ({ orderId: id, ...parcel(`JD${externalId}X${round % 3}`) })),
    );
  };
  const again = () => sendAllAgain(scope, { integrationId });
  return {
    run: () => runOnce(connected),
    "another run": () => runOnce(connected),
    "orders that the shop names": () =>
      inMerchantSql(merchantId, 15_000, (sql) => storeOrders(sql, scope, { integrationId, runId: null, ...page() })),
    parcels: mark,
    "the same parcels": mark,
    "parcels of a file": async (round) => {
      const known = await ordersOf(connected);
      const shipments = some(known, 8).map(({ externalId }) => ({ order: externalId, ...parcel(`JD${externalId}X${round % 3}`) }));
      return shipments.length > 0 && recordShipments(scope, { integrationId, source: "csv", shipments });
    },
    "parcels taken back": async (round) => undoShipments(scope, (await mark(round)).shipmentIds),
    "parcels again": again,
    "parcels once more": again,
    push: () => pushOne(connected),
    "another push": () => pushOne(connected),
    name: (round) => renameIntegration(scope, integrationId, `Bloemen ${round}`),
    interval: (round) => changeInterval(scope, integrationId, round % 2 === 0 ? 900 : 3600),
    key: async () => replaceCredentials(scope, integrationId, { consumerKey: "ck_test", consumerSecret: "cs_test" }, await baseUrl()),
    pause: () => pauseSync(scope, { integrationId }).then(() => resumeSync(scope, { integrationId })),
    check: () => requestCheck(scope, { integrationId, trigger: "manual" }),
    backfill: () => requestBackfill(scope, { integrationId, from: new Date(Date.now() - 86_400_000 * 9), to: new Date() }),
    scheduler: async () => {
      await startDueSyncs(platform);
      await startDueRescans(platform);
      await startDueRecoveryProbes(platform);
      await startDuePushes(platform);
      await rescueRuns(jobPlatformScope("rescue"));
    },
  };
}

/** Runs each activity `rounds` times, all at once. @returns the errors */
async function runActivities(connected: ConnectedShop, rounds: number): Promise<unknown[]> {
  const failed: unknown[] = [];
  await Promise.all(
    Object.values(activities(connected)).map(async (act) => {
      for (let round = 0; round < rounds; round += 1)
        await act(round).catch((error: unknown) => {
          failed.push(error);
        });
    }),
  );
  return failed;
}

describe("concurrent activity around one shop", () => {
  it("never deadlocks", { timeout: 60_000 + ROUNDS * 10_000, retry: 0 }, async () => {
    const connected = await connectShop();
    expect(await runActivities(connected, ROUNDS)).toEqual([]);
    expect(deadlocks()).toEqual([]);
    expect((await ordersOf(connected)).length).toBe(ORDERS);
  });

  it("lets the shop be disconnected meanwhile, and leaves none of its data behind", {
    timeout: 60_000 + ROUNDS * 10_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const connected = await connectShop();
      const { scope, integrationId } = connected;
      const others = runActivities(connected, 3);
      for (let ended = "name_differs"; ended !== "ok"; ) {
        const name = await inPlatform((tx) => tx.integration.findUnique({ where: { id: integrationId }, select: { name: true } }));
        const outcome = await disconnectIntegration(scope, integrationId, name?.name ?? "gone");
        ended = outcome.ok ? "ok" : outcome.reason;
        expect(["ok", "name_differs"]).toContain(ended);
      }
      // Many fail because the shop is gone; none deadlocks.
      expect((await others).filter(isDeadlock)).toEqual([]);
      const where = { integrationId };
      const left = await inPlatform(async (tx) => [
        await tx.shopOrder.count({ where }),
        await tx.syncRun.count({ where }),
        await tx.shipment.count({ where }),
      ]);
      expect(left).toEqual([0, 0, 0]);
    }
  });
});
