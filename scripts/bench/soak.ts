import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { median, memoryMibOf } from "@/scripts/bench/measure";
import type { AtRest, SoakFigures } from "@/scripts/bench/operation-figures";
import { recordOperations } from "@/scripts/bench/record";
import { startShopProcess } from "@/scripts/bench/shop-process";
import { startWorkerProcess } from "@/scripts/bench/worker-process";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";

// `npm run bench:soak`, or `npm run bench:soak -- 5 400` for five minutes with 400 shops (2,000 by default): two workers, a quarter of the shops is
// always down and the others recover. Whether memory, sockets, sessions of the database and jobs stay what they were.

const MINUTES = Number(process.argv[2] ?? 20);
const SHOPS = Number(process.argv[3] ?? 2_000);
const INTERVAL_SECONDS = 120;
const SERVERS = 4;
const OUTAGE_MS = 60_000;
const SCRAPES = 200;

const socketsOf = (pid: number): number =>
  fs.readdirSync(`/proc/${pid}/fd`).filter((name) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/fd/${name}`).startsWith("socket:");
    } catch {
      return false; // closed meanwhile
    }
  }).length;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-soak-"));
fs.chmodSync(folder, 0o755);
const server = await startPostgres({ root: path.join(import.meta.dirname, "../.."), dataDir: path.join(folder, "postgres") });
endWithBench(server.pid);
const runtimeUrl = runtimeUrlOf(server.url, path.join(folder, "postgres"));
const metricsPort = await findFreePort();
Object.assign(process.env, { DATABASE_URL: runtimeUrl, CREDENTIALS_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}` });
Object.assign(process.env, { NEXTAUTH_SECRET: "a secret of 32 bytes that only this soak knows", LOG_LEVEL: "error" });
// Not before the environment names this database: what is imported reads it once.
const { migrate } = await import("@/lib/infra/migrate");
const { seedIntegrations } = await import("@/scripts/bench/seed-integrations");
await migrate(server.url, runtimeUrl);
const admin = new pg.Client({ connectionString: server.url });
await admin.connect();
const count = async (query: string): Promise<number> =>
  Number((await admin.query<{ n: string }>(`select count(*) as n from ${query}`)).rows[0]?.n);

const shops = await Promise.all(Array.from({ length: SERVERS }, () => startShopProcess(3)));
await seedIntegrations(admin, { baseUrl: shops[0]?.url ?? "", integrations: SHOPS, intervalSeconds: INTERVAL_SECONDS });
for (const [index, { url }] of shops.entries())
  await admin.query(
    `update integration i set base_url = $1 from (select integration_id, row_number() over (order by integration_id) as place from bench_seed) s
     where s.integration_id = i.id and s.place % ${SERVERS} = $2`,
    [url, index],
  );
await admin.query(
  `update lane l set next_sync_at = now() + make_interval(secs => ${INTERVAL_SECONDS}.0 * random()) from bench_seed s where s.integration_id = l.integration_id and lane = 'orders_in'`,
);
process.env["METRICS_PORT"] = `${metricsPort}`;
const workers = [await startWorkerProcess()];
delete process.env["METRICS_PORT"];
workers.push(await startWorkerProcess());

const sumOf = (read: (pid: number) => number): number => workers.reduce((sum, { pid }) => sum + read(pid), 0);
const openJobs = (): Promise<number> => count("pgboss.job where state in ('created', 'retry', 'active')");
const readAtRest = async (): Promise<AtRest> => ({
  sockets: sumOf(socketsOf),
  sessions: await count("pg_stat_activity where usename like '%_run'"),
  listeners: await count("pg_stat_activity where application_name = 'mooring worker'"),
  jobs: await openJobs(),
});

await wait(30_000);
const before = await readAtRest();
const memory: number[] = [];
const startedAt = Date.now();
for (let round = 0; Date.now() - startedAt < MINUTES * 60_000; round += 1) {
  const failing = shops[round % SERVERS];
  failing?.set("down");
  for (const until = Date.now() + OUTAGE_MS; Date.now() < until; await wait(5_000)) memory.push(sumOf(memoryMibOf));
  failing?.set("up");
  const throttled = await count("lane where lane = 'orders_in' and state <> 'regular'");
  process.stderr.write(
    `  ${Math.round((Date.now() - startedAt) / 60_000)} min: ${Math.round(memory.at(-1) ?? 0)} MiB, ${sumOf(socketsOf)} sockets, ${await openJobs()} jobs, ${throttled} lanes in trouble\n`,
  );
}
const endedAt = Date.now();
while (
  (await count("lane where lane = 'orders_in' and state <> 'regular' and integration_id in (select integration_id from bench_seed)")) > 0 ||
  (await openJobs()) > 0
) {
  if (Date.now() - endedAt > 15 * 60_000) break;
  await wait(1_000);
}
const settledSeconds = Math.round((Date.now() - endedAt) / 1_000);
// Kept connections to shops are closed when their runs end; those of the pool when they are idle.
await admin.query("update lane set next_sync_at = now() + interval '1 hour' where next_sync_at is not null");
await wait(30_000);
const after = await readAtRest();
const third = Math.floor(memory.length / 3);
const figures: SoakFigures = {
  minutes: MINUTES,
  shops: SHOPS,
  syncs: { succeeded: await count("sync_run where status = 'succeeded'"), failed: await count("sync_run where status = 'failed'") },
  checks: await count("reachability_check where status = 'done'"),
  memoryMib: { first: Math.round(median(memory.slice(0, third))), last: Math.round(median(memory.slice(-third))) },
  atRest: { before, after },
  settledSeconds,
  scrapeMs: await measureScrape(workers[0]?.pid ?? 0),
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
recordOperations({ soak: figures });
for (const worker of workers) await worker.close();
process.exit(0);

/** What a scrape costs a worker that is otherwise at rest. */
async function measureScrape(pid: number): Promise<number> {
  const { cpuMsOf, get } = await import("@/scripts/bench/measure");
  const spend = async (work: () => Promise<unknown>): Promise<number> => {
    const since = cpuMsOf(pid);
    for (let turn = 0; turn < SCRAPES; turn += 1) {
      await work();
      await wait(50);
    }
    return cpuMsOf(pid) - since;
  };
  const idle = await spend(async () => {});
  const scraped = await spend(() => get(`http://127.0.0.1:${metricsPort}/metrics`));
  return Number(Math.max(0, (scraped - idle) / SCRAPES).toFixed(2));
}
