import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { getRun } from "@/lib/sync/data";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import { startRun } from "@/lib/sync/run/start-run";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { recentOrders, refreshNow, type SyncedShop, startSyncedShop, storedOrders, syncOnSchedule, workOn } from "@/lib/testing/sync-shop";

// Where a shop counts other orders than it lists, equal counts prove nothing.

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function opened(orders: FakeOrder[], shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const connected = await startSyncedShop(orders, { shopSystem });
  shops.push(connected);
  return connected;
}

const CARTS = 60;
/** A shop of 90 orders and 60 carts. */
const withCarts = (): FakeOrder[] =>
  recentOrders(150).map((order, index) => (index % 5 < 2 ? { ...order, wooStatus: "checkout-draft" } : { ...order, status: "processing" }));

const basisOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId }, select: { cartsCounted: true } }));

const loseTen = (connected: SyncedShop) =>
  inMerchant(connected.scope.merchantId, async (tx) => {
    const lost = (await storedOrders(connected)).slice(30, 40).map(({ externalId }) => externalId);
    await tx.shopOrder.deleteMany({ where: { integrationId: connected.integrationId, externalId: { in: lost } } });
  });

async function rescanNow(connected: SyncedShop) {
  const { scope, integrationId } = connected;
  const started = await inMerchant(scope.merchantId, (tx) => startRun(tx, jobScope("schedule", scope.merchantId), integrationId, "rescan"));
  if (!started.ok) throw new Error(started.reason.code);
  await workOn(connected, started.value.runId);
  return getRun(scope, started.value.runId);
}

const EQUAL = { status: "succeeded", shopCount: 90, ourCount: 90 };

describe.each([true, false])("a WooCommerce shop whose order count includes carts: %s", (anyHoldsDrafts) => {
  it("is compared by its orders alone, and the detected count basis is stored", async () => {
    const connected = await opened(withCarts());
    connected.shop.setBehaviour({ anyHoldsDrafts });
    expect(await refreshNow(connected)).toMatchObject({ ...EQUAL, created: 90, unlisted: null, statusDelta: 0 });
    expect(await basisOf(connected)).toEqual({ cartsCounted: anyHoldsDrafts });
    const before = connected.shop.requests.length;
    expect(await syncOnSchedule(connected)).toMatchObject({ ...EQUAL, statusDelta: null });
    const asked = connected.shop.requests.slice(before).map(({ url }) => url);
    expect(asked.filter((url) => url.includes("include="))).toEqual([]);
    expect(asked.filter((url) => url.includes("status=checkout-draft"))).toHaveLength(anyHoldsDrafts ? 1 : 0);
  });

  it("gets ten lost orders back, although carts could make up for the difference", async () => {
    const connected = await opened(withCarts());
    connected.shop.setBehaviour({ anyHoldsDrafts });
    await refreshNow(connected);
    await loseTen(connected);
    expect(await syncOnSchedule(connected)).toMatchObject({ ...EQUAL, created: 10 });
  });

  it("has its count basis detected again when its count no longer fits, and nightly", async () => {
    const connected = await opened(withCarts());
    connected.shop.setBehaviour({ anyHoldsDrafts });
    await refreshNow(connected);
    connected.shop.setBehaviour({ anyHoldsDrafts: !anyHoldsDrafts });
    expect(await syncOnSchedule(connected)).toMatchObject({ ...EQUAL, unlisted: null });
    expect(await basisOf(connected)).toEqual({ cartsCounted: !anyHoldsDrafts });
    const before = connected.shop.requests.length;
    expect(await rescanNow(connected)).toMatchObject(EQUAL);
    expect(connected.shop.requests.slice(before).some(({ url }) => url.includes("include="))).toBe(true);
  });
});

it("a count with unknown contents is reported as not compared, never as equal", async () => {
  const connected = await opened(withCarts());
  // A plugin hides carts from every list although they are counted.
  const carts = connected.shop.shop.listOrders().filter(({ wooStatus }) => wooStatus === "checkout-draft");
  expect(carts).toHaveLength(CARTS);
  connected.shop.setBehaviour({ unlisted: carts.map(({ id }) => id) });
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 90, shopCount: null, ourCount: null });
  expect(await basisOf(connected)).toEqual({ cartsCounted: null });
});

it("a status that WooCommerce counts but does not list is reported as a separate difference", async () => {
  const connected = await opened(recentOrders(40).map((order) => ({ ...order, status: "processing" as const })));
  const { shop } = connected;
  expect(await refreshNow(connected)).toMatchObject({ shopCount: 40, ourCount: 40, statusDelta: 0 });
  shop.setBehaviour({ statusesOutOfAny: ["parked"] });
  for (const order of shop.shop.listOrders().slice(0, 3)) Object.assign(order, { wooStatus: "parked" });
  expect(await refreshNow(connected)).toMatchObject({ statusDelta: 3 });
});

