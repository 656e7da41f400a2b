import { afterAll, afterEach, describe, expect, it } from "vitest";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { Lane } from "@/lib/infra/prisma-client/client";
import { listShipments } from "@/lib/orders/tracking/data";
import { startDuePushes } from "@/lib/orders/tracking/due-pushes";
import { markShipped, sendAgain, sendAllAgain } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { listMaintenance } from "@/lib/sync/maintenance/data";
import { startDueMaintenance } from "@/lib/sync/maintenance/due";
import { cancelMaintenance, planMaintenance } from "@/lib/sync/maintenance/mutations";
import { pauseSync, resumeSync } from "@/lib/sync/mutations";
import {
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

const schedule = jobPlatformScope("schedule");
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

async function open(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(5));
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

const lanesOf = ({ scope, integrationId }: SyncedShop): Promise<Lane[]> =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" } }));
const ordersIn = async (connected: SyncedShop): Promise<Lane | undefined> => (await lanesOf(connected))[0];

async function plan({ scope, integrationId }: SyncedShop, from: Date, to: Date): Promise<string> {
  const planned = await planMaintenance(scope, { integrationId, startsAt: from, endsAt: to, timeZone: "Europe/Berlin" });
  if (!planned.ok) throw new Error(planned.reason);
  return planned.value.windowId;
}

/** Makes the window begin now. */
const letBegin = ({ scope }: SyncedShop, id: string): Promise<unknown> =>
  inMerchant(scope.merchantId, (tx) => tx.maintenanceWindow.updateMany({ where: { id }, data: { startsAt: new Date(Date.now() - 1000) } }));

const breakShop = ({ shop }: SyncedShop): void => shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });

describe("a planned maintenance window", () => {
  it("ends for both lanes when a Refresh succeeds", async () => {
    const connected = await open();
    await letBegin(connected, await plan(connected, inMinutes(30), inMinutes(90)));
    await startDueMaintenance(schedule);
    expect((await lanesOf(connected)).map(({ state }) => state)).toEqual(["maintenance", "maintenance"]);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
    expect((await lanesOf(connected)).map(({ state }) => state)).toEqual(["regular", "regular"]);
  });

  it("starts on time, holds both lanes until its end, and shows its end and who planned it", async () => {
    const connected = await open();
    const end = inMinutes(90);
    const id = await plan(connected, inMinutes(30), end);
    expect(await startDueMaintenance(schedule)).toBe(0);
    expect((await lanesOf(connected)).map(({ state }) => state)).toEqual(["regular", "regular"]);
    await letBegin(connected, id);
    expect(await startDueMaintenance(schedule)).toBe(1);
    for (const lane of await lanesOf(connected))
      expect(lane).toMatchObject({
        state: "maintenance",
        reason: "window_announced",
        reasonParams: { by: "Ada", until: end.toISOString() },
      });
    expect((await ordersIn(connected))?.nextSyncAt).toEqual(end);
    expect(await startDueMaintenance(schedule)).toBe(0);
  });

  it("counts no failure inside it, not even before the scheduler has started it", async () => {
    const connected = await open();
    const id = await plan(connected, inMinutes(30), inMinutes(60));
    await letBegin(connected, id);
    breakShop(connected);
    for (let run = 0; run < 4; run += 1) expect(await syncOnSchedule(connected)).toMatchObject({ status: "failed" });
    expect(await ordersIn(connected)).toMatchObject({ state: "maintenance", failures: 0 });
  });

  it("counts no failure in the rest of it after a successful Refresh ended it", async () => {
    const connected = await open();
    const end = inMinutes(60);
    await plan(connected, inMinutes(-1), end);
    expect(await ordersIn(connected)).toMatchObject({ state: "maintenance" });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
    expect(await ordersIn(connected)).toMatchObject({ state: "regular" });
    breakShop(connected);
    await syncOnSchedule(connected);
    expect(await ordersIn(connected)).toMatchObject({ state: "maintenance", failures: 0, nextSyncAt: end });
  });

  it("ends at once when cancelled unless another is active, and never starts if cancelled in advance", async () => {
    const connected = await open();
    const { scope } = connected;
    const [first, second, later] = [
      await plan(connected, inMinutes(-1), inMinutes(60)),
      await plan(connected, inMinutes(-1), inMinutes(30)),
      await plan(connected, inMinutes(10), inMinutes(20)),
    ];
    expect(await cancelMaintenance(scope, { windowId: first })).toEqual({ ok: true, value: true });
    expect(await ordersIn(connected)).toMatchObject({ state: "maintenance" });
    await cancelMaintenance(scope, { windowId: second });
    expect(await ordersIn(connected)).toMatchObject({ state: "regular" });
    expect((await listMaintenance(scope, connected.integrationId)).map(({ id }) => id)).toEqual([later]);
    await cancelMaintenance(scope, { windowId: later });
    await letBegin(connected, later);
    await startDueMaintenance(schedule);
    expect(await ordersIn(connected)).toMatchObject({ state: "regular" });
    expect(await cancelMaintenance(scope, { windowId: later })).toEqual({ ok: false, reason: "not_found" });
  });

  it("no longer suppresses failures once it is over", async () => {
    const connected = await open();
    const id = await plan(connected, inMinutes(-1), inMinutes(60));
    const over = { startsAt: inMinutes(-60), endsAt: inMinutes(-1) };
    await inMerchant(connected.scope.merchantId, (tx) => tx.maintenanceWindow.updateMany({ where: { id }, data: over }));
    const until = over.endsAt.toISOString();
    await inMerchant(connected.scope.merchantId, (tx) =>
      tx.lane.updateMany({ where: { integrationId: connected.integrationId }, data: { reasonParams: { until, by: "Ada" } } }),
    );
    breakShop(connected);
    await syncOnSchedule(connected);
    expect(await ordersIn(connected)).toMatchObject({ state: "regular", failures: 1 });
  });
});

