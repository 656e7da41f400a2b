import { afterAll, expect, it, vi } from "vitest";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { pool } from "@/lib/infra/pool";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { requestRefresh } from "@/lib/sync/mutations";
import { placesOfParcel } from "@/lib/testing/fake-shops/fake-order";
import { clearRefreshLimits, compareOrders, recentOrders, startSyncedShop, storedOrders } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

// The environment is read once, so it must point to PgBouncer before other modules are imported.
const bouncer = await vi.hoisted(async () => {
  const { startPgBouncer } = await import("@/lib/testing/pgbouncer");
  const direct = process.env["DATABASE_URL"] ?? "";
  const started = await startPgBouncer(direct);
  Object.assign(process.env, { DATABASE_URL: started.url, DATABASE_DIRECT_URL: direct });
  vi.resetModules();
  return started;
});

afterAll(async () => {
  await killWorkers();
  await closeQueue();
  await bouncer.stop();
});

it("workers behind PgBouncer import every order and send each tracking number once, even if it and a worker are killed", async () => {
  const shops = await Promise.all([1, 2, 3, 4].map((seed) => startSyncedShop(recentOrders(120, seed))));
  try {
    const [first] = await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    for (const connected of shops) {
      connected.shop.setBehaviour({ delayMs: 30 });
      expect(await requestRefresh(connected.scope, connected)).toMatchObject({ ok: true });
    }
    await vi.waitFor(async () => expect(await storedOrders(shops[0] as (typeof shops)[0])).not.toEqual([]), { timeout: 60_000 });
    await bouncer.restart();
    await endWorker(first, "SIGKILL");
    for (const connected of shops)
      await vi.waitFor(
        async () => {
          const { here, there } = await compareOrders(connected);
          expect(here).toEqual(there);
        },
        { timeout: 90_000, interval: 500 },
      );

    const [{ scope, integrationId, shop }] = shops as [(typeof shops)[0]];
    await clearRefreshLimits({ scope, integrationId });
    const [order] = await storedOrders({ scope, integrationId });
    await markShipped(scope, { orderId: order?.id ?? "", carrier: "DHL", trackingNumber: "JJD1", trackingUrl: null });
    await expect.poll(() => placesOfParcel(shop.shop.orders.get(Number(order?.externalId)) as never, "JJD1").length).toBe(1);
  } finally {
    await Promise.all(shops.map(({ shop }) => shop.close()));
  }
});

it("outside a transaction the login of the processes has no rights, since PgBouncer drops the role they request", async () => {
  await expect(pool().query("select count(*) from shop_order")).rejects.toThrow(/permission denied/);
});
