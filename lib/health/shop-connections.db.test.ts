import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { executeCheck } from "@/lib/check/execute-check";
import { withConnectionLimit } from "@/lib/check/limit-connections";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { withConnections } from "@/lib/health/shop-connections";
import { jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countShipments } from "@/lib/orders/tracking/data";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import { probeForRecovery } from "@/lib/sync/recovery/recovery-probe";
import { connectShop } from "@/lib/testing/connect-shop";
import {
  clearRefreshLimits,
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  workOn,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

const { signal } = new AbortController();

/** Two published addresses, as in production; each is probed separately. */
const OUTSIDE = { ...LOOPBACK, egress: { addresses: ["127.0.0.1", "127.0.0.2"], control: "127.0.0.3" } };

async function check({ scope, integrationId }: SyncedShop): Promise<string | null> {
  const started = await requestCheck(scope, { integrationId, trigger: "connect" });
  if (!started.ok) throw new Error(started.reason.code);
  const { checkId } = started.value;
  const engine = withConnectionLimit(scope, integrationId, runCheck);
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId }, { outside: OUTSIDE, signal, engine });
  return (await inPlatform((tx) => tx.reachabilityCheck.findUniqueOrThrow({ where: { id: checkId } }))).verdict;
}

describe("concurrent work for one shop", () => {
  it("opens at most two connections to it, and all of it completes", async () => {
    const orders = recentOrders(250).map((order) => ({ ...order, status: "processing" as const }));
    const connected = await startSyncedShop(orders);
    shops.push(connected);
    const { scope, integrationId, shop } = connected;
    await refreshNow(connected);
    const [order] = await storedOrders(connected);
    const parcel = { order: order?.number ?? "", carrier: "PostNL", trackingNumber: "3SABC", trackingUrl: null };
    await recordShipments(scope, { integrationId, source: "form", shipments: [parcel] });
    await inPlatform((tx) => tx.coverageInterval.deleteMany({ where: { integrationId } }));
    await clearRefreshLimits(connected);
    const requested = await requestRefresh(scope, { integrationId });
    if (!requested.ok) throw new Error(requested.reason.code);
    shop.setBehaviour({ delayMs: 25 });
    const [verdict] = await Promise.all([
      check(connected),
      workOn(connected, requested.value.runId),
      pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, { outside: LOOPBACK, signal }),
      probeForRecovery(jobScope("recovery-probe", scope.merchantId), integrationId, LOOPBACK),
    ]);
    expect(shop.mostConnections()).toBe(2);
    expect(verdict).toBe("healthy");
    expect(await getRun(scope, requested.value.runId)).toMatchObject({ status: "succeeded", ourCount: 250 });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 1, failed: 0 });
  });

  it("lets a check use both connections while nothing else needs one", async () => {
    const connected = await startSyncedShop(recentOrders(5));
    shops.push(connected);
    connected.shop.setBehaviour({ delayMs: 25 });
    expect(await check(connected)).toBe("healthy");
    expect(connected.shop.mostConnections()).toBe(2);
  });
});

describe("a connection to a shop", () => {
  it("is granted to two holders at a time, and a third one waits", async () => {
    const { scope, integrationId } = await connectShop();
    let [now, most] = [0, 0];
    const work = async (): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 30));
      now -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withConnections(scope, integrationId, { wanted: 1 }, work)));
    expect(most).toBe(2);
    expect(await inPlatform((tx) => tx.shopConnection.count({ where: { integrationId } }))).toBe(0);
  });

  it("of a dead worker becomes free when its lease ends, and not before", async () => {
    const { scope, integrationId } = await connectShop();
    const holders = [1, 2].map((slot) => ({ merchantId: scope.merchantId, integrationId, slot, holder: randomUUID() }));
    const heldUntil = new Date(Date.now() + 60_000);
    await inPlatform((tx) => tx.shopConnection.createMany({ data: holders.map((held) => ({ ...held, heldUntil })) }));
    const work = vi.fn(async () => "done");
    expect(await withConnections(scope, integrationId, { wanted: 1, signal: AbortSignal.timeout(300) }, work)).toBeNull();
    expect(work).not.toHaveBeenCalled();
    await inPlatform((tx) => tx.shopConnection.updateMany({ where: { integrationId, slot: 2 }, data: { heldUntil: new Date(0) } }));
    expect(await withConnections(scope, integrationId, { wanted: 2 }, work)).toBe("done");
    expect(work).toHaveBeenCalledWith(1);
  });

  it("to another merchant's shop is not taken", async () => {
    const foreign = await connectShop();
    const { scope } = await connectShop();
    let held = -1;
    await withConnections(scope, foreign.integrationId, { wanted: 1 }, async () => {
      held = await inPlatform((tx) => tx.shopConnection.count({ where: { integrationId: foreign.integrationId } }));
    });
    expect(held).toBe(0);
  });
});
