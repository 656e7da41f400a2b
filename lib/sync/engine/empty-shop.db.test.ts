import { afterAll, describe, expect, it } from "vitest";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { confirmEmptyShop } from "@/lib/sync/mutations";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import {
  compareVersions,
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

// Maintenance modes and plugins that answer 200 with empty lists, zero totals and "not found" for every order cause no removal.

const shops: SyncedShop[] = [];
// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

async function imported(count: number, shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const orders = recentOrders(count).map((order) => ({ ...order, status: "processing" as const }));
  const connected = await startSyncedShop(orders, { shopSystem });
  shops.push(connected);
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: count });
  return connected;
}

const outside = () => ({ outside: LOOPBACK, signal: new AbortController().signal });

const coveredNow = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) =>
    tx.coverageInterval.findMany({
      where: { integrationId },
      orderBy: { coveredFrom: "asc" },
      select: { coveredFrom: true, coveredTo: true },
    }),
  );

const laneOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));

async function expectSameVersions(connected: SyncedShop): Promise<void> {
  const { here, there } = await compareVersions(connected);
  expect(here).toEqual(there);
}

describe.concurrent.each(SHOP_SYSTEMS)("a %s shop that looks empty", (shopSystem) => {
  it.each([5, 305])("keeps all its %i stored orders, is reported, and recovers once they are listed again", async (count) => {
    const connected = await imported(count, shopSystem);
    const { scope, integrationId, shop } = connected;
    const covered = await coveredNow(connected);
    shop.setBehaviour({ looksEmpty: true });
    const suspicious = { status: "failed", failure: "suspiciously_empty" };
    expect(await refreshNow(connected)).toMatchObject(suspicious);
    expect(await syncOnSchedule(connected)).toMatchObject(suspicious);
    expect(await syncOnSchedule(connected, "rescan")).toMatchObject(suspicious);
    expect(await storedOrders(connected)).toHaveLength(count);
    // Changes made meanwhile are imported by the first sync afterwards.
    expect(await coveredNow(connected)).toEqual(covered);
    expect(await laneOf(connected)).toMatchObject({ reason: "failed", reasonParams: { failure: "suspiciously_empty" } });
    const [order] = await storedOrders(connected);
    const shipments = [{ order: order?.number ?? "", carrier: "DHL", trackingNumber: "JD1", trackingUrl: null }];
    expect(await recordShipments(scope, { integrationId, source: "csv", shipments })).toMatchObject({ ok: true, value: { recorded: 1 } });
    // The push is retried, and a webhook that names the order does not remove it.
    const push = () => pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, outside());
    const parcel = () => inMerchant(scope.merchantId, (tx) => tx.shipment.findFirstOrThrow({ where: { integrationId } }));
    await push();
    expect(await parcel()).toMatchObject({ status: "waiting", failure: "suspiciously_empty" });
    await inMerchant(scope.merchantId, (tx) =>
      tx.shopWebhookHint.create({ data: { merchantId: scope.merchantId, integrationId, externalId: order?.externalId ?? "" } }),
    );
    await fetchHinted(scope, integrationId, outside());
    expect(await storedOrders(connected)).toHaveLength(count);

    shop.shop.editOrder(Number(order?.externalId));
    shop.setBehaviour({});
    expect(await syncOnSchedule(connected, "recovery_probe")).toMatchObject({ status: "succeeded", updated: 1 });
    expect(await laneOf(connected)).toMatchObject({ state: "regular", reason: "none" });
    await push();
    expect(await parcel()).toMatchObject({ status: "sent" });
    await refreshNow(connected);
    await expectSameVersions(connected);
  });

  it("keeps all its stored orders on the first day, even if it still lists a few", async () => {
    const connected = await imported(60, shopSystem);
    const { shop } = connected;
    const covered = await coveredNow(connected);
    const shown = shop.shop.listOrders().toSorted((left, right) => right.modifiedAt.getTime() - left.modifiedAt.getTime());
    shop.setBehaviour({ looksEmpty: { butFor: shown.slice(0, 25).map(({ id }) => id) } });
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "suspiciously_empty", shopCount: 25, ourCount: 60 });
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "suspiciously_empty" });
    expect(await storedOrders(connected)).toHaveLength(60);
    // A hidden order may have changed, so this time is not covered; an interrupted run uncovers a little more.
    const [before, now] = [covered.at(-1), (await coveredNow(connected)).at(-1)];
    expect(now?.coveredTo.getTime()).toBeLessThanOrEqual(before?.coveredTo.getTime() ?? 0);
    shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
    await expectSameVersions(connected);
  });
});

describe.concurrent.each(SHOP_SYSTEMS)("a %s shop that looks empty during its first import", (shopSystem) => {
  it("gains no coverage, and is imported once it lists its orders", async () => {
    const connected = await startSyncedShop(recentOrders(8), { shopSystem });
    shops.push(connected);
    connected.shop.setBehaviour({ looksEmpty: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 0, ourCount: 0 });
    expect(await coveredNow(connected)).toEqual([]);
    connected.shop.setBehaviour({});
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", created: 8 });
    await expectSameVersions(connected);
  });
});

