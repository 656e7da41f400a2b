import { afterAll, afterEach, expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { markShipped, sendAgain } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { getRun } from "@/lib/sync/data";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import { startRun } from "@/lib/sync/run/start-run";
import type { RunTrigger } from "@/lib/sync/triggers";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import { connectShop } from "@/lib/testing/connect-shop";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { LOOPBACK, refreshNow, SHOP_KEYS_OF, type SyncedShop, storedOrders, syncOnSchedule, workOn } from "@/lib/testing/sync-shop";

const ALL = ["read_orders", "read_all_orders"];
const NARROW = ["read_orders"];
const FULFILS = ["read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders"];
const outside = { outside: LOOPBACK, signal: new AbortController().signal };

const shops: FakeShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
});
afterAll(closeQueue);

const daysAgo = (days: number): Date => new Date(Math.floor((Date.now() - days * DAY_MS) / 1000) * 1000);

/** A Shopify with orders from the last hundred days; `token.scopes` may be changed at any time. */
async function openShop(scopes: string[]): Promise<SyncedShop & { token: { accessToken: string; scopes: string[] }; young: number }> {
  const token = { accessToken: SHOP_KEYS_OF.shopify["accessToken"] ?? "", scopes };
  const orders = generateOrders({ count: 60, seed: 5, from: daysAgo(100), to: daysAgo(0.01) }).map((order) => ({
    ...order,
    status: "processing" as const,
  }));
  const shop = await startFakeShop({ shopSystem: "shopify", orders, credentials: [token] });
  shops.push(shop);
  const connected = await connectShop({ shopSystem: "shopify", baseUrl: shop.url, credentials: SHOP_KEYS_OF.shopify });
  return { ...connected, shop, token, young: orders.filter(({ createdAt }) => createdAt > daysAgo(60)).length };
}

async function runBy(connected: SyncedShop, trigger: RunTrigger): Promise<RunView | null> {
  const { scope, integrationId } = connected;
  const started = await inMerchant(scope.merchantId, (tx) => startRun(tx, jobScope("schedule", scope.merchantId), integrationId, trigger));
  if (!started.ok) throw new Error(started.reason.code);
  await workOn(connected, started.value.runId);
  return getRun(scope, started.value.runId);
}

const countHere = async (connected: SyncedShop): Promise<number> => (await storedOrders(connected)).length;

it("orders that Shopify hides after sixty days stay: no count check, nightly run or webhook removes them", async () => {
  const connected = await openShop(ALL);
  const { scope, integrationId, shop, token } = connected;
  await refreshNow(connected);
  expect(await countHere(connected)).toBe(60);
  token.scopes = NARROW;

  const agrees = (run: RunView | null): void => {
    expect(run).toMatchObject({ status: "succeeded" });
    expect(run?.shopCount).toBe(run?.ourCount);
    expect(run?.shopCount).toBeLessThan(60);
  };
  agrees(await refreshNow(connected));
  agrees(await syncOnSchedule(connected));
  agrees(await runBy(connected, "rescan"));
  const [oldest] = shop.shop.listOrders().toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime());
  await inMerchant(scope.merchantId, (tx) =>
    tx.shopWebhookHint.create({ data: { merchantId: scope.merchantId, integrationId, externalId: `${oldest?.id}` } }),
  );
  await fetchHinted(scope, integrationId, { outside: LOOPBACK, signal: new AbortController().signal });
  expect(await countHere(connected)).toBe(60);

  // Deletions among the visible orders are still noticed.
  const youngest = shop.shop.listOrders().find(({ createdAt }) => createdAt > daysAgo(30));
  shop.shop.removeOrder(youngest?.id ?? 0);
  agrees(await refreshNow(connected));
  expect(await countHere(connected)).toBe(59);
});

it("a reduced scope removes no order, even if a scheduled run is the first to notice", async () => {
  const connected = await openShop(ALL);
  await refreshNow(connected);
  connected.token.scopes = NARROW;
  for (let round = 0; round < 2; round += 1) expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
  expect(await countHere(connected)).toBe(60);
});

it("a shop that hides older orders is imported as far as visible, says so, and is completed once allowed", async () => {
  const connected = await openShop(NARROW);
  const { scope, integrationId, shop, token, young } = connected;
  const first = await runBy(connected, "first_import");
  expect(first).toMatchObject({ status: "succeeded" });
  expect(await countHere(connected)).toBe(young);
  expect(new Date(first?.countCheckFrom ?? 0).getTime()).toBeGreaterThan(daysAgo(62).getTime());
  const integration = await inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
  expect(integration.historyDays).toBe(60);
  // An old order that changed today lies in covered time.
  const oldest = shop.shop.listOrders().toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime())[0];
  shop.shop.editOrder(oldest?.id ?? 0);
  await refreshNow(connected);

  token.scopes = ALL;
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
  expect(await countHere(connected)).toBe(60);
});

it("a quarantined order that became hidden is no count difference, and is imported once visible", async () => {
  const connected = await openShop(NARROW);
  const { scope, integrationId, shop, token } = connected;
  await runBy(connected, "first_import");
  const [oldest] = shop.shop.listOrders().toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime());
  await inMerchant(scope.merchantId, (tx) =>
    tx.quarantinedOrder.create({
      data: {
        merchantId: scope.merchantId,
        integrationId,
        externalId: `${oldest?.id}`,
        error: "total: wrong",
        raw: {},
        modifiedAt: daysAgo(3),
      },
    }),
  );
  const run = await refreshNow(connected);
  expect(run).toMatchObject({ status: "succeeded" });
  expect(run.ourCount).toBe(run.shopCount);
  token.scopes = ALL;
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 60, ourCount: 60 });
});

it("a parcel of a hidden order fails with that reason, and is sent once the app may see the order", async () => {
  const connected = await openShop(ALL);
  const { scope, integrationId, token } = connected;
  await refreshNow(connected);
  token.scopes = [...NARROW, ...FULFILS];
  const [oldest] = (await storedOrders(connected)).toSorted((a, b) => a.placedAt.getTime() - b.placedAt.getTime());
  await markShipped(scope, { orderId: oldest?.id ?? "", carrier: "DHL", trackingNumber: "JD1", trackingUrl: null });
  const push = () => pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, outside);
  const parcel = () => inMerchant(scope.merchantId, (tx) => tx.shipment.findFirstOrThrow({ where: { integrationId } }));
  await push();
  expect(await parcel()).toMatchObject({ status: "failed", failure: "order_hidden" });
  token.scopes = [...ALL, ...FULFILS];
  expect(await sendAgain(scope, { shipmentId: (await parcel()).id })).toMatchObject({ ok: true });
  await push();
  expect(await parcel()).toMatchObject({ status: "sent", failure: null });
});