describe.each(["woocommerce", "magento", "shopify", "prestashop"] as const)("orders that %s counts but does not list", (shopSystem) => {
  it("are reported as unlisted, mask no missing order, and cause no removal", async () => {
    const connected = await opened(recentOrders(40), shopSystem);
    const { shop } = connected;
    const hidden = shop.shop
      .listOrders()
      .slice(3, 6)
      .map(({ id }) => id);
    shop.setBehaviour({ unlisted: hidden });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 37, shopCount: 40, ourCount: 37, unlisted: 3 });
    expect(await syncOnSchedule(connected)).toMatchObject({ ourCount: shopSystem === "prestashop" ? expect.any(Number) : 37 });
    const victim = (await storedOrders(connected))[20];
    await inMerchant(connected.scope.merchantId, (tx) => tx.shopOrder.deleteMany({ where: { externalId: victim?.externalId ?? "" } }));
    expect(await refreshNow(connected)).toMatchObject({ created: 1, shopCount: 40, ourCount: 37, unlisted: 3 });
    shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ shopCount: 40, ourCount: 40, created: 3 });
    expect(await storedOrders(connected)).toHaveLength(40);
  });
});

describe.each(["woocommerce", "magento", "shopify"] as const)("orders that %s lists but does not count", (shopSystem) => {
  it("are kept, because the shop returns each of them when asked", async () => {
    const connected = await opened(recentOrders(40), shopSystem);
    await refreshNow(connected);
    connected.shop.setBehaviour({ countsAtMost: 30 });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 30, ourCount: 40 });
    expect(await storedOrders(connected)).toHaveLength(40);
  });
});

it.each([
  ["every total exceeds its list", { countsBeyond: 37 }],
  [
    "no list shows some orders of one second",
    {
      unlisted: recentOrders(40)
        .slice(3)
        .map(({ id }) => id),
    },
  ],
] as const)("every run succeeds, and says what is counted but not listed, if %s", async (_, behaviour) => {
  const second = new Date(Math.floor(Date.now() / 1000) * 1000 - 600_000);
  const connected = await opened(recentOrders(140).map((order, index) => (index < 40 ? { ...order, modifiedAt: second } : order)));
  let requests = 0;
  connected.shop.setBehaviour({
    ...behaviour,
    onRequest: () => {
      requests += 1;
    },
  });
  const run = await refreshNow(connected);
  expect(run).toMatchObject({ status: "succeeded", unlisted: 37 });
  expect((run.shopCount ?? 0) - (run.ourCount ?? 0)).toBe(37);
  for (let round = 0; round < 2; round += 1) expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded", unlisted: 37 });
  expect(requests).toBeLessThan(120);
});

it("many orders with a status that no list shows make no shop look empty, and none of them is removed", async () => {
  const connected = await opened(recentOrders(200));
  const { shop } = connected;
  const parked = shop.shop.listOrders().filter((_, index) => index % 4 === 3);
  for (const order of parked) Object.assign(order, { wooStatus: "parked" });
  await refreshNow(connected);
  shop.setBehaviour({ statusesOutOfAny: ["parked"] });
  for (const run of [await refreshNow(connected), await syncOnSchedule(connected)]) {
    expect(run).toMatchObject({ status: "succeeded", shopCount: 150, ourCount: 200, unlisted: -50 });
    expect(run && countClaim(run)).toMatchObject({ kept: 50, gone: 0, isComplete: true });
  }
  expect(await storedOrders(connected)).toHaveLength(200);
  // Orders that are gone are still removed.
  for (const order of shop.shop.listOrders().slice(0, 3)) if (order.wooStatus !== "parked") shop.shop.removeOrder(order.id);
  const after = await refreshNow(connected);
  expect(after).toMatchObject({ status: "succeeded", shopCount: 147, ourCount: 197, unlisted: -50 });
});

it("orders with a status that no list shows, as its plugin is switched off, are asked for by id and kept, but trashed ones are not", async () => {
  const connected = await opened(recentOrders(140));
  const { shop } = connected;
  const parked = shop.shop.listOrders().filter((_, index) => index % 10 === 3);
  for (const order of parked) Object.assign(order, { wooStatus: "parked" });
  await refreshNow(connected);
  expect(await storedOrders(connected)).toHaveLength(140);
  shop.setBehaviour({ statusesOutOfAny: ["parked"] });
  const run = await refreshNow(connected);
  expect(run).toMatchObject({ status: "succeeded", shopCount: 126, ourCount: 140, unlisted: -14 });
  expect(countClaim(run)).toMatchObject({ kept: 14, gone: 0, isComplete: true });
  shop.shop.setStatus(shop.shop.listOrders().find(({ wooStatus }) => wooStatus !== "parked")?.id ?? 0, "trash");
  for (const next of [await syncOnSchedule(connected), await syncOnSchedule(connected)]) {
    expect(next).toMatchObject({ status: "succeeded", shopCount: 125, ourCount: 139 });
    expect(next && countClaim(next)).toMatchObject({ kept: 14, gone: 0 });
  }
  // The plugin is back.
  shop.setBehaviour({});
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 139, ourCount: 139 });
});
