import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { jobPlatformScope } from "@/lib/accounts/access";
import { median } from "@/scripts/bench/measure";
import { startPostgres } from "@/scripts/postgres.mjs";

const root = path.join(import.meta.dirname, "../..");
const ORDERS = 3_000;
const ROUNDS = 3;
const INTEGRATIONS = 60;
const PARALLEL = 8;

export interface SyncFigures {
  /** Wall time of an import against merely fetching and reading the same pages, from a shop that takes so long to answer. */
  importAgainstFetch: { delayMs: number; importMs: number; fetchMs: number; ratio: number }[];
  /** Rows stored per second against COPY of the same rows into a table with the same indexes. */
  storingAgainstCopy: { rowsPerSecond: number; copyRowsPerSecond: number; ratio: number };
  /** Syncs that find nothing new, with one worker process, and the CPU time of that process for each. */
  unchanged: { syncsPerSecond: number; cpuMsEach: number };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function startShop(orders: number, delayMs: number): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    ["--import", path.join(root, "node_modules/tsx/dist/loader.mjs"), "scripts/bench/fake-shop.ts", `${orders}`, `${delayMs}`],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (!child.stdout) throw new Error("no output");
  const [line] = await once(child.stdout, "data");
  return { child, url: String(line).trim() };
}

/** Measures on a PostgreSQL of its own, thrown away afterwards. */
export async function benchSync(): Promise<SyncFigures> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  fs.chmodSync(folder, 0o755);
  const server = await startPostgres({ root, dataDir: path.join(folder, "postgres") });
  process.env["DATABASE_URL"] = server.url;
  process.env["CREDENTIALS_KEYS"] = `bench:${Buffer.alloc(32, 7).toString("base64")}`;
  process.env["LOG_LEVEL"] = "error";
  const { migrate } = await import("@/lib/system/migrate");
  await migrate(server.url);
  const shops = await Promise.all([startShop(ORDERS, 0), startShop(ORDERS, 100), startShop(100, 0)]);
  try {
    const [fast, slow, small] = shops.map(({ url }) => url);
    return {
      importAgainstFetch: [await importAgainstFetch(fast ?? "", 0), await importAgainstFetch(slow ?? "", 100)],
      storingAgainstCopy: await storingAgainstCopy(server.url, folder),
      unchanged: await unchangedSyncs(small ?? ""),
    };
  } finally {
    for (const { child } of shops) child.kill("SIGTERM");
    await (await import("@/lib/jobs/enqueue")).closeQueue();
    await (await import("@/lib/system/db")).disconnect();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function importAgainstFetch(url: string, delayMs: number): Promise<SyncFigures["importAgainstFetch"][number]> {
  const { connectShop } = await import("@/lib/testing/connect-shop");
  const { LOOPBACK, refreshNow, SHOP_KEYS } = await import("@/lib/testing/sync-shop");
  const { openShop } = await import("@/lib/sync/open-shop");
  const fetchAll = async (): Promise<void> => {
    const shop = openShop({ baseUrl: url, platform: "woocommerce", credentials: SHOP_KEYS }, LOOPBACK);
    await shop.describe();
    for (let after = null, more = true; more; ) {
      const page: Awaited<ReturnType<typeof shop.listChangedOrders>> = await shop.listChangedOrders(
        { from: null, to: new Date(Date.now() + 86_400_000) },
        after,
      );
      if (!page.ok) throw new Error(page.failure.detail);
      after = page.value.next;
      more = after !== null;
    }
    await shop.countOrders({ from: null, to: new Date(Date.now() + 86_400_000) });
    await shop.close();
  };
  const fetches: number[] = [];
  const imports: number[] = [];
  await fetchAll();
  for (let round = 0; round < ROUNDS; round += 1) {
    fetches.push(await timed(fetchAll));
    const connected = await connectShop({ baseUrl: url, credentials: SHOP_KEYS });
    imports.push(
      await timed(async () => {
        const run = await refreshNow(connected);
        if (run.created !== ORDERS) throw new Error(`imported ${run.created} of ${ORDERS}`);
      }),
    );
  }
  const [importMs, fetchMs] = [median(imports), median(fetches)];
  return { delayMs, importMs: Math.round(importMs), fetchMs: Math.round(fetchMs), ratio: Number((importMs / fetchMs).toFixed(2)) };
}

async function storingAgainstCopy(databaseUrl: string, folder: string): Promise<SyncFigures["storingAgainstCopy"]> {
  const { default: pg } = await import("pg");
  const { connectShop } = await import("@/lib/testing/connect-shop");
  const { fakeShopOrder } = await import("@/lib/testing/shop-order");
  const { storeOrders } = await import("@/lib/orders/mutations");
  const { inMerchantSql } = await import("@/lib/system/sql");
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  const file = path.join(folder, "orders.copy");
  fs.writeFileSync(file, "");
  fs.chmodSync(file, 0o666);
  const ours: number[] = [];
  const copies: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { scope, integrationId } = await connectShop();
    const pages = Array.from({ length: ORDERS / 100 }, (_, page) =>
      Array.from({ length: 100 }, (__, index) => fakeShopOrder({ externalId: `${page * 100 + index}` })),
    );
    ours.push(
      await timed(async () => {
        for (const orders of pages)
          await inMerchantSql(scope.merchantId, 60_000, (sql) =>
            storeOrders(sql, scope, { integrationId, runId: integrationId, orders, unreadable: [] }),
          );
      }),
    );
    await admin.query("drop table if exists copied; create table copied (like shop_order including all)");
    await admin.query(`copy (select * from shop_order where integration_id = '${integrationId}') to '${file}'`);
    copies.push(await timed(() => admin.query(`copy copied from '${file}'`)));
  }
  await admin.end();
  const [rowsPerSecond, copyRowsPerSecond] = [Math.round((ORDERS / median(ours)) * 1000), Math.round((ORDERS / median(copies)) * 1000)];
  return { rowsPerSecond, copyRowsPerSecond, ratio: Number((rowsPerSecond / copyRowsPerSecond).toFixed(2)) };
}

