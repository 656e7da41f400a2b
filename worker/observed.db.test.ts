import pg from "pg";
import { afterAll, afterEach, expect, inject, it } from "vitest";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { MIGRATIONS_FOLDER } from "@/lib/infra/migrations-folder";
import { correlate, newRequestId } from "@/lib/infra/observe/correlation";
import { createReadiness, listMigrations } from "@/lib/infra/observe/readiness";
import { requestRefresh } from "@/lib/sync/mutations";
import { recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";
import { endWorker, killWorkers, startWorkerProcess } from "@/lib/testing/worker-process";
import { findFreePort } from "@/scripts/dev/ports.mjs";

const shops: SyncedShop[] = [];

afterEach(async () => {
  await killWorkers();
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function openShop(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(60));
  shops.push(connected);
  return connected;
}

/** Value of a sample in Prometheus's text format; null if missing. */
const sample = (text: string, name: string): number | null => {
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  return line === undefined ? null : Number(line.slice(name.length + 1));
};

it("a worker counts its syncs and jobs, reports the queue, and its log carries the id of the request that caused a job", async () => {
  const connected = await openShop();
  const port = await findFreePort();
  const lines: string[] = [];
  await startWorkerProcess({ METRICS_PORT: String(port), LOG_LEVEL: "debug" }, (line) => lines.push(line));
  const id = newRequestId();
  expect(await correlate(id, () => requestRefresh(connected.scope, connected))).toMatchObject({ ok: true });

  const scrape = () => fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text());
  await expect
    .poll(async () => sample(await scrape(), 'mooring_syncs_total{shop_system="woocommerce",outcome="succeeded"}'), { interval: 100 })
    .toBe(1);
  const text = await scrape();
  expect(sample(text, 'mooring_job_duration_seconds_count{queue="sync-orders",outcome="done"}')).toBe(1);
  expect(sample(text, 'mooring_queue_jobs{queue="sync-orders",state="waiting"}')).not.toBeNull();
  expect(sample(text, 'mooring_lanes{lane="orders_in",state="regular"}')).toBeGreaterThan(0);
  expect(sample(text, "mooring_database_up")).toBe(1);
  expect(sample(text, 'mooring_platform_state{area="import"}')).toBe(0);
  const done = lines.map((line) => JSON.parse(line)).find((line) => line.queue === "sync-orders" && line.msg === "job done");
  expect(done).toMatchObject({ requestId: id });
});

it("a worker asked to stop reports that it is not ready until its jobs are over", async () => {
  const connected = await openShop();
  const [isAsked, isDraining] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  connected.shop.setBehaviour({
    onRequest: () => {
      isAsked.resolve();
      return isDraining.promise;
    },
  });
  const port = await findFreePort();
  const ready = () => fetch(`http://127.0.0.1:${port}/readyz`).then(async (answer) => `${answer.status} ${await answer.text()}`);
  const worker = await startWorkerProcess({ METRICS_PORT: String(port) });
  expect(await ready()).toBe("200 ready\n");
  await requestRefresh(connected.scope, connected);
  await isAsked.promise;
  const ended = endWorker(worker, "SIGTERM");
  await expect.poll(ready, { interval: 20, timeout: 5_000 }).toBe("503 draining\n");
  isDraining.resolve();
  expect(await ended).toBe(0);
});

it("is ready only while the database answers and has every migration of this version", async () => {
  const admin = new pg.Client({ connectionString: inject("serverUrl") });
  const own = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  const database = new URL(process.env["DATABASE_URL"] ?? "").pathname.slice(1);
  const readiness = createReadiness(() => listMigrations(MIGRATIONS_FOLDER));
  const becomes = (reason: string | null) =>
    expect.poll(() => readiness({ withDatabase: true }), { interval: 200, timeout: 10_000 }).toBe(reason);
  await Promise.all([admin.connect(), own.connect()]);
  try {
    await becomes(null);
    const newest = listMigrations(MIGRATIONS_FOLDER).at(-1);
    await own.query("update _prisma_migrations set finished_at = null where migration_name = $1", [newest]);
    await becomes("migrations_missing");
    await own.query("update _prisma_migrations set finished_at = now() where migration_name = $1", [newest]);
    await becomes(null);
    await own.end();
    await admin.query(`alter database "${database}" allow_connections false`);
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [database]);
    await becomes("database_unreachable");
    await admin.query(`alter database "${database}" allow_connections true`);
    await becomes(null);
  } finally {
    await admin.query(`alter database "${database}" allow_connections true`);
    await admin.end();
  }
});