describe.concurrent.each(SHOP_SYSTEMS)("a %s order that changed while no list included it", (shopSystem) => {
  it("is updated to its newest version by the nightly run", async () => {
    const connected = await startSyncedShop(
      recentOrders(40).map((order) => ({ ...order, status: "completed" as const })),
      { shopSystem },
    );
    shops.push(connected);
    const [hidden, newest] = connected.shop.shop.listOrders().map(({ id }) => id);
    const edit = (id = 0, secondsAgo = 0) => {
      connected.shop.shop.editOrder(id).modifiedAt = new Date(Math.floor(Date.now() / 1000 - secondsAgo) * 1000);
    };
    edit(newest, 60);
    await refreshNow(connected);
    // A time that is confirmed by now.
    edit(hidden, 600);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", updated: 0 });
    expect(await syncOnSchedule(connected, "rescan")).toMatchObject({ status: "succeeded", updated: 1 });
    await expectSameVersions(connected);
  });
});

describe.concurrent.each(SHOP_SYSTEMS)("a %s shop that was emptied for good", (shopSystem) => {
  it("keeps its orders until a member confirms, drops them in the next run, and regains those listed again", async () => {
    const connected = await imported(60, shopSystem);
    const { scope, integrationId, shop } = connected;
    const all = shop.shop.listOrders();
    for (const { id } of all) shop.shop.removeOrder(id);
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "suspiciously_empty" });
    expect(await confirmEmptyShop(scope, { integrationId })).toEqual({ ok: true, value: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 0, ourCount: 0 });
    expect(await storedOrders(connected)).toEqual([]);
    expect(await laneOf(connected)).toMatchObject({ state: "regular", reason: "none" });
    shop.shop.restore(all);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
    await expectSameVersions(connected);
    // The confirmation is used up.
    shop.setBehaviour({ looksEmpty: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "suspiciously_empty" });
    expect(await storedOrders(connected)).toHaveLength(60);
  });

  it("loses none if it lists orders again after the confirmation", async () => {
    const connected = await imported(30, shopSystem);
    const { scope, integrationId, shop } = connected;
    shop.setBehaviour({ looksEmpty: true });
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "suspiciously_empty" });
    await confirmEmptyShop(scope, { integrationId });
    shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 30, ourCount: 30 });
    await expectSameVersions(connected);
  });
});

describe.concurrent("orders that a merchant deleted", () => {
  it("are removed in batches after a day if there are many, and return once listed again", async () => {
    const connected = await imported(60);
    const { scope, integrationId, shop } = connected;
    const all = shop.shop.listOrders();
    for (const { id } of all.slice(0, 45)) shop.shop.removeOrder(id);
    expect(await refreshNow(connected)).toMatchObject({ status: "failed", failure: "suspiciously_empty" });
    const pass = () =>
      inMerchant(
        scope.merchantId,
        (
          tx,
        ) => tx.$executeRaw`update sync_run set requested_at = requested_at - interval '25 hours', finished_at = finished_at - interval '25 hours'
          where integration_id = ${integrationId}::uuid`,
      );
    await pass();
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 15, ourCount: 40 });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 15, ourCount: 20 });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 15, ourCount: 15 });
    shop.shop.restore(all);
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
    await expectSameVersions(connected);
  });

  it("return once listed again, even if the counts cannot be compared", async () => {
    const orders = recentOrders(60).map((order, index) => (index < 5 ? { ...order, wooStatus: "checkout-draft" } : order));
    const connected = await startSyncedShop(orders, { shopSystem: "woocommerce" });
    shops.push(connected);
    const { scope, integrationId, shop } = connected;
    const unlisted = orders.slice(0, 5).map(({ id }) => id);
    shop.setBehaviour({ unlisted });
    await refreshNow(connected);
    await inMerchant(scope.merchantId, async (tx) => {
      const lost = (await storedOrders(connected)).slice(2, 5).map(({ externalId }) => externalId);
      await tx.shopOrder.updateMany({ where: { integrationId, externalId: { in: lost } }, data: { removedAt: new Date() } });
    });
    expect(await storedOrders(connected)).toHaveLength(52);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: null });
    expect(await storedOrders(connected)).toHaveLength(55);
  });

  it("are removed at once if they are few, or if the shop had no more than two", async () => {
    const connected = await imported(12);
    for (const { id } of connected.shop.shop.listOrders().slice(4)) connected.shop.shop.removeOrder(id);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 4, ourCount: 4 });
    const small = await imported(2);
    for (const { id } of small.shop.shop.listOrders()) small.shop.shop.removeOrder(id);
    expect(await refreshNow(small)).toMatchObject({ status: "succeeded", shopCount: 0, ourCount: 0 });
  });
});
