import { afterAll, afterEach, expect, it } from "vitest";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { startRun } from "@/lib/sync/run/start-run";
import { recentOrders, refreshNow, type SyncedShop, startSyncedShop, workOn } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

/** A shop of 20 orders, every fifth of which has the status `parked` of a plugin, and two the status `boxed` of another. */
async function openShop(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(20));
  shops.push(connected);
  connected.shop.shop.listOrders().forEach((order, index) => {
    if (index % 5 === 3) Object.assign(order, { wooStatus: "parked" });
    if (index === 0 || index === 1) Object.assign(order, { wooStatus: "boxed" });
  });
  return connected;
}

async function namesOf({ scope, integrationId }: SyncedShop): Promise<unknown> {
  const shop = await inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
  return shop.statusNames;
}

async function rescanNow(connected: SyncedShop): Promise<void> {
  const { scope, integrationId } = connected;
  const started = await inMerchant(scope.merchantId, (tx) => startRun(tx, jobScope("schedule", scope.merchantId), integrationId, "rescan"));
  if (!started.ok) throw new Error(started.reason.code);
  await workOn(connected, started.value.runId);
}

it("every Refresh reads the names of the shop's statuses", async () => {
  const connected = await openShop();
  connected.shop.setBehaviour({ statusLabels: { parked: "Parked by Ann" } });
  await refreshNow(connected);
  expect(await namesOf(connected)).toEqual({ parked: "Parked by Ann", boxed: "Boxed" });
  connected.shop.setBehaviour({ statusLabels: { parked: "Parked by Ben" } });
  await refreshNow(connected);
  expect(await namesOf(connected)).toEqual({ parked: "Parked by Ben", boxed: "Boxed" });
});

it("a status that the shop no longer lists keeps its name while orders have it", async () => {
  const connected = await openShop();
  const { shop } = connected;
  await refreshNow(connected);
  expect(await namesOf(connected)).toEqual({ parked: "Parked", boxed: "Boxed" });
  shop.setBehaviour({ statusLabels: { parked: null, boxed: "Packed" } });
  await rescanNow(connected);
  expect(await namesOf(connected)).toEqual({ parked: "Parked", boxed: "Packed" });
  for (const { id, wooStatus } of shop.shop.listOrders()) if (wooStatus === "parked") shop.shop.setStatus(id, "completed");
  await refreshNow(connected);
  expect(await namesOf(connected)).toEqual({ boxed: "Packed" });
});
