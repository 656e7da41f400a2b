import { afterAll, describe, expect, it } from "vitest";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import { placesOfParcel } from "@/lib/testing/fake-shops/fake-order";
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

afterAll(closeQueue);

const SEED = Number(process.env["FAULT_SEED"] ?? 20);
const ORDERS = 900;
const PARCELS = 12;
const signal = new AbortController().signal;

const failing = (one: SyncedShop, seed = SEED): void =>
  one.shop.setBehaviour({ failsAtRandom: { share: 0.2, seed }, graphBucket: { capacity: 100_000, restorePerSecond: 10_000 } });

const push = ({ scope, integrationId }: SyncedShop): Promise<void> =>
  pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, { outside: LOOPBACK, signal });

describe.concurrent.each(SHOP_SYSTEMS)("a %s shop that fails one request in five", (shopSystem) => {
  it(`has all ${ORDERS} orders imported by one Refresh, and its changes by a routine sync`, async () => {
    const one = await startSyncedShop(recentOrders(ORDERS), { shopSystem });
    failing(one);
    expect(await refreshNow(one)).toMatchObject({ status: "succeeded", shopCount: ORDERS, ourCount: ORDERS });
    for (const { id } of one.shop.shop.listOrders().slice(0, 30)) one.shop.shop.setStatus(id, "cancelled");
    expect(await syncOnSchedule(one)).toMatchObject({ status: "succeeded" });
    const { here, there } = await compareVersions(one);
    expect(here).toEqual(there);
    expect(await inMerchant(one.scope.merchantId, (tx) => tx.quarantinedOrder.count())).toBe(0);
    await one.shop.close();
  });

  it("receives every parcel exactly once in one round, even if its response to a write is lost", async () => {
    const one = await startSyncedShop(recentOrders(40), { shopSystem });
    await refreshNow(one);
    const open = one.shop.shop.listOrders().filter(({ status }) => status === "processing");
    const stored = (await storedOrders(one)).filter(({ externalId }) => open.some(({ id }) => `${id}` === externalId)).slice(0, PARCELS);
    for (const [index, { id }] of stored.entries())
      await markShipped(one.scope, { orderId: id, carrier: "DHL", trackingNumber: `JJD00${index}`, trackingUrl: null });
    failing(one);
    await push(one);
    const shipments = await inMerchant(one.scope.merchantId, (tx) => tx.shipment.findMany({ include: { order: true } }));
    expect(shipments).toHaveLength(stored.length);
    for (const { trackingNumber, status, order } of shipments) {
      const there = one.shop.shop.orders.get(Number(order.externalId));
      expect({ status, places: there && placesOfParcel(there, trackingNumber) }, order.externalId).toMatchObject({
        status: "sent",
        places: { length: 1 },
      });
    }
    await one.shop.close();
  });
});

it.concurrent("all orders named by the webhooks of a failing shop are fetched", async () => {
  const one = await startSyncedShop(recentOrders(60));
  await refreshNow(one);
  failing(one);
  const named = one.shop.shop.listOrders().slice(0, 40);
  const { merchantId } = one.scope;
  for (const { id } of named) one.shop.shop.setStatus(id, "cancelled");
  await inMerchant(merchantId, (tx) =>
    tx.shopWebhookHint.createMany({
      data: named.map(({ id }) => ({ merchantId, integrationId: one.integrationId, externalId: `${id}` })),
    }),
  );
  expect(await fetchHinted(jobScope("fetch-hinted", merchantId), one.integrationId, { outside: LOOPBACK, signal })).toBe(named.length);
  await one.shop.close();
});
