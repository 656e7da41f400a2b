import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, it, vi } from "vitest";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { migrate } from "@/lib/infra/migrate";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { placesOfParcel } from "@/lib/testing/fake-shops/fake-order";
import { makeRandom } from "@/lib/testing/fake-shops/random";
import {
  clearRefreshLimits,
  compareContents,
  compareVersions,
  recentOrders,
  type SyncedShop,
  startSyncedShop,
} from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";

// A separate server, since the test kills it. Must be set before other modules read the environment, which happens once.
const server = await vi.hoisted(async () => {
  const { runtimeUrlOf, startPostgres } = await import("@/scripts/dev/postgres.mjs");
  const options = { root: process.cwd(), dataDir: `${process.cwd()}/.data/test/killed-postgres-${process.pid}` };
  const { pid, url } = await startPostgres(options);
  const runtimeUrl = runtimeUrlOf(url, options.dataDir);
  process.env["DATABASE_URL"] = runtimeUrl;
  let serverPid = pid;
  return {
    url,
    runtimeUrl,
    dataDir: options.dataDir,
    kill: (): boolean => process.kill(serverPid, "SIGKILL"),
    startAgain: async (): Promise<void> => {
      serverPid = (await startPostgres({ ...options, port: Number(new URL(url).port) })).pid;
    },
  };
});

await migrate(server.url, server.runtimeUrl);

afterAll(async () => {
  await killWorkers();
  await closeQueue();
  server.kill();
  for (const left of ["", ".log", ".password", ".runtime-password"])
    fs.rmSync(`${server.dataDir}${left}`, { recursive: true, force: true });
});

/** Kills per test; `KILLS=30` for a long session. A failure reports its seed. */
const KILLS = Number(process.env["KILLS"] ?? 3);
const SEED = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
const ORDERS = 90;

/** Retries a database operation until the server is back. */
const insist = <Value>(work: () => Promise<Value>): Promise<Value> => vi.waitFor(work, { timeout: 60_000, interval: 200 });
const patient = { timeout: 120_000, interval: 200 };

const CALM: Behaviour = { graphBucket: { capacity: 1_000_000, restorePerSecond: 100_000 } };
const FAULTS: readonly [Behaviour, ...Behaviour[]] = [
  {},
  { shrinkPagesTo: 8 },
  { shrinkPagesTo: 5, duplicatePages: true },
  { serverErrors: { next: 2, status: 502 } },
  { dropBody: { next: 3, afterBytes: 700 } },
  { rateLimit: { next: 2, retryAfterSeconds: 1 } },
  { emptySuccess: { next: 2, body: "[]", contentType: "application/json" } },
];

async function refresh({ scope, integrationId }: SyncedShop): Promise<string> {
  await insist(() => clearRefreshLimits({ scope, integrationId }));
  const requested = await insist(() => requestRefresh(scope, { integrationId }));
  if (!requested.ok) throw new Error(requested.reason.code);
  return requested.value.runId;
}

/** Adds orders, changes some (many within one second), and deletes one. */
function liveOn({ shop: { shop } }: SyncedShop, random: ReturnType<typeof makeRandom>): void {
  const list = shop.listOrders();
  for (let count = random.between(0, 3); count > 0; count -= 1) {
    const [template] = recentOrders(1, random.between(1, 1000));
    if (template)
      shop.addOrder({ ...template, status: "processing", id: shop.nextOrderId(), createdAt: shop.now(), modifiedAt: shop.now() });
  }
  const from = random.between(0, list.length - 1);
  for (const { id } of list.slice(from, from + random.between(1, 30))) shop.editOrder(id, (order) => (order.shippingCents += 1));
  const gone = list[random.between(0, list.length - 1)];
  if (gone && gone.tracks.length === 0 && gone.notes.length === 0 && random.next() < 0.3) shop.removeOrder(gone.id);
}