describe("parcels", () => {
  async function withParcel(): Promise<{ connected: SyncedShop; parcel: () => Promise<unknown> }> {
    const connected = await open();
    const [order] = await storedOrders(connected);
    const number = { carrier: "DHL", trackingNumber: "JJD0001", trackingUrl: null };
    await markShipped(connected.scope, { orderId: order?.id ?? "", ...number });
    return { connected, parcel: () => inMerchant(connected.scope.merchantId, (tx) => tx.shipment.findFirst()) };
  }
  const push = ({ scope, integrationId }: SyncedShop): Promise<void> =>
    pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, { outside: LOOPBACK, signal: new AbortController().signal });

  const requests = ({ shop }: SyncedShop): number => shop.requests.length;
  /** Makes the announced times pass. */
  async function letEnd({ scope, integrationId }: SyncedShop): Promise<void> {
    await inMerchant(scope.merchantId, async (tx) => {
      await tx.maintenanceWindow.updateMany({ data: { startsAt: inMinutes(-60), endsAt: inMinutes(-1) } });
      await tx.$executeRaw`update lane set reason_params = reason_params || ${JSON.stringify({ until: inMinutes(-1).toISOString() })}::jsonb
        where integration_id = ${integrationId}::uuid and reason_params ? 'until'`;
    });
  }

  it.each(["that has started", "that the scheduler has not started yet"])(
    "wait for the end of a window %s, and are sent once after it",
    async (kind) => {
      const { connected, parcel } = await withParcel();
      const id = await plan(connected, inMinutes(30), inMinutes(40));
      await letBegin(connected, id);
      if (kind === "that has started") await startDueMaintenance(schedule);
      const asked = requests(connected);
      await push(connected);
      expect(await startDuePushes(schedule)).toBe(0);
      expect(requests(connected)).toBe(asked);
      expect(await parcel()).toMatchObject({ status: "waiting", attempts: 0, failure: null });
      await startDueMaintenance(schedule);
      await letEnd(connected);
      await inPlatform((tx) => tx.$executeRaw`delete from pgboss.job where name = 'push-shipments'`);
      expect(await startDuePushes(schedule)).toBe(1);
      await push(connected);
      expect(await parcel()).toMatchObject({ status: "sent", attempts: 1 });
      const told = requests(connected);
      expect(told).toBeGreaterThan(asked);
      await push(connected);
      expect(requests(connected)).toBe(told);
    },
  );

  it("wait as long as the shop requested, even if it answered the other lane", async () => {
    const { connected, parcel } = await withParcel();
    connected.shop.setBehaviour({ maintenance: true });
    await syncOnSchedule(connected);
    expect(await ordersIn(connected)).toMatchObject({ state: "maintenance", reason: "asked_to_wait" });
    const asked = requests(connected);
    await push(connected);
    expect(requests(connected)).toBe(asked);
    connected.shop.setBehaviour({});
    await letEnd(connected);
    await push(connected);
    expect(await parcel()).toMatchObject({ status: "sent" });
  });

  it("are sent individually when resent by a user inside a window; a Refresh ends it for all", async () => {
    const { connected } = await withParcel();
    const { scope, integrationId } = connected;
    const [, second] = await storedOrders(connected);
    await markShipped(scope, { orderId: second?.id ?? "", carrier: "DHL", trackingNumber: "JJD0002", trackingUrl: null });
    await plan(connected, inMinutes(-1), inMinutes(40));
    const states = async () =>
      (await listShipments(scope, { integrationId })).map(({ trackingNumber, status }) => [trackingNumber, status]).toSorted();
    const [retried] = (await listShipments(scope, { integrationId })).filter(({ trackingNumber }) => trackingNumber === "JJD0002");
    await sendAgain(scope, { shipmentId: retried?.id ?? "" });
    await push(connected);
    expect(await states()).toEqual([
      ["JJD0001", "waiting"],
      ["JJD0002", "sent"],
    ]);
    expect((await lanesOf(connected)).map(({ state }) => state)).toEqual(["maintenance", "maintenance"]);
    await syncOnSchedule(connected);
    await push(connected);
    expect(await states()).toContainEqual(["JJD0001", "waiting"]);
    await refreshNow(connected);
    await push(connected);
    expect(await states()).toContainEqual(["JJD0001", "sent"]);
  });

  it("that fail when resent inside a window lose no attempt, and are sent at its end", async () => {
    const { connected, parcel } = await withParcel();
    const end = inMinutes(40);
    await plan(connected, inMinutes(-1), end);
    breakShop(connected);
    await sendAllAgain(connected.scope, connected);
    await push(connected);
    expect(await parcel()).toMatchObject({ status: "waiting", attempts: 0, nextPushAt: end, failure: "server_error" });
    const asked = requests(connected);
    await inMerchant(connected.scope.merchantId, (tx) => tx.shipment.updateMany({ data: { nextPushAt: new Date() } }));
    await push(connected);
    expect(requests(connected)).toBe(asked);
  });

  it("are not sent while the shop is paused, and are sent after it is resumed", async () => {
    const { connected, parcel } = await withParcel();
    const { scope, integrationId } = connected;
    await pauseSync(scope, { integrationId });
    await push(connected);
    expect(await startDuePushes(schedule)).toBe(0);
    expect(await parcel()).toMatchObject({ status: "waiting", attempts: 0 });
    await resumeSync(scope, { integrationId });
    await push(connected);
    expect(await parcel()).toMatchObject({ status: "sent" });
  });
});

it("tracking goes on at once when a Refresh succeeds after a check had found the shop in maintenance", async () => {
  const connected = await open();
  const { scope, integrationId } = connected;
  const reasonParams = {
    checkId: "c",
    cause: "maintenance_mode",
    others: 0,
    methods: [],
    userAgents: [],
    addresses: [],
    blocker: null,
    fixer: "merchant",
  };
  await inMerchant(scope.merchantId, (tx) =>
    tx.lane.updateMany({
      where: { integrationId, lane: "tracking_out" },
      data: { state: "throttled", reason: "causes_found", reasonParams, failingSince: new Date() },
    }),
  );
  await refreshNow(connected);
  expect((await lanesOf(connected)).map(({ lane, state, failingSince }) => ({ lane, state, failingSince }))).toEqual([
    { lane: "orders_in", state: "regular", failingSince: null },
    { lane: "tracking_out", state: "regular", failingSince: null },
  ]);
});
