import { afterAll, describe, expect, it } from "vitest";
import { executeCheck } from "@/lib/check/execute-check";
import { startCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { jobScope } from "@/lib/identity/accounts/access";
import { effectOf } from "@/lib/incidents/effects";
import { findNewestIncident } from "@/lib/incidents/record";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { getRun } from "@/lib/sync/data";
import { executeRun } from "@/lib/sync/run/execute-run";
import { startRun } from "@/lib/sync/run/start-run";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";
import { LOOPBACK, recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

const FIRST = "127.0.0.2";
const SECOND = "127.0.0.3";
const outside = { ...LOOPBACK, egress: { addresses: [FIRST, SECOND], control: "127.0.0.4" } };
const environment = () => ({ outside, signal: new AbortController().signal });

async function openShop(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(6).map((order) => ({ ...order, status: "processing" as const })));
  shops.push(connected);
  await sync(connected);
  return connected;
}

async function sync({ scope, integrationId }: SyncedShop) {
  const started = await inMerchant(scope.merchantId, (tx) =>
    startRun(tx, jobScope("schedule", scope.merchantId), integrationId, "schedule"),
  );
  if (!started.ok) throw new Error(started.reason.code);
  await executeRun(jobScope("sync-orders", scope.merchantId), { integrationId, runId: started.value.runId }, environment());
  return getRun(scope, started.value.runId);
}

async function check({ scope, integrationId }: SyncedShop): Promise<void> {
  const started = await inMerchant(scope.merchantId, (tx) => startCheck(tx, scope, integrationId, "schedule"));
  if (!started.ok) throw new Error(started.reason.code);
  const { checkId } = started.value;
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId }, { ...environment(), engine: runCheck });
}

const lanes = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) =>
    tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" }, select: { state: true, failingSince: true } }),
  );
const moves = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.laneTransition.count({ where: { integrationId } }));
const incidentOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));
const notes = async ({ scope, integrationId }: SyncedShop) => {
  const rows = await inMerchant(scope.merchantId, (tx) => tx.notification.findMany({ where: { integrationId }, orderBy: { at: "asc" } }));
  return rows.map(({ kind }) => kind);
};
const WORKING = Array(2).fill({ state: "regular", failingSince: null });
const refuse = (address: string): Behaviour => ({ refusedAddresses: [{ address, how: "forbidden" }] });

describe("a shop that refuses one of our two addresses", () => {
  it.concurrent("keeps importing and sending through the other one, and its state does not change", async () => {
    const connected = await openShop();
    const { scope, integrationId, shop } = connected;
    await check(connected);
    const before = await moves(connected);
    shop.setBehaviour(refuse(FIRST));
    await check(connected);
    const order = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findFirstOrThrow({ where: { integrationId } }));
    await markShipped(scope, { orderId: order.id, carrier: "DHL", trackingNumber: "JJD1", trackingUrl: null });
    await pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, environment());
    expect(await inMerchant(scope.merchantId, (tx) => tx.shipment.count({ where: { integrationId, status: "sent" } }))).toBe(1);
    for (let round = 0; round < 4; round += 1) {
      expect(await sync(connected)).toMatchObject({
        status: "succeeded",
        visitor: { address: SECOND, userAgent: userAgents("woocommerce")[1], cause: "ip_blocked" },
      });
      expect(await lanes(connected)).toEqual(WORKING);
      if (round % 2 === 1) await check(connected);
    }
    expect(await moves(connected)).toBe(before);
    const incident = await incidentOf(connected);
    expect(incident && effectOf(incident, "orders_in")).toMatchObject({ kind: "partial" });
    expect(await inMerchant(scope.merchantId, (tx) => tx.incident.count({ where: { integrationId } }))).toBe(1);
    shop.setBehaviour({});
    await check(connected);
    expect(await incidentOf(connected)).toMatchObject({ id: incident?.id, closedAt: null, quietSince: expect.any(Date) });
    expect(await sync(connected)).toMatchObject({ status: "succeeded", visitor: null });
    await passQuietTime(integrationId);
    expect(await notes(connected), "members hear of it once, and that it is over").toEqual(["needs_you", "recovered"]);
  });

  it.concurrent("imports again after one check, if the refused address is the usual one", async () => {
    const connected = await openShop();
    connected.shop.setBehaviour(refuse(FIRST));
    expect(await sync(connected)).toMatchObject({ status: "failed" });
    await check(connected);
    expect(await sync(connected)).toMatchObject({ status: "succeeded", visitor: { address: SECOND } });
    expect(await lanes(connected)).toEqual(WORKING);
  });

  it.concurrent("is down as soon as it refuses both", async () => {
    const connected = await openShop();
    connected.shop.setBehaviour(refuse(FIRST));
    await check(connected);
    connected.shop.setBehaviour({ refusedAddresses: [FIRST, SECOND].map((address) => ({ address, how: "forbidden" })) });
    expect(await sync(connected)).toMatchObject({ status: "failed" });
    await check(connected);
    expect((await lanes(connected)).map(({ state }) => state)).toEqual(["action_needed", "action_needed"]);
  });
});

it.concurrent("a shop that refuses the usual User-Agent is asked with the other one", async () => {
  const connected = await openShop();
  const [short] = userAgents("woocommerce");
  connected.shop.setBehaviour({ blockedUserAgents: { texts: ["woocommerce;"] } });
  await check(connected);
  expect(await sync(connected)).toMatchObject({ status: "succeeded", visitor: { userAgent: short, cause: "user_agent_blocked" } });
  expect(await lanes(connected)).toEqual(WORKING);
});
