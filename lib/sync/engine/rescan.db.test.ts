import { afterAll, describe, expect, it } from "vitest";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { startDueRescans } from "@/lib/sync/due";
import { requestRefresh } from "@/lib/sync/mutations";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import { startRun } from "@/lib/sync/run/start-run";
import { listOpenOrders } from "@/lib/sync/run/store-reads";
import { connectShop } from "@/lib/testing/connect-shop";
import type { MagentoToken } from "@/lib/testing/fake-shops/magento/authenticate";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { recentOrders, refreshNow, SHOP_KEYS_OF, type SyncedShop, startSyncedShop, storedOrders, workOn } from "@/lib/testing/sync-shop";

const schedule = jobPlatformScope("schedule");
const shops: SyncedShop[] = [];
// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map(({ shop }) => shop.close()));
  await closeQueue();
});

async function openShop(count: number, shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const orders = recentOrders(count).map((order) => ({ ...order, status: "processing" as const }));
  const connected = await startSyncedShop(orders, { shopSystem });
  shops.push(connected);
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: count });
  return connected;
}

async function rescan(connected: SyncedShop): Promise<RunView | undefined> {
  const { scope, integrationId } = connected;
  const started = await inMerchant(scope.merchantId, (tx) => startRun(tx, jobScope("schedule", scope.merchantId), integrationId, "rescan"));
  if (!started.ok) throw new Error(started.reason.code);
  await workOn(connected, started.value.runId);
  return (await listRunViews(scope, integrationId, 20)).find((run) => run.id === started.value.runId);
}

const setNight = ({ integrationId }: SyncedShop, nextRescanAt: Date) =>
  inPlatform((tx) => tx.integration.updateMany({ where: { id: integrationId }, data: { nextRescanAt } }));
const plannedAt = async ({ integrationId }: SyncedShop) =>
  (await inPlatform((tx) => tx.integration.findUniqueOrThrow({ where: { id: integrationId } }))).nextRescanAt;
const rescansOf = async ({ scope, integrationId }: SyncedShop) =>
  (await listRunViews(scope, integrationId, 20)).filter((run) => run.trigger === "rescan");

it("open orders get weights from the first nightly run after a Magento key may read store settings", async () => {
  const shopSystem = "magento";
  const keys = SHOP_KEYS_OF.magento as unknown as MagentoToken;
  const token = { ...keys, resources: ["Magento_Sales::actions_view"] };
  const orders = recentOrders(4).map((order) => ({ ...order, status: "processing" as const }));
  const shop = await startFakeShop({ shopSystem, orders, credentials: [token] });
  const connected = { ...(await connectShop({ shopSystem, baseUrl: shop.url, credentials: SHOP_KEYS_OF.magento })), shop };
  shops.push(connected);
  const weights = async () =>
    (await storedOrders(connected)).flatMap(({ lines }) => (lines as { weightGrams: number | null }[]).map((line) => line.weightGrams));
  await refreshNow(connected);
  expect((await weights()).length).toBeGreaterThan(0);
  expect((await weights()).filter((weight) => weight !== null)).toEqual([]);
  token.resources.push("Magento_Backend::store");
  await rescan(connected);
  expect((await weights()).filter((weight) => weight === null)).toEqual([]);
});

describe("data that a PrestaShop order only references", () => {
  const oldest = ({ shop }: SyncedShop) => {
    const [order] = shop.shop.listOrders().toSorted((left, right) => left.modifiedAt.getTime() - right.modifiedAt.getTime());
    if (!order) throw new Error("no orders");
    return order;
  };
  const here = async (connected: SyncedShop, id: number) =>
    (await storedOrders(connected)).find(({ externalId }) => externalId === String(id));

  it.each(["stored as today", "stored before references were compared"])("is updated when it changes, for orders %s", async (kind) => {
    const connected = await openShop(12, "prestashop");
    if (kind.startsWith("stored before"))
      await inPlatform(
        (tx) =>
          tx.$executeRaw`update shop_order set raw_hash = substring(raw_hash for 32) where integration_id = ${connected.integrationId}::uuid`,
      );
    // Stored orders are unchanged, whatever their format.
    expect(await rescan(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 0 });
    const { id, billing, shipping } = oldest(connected);
    billing.email = "new@shop.example";
    shipping.city = "Nieuwegein";
    expect(await rescan(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 1 });
    expect(await here(connected, id)).toMatchObject({
      customerEmail: "new@shop.example",
      billing: { email: "new@shop.example" },
      shipping: { city: "Nieuwegein" },
      searchText: expect.stringContaining("new@shop.example"),
    });
    expect(await rescan(connected)).toMatchObject({ updated: 0 });
  });

  it("is kept if the shop no longer returns it", async () => {
    const connected = await openShop(3, "prestashop");
    const { id, billing } = oldest(connected);
    const before = await here(connected, id);
    billing.email = "";
    expect(await rescan(connected)).toMatchObject({ status: "succeeded", updated: 0 });
    expect(await here(connected, id)).toMatchObject({ customerEmail: before?.customerEmail });
    expect(before?.customerEmail).not.toBe("");
  });
});

