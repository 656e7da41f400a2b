import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { cpuMsOf, cpuMsOfFamily, memoryMibOf } from "@/scripts/bench/measure";
import { benchRecovery, benchRefresh, type RecoveryFigures, type RefreshFigures } from "@/scripts/bench/recovery";
import { seedIntegrations } from "@/scripts/bench/seed-integrations";
import { startShopProcess } from "@/scripts/bench/shop-process";
import { startWorkerProcess, type WorkerProcess } from "@/scripts/bench/worker-process";

// Many integrations on their interval and one worker as it runs in production, every process by itself: what lag, what CPU, what memory.

export interface RoutineFigures {
  integrations: number;
  intervalSeconds: number;
  /** How long it was measured. */
  seconds: number;
  duePerSecond: number;
  /** Syncs that ended, each second of the measured time. */
  syncsPerSecond: number;
  /** From the moment a sync was due to the moment it began. */
  lagMs: { p50: number; p99: number; most: number };
  /** CPU time for each sync, in milliseconds. */
  cpuMsEach: { worker: number; database: number; shop: number };
  /** Cores in use while it was measured, of the worker and the database together. */
  coresBusy: number;
  workerMib: { first: number; most: number; last: number };
  /** Syncs a second when everything is due at once. */
  mostPerSecond: number;
}

export interface RoutineBench {
  databaseUrl: string;
  databasePid: number;
  integrations: number;
  seconds: number;
}

export interface ScaleFigures {
  routine: RoutineFigures;
  recovery: RecoveryFigures;
  refresh: RefreshFigures;
}

export const INTERVAL_SECONDS = 900;
const WARM_SECONDS = 20;
const ALL_AT_ONCE = 4_000;
const ORDERS_OF_A_SHOP = 3;
const SHOPS_IN_TROUBLE = 60;
const ORDERS_OF_A_LARGE_SHOP = 3_000;
const REFRESHES = 25;

/** Seeds the integrations, then measures one worker: scheduled syncs, refresh and recovery alongside, and a full backlog. */
export async function benchRoutine(bench: RoutineBench): Promise<ScaleFigures> {
  const admin = new pg.Client({ connectionString: bench.databaseUrl });
  await admin.connect();
  const [small, large, troubled] = [
    await startShopProcess(ORDERS_OF_A_SHOP),
    await startShopProcess(ORDERS_OF_A_LARGE_SHOP),
    await startShopProcess(ORDERS_OF_A_SHOP),
  ];
  let worker: WorkerProcess | null = null;
  try {
    await seedIntegrations(admin, { baseUrl: small.url, integrations: bench.integrations, intervalSeconds: INTERVAL_SECONDS });
    say("seeded");
    worker = await startWorkerProcess();
    await startInterval(admin, bench.integrations);
    const schedule = await measureSchedule(bench, { admin, workerPid: worker.pid, shopPid: small.pid });
    say(`schedule ${JSON.stringify(schedule)}`);
    const refresh = await benchRefresh(admin, large.url, REFRESHES);
    say(`refresh ${JSON.stringify(refresh)}`);
    const recovery = await benchRecovery(admin, troubled, SHOPS_IN_TROUBLE);
    say(`recovery ${JSON.stringify(recovery)}`);
    return { routine: { ...schedule, mostPerSecond: await rateOfBacklog(admin) }, refresh, recovery };
  } finally {
    await worker?.close();
    for (const shop of [small, large, troubled]) shop.close();
    await admin.end();
  }
}

/** The whole takes many minutes: what is known already is reported on the way. */
const say = (text: string): void => {
  process.stderr.write(`  ${text}\n`);
};

interface Subjects {
  admin: pg.Client;
  workerPid: number;
  shopPid: number;
}

export async function measureSchedule(
  { databasePid, integrations, seconds }: RoutineBench,
  { admin, workerPid, shopPid }: Subjects,
): Promise<Omit<RoutineFigures, "mostPerSecond">> {
  await wait(WARM_SECONDS * 1000);
  const first = memoryMibOf(workerPid);
  const cpu = () => ({ worker: cpuMsOf(workerPid), database: cpuMsOfFamily(databasePid), shop: cpuMsOf(shopPid) });
  const before = cpu();
  const from = new Date();
  let most = first;
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await wait(1_000)) most = Math.max(most, memoryMibOf(workerPid));
  const after = cpu();
  const to = new Date();
  const last = memoryMibOf(workerPid);
  const { rows } = await admin.query<{ count: number }>(
    "select count(*)::int as count from sync_run where trigger = 'schedule' and status = 'succeeded' and finished_at >= $1 and finished_at < $2",
    [from, to],
  );
  const count = rows[0]?.count ?? 0;
  const each = (name: keyof typeof before): number => Number(((after[name] - before[name]) / Math.max(1, count)).toFixed(2));
  const measuredMs = to.getTime() - from.getTime();
  return {
    integrations,
    intervalSeconds: INTERVAL_SECONDS,
    seconds,
    duePerSecond: Math.round(integrations / INTERVAL_SECONDS),
    syncsPerSecond: Number(((count * 1000) / measuredMs).toFixed(1)),
    lagMs: await readLag(admin, from, to),
    cpuMsEach: { worker: each("worker"), database: each("database"), shop: each("shop") },
    coresBusy: Number(((after.worker - before.worker + after.database - before.database) / measuredMs).toFixed(2)),
    workerMib: { first: Math.round(first), most: Math.round(most), last: Math.round(last) },
  };
}

/** Spreads the due times over the coming interval and stores them, so that the lag can be computed later. */
export async function startInterval(admin: pg.Client, integrations: number): Promise<void> {
  await admin.query("drop table if exists bench_due");
  await admin.query(
    `create table bench_due as select integration_id, now() + make_interval(secs => 2 + ${INTERVAL_SECONDS}.0 * place / ${integrations}) as due_at
     from (select integration_id, row_number() over (order by integration_id) as place from lane where lane = 'orders_in' and last_success_at is not null) l`,
  );
  await admin.query(
    "update lane l set next_sync_at = d.due_at from bench_due d where d.integration_id = l.integration_id and l.lane = 'orders_in'",
  );
}

async function readLag(admin: pg.Client, from: Date, to: Date): Promise<RoutineFigures["lagMs"]> {
  const { rows } = await admin.query<{ p50: number; p99: number; most: number }>(
    `with lag as (
       select extract(epoch from coalesce((select min(r.started_at) from sync_run r where r.integration_id = d.integration_id and r.trigger = 'schedule'
         and r.requested_at >= d.due_at - interval '1 minute'), now()) - d.due_at) * 1000 as ms
       from bench_due d where d.due_at >= $1 and d.due_at < $2::timestamptz - interval '5 seconds'
     )
     select percentile_disc(0.5) within group (order by ms)::float8 as p50, percentile_disc(0.99) within group (order by ms)::float8 as p99,
       max(ms)::float8 as most from lag`,
    [from, to],
  );
  const { p50 = 0, p99 = 0, most = 0 } = rows[0] ?? {};
  return { p50: Math.round(p50), p99: Math.round(p99), most: Math.round(most) };
}

/** Makes some thousand lanes due at the same instant, as after one of our own outages. */
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
      return Math.round((ALL_AT_ONCE * 1000) / (done.last.getTime() - startedAt.getTime()));
    await wait(250);
  }
}
