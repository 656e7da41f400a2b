import { afterAll, afterEach, describe, expect, it } from "vitest";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countShipments, listShipments } from "@/lib/orders/tracking/data";
import { sendAllAgain } from "@/lib/orders/tracking/outbox/mutations";
import { announceMaintenance, endMaintenance } from "@/lib/sync/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { numbers, parcel, push, record, writes } from "@/lib/testing/parcels";
import { recentOrders, refreshNow, type SyncedShop, startSyncedShop, syncOnSchedule } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function openShop(count = 6): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count).map((order) => ({ ...order, status: "processing" as const })));
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

describe("parcels that wait because their shop was unreachable", () => {
  const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
  const waitFor = (hours: number, { integrationId }: SyncedShop, failure = "connection_refused") =>
    inPlatform((tx) =>
      tx.shipment.updateMany({ where: { integrationId, status: "waiting" }, data: { nextPushAt: inHours(hours), failure } }),
    );
  const laneOf = ({ scope, integrationId }: SyncedShop) =>
    inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "tracking_out" } }));
  const isDue = async ({ scope, integrationId }: SyncedShop): Promise<boolean> =>
    (await listShipments(scope, { integrationId })).every(({ nextPushAt }) => nextPushAt !== null && nextPushAt <= new Date());

  it("have the cause that stopped them tested again as soon as one went out", async () => {
    const connected = await openShop();
    const { scope, integrationId } = connected;
    const [first = "", second = ""] = await numbers(connected);
    const waitingChecks = () =>
      inMerchant(scope.merchantId, (tx) => tx.reachabilityCheck.count({ where: { integrationId, status: "queued" } }));
    connected.shop.setBehaviour({ blockedMethods: { methods: ["PUT", "POST", "PATCH"] } });
    await record(connected, [parcel(first), parcel(second)]);
    await push(connected);
    await inPlatform((tx) =>
      tx.reachabilityCheck.updateMany({ where: { integrationId }, data: { status: "done", causeCodes: ["method_blocked"] } }),
    );
    connected.shop.setBehaviour({});
    await waitFor(0, connected);
    await push(connected);
    expect(await countShipments(scope, integrationId)).toMatchObject({ sent: 2 });
    expect(await waitingChecks()).toBe(1);
  });

  it("are due with the first import that succeeds, however it was started, and after a Refresh", async () => {
    const connected = await openShop();
    const [first = ""] = await numbers(connected);
    await record(connected, [parcel(first)]);
    await waitFor(6, connected);
    await syncOnSchedule(connected);
    expect(await isDue(connected)).toBe(false);
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 502 } });
    await syncOnSchedule(connected);
    connected.shop.setBehaviour({});
    await syncOnSchedule(connected);
    expect(await isDue(connected)).toBe(true);
    await waitFor(6, connected);
    await refreshNow(connected);
    expect(await isDue(connected)).toBe(true);
    await push(connected);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 1, failed: 0 });
  });

  it("are due when a script ends the maintenance in which they failed", async () => {
    const connected = await openShop();
    const [first = ""] = await numbers(connected);
    await announceMaintenance(connected.scope, { integrationId: connected.integrationId, until: inHours(2) });
    connected.shop.setBehaviour({ maintenance: true });
    await record(connected, [parcel(first)]);
    await sendAllAgain(connected.scope, connected);
    await push(connected);
    expect(await laneOf(connected)).toMatchObject({ state: "maintenance", failures: 0 });
    expect(await isDue(connected)).toBe(false);
    connected.shop.setBehaviour({});
    await endMaintenance(connected.scope, connected);
    expect(await isDue(connected)).toBe(true);
    await push(connected);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 1, failed: 0 });
  });

  it("follow a new parcel that succeeds, and cost a shop that is still down one attempt for all", async () => {
    const connected = await openShop();
    const [first = "", second = "", third = "", fourth = ""] = await numbers(connected);
    connected.shop.setBehaviour({ blockedMethods: { methods: ["PUT", "POST", "PATCH"] } });
    await record(connected, [parcel(first), parcel(second), parcel(third)]);
    await push(connected);
    expect(await laneOf(connected)).toMatchObject({ failures: 1, reason: "failed" });
    await waitFor(0, connected, "blocked");
    const asked = writes(connected);
    await push(connected);
    expect(writes(connected) - asked).toBe(1);
    await waitFor(6, connected, "blocked");
    connected.shop.setBehaviour({});
    await record(connected, [parcel(fourth)]);
    await push(connected);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 4, failed: 0 });
    expect(await laneOf(connected)).toMatchObject({ state: "regular", failures: 0, failingSince: null });
  });

  it("throttle the lane after three failures, even of a single parcel, until one succeeds", async () => {
    const connected = await openShop();
    const [first = ""] = await numbers(connected);
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    await record(connected, [parcel(first)]);
    for (let tries = 0; tries < 4; tries += 1) {
      await waitFor(0, connected);
      await push(connected);
    }
    expect(await laneOf(connected)).toMatchObject({ state: "throttled", failures: 3, reason: "failed" });
    connected.shop.setBehaviour({});
    await waitFor(0, connected);
    await push(connected);
    expect(await laneOf(connected)).toMatchObject({ state: "regular", reason: "none", failures: 0 });
  });

  it("need action if the key may not write, until it may and one was resent", async () => {
    const key: WooKey = { consumerKey: "ck_test", consumerSecret: "cs_test", permissions: "read" };
    const orders = recentOrders(2).map((order) => ({ ...order, status: "processing" as const }));
    const shop = await startFakeShop({ shopSystem: "woocommerce", orders, credentials: [key] });
    const connected = { ...(await connectShop({ baseUrl: shop.url })), shop };
    shops.push(connected);
    await refreshNow(connected);
    const [first = ""] = await numbers(connected);
    await record(connected, [parcel(first)]);
    await push(connected);
    expect(await laneOf(connected)).toMatchObject({ state: "action_needed", reason: "failed" });
    delete key.permissions;
    await sendAllAgain(connected.scope, connected);
    await push(connected);
    expect(await laneOf(connected)).toMatchObject({ state: "regular", reason: "none" });
  });
});
