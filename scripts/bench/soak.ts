import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { startWorkerProcess } from "@/lib/testing/worker-process";
import { type BenchDatabase, withDatabase } from "@/scripts/bench/database";
import { cpuMsOf, median, memoryMibOf, report, round } from "@/scripts/bench/measure";
import { atMost, plain, record } from "@/scripts/bench/report";
import { startShopProcess } from "@/scripts/bench/shop-process";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// `npm run bench:soak`, or `npm run bench:soak -- 5 400` for five minutes with 400 shops (default 2,000): two workers, while a quarter of
// the shops at a time is down and recovers. Verifies that memory, sockets, database sessions and jobs do not grow.

const MINUTES = Number(process.argv[2] ?? 20);
const SHOPS = Number(process.argv[3] ?? 2_000);
const INTERVAL_SECONDS = 120;
const SERVERS = 4;
const OUTAGE_MS = MINUTE_MS;
const SCRAPES = 200;

const socketsOf = (pid: number): number =>
  fs.readdirSync(`/proc/${pid}/fd`).filter((name) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/fd/${name}`).startsWith("socket:");
    } catch {
      return false; // closed meanwhile
    }
  }).length;

async function soak({ admin }: BenchDatabase): Promise<void> {
  const { seedIntegrations } = await import("@/scripts/bench/seed-integrations");
  const count = async (rowsOf: string): Promise<number> =>
    Number((await admin.query<{ n: string }>(`select count(*) as n from ${rowsOf}`)).rows[0]?.n);

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
  const metricsPort = await findFreePort();
  const pids = [
    (await startWorkerProcess({ METRICS_PORT: `${metricsPort}` })).pid ?? 0,
    (await startWorkerProcess({ METRICS_PORT: "" })).pid ?? 0,
  ];
  const sumOf = (read: (pid: number) => number): number => pids.reduce((sum, pid) => sum + read(pid), 0);
  const openJobs = (): Promise<number> => count("pgboss.job where state in ('created', 'retry', 'active')");
  const readAtRest = async () => ({
    sockets: sumOf(socketsOf),
    sessions: await count("pg_stat_activity where usename like '%_run'"),
    listeners: await count("pg_stat_activity where application_name = 'mooring worker'"),
  });

  await wait(30_000);
  const before = await readAtRest();
  const memory: number[] = [];
  const startedAt = Date.now();
  for (let turn = 0; Date.now() - startedAt < MINUTES * MINUTE_MS; turn += 1) {
    const failing = shops[turn % SERVERS];
    failing?.set("down");
    for (const until = Date.now() + OUTAGE_MS; Date.now() < until; await wait(5_000)) memory.push(sumOf(memoryMibOf));
    failing?.set("up");
    const throttled = await count("lane where lane = 'orders_in' and state <> 'regular'");
    report(`${round(memory.at(-1) ?? 0)} MiB, ${sumOf(socketsOf)} sockets, ${await openJobs()} jobs, ${throttled} lanes in trouble`);
  }
  const endedAt = Date.now();
  const failing = "lane where lane = 'orders_in' and state <> 'regular' and integration_id in (select integration_id from bench_seed)";
  while (((await count(failing)) > 0 || (await openJobs()) > 0) && Date.now() - endedAt < 15 * MINUTE_MS) await wait(1_000);
  const settledSeconds = round((Date.now() - endedAt) / SECOND_MS);
  // Connections to shops are closed when their runs end, those of the pool when idle.
  await admin.query("update lane set next_sync_at = now() + interval '1 hour' where next_sync_at is not null");
  await wait(30_000);
  const after = await readAtRest();
  const third = Math.floor(memory.length / 3);
  const [first, last] = [round(median(memory.slice(0, third))), round(median(memory.slice(-third)))];
  const beyond = (name: keyof typeof after): [number, number, string, string] => [
    Math.max(0, after[name] - before[name]),
    0,
    "",
    ` (${after[name]})`,
  ];
  const scrapeMs = await measureScrape(pids[0] ?? 0, metricsPort);
  const [succeeded, failed] = [await count("sync_run where status = 'succeeded'"), await count("sync_run where status = 'failed'")];
  const checks = await count("reachability_check where status = 'done'");
  record("soak", {
    title: "Soak",
    method: "`npm run bench:soak`: two workers, a sync every two minutes, a quarter of the shops always down.",
    rows: [
      plain(`${MINUTES} minutes, ${SHOPS} shops: syncs, failed ones, checks`, `${succeeded}, ${failed}, ${checks}`),
      atMost("Memory of two workers, last third against first", round(last / first, 2), 1.1, "", ` (${last} MiB : ${first} MiB)`),
      atMost("More open sockets at rest afterwards", ...beyond("sockets")),
      atMost("More sessions of PostgreSQL", ...beyond("sessions")),
      atMost("More connections that listen", ...beyond("listeners")),
      atMost("Jobs left", await openJobs(), 0),
      plain("From the last outage until every shop had recovered", `${settledSeconds} s`),
      atMost("CPU for metrics, a scrape of a worker every 15 s", round(scrapeMs / 150, 2), 2, " %", ` (${scrapeMs} ms each)`),
    ],
  });
}

/** CPU milliseconds per scrape of an otherwise idle worker. */
async function measureScrape(pid: number, metricsPort: number): Promise<number> {
  const spend = async (work: () => Promise<unknown>): Promise<number> => {
    const since = cpuMsOf(pid);
    for (let turn = 0; turn < SCRAPES; turn += 1) {
      await work();
      await wait(50);
    }
    return cpuMsOf(pid) - since;
  };
  const idle = await spend(async () => {});
  const scraped = await spend(async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text());
  return round(Math.max(0, (scraped - idle) / SCRAPES), 2);
}

await withDatabase(soak);
process.exit(0);
