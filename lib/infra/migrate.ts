import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { QUEUES } from "@/lib/infra/jobs/queues";
import { MIGRATIONS_FOLDER } from "@/lib/infra/migrations-folder";
import { listMigrations } from "@/lib/infra/observe/readiness";
import { grantRuntimeLogin } from "@/lib/infra/runtime-login";

/** Arbitrary key of the advisory lock: only one process migrates a database at a time. */
const MIGRATION_LOCK = 7_201_461;
const LOCK_RETRY_MS = 200;

/**
 * Applies pending migrations, recorded in Prisma's table `_prisma_migrations`, and creates the queue. @returns the migrations' names
 * @param databaseUrl the login that owns the tables
 * @param runtimeUrl the login of web and worker, created if it does not exist
 */
export async function migrate(databaseUrl: string, runtimeUrl?: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await takeLock(client);
    const applied = await applyMigrations(client);
    await installQueue(databaseUrl, client);
    if (runtimeUrl) await grantRuntimeLogin(client, runtimeUrl);
    return applied;
  } finally {
    await client.end();
  }
}

/** Polls instead of waiting in the database: CREATE INDEX CONCURRENTLY in the process with the lock would wait for such a query. */
async function takeLock(client: pg.Client): Promise<void> {
  const isTaken = async () => (await client.query("select pg_try_advisory_lock($1) as taken", [MIGRATION_LOCK])).rows[0].taken === true;
  while (!(await isTaken())) await wait(LOCK_RETRY_MS);
}

async function applyMigrations(client: pg.Client): Promise<string[]> {
  await client.query(`create table if not exists _prisma_migrations (
    id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
    logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    "select migration_name, checksum from _prisma_migrations where finished_at is not null",
  );
  const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const applied: string[] = [];
  const names = listMigrations(MIGRATIONS_FOLDER);
  if (known.size > 0 && names[0] !== undefined && !known.has(names[0]))
    throw new Error(`This database is older than version 0.1.0, whose tables ${names[0]} creates. Start with an empty one.`);
  for (const name of names) {
    const sql = await fs.readFile(path.join(MIGRATIONS_FOLDER, name, "migration.sql"), "utf8");
    const checksum = createHash("sha256").update(sql).digest("hex");
    const before = known.get(name);
    if (before === checksum) continue;
    if (before) throw new Error(`Migration ${name} was changed after it had been applied to this database. Restore it and add a new one.`);
    // A statement like CREATE INDEX CONCURRENTLY is alone in its file: if interrupted it is applied again, so it uses IF NOT EXISTS.
    const isAtomic = !sql.startsWith("-- no transaction");
    if (isAtomic) await client.query("begin");
    try {
      await client.query(sql);
      await client.query(
        "insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) values ($1, $2, now(), $3, 1)",
        [randomUUID(), checksum, name],
      );
      if (isAtomic) await client.query("commit");
    } catch (error) {
      if (isAtomic) await client.query("rollback");
      throw new Error(`Migration ${name} failed${isAtomic ? " and was rolled back" : ""}.`, { cause: error });
    }
    applied.push(name);
  }
  return applied;
}

/** Creates pg-boss' tables and grants the two roles what they need. */
async function installQueue(databaseUrl: string, client: pg.Client): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 1, supervise: false, schedule: false });
  boss.on("error", () => {}); // start() and createQueue() reject on errors
  await boss.start();
  try {
    const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const [name, options] of Object.entries(QUEUES)) {
      if (existing.has(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  await client.query(QUEUE_GRANTS);
}

/** A merchant's transaction adds jobs of that merchant and sees no others; the worker's role claims them. */
const QUEUE_GRANTS = `
  grant select (migration_name, finished_at) on _prisma_migrations to mooring_platform;
  grant usage on schema pgboss to mooring_app, mooring_platform;
  revoke all on all tables in schema pgboss from mooring_app;
  grant select on pgboss.version, pgboss.queue to mooring_app;
  grant select, insert, update, delete on all tables in schema pgboss to mooring_platform;
  grant usage, select on all sequences in schema pgboss to mooring_platform;
  do $$
  declare jobs regclass;
  begin
    foreach jobs in array array(select 'pgboss.job'::regclass union all select inhrelid from pg_inherits where inhparent = 'pgboss.job'::regclass) loop
      execute format('grant select, insert on %s to mooring_app', jobs);
      continue when exists (select from pg_policy where polrelid = jobs and polname = 'one_merchant');
      execute format('alter table %s enable row level security', jobs);
      execute format('create policy all_merchants on %s to mooring_platform using (true) with check (true)', jobs);
      execute format('create policy one_merchant on %s to mooring_app using (group_id = app_merchant_id()::text)
        with check (group_id = app_merchant_id()::text and data->>''merchantId'' = group_id)', jobs);
    end loop;
  end $$`;
