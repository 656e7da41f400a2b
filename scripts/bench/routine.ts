import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { SECOND_MS } from "@/lib/base/units";
import { endWorker, startWorkerProcess } from "@/lib/testing/worker-process";
import type { BenchDatabase } from "@/scripts/bench/database";
import { cpuMsOf, memoryMibOf, report, round } from "@/scripts/bench/measure";
import { benchRecovery, benchRefresh } from "@/scripts/bench/recovery";
import { atLeast, atMost, type Costs, plain, type Row } from "@/scripts/bench/report";
import { seedIntegrations } from "@/scripts/bench/seed-integrations";
import { startShopProcess } from "@/scripts/bench/shop-process";

// Lag, CPU and memory of one worker with a production-like number of scheduled integrations; every participant has its own process.

const INTEGRATIONS = 100_000;
const INTERVAL_SECONDS = 900;
const SECONDS = 300;
const WARM_SECONDS = 20;
const ALL_AT_ONCE = 4_000;
const ORDERS_OF_A_SHOP = 3;
const ORDERS_OF_A_LARGE_SHOP = 3_000;

type Measured = Awaited<ReturnType<typeof measureSchedule>>;

/** Scheduled syncs, then with refresh and recovery alongside, and with a full backlog. */
export async function benchRoutine(database: BenchDatabase): Promise<{ rows: Row[]; cost: Costs["sync"] }> {
  const { admin } = database;
  const shop = await startShopProcess(ORDERS_OF_A_SHOP);
  await seedIntegrations(admin, { baseUrl: shop.url, integrations: INTEGRATIONS, intervalSeconds: INTERVAL_SECONDS });
  report("seeded");
  const [large, troubled] = [await startShopProcess(ORDERS_OF_A_LARGE_SHOP), await startShopProcess(ORDERS_OF_A_SHOP)];
  const worker = await startWorkerProcess();
  try {
    await startInterval(admin);
    const schedule = await measureSchedule(admin, [worker.pid ?? 0, database.pid, shop.pid]);
    report(`schedule ${JSON.stringify(schedule)}`);
    const refresh = await benchRefresh(admin, large.url);
    report(`refresh ${refresh.figure}`);
    const recovery = await benchRecovery(admin, troubled);
    report(`recovery ${recovery.figure}`);
    const backlog = atLeast("Syncs a second when thousands are due at once", await rateOfBacklog(admin), 111);
    return { rows: [...scheduleRows(schedule), backlog, recovery, refresh], cost: schedule.cpuMsEach };
  } finally {
    await endWorker(worker, "SIGTERM");
    for (const one of [shop, large, troubled]) one.close();
  }
}

function scheduleRows({ syncsPerSecond, lagMs, cpuMsEach, coresBusy, workerMib }: Measured): Row[] {
  const due = round(INTEGRATIONS / INTERVAL_SECONDS);
  return [
    atLeast(
      `Syncs without news a second, every 15 minutes, one worker`,
      syncsPerSecond,
      Math.floor(due * 0.98),
      ` (${due} are due; ${coresBusy} cores busy)`,
    ),
    atMost("From due to begun, p99", lagMs.p99, 5_000, " ms", ` (p50 ${lagMs.p50} ms, most ${lagMs.most} ms)`),
    plain("CPU of each: worker, database (fake shop)", `${cpuMsEach.worker} ms + ${cpuMsEach.database} ms (${cpuMsEach.shop} ms)`),
    atMost("Memory of the worker", workerMib.most, 400, " MiB", ` (${workerMib.first} MiB at first, ${workerMib.last} MiB at last)`),
  ];
}