describe.concurrent.each(SHOP_SYSTEMS)("the nightly rescan of open %s orders", (shopSystem) => {
  it("finds changes without a new modification time, and deleted orders", async () => {
    const connected = await openShop(40, shopSystem);
    const { shop } = connected.shop;
    // Much older than the newest order, where no routine sync rereads.
    const [changed, removed] = shop.listOrders().toSorted((left, right) => left.modifiedAt.getTime() - right.modifiedAt.getTime());
    if (!changed || !removed) throw new Error("no orders");
    changed.status = "cancelled";
    shop.removeOrder(removed.id);
    expect(await rescan(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 1 });
    const stored = await storedOrders(connected);
    expect(stored.find((order) => order.externalId === `${removed.id}`)).toBeUndefined();
    expect(stored).toHaveLength(39);
    // Closed now, so the next night does not fetch it.
    const { scope, integrationId } = connected;
    const next = await inMerchant(scope.merchantId, (tx) => listOpenOrders({ tx, merchantId: scope.merchantId, integrationId }));
    expect(next).toHaveLength(38);
    expect(next).not.toContain(`${changed.id}`);
  });
});

describe.concurrent.each(["woocommerce", "magento", "prestashop"] as const)(
  "the nightly rescan of open %s orders, some of which break the shop,",
  (shopSystem) => {
    const BROKEN = [1005, 1006, 1007, 1008, 1009, 1010];
    const quarantined = ({ scope, integrationId }: SyncedShop) =>
      inMerchant(scope.merchantId, async (tx) =>
        (await tx.quarantinedOrder.findMany({ where: { integrationId, resolvedAt: null }, orderBy: { externalId: "asc" } })).map(
          ({ externalId, error }) => `${externalId} ${error}`,
        ),
      );

    it.each([undefined, 502, 504, "reset"] as const)(
      "succeeds, reads all others, and quarantines those until they are returned again: %s",
      async (breaksBy) => {
        const connected = await openShop(24, shopSystem);
        const { shop } = connected;
        shop.setBehaviour({ breaksOn: BROKEN, ...(breaksBy ? { breaksBy } : {}) });
        const stood = shop.shop.orders.get(1003);
        if (!stood) throw new Error("no order");
        stood.status = "cancelled";
        expect(await rescan(connected)).toMatchObject({ status: "succeeded", updated: 1, shopCount: 24, ourCount: 24 });
        expect(await quarantined(connected)).toEqual(BROKEN.map((id) => `${id} record: breaks`));
        expect(await storedOrders(connected)).toHaveLength(24);
        shop.setBehaviour({});
        expect(await rescan(connected)).toMatchObject({ status: "succeeded" });
        expect(await quarantined(connected)).toEqual([]);
      },
    );
  },
);

describe("the nightly rescan of open orders", () => {
  it("is due in the small hours of the merchant's time zone and starts once, however many workers poll", async () => {
    const connected = await openShop(3);
    await startDueRescans(schedule);
    expect(await rescansOf(connected)).toEqual([]);
    const night = await plannedAt(connected);
    const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: "Europe/Amsterdam" }).format(night ?? 0));
    expect(hour).toBeGreaterThanOrEqual(1);
    expect(hour).toBeLessThan(5);
    expect(night?.getTime()).toBeGreaterThan(Date.now());
    await setNight(connected, new Date(Date.now() - 1_000));
    await Promise.all([startDueRescans(schedule), startDueRescans(schedule), startDueRescans(schedule)]);
    expect(await rescansOf(connected)).toHaveLength(1);
    expect((await plannedAt(connected))?.getTime()).toBeGreaterThan(Date.now());
  });

  it("waits for an active run instead of skipping the night, and skips throttled shops", async () => {
    const busy = await openShop(3);
    await inPlatform((tx) => tx.$executeRaw`update sync_run set requested_at = requested_at - interval '2 minutes'`);
    const requested = await requestRefresh(busy.scope, busy);
    const past = new Date(Date.now() - 1_000);
    await setNight(busy, past);
    const slow = await openShop(3);
    await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId: slow.integrationId }, data: { state: "throttled" } }));
    await setNight(slow, past);
    await startDueRescans(schedule);
    expect([await rescansOf(busy), await rescansOf(slow)]).toEqual([[], []]);
    if (requested.ok) await workOn(busy, requested.value.runId);
    await startDueRescans(schedule);
    expect(await rescansOf(busy)).toHaveLength(1);
  });
});
