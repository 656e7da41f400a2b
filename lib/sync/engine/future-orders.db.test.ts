import { afterAll, afterEach, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { getRun } from "@/lib/sync/data";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import { startRun } from "@/lib/sync/run/start-run";
import type { RunTrigger } from "@/lib/sync/triggers";
import {
  compareContents,
  compareVersions,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
  workOn,
} from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

const inDays = (days: number): Date => new Date(Math.floor((Date.now() + days * DAY_MS) / 1000) * 1000);

async function runBy(connected: SyncedShop, trigger: RunTrigger): Promise<RunView | null> {
  const { scope, integrationId } = connected;
  const started = await inMerchant(scope.merchantId, (tx) => startRun(tx, jobScope("schedule", scope.merchantId), integrationId, trigger));
  if (!started.ok) throw new Error(started.reason.code);
  await workOn(connected, started.value.runId);
  return getRun(scope, started.value.runId);
}

describe.each(SHOP_SYSTEMS)("%s orders with future timestamps, left behind by a wrong clock,", (shopSystem) => {
  it("are imported by the first import or nightly, and updated when changed under a correct clock", async () => {
    const orders = recentOrders(12).map((order, index) => (index < 2 ? { ...order, modifiedAt: inDays(400 + index) } : order));
    const connected = await startSyncedShop(orders, { shopSystem });
    shops.push(connected);
    const { shop } = connected.shop;
    expect(await runBy(connected, "first_import")).toMatchObject({ status: "succeeded", created: 12, shopCount: 10, ourCount: 10 });

    const [template] = recentOrders(1, 99);
    if (!template) throw new Error("no order");
    const late = shop.addOrder({ ...template, id: shop.nextOrderId(), createdAt: inDays(0), modifiedAt: inDays(90) });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
    expect(await runBy(connected, "rescan")).toMatchObject({ status: "succeeded" });
    const reported = await compareVersions(connected);
    expect(reported.here).toEqual(reported.there);

    for (const { id } of [...orders.slice(0, 2), late])
      shop.editOrder(id, (order) => {
        order.shippingCents += 1;
      });
    expect(await syncOnSchedule(connected)).toMatchObject({ status: "succeeded" });
    for (const { here, there } of [await compareVersions(connected), await compareContents(connected)]) expect(here).toEqual(there);
    expect(await storedOrders(connected)).toHaveLength(13);
  });
});