it(`killed workers, a killed database and faulty shops lose and duplicate no order or tracking number, and leave no active run (seed ${SEED})`, {
  timeout: 240_000 + KILLS * 20_000,
  retry: 0,
}, async () => {
  const random = makeRandom(SEED);
  const orders = (seed: number) => recentOrders(ORDERS, seed).map((order) => ({ ...order, status: "processing" as const }));
  const shops = await Promise.all(SHOP_SYSTEMS.map((shopSystem, index) => startSyncedShop(orders(index), { shopSystem })));
  try {
    let workers: Awaited<ReturnType<typeof startWorkerProcess>>[] = await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    let parcels = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (const connected of shops) {
        connected.shop.setBehaviour({ ...CALM, ...random.pick(FAULTS), delayMs: random.between(0, 25) });
        liveOn(connected, random);
        await refresh(connected);
        const { merchantId } = connected.scope;
        const findUnnotified = () =>
          inMerchant(merchantId, (tx) =>
            tx.shopOrder.findMany({ where: { merchantId, shipments: { none: {} }, removedAt: null }, take: 2 }),
          );
        // On a slow machine early workers die before storing anything, so the last two kills wait for orders. A first import that hit a
        // fault of the shop has failed by then and is requested again.
        const hasOrders = async (): Promise<void> => {
          const unnotified = await findUnnotified();
          if (unnotified.length === 0) await refresh(connected);
          expect(unnotified).not.toEqual([]);
        };
        if (kill >= KILLS - 2) await vi.waitFor(hasOrders, { ...patient, interval: 2000 });
        const known = await insist(findUnnotified);
        // Two parcels per order, which must not be sent concurrently.
        for (const { id: orderId } of known.flatMap((order) => [order, order])) {
          parcels += 1;
          const trackingNumber = `JJD${10_000 + parcels}`;
          await insist(() => markShipped(connected.scope, { orderId, carrier: "DHL", trackingNumber, trackingUrl: null }));
        }
      }
      await wait(random.between(20, 900));
      const victim = random.pick(["database", "worker", "worker", "both"]);
      if (victim !== "database") {
        const [first, ...others] = workers;
        if (first) await endWorker(first, "SIGKILL");
        workers = others;
      }
      if (victim !== "worker") {
        server.kill();
        await server.startAgain();
      }
      if (victim !== "database") workers.push(await startWorkerProcess());
    }
    // Workers that were not killed survived the database.
    for (const { exitCode, signalCode } of workers) expect([exitCode, signalCode]).toEqual([null, null]);

    for (const { shop } of shops) shop.setBehaviour(CALM);
    const isCalm = async (): Promise<void> => {
      // Parcels whose worker was killed wait until their lease expires.
      await inPlatform(
        (tx) => tx.$executeRaw`
          update shipment set lease_until = now() where status = 'waiting' and lease_until < now() + interval '40 seconds'`,
      );
      // Skips the retry delay.
      await inPlatform((tx) => tx.$executeRaw`update shipment set next_push_at = now() where status = 'waiting' and next_push_at > now()`);
      expect(await inPlatform((tx) => tx.syncRun.count({ where: { status: { in: ["waiting", "queued", "running"] } } }))).toBe(0);
      expect(await inPlatform((tx) => tx.shipment.count({ where: { status: "waiting" } }))).toBe(0);
    };
    await vi.waitFor(isCalm, patient);
    for (const connected of shops) {
      const { scope, integrationId, shop } = connected;
      const runId = await refresh(connected);
      const ended = () => getRun(scope, runId);
      await vi.waitFor(async () => expect((await ended())?.status).toBe("succeeded"), patient);
      const count = shop.shop.listOrders().length;
      expect(await ended()).toMatchObject({ shopCount: count, ourCount: count });
      for (const { here, there } of [await compareVersions(connected), await compareContents(connected)]) expect(here).toEqual(there);
      const shipments = await inMerchant(scope.merchantId, (tx) =>
        tx.shipment.findMany({ where: { integrationId }, include: { order: { select: { externalId: true } } } }),
      );
      for (const { trackingNumber, status, order } of shipments) {
        const told = shop.shop.orders.get(Number(order.externalId));
        if (told) expect([trackingNumber, status, placesOfParcel(told, trackingNumber).length]).toEqual([trackingNumber, "sent", 1]);
      }
    }
    expect(parcels).toBeGreaterThan(KILLS);
  } finally {
    await Promise.all(shops.map(({ shop }) => shop.close()));
  }
});