/** Runs scheduled syncs for a while; CPU is that of worker, database and shop together. */
async function measureSchedule(admin: pg.Client, pids: readonly [number, number, number]) {
  const [workerPid] = pids;
  await wait(WARM_SECONDS * SECOND_MS);
  const memory = [memoryMibOf(workerPid)];
  const before = pids.map(cpuMsOf);
  const from = new Date();
  for (const until = Date.now() + SECONDS * SECOND_MS; Date.now() < until; await wait(1_000)) memory.push(memoryMibOf(workerPid));
  const [worker = 0, database = 0, shop = 0] = pids.map((pid, index) => cpuMsOf(pid) - (before[index] ?? 0));
  const to = new Date();
  const { rows } = await admin.query<{ count: number }>(
    "select count(*)::int as count from sync_run where trigger = 'schedule' and status = 'succeeded' and finished_at >= $1 and finished_at < $2",
    [from, to],
  );
  const count = Math.max(1, rows[0]?.count ?? 0);
  const measuredMs = to.getTime() - from.getTime();
  return {
    syncsPerSecond: round((count * SECOND_MS) / measuredMs, 1),
    lagMs: await readLag(admin, from, to),
    cpuMsEach: { worker: round(worker / count, 2), database: round(database / count, 2), shop: round(shop / count, 2) },
    coresBusy: round((worker + database) / measuredMs, 2),
    workerMib: { first: round(memory[0] ?? 0), most: round(Math.max(...memory)), last: round(memory.at(-1) ?? 0) },
  };
}

/** Spreads due times over the coming interval and stores them, so that the lag can be computed later. */
async function startInterval(admin: pg.Client): Promise<void> {
  await admin.query(
    `create table bench_due as select integration_id, now() + make_interval(secs => 2 + ${INTERVAL_SECONDS}.0 * place / ${INTEGRATIONS}) as due_at
     from (select integration_id, row_number() over (order by integration_id) as place from lane where lane = 'orders_in' and last_success_at is not null) l`,
  );
  await admin.query(
    "update lane l set next_sync_at = d.due_at from bench_due d where d.integration_id = l.integration_id and l.lane = 'orders_in'",
  );
}

/** Lag: from the moment a sync was due until it began. */
async function readLag(admin: pg.Client, from: Date, to: Date) {
  const { rows } = await admin.query<{ p50: number; p99: number; most: number }>(
    `with lag as (
       select extract(epoch from coalesce((select min(r.started_at) from sync_run r where r.integration_id = d.integration_id and r.trigger = 'schedule'
         and r.requested_at >= d.due_at - interval '1 minute'), now()) - d.due_at) * 1000 as ms
       from bench_due d where d.due_at >= $1 and d.due_at < $2::timestamptz - interval '5 seconds'
     )
     select round(percentile_disc(0.5) within group (order by ms))::int as p50, round(percentile_disc(0.99) within group (order by ms))::int as p99,
       round(max(ms))::int as most from lag`,
    [from, to],
  );
  return rows[0] ?? { p50: 0, p99: 0, most: 0 };
}

/** Makes thousands of lanes due at once, as after our own outage. @returns syncs per second */
async function rateOfBacklog(admin: pg.Client): Promise<number> {
  await admin.query("update lane set next_sync_at = now() + interval '1 day' where lane = 'orders_in' and next_sync_at is not null");
  await wait(2_000);
  const startedAt = new Date();
  await admin.query(
    `update lane l set next_sync_at = now() from (select integration_id from bench_due order by due_at desc limit ${ALL_AT_ONCE}) d
     where d.integration_id = l.integration_id and l.lane = 'orders_in'`,
  );
  for (;;) {
    const { rows } = await admin.query<{ count: number; last: Date | null }>(
      "select count(*)::int as count, max(finished_at) as last from sync_run where trigger = 'schedule' and status = 'succeeded' and started_at >= $1",
      [startedAt],
    );
    const [done] = rows;
    if (done && done.count >= ALL_AT_ONCE && done.last)
      return round((ALL_AT_ONCE * SECOND_MS) / (done.last.getTime() - startedAt.getTime()));
    await wait(250);
  }
}
