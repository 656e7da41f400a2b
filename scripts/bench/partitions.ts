import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { cpuMsOf, cpuMsOfFamily, median } from "@/scripts/bench/measure";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

// What a hundred days of each large table cost as one table and as partitions of ten days. Rows are copies of one that the product stored. The
// decision is in docs/decisions/0014-partitions-by-time.md.

const PARTS = 10;
const DAYS = 10;
const INSERTED = 20_000;
const READS = 300;
const PRUNED_SHOPS = 2_000;

interface Subject {
  table: string;
  /** The column by which rows age. */
  at: string;
  rows: number;
  shops: number;
  /** The partition key; ids of version 7 are times. */
  key?: string;
  unique?: Record<string, string>;
}

const SUBJECTS: readonly Subject[] = [
  { table: "sync_run", at: "requested_at", rows: 500_000, shops: 4_000 },
  { table: "reachability_check", at: "requested_at", rows: 40_000, shops: 4_000 },
  { table: "audit_event", at: "at", rows: 500_000, shops: 20_000 },
  {
    table: "shop_webhook_delivery",
    at: "received_at",
    key: "received_at",
    rows: 500_000,
    shops: 20_000,
    unique: { delivery_id: "serial" },
  },
  { table: "shop_order", at: "placed_at", rows: 60_000, shops: 2_000, unique: { external_id: "serial", number: "serial" } },
];

interface Insert {
  cpuUs: number;
  walBytes: number;
}

export interface PartitionFigures {
  tables: {
    table: string;
    rows: number;
    bytesOfRow: number;
    indexBytesOfRow: number;
    insert: { plain: Insert; parted: Insert };
    /** The newest twenty of a shop. */
    newestMs: { plain: number; parted: number };
    /** Of a tenth of the rows, with VACUUM, for each row; and of one partition. */
    deleteEach: Insert;
    deleteMs: number;
    dropMs: number;
  }[];
  /** CPU of the database for the past of a shop, four times a day. */
  pruneMs: number;
}

