import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { OrderCursor, OrderPage, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { median } from "@/scripts/bench/measure";
import type { ScaleFigures } from "@/scripts/bench/routine";
import { startShopProcess } from "@/scripts/bench/shop-process";
import type { TracingFigures } from "@/scripts/bench/tracing";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";

const root = path.join(import.meta.dirname, "../..");
/** Of an import; what is asked once for the whole of it weighs more the fewer they are. */
const IMPORTED = 10_000;
/** Of those that are stored beside COPY. */
const STORED = 3_000;
const ROUNDS = 5;
const DELAYS_MS = [0, 25, 100];
const INTEGRATIONS = 100_000;
const SECONDS = 300;
/** Of a round of the four with and without traces. */
const SECONDS_TRACED = 45;

export interface SyncFigures {
  /** Wall time of an import against merely fetching and reading the same pages, from a shop that takes so long to answer. */
  importAgainstFetch: { delayMs: number; importMs: number; fetchMs: number; ratio: number }[];
  /** Rows stored per second against COPY of the same rows into a table with the same indexes. */
  storingAgainstCopy: { rowsPerSecond: number; copyRowsPerSecond: number; ratio: number };
  scale: ScaleFigures;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs `work` beside a PostgreSQL of its own, thrown away afterwards, which the environment of this process names. */
async function withDatabase<Value>(work: (server: { url: string; pid: number }, folder: string) => Promise<Value>): Promise<Value> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  fs.chmodSync(folder, 0o755);
  const server = await startPostgres({ root, dataDir: path.join(folder, "postgres") });
  endWithBench(server.pid);
  const runtimeUrl = runtimeUrlOf(server.url, path.join(folder, "postgres"));
  process.env["DATABASE_URL"] = runtimeUrl;
  process.env["CREDENTIALS_KEYS"] = `bench:${Buffer.alloc(32, 7).toString("base64")}`;
  process.env["LOG_LEVEL"] = "error";
  const { migrate } = await import("@/lib/infra/migrate");
  await migrate(server.url, runtimeUrl);
  try {
    return await work(server, folder);
  } finally {
    await (await import("@/lib/infra/jobs/enqueue")).closeQueue();
    await (await import("@/lib/infra/db")).disconnect();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const scaleOf = (server: { url: string; pid: number }, seconds: number) => ({
  databaseUrl: server.url,
  databasePid: server.pid,
  integrations: Number(process.env["BENCH_INTEGRATIONS"] ?? INTEGRATIONS),
  seconds: Number(process.env["BENCH_SECONDS"] ?? seconds),
});

export const benchTracing = (): Promise<TracingFigures> =>
  withDatabase(async (server) => (await import("@/scripts/bench/tracing")).benchTracing(scaleOf(server, SECONDS_TRACED)));

export const benchSync = (): Promise<SyncFigures> => withDatabase(measureSync);

async function measureSync(server: { url: string; pid: number }, folder: string): Promise<SyncFigures> {
  const shops = await Promise.all(DELAYS_MS.map((delayMs) => startShopProcess(IMPORTED, delayMs)));
  try {
    // Not before the environment names this database: what is imported reads it once.
    const { benchRoutine } = await import("@/scripts/bench/routine");
    const importAgainstFetch = [];
    for (const [index, { url }] of shops.entries()) importAgainstFetch.push(await measureImport(url, DELAYS_MS[index] ?? 0));
    return {
      importAgainstFetch,
      storingAgainstCopy: await storingAgainstCopy(server.url, folder),
      scale: await benchRoutine(scaleOf(server, SECONDS)),
    };
  } finally {
    for (const shop of shops) shop.close();
  }
}

/** The requests of an import by the product, asked again one after the other by its own client and read as JSON: nothing is checked or stored. */
async function recordImport(url: string): Promise<() => Promise<void>> {
  const { createShopClient } = await import("@/lib/connectors/http/client");
  const { woocommerce } = await import("@/lib/connectors/woocommerce/index");
  const { askWoo } = await import("@/lib/connectors/woocommerce/client");
  const { LOOPBACK, SHOP_KEYS } = await import("@/lib/testing/sync-shop");
  const keys = woocommerce.credentials.schema.parse(SHOP_KEYS);
  const open = () => createShopClient({ baseUrl: url, platform: "woocommerce", ...LOOPBACK });
  const client = open();
  const paths: string[] = [];
  const recording: ShopClient = {
    baseUrl: client.baseUrl,
    send(request) {
      paths.push(request.path);
      return client.send(request);
    },
  };
  const window = { from: null, to: new Date(Date.now() + 86_400_000) };
  await woocommerce.preflight(recording, keys);
  await woocommerce.describe(recording, keys);
  let after: OrderCursor | null = null;
  do {
    const page: ShopResult<OrderPage> = await woocommerce.listChangedOrders(recording, keys, window, after);
    if (!page.ok) throw new Error(page.failure.detail);
    after = page.value.next;
  } while (after);
  await woocommerce.countOrders(recording, keys, window);
  await client.close();
  return async () => {
    const again = open();
    for (const path of paths) {
      const reply = await askWoo(again, keys, { path });
      if (!reply.ok) throw new Error(reply.failure.detail);
    }
    await again.close();
  };
}

async function measureImport(url: string, delayMs: number): Promise<SyncFigures["importAgainstFetch"][number]> {
  const { connectShop } = await import("@/lib/testing/connect-shop");
  const { refreshNow, SHOP_KEYS } = await import("@/lib/testing/sync-shop");
  const fetchAll = await recordImport(url);
  const importAll = async (): Promise<number> => {
    const connected = await connectShop({ baseUrl: url, credentials: SHOP_KEYS });
    return timed(async () => {
      const run = await refreshNow(connected);
      if (run.created !== IMPORTED) throw new Error(`imported ${run.created} of ${IMPORTED}`);
    });
  };
  const fetches: number[] = [];
  const imports: number[] = [];
  await fetchAll();
  await importAll();
  for (let round = 0; round < ROUNDS; round += 1) {
    fetches.push(await timed(fetchAll));
    imports.push(await importAll());
  }
  const ratio = median(imports.map((ms, round) => ms / (fetches[round] ?? Number.NaN)));
  return { delayMs, importMs: Math.round(median(imports)), fetchMs: Math.round(median(fetches)), ratio: Number(ratio.toFixed(2)) };
}

async function storingAgainstCopy(databaseUrl: string, folder: string): Promise<SyncFigures["storingAgainstCopy"]> {
  const { default: pg } = await import("pg");
  const { connectShop } = await import("@/lib/testing/connect-shop");
  const { fakeShopOrder } = await import("@/lib/testing/shop-order");
  const { storeOrders } = await import("@/lib/orders/mutations");
  const { inMerchantSql } = await import("@/lib/infra/sql");
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  const file = path.join(folder, "orders.copy");
  fs.writeFileSync(file, "");
  fs.chmodSync(file, 0o666);
  const ours: number[] = [];
  const copies: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { scope, integrationId } = await connectShop();
    const pages = Array.from({ length: STORED / 100 }, (_, page) =>
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
  const [rowsPerSecond, copyRowsPerSecond] = [Math.round((STORED / median(ours)) * 1000), Math.round((STORED / median(copies)) * 1000)];
  return { rowsPerSecond, copyRowsPerSecond, ratio: Number((rowsPerSecond / copyRowsPerSecond).toFixed(2)) };
}
