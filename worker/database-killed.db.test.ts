import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, it, vi } from "vitest";
import { closeQueue } from "@/lib/jobs/enqueue";
import { getRun } from "@/lib/sync/data";
import { requestRefresh } from "@/lib/sync/mutations";
import { inMerchant } from "@/lib/system/db";
import { migrate } from "@/lib/system/migrate";
import { compareOrders, forgetPresses, recentOrders, startSyncedShop } from "@/lib/testing/sync-shop";
import { killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";
import { markShipped } from "@/lib/tracking/mutations";

// A server of its own, since it is killed: the one of the other tests must go on. The environment is read once, so it names this server before
// anything else is imported.
const server = await vi.hoisted(async () => {
  const { startPostgres } = await import("@/scripts/postgres.mjs");
  const options = { root: process.cwd(), dataDir: `${process.cwd()}/.data/test/killed-postgres-${process.pid}` };
  const { pid, url } = await startPostgres(options);
  process.env["DATABASE_URL"] = url;
  let serverPid = pid;
  return {
    ...{ url, dataDir: options.dataDir },
    kill: (): boolean => process.kill(serverPid, "SIGKILL"),
    startAgain: async (): Promise<void> => {
      serverPid = (await startPostgres({ ...options, port: Number(new URL(url).port) })).pid;
    },
  };
});

await migrate(server.url);

afterAll(async () => {
  await killWorkers();
  await closeQueue();
  server.kill();
  for (const left of ["", ".log", ".password"]) fs.rmSync(`${server.dataDir}${left}`, { recursive: true, force: true });
});

/** What asks the database again until it is there. */
const insist = <Value>(work: () => Promise<Value>): Promise<Value> => vi.waitFor(work, { timeout: 60_000, interval: 200 });

it("a database that is killed again and again in the middle of imports and parcels loses no order, doubles none, tells each parcel once, and leaves no run running", {
  timeout: 240_000,
}, async () => {
  const connected = await startSyncedShop(recentOrders(260));
  const { scope, integrationId, shop } = connected;
  const { merchantId } = scope;
  try {
    const workers = await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    shop.setBehaviour({ shrinkPagesTo: 8, delayMs: 20 });
    let numbers = 0;
    for (let kill = 0; kill < 5; kill += 1) {
      // What is changed is walked page by page once more, and there are parcels to tell the shop of.
      for (const order of shop.shop.listOrders().slice(0, kill * 40)) shop.shop.editOrder(order.id);
      await insist(() => forgetPresses(connected));
      const pressed = await insist(() => requestRefresh(scope, { integrationId }));
      if (!pressed.ok) throw new Error(pressed.reason.code);
      if (kill === 0) await insist(async () => expect((await getRun(scope, pressed.value.runId))?.fetched).toBeGreaterThan(30));
      const known = await insist(() =>
        inMerchant(merchantId, (tx) => tx.order.findMany({ where: { merchantId, shipments: { none: {} } }, take: 3 })),
      );
      for (const { id: orderId } of known) {
        numbers += 1;
        const trackingNumber = `JJD${1000 + numbers}`;
        await insist(() => markShipped(scope, { orderId, carrier: "DHL", trackingNumber, trackingUrl: null }));
      }
      await wait(100 + 150 * kill);
      server.kill();
      await server.startAgain();
    }
    expect(workers.map(({ exitCode, signalCode }) => [exitCode, signalCode])).toEqual([
      [null, null],
      [null, null],
    ]);
    shop.setBehaviour({});
    await insist(() => forgetPresses(connected));
    const last = await insist(() => requestRefresh(scope, { integrationId }));
    if (!last.ok) throw new Error(last.reason.code);
    await vi.waitFor(async () => expect((await getRun(scope, last.value.runId))?.status).toBe("succeeded"), {
      timeout: 90_000,
      interval: 200,
    });
    await vi.waitFor(
      async () => {
        // Parcels whose worker never heard how it went wait for their lease of five minutes; ten seconds after the last kill nobody is at them.
        await inMerchant(
          merchantId,
          (tx) =>
            tx.$executeRaw`update shipment set lease_until = now() where status = 'waiting' and lease_until < now() + interval '290 seconds'`,
        );
        const open = { merchantId, status: { in: ["waiting", "queued", "running"] } };
        expect(await inMerchant(merchantId, (tx) => tx.syncRun.count({ where: open }))).toBe(0);
        expect(await inMerchant(merchantId, (tx) => tx.shipment.count({ where: { merchantId, status: { not: "told" } } }))).toBe(0);
      },
      { timeout: 90_000, interval: 200 },
    );
    // Telling the shop of a parcel changes its order: what came after the last walk is fetched too.
    await forgetPresses(connected);
    const calm = await requestRefresh(scope, { integrationId });
    if (!calm.ok) throw new Error(calm.reason.code);
    await vi.waitFor(
      async () => expect(await getRun(scope, calm.value.runId)).toMatchObject({ status: "succeeded", shopCount: 260, ourCount: 260 }),
      {
        timeout: 60_000,
        interval: 200,
      },
    );
    const { here, there } = await compareOrders(connected);
    expect(here).toEqual(there);
    expect(numbers).toBeGreaterThan(0);
    const notes = shop.shop.listOrders().flatMap((order) => order.notes.filter((note) => note.forCustomer).map((note) => note.text));
    expect(notes.toSorted()).toEqual(Array.from({ length: numbers }, (_, index) => `DHL: JJD${1001 + index}`).toSorted());
  } finally {
    await shop.close();
  }
});