export async function benchPartitions(): Promise<PartitionFigures> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  fs.chmodSync(folder, 0o755);
  const dataDir = path.join(folder, "postgres");
  const server = await startPostgres({
    root,
    dataDir,
    settings: ["max_wal_size=4GB", "checkpoint_timeout=1h", "fsync=off", "maintenance_work_mem=256MB"],
  });
  endWithBench(server.pid);
  try {
    const owner = await storeSamples(server.url, runtimeUrlOf(server.url, dataDir));
    await owner.query(`
      create schema bench;
      create table bench.shop as select n, gen_random_uuid() as id, gen_random_uuid() as merchant_id from generate_series(0, 20000) n;
      create unique index on bench.shop (n);
      create function bench.uuid7(at timestamptz) returns uuid language sql as $$
        select encode(overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid $$;
      create function bench.bound(at timestamptz) returns uuid language sql as $$
        select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $$`);
    const tables = [];
    for (const subject of SUBJECTS) {
      const figures = await compare(owner, subject);
      process.stderr.write(`  ${JSON.stringify(figures)}\n`);
      tables.push(figures);
    }
    const pruneMs = await measurePruning(owner, server.pid);
    await owner.end();
    return { tables, pruneMs };
  } finally {
    await (await import("@/lib/infra/jobs/enqueue")).closeQueue();
    await (await import("@/lib/infra/db")).disconnect();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** One row of each table, made by the product. */
async function storeSamples(url: string, runtimeUrl: string): Promise<pg.Client> {
  process.env["DATABASE_URL"] = runtimeUrl;
  process.env["CREDENTIALS_KEYS"] = `bench:${Buffer.alloc(32, 7).toString("base64")}`;
  process.env["LOG_LEVEL"] = "error";
  const { migrate } = await import("@/lib/infra/migrate");
  await migrate(url, runtimeUrl);
  (await import("@/worker/reactions")).subscribeReactions();
  const { LOOPBACK, recentOrders, refreshNow, startSyncedShop } = await import("@/lib/testing/sync-shop");
  const { requestCheck } = await import("@/lib/check/mutations");
  const { executeCheck } = await import("@/lib/check/execute-check");
  const { runCheck } = await import("@/lib/check/probe/check-shop");
  const { retestCause } = await import("@/lib/check/probe/retest");
  const shop = await startSyncedShop(recentOrders(1));
  await refreshNow(shop);
  const check = await requestCheck(shop.scope, { integrationId: shop.integrationId, trigger: "schedule" });
  if (!check.ok) throw new Error(check.reason.code);
  const work = { outside: LOOPBACK, signal: new AbortController().signal, engine: runCheck, retest: retestCause };
  await executeCheck(shop.scope, { integrationId: shop.integrationId, checkId: check.value.checkId }, work);
  const owner = new pg.Client({ connectionString: url });
  owner.on("error", () => {}); // a failure ends with the server, and with it this connection
  await owner.connect();
  await owner.query(`insert into shop_webhook_delivery (merchant_id, integration_id, delivery_id, external_id, body_hash)
    select merchant_id, id, '1', '1', sha256('1') from integration`);
  const { seedIntegrations } = await import("@/scripts/bench/seed-integrations");
  await seedIntegrations(owner, { baseUrl: shop.shop.url, integrations: PRUNED_SHOPS, intervalSeconds: 900 });
  await shop.shop.close();
  return owner;
}

async function compare(owner: pg.Client, { table, at, rows, shops, key = "id", unique = {} }: Subject) {
  const { rows: columns } = await owner.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    [table],
  );
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const given: Record<string, string> = {
    ...{ ...unique, id: "bench.uuid7(happened)", merchant_id: "s.merchant_id", integration_id: "s.id", [at]: "happened" },
  };
  /** Rows of many shops in the order in which they happen, `from` to `to` of a hundred days that end now. */
  const fill = (into: string, count: number, from: number, to: number) => `
    insert into ${into} (${names}) select ${columns.map(({ name }) => given[name] ?? `t."${name}"`).join(", ")}
    from (select n, n || '/${from}' as serial, now() - interval '${PARTS * DAYS} days' + n * interval '${((to - from) * 86_400) / count} seconds' + interval '${from} days' as happened
      from generate_series(1, ${count}) n) g
    join bench.shop s on s.n = (hashint4(g.n) & 2147483647) % ${shops}, (select * from ${table} limit 1) t`;
  await owner.query(`drop table if exists bench.plain, bench.parted; create table bench.plain (like ${table} including defaults);
    create table bench.parted (like ${table} including defaults) partition by range (${key})`);
  for (let part = 0; part <= PARTS; part += 1)
    await owner.query(`do $$ begin execute format('create table bench.part_${part} partition of bench.parted for values from (%L) to (%L)',
      ${bound(key, part)}, ${bound(key, part + 1)}); end $$`);
  await owner.query(fill("bench.plain", rows, 0, PARTS * DAYS));
  await owner.query("insert into bench.parted select * from bench.plain");
  const { rows: indexes } = await owner.query<{ sql: string; isWhole: boolean }>(
    `select pg_get_indexdef(indexrelid) as sql, indisunique and not indisprimary and indexrelid <> coalesce(to_regclass($1 || '_id_key'), 0) as "isWhole"
     from pg_index where indrelid = $1::regclass`,
    [table],
  );
  for (const { sql, isWhole } of indexes) {
    const on = (variant: string, unique: string): string =>
      sql.replace(/(UNIQUE )?INDEX \S+ ON (ONLY )?\S+/, `${unique}INDEX ON ${variant}`);
    await owner.query(on("bench.plain", sql.includes(" UNIQUE ") ? "UNIQUE " : ""));
    // A unique index cannot span partitions without their key.
    if (!isWhole) await owner.query(on("bench.parted", ""));
  }
  await owner.query("vacuum analyze bench.plain, bench.parted");
  const variants = ["bench.plain", "bench.parted"];
  const { rows: sizes } = await owner.query(
    "select pg_total_relation_size('bench.plain') as bytes, pg_indexes_size('bench.plain') as indexes",
  );
  const cost = (statements: readonly string[]) => measure(owner, statements);
  const each = ({ cpuMs, walBytes }: Cost, count: number) => ({
    cpuUs: Math.round((cpuMs * 1000) / count),
    walBytes: Math.round(walBytes / count),
  });
  const inserted = [];
  for (const variant of variants) inserted.push(each(await cost([fill(variant, INSERTED, PARTS * DAYS - 1, PARTS * DAYS)]), INSERTED));
  const reads = [];
  for (const variant of variants) reads.push(await readNewest(owner, variant, at));
  const old = rows / PARTS;
  const aged = `${at} < now() - interval '${(PARTS - 1) * DAYS} days'`;
  const batches = Array.from(
    { length: 20 },
    (_, batch) =>
      `delete from bench.plain where ${aged} and integration_id in (select id from bench.shop where n < ${shops} and n % 20 = ${batch})`,
  );
  const deleted = await cost([...batches, "vacuum bench.plain"]);
  const dropped = await cost(["drop table bench.part_0"]);
  const [plainInsert, partedInsert] = inserted;
  const [plainMs, partedMs] = reads;
  if (!plainInsert || !partedInsert || plainMs === undefined || partedMs === undefined) throw new Error("not measured");
  return {
    ...{ table, rows, bytesOfRow: Math.round(sizes[0].bytes / rows), indexBytesOfRow: Math.round(sizes[0].indexes / rows) },
    ...{ insert: { plain: plainInsert, parted: partedInsert }, newestMs: { plain: plainMs, parted: partedMs } },
    ...{ deleteEach: each(deleted, old), deleteMs: deleted.ms, dropMs: dropped.ms },
  };
}