async function unchangedSyncs(url: string): Promise<SyncFigures["unchanged"]> {
  const { connectShop } = await import("@/lib/testing/connect-shop");
  const { refreshNow, SHOP_KEYS, workOn } = await import("@/lib/testing/sync-shop");
  const { startDueSyncs } = await import("@/lib/sync/due");
  const { inPlatform } = await import("@/lib/system/db");
  const connected = await Promise.all(Array.from({ length: INTEGRATIONS }, () => connectShop({ baseUrl: url, credentials: SHOP_KEYS })));
  for (const one of connected) await refreshNow(one);
  const ids = connected.map(({ integrationId }) => integrationId);
  const rates: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await inPlatform((tx) =>
      tx.lane.updateMany({ where: { integrationId: { in: ids }, lane: "orders_in" }, data: { nextSyncAt: new Date(0) } }),
    );
    const before = process.cpuUsage();
    const ms = await timed(async () => {
      await startDueSyncs(jobPlatformScope("bench"));
      const runs = await inPlatform((tx) =>
        tx.syncRun.findMany({ where: { status: "queued" }, select: { id: true, integrationId: true } }),
      );
      const next = runs.values();
      const worker = async (): Promise<void> => {
        for (const run of next) {
          const shop = connected.find(({ integrationId }) => integrationId === run.integrationId);
          if (shop) await workOn(shop, run.id);
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, worker));
    });
    const cpu = process.cpuUsage(before);
    rates.push((INTEGRATIONS / ms) * 1000);
    costs.push((cpu.user + cpu.system) / 1000 / INTEGRATIONS);
  }
  return { syncsPerSecond: Math.round(median(rates)), cpuMsEach: Number(median(costs).toFixed(1)) };
}
