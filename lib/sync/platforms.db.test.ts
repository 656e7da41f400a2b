import { afterAll, afterEach, describe, expect, it } from "vitest";
import { closeQueue } from "@/lib/jobs/enqueue";
import { PLATFORMS } from "@/lib/shops/platforms";
import {
  compareVersions,
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
} from "@/lib/testing/sync-shop";
import { countShipments } from "@/lib/tracking/data";
import { recordShipments } from "@/lib/tracking/mutations";
import { pushWaiting } from "@/lib/tracking/push";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

describe.each(PLATFORMS)("a shop of %s", (platform) => {
  async function openShop(count: number): Promise<SyncedShop> {
    const orders = recentOrders(count).map((order) => ({ ...order, status: "processing" as const }));
    const connected = await startSyncedShop(orders, { platform });
    shops.push(connected);
    return connected;
  }

  it("gives every order once, then what changed, and no more", async () => {
    const connected = await openShop(130);
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 130, setAside: 0 });
    const first = await compareVersions(connected);
    expect(first.here).toEqual(first.there);
    const [some] = connected.shop.shop.listOrders();
    connected.shop.shop.setStatus(some?.id ?? 0, "completed");
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 0, updated: 1 });
    const second = await compareVersions(connected);
    expect(second.here).toEqual(second.there);
  });

  it("is told of a parcel once", async () => {
    const connected = await openShop(8);
    await refreshNow(connected);
    const { scope, integrationId } = connected;
    const [stored] = await storedOrders(connected);
    const shipment = { order: stored?.number ?? "", carrier: "PostNL", trackingNumber: "3SABC", trackingUrl: null };
    expect(await recordShipments(scope, { integrationId, source: "form", shipments: [shipment] })).toMatchObject({ ok: true });
    await pushWaiting(scope, integrationId, { outside: LOOPBACK, signal: new AbortController().signal });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, told: 1, failed: 0 });
  });
});