function bound(key: string, part: number): string {
  const at = `now() + interval '${(part - PARTS) * DAYS} days'`;
  return key === "id" ? `bench.bound(${at})` : at;
}

/** What it costs to fold and delete the past of a shop, which happens four times a day: a hundred days of four runs, and six hours of 24. */
async function measurePruning(owner: pg.Client, databasePid: number): Promise<number> {
  const { pruneHistory } = await import("@/lib/operations/prune-history");
  const { jobPlatformScope } = await import("@/lib/identity/accounts/access");
  const runs = (count: number, from: string, every: string) => `
    insert into sync_run (merchant_id, id, integration_id, trigger, status, phase, requested_by, requested_at, started_at, finished_at)
    select s.merchant_id, gen_random_uuid(), s.integration_id, 'schedule', 'succeeded', 'done', '{"kind": "job", "job": "schedule"}', at, at, at
    from bench_seed s, generate_series(1, ${count}) n, lateral (select now() - interval '${from}' + n * interval '${every}' as at) t`;
  await owner.query(runs(400, "100 days", "6 hours"));
  await owner.query(runs(24, "8 days 6 hours", "15 minutes"));
  await owner.query("vacuum analyze sync_run");
  await owner.query("update integration set runs_folded_until = now() - interval '8 days 6 hours 1 minute'");
  const cpu = cpuMsOfFamily(databasePid);
  let shops = 0;
  for (let found = 1; found > 0; shops += found) found = await pruneHistory(jobPlatformScope("bench"));
  return Number(((cpuMsOfFamily(databasePid) - cpu) / shops).toFixed(2));
}

interface Cost {
  ms: number;
  cpuMs: number;
  walBytes: number;
}

/** After a checkpoint, so that each page that is changed is written to the log once as a whole. */
async function measure(owner: pg.Client, statements: readonly string[]): Promise<Cost> {
  const { rows: own } = await owner.query("select pg_backend_pid() as pid");
  await owner.query("checkpoint");
  const { rows: start } = await owner.query("select pg_current_wal_insert_lsn()::text as lsn");
  const [from, cpu] = [performance.now(), cpuMsOf(own[0].pid)];
  for (const statement of statements) await owner.query(statement);
  const [ms, cpuMs] = [Math.round(performance.now() - from), cpuMsOf(own[0].pid) - cpu];
  const { rows: wal } = await owner.query("select pg_current_wal_insert_lsn() - $1::pg_lsn as bytes", [start[0].lsn]);
  return { ms, cpuMs, walBytes: Number(wal[0].bytes) };
}

/** Median of reading the newest twenty rows of a shop, planning included, as every page does. */
async function readNewest(owner: pg.Client, table: string, at: string): Promise<number> {
  const times = [];
  for (let read = 0; read < READS; read += 1) {
    const { rows } = await owner.query(`select id, merchant_id from bench.shop where n = ${read}`);
    const from = performance.now();
    await owner.query(`select ${at} from ${table} where merchant_id = $1 and integration_id = $2 order by ${at} desc limit 20`, [
      rows[0].merchant_id,
      rows[0].id,
    ]);
    times.push(performance.now() - from);
  }
  return Number(median(times).toFixed(2));
}
