import { afterAll, describe, expect, it } from "vitest";
import { executeCheck } from "@/lib/check/execute-check";
import { MAX_CHECKS_AFTER_FAILURES, requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { LOOPBACK, recentOrders, refreshNow, type SyncedShop, startSyncedShop, syncOnSchedule } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

const outside = { ...LOOPBACK, egress: { addresses: ["127.0.0.2"], control: "127.0.0.4" } };
const blocked = { refusedAddresses: ["127.0.0.1", "127.0.0.2", "127.0.0.4"].map((address) => ({ address, how: "forbidden" as const })) };

async function perform({ scope, integrationId }: SyncedShop, checkId: string): Promise<void> {
  const signal = new AbortController().signal;
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId }, { outside, signal, engine: runCheck });
}

/** A shop just after it was connected: checked, imported and healthy. */
async function openHealthyShop(): Promise<SyncedShop & { healthyCheck: string }> {
  const connected = await startSyncedShop(recentOrders(4).map((order) => ({ ...order, status: "processing" as const })));
  shops.push(connected);
  const started = await requestCheck(connected.scope, { integrationId: connected.integrationId, trigger: "connect" });
  if (!started.ok) throw new Error(started.reason.code);
  await perform(connected, started.value.checkId);
  await refreshNow(connected);
  return { ...connected, healthyCheck: started.value.checkId };
}

const checksOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.reachabilityCheck.findMany({ where: { integrationId }, orderBy: { requestedAt: "asc" } }));

const laneOf = ({ scope, integrationId }: SyncedShop, lane: "orders_in" | "tracking_out") =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane } }));

describe.concurrent("a failure after a healthy check", () => {
  it("of a scheduled import starts one new check, which finds the cause", async () => {
    const connected = await openHealthyShop();
    connected.shop.setBehaviour(blocked);
    const first = await syncOnSchedule(connected);
    expect(first).toMatchObject({ status: "failed" });
    expect(first.checkId).not.toBe(connected.healthyCheck);
    await perform(connected, first.checkId ?? "");
    expect(await laneOf(connected, "orders_in")).toMatchObject({ state: "action_needed", reason: "causes_found" });
    expect((await syncOnSchedule(connected)).checkId).toBe(first.checkId);
    expect(await checksOf(connected)).toHaveLength(2);
  });

  it("of another kind than the previous one starts a new check as well", async () => {
    const connected = await openHealthyShop();
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    const first = await syncOnSchedule(connected);
    await perform(connected, first.checkId ?? "");
    connected.shop.setBehaviour(blocked);
    const second = await syncOnSchedule(connected);
    expect(second.checkId).not.toBe(first.checkId);
    expect((await syncOnSchedule(connected)).checkId).toBe(second.checkId);
  });

  it("of a tracking push starts a check that finds the refused method", async () => {
    const connected = await openHealthyShop();
    const { scope, integrationId } = connected;
    connected.shop.setBehaviour({ blockedMethods: { methods: ["POST", "PUT"] } });
    const order = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findFirstOrThrow({ where: { integrationId } }));
    const push = async (): Promise<void> => {
      await inMerchant(scope.merchantId, (tx) => tx.shipment.updateMany({ where: { integrationId }, data: { nextPushAt: new Date() } }));
      await pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, { outside, signal: new AbortController().signal });
    };
    await markShipped(scope, { orderId: order.id, carrier: "DHL", trackingNumber: "JJD1", trackingUrl: null });
    await push();
    const [, started] = await checksOf(connected);
    await perform(connected, started?.id ?? "");
    expect(await laneOf(connected, "tracking_out")).toMatchObject({
      state: "action_needed",
      reasonParams: { cause: "method_blocked" },
    });
    await push();
    expect(await checksOf(connected)).toHaveLength(2);
  });
});

it.concurrent("a shop that fails and recovers repeatedly is checked a limited number of times, and later runs refer to no older check", async () => {
  const connected = await openHealthyShop();
  const failed = [];
  for (let round = 0; round < MAX_CHECKS_AFTER_FAILURES + 3; round += 1) {
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    const run = await syncOnSchedule(connected);
    failed.push(run.checkId);
    if (run.checkId) await perform(connected, run.checkId);
    connected.shop.setBehaviour({});
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
  }
  expect(new Set(failed.slice(0, MAX_CHECKS_AFTER_FAILURES)).size).toBe(MAX_CHECKS_AFTER_FAILURES);
  expect(failed.slice(MAX_CHECKS_AFTER_FAILURES)).toEqual([null, null, null]);
});
