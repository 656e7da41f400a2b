import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "@/lib/infra/migrate";
import { runtimeUrlOf, sharePostgres } from "@/scripts/dev/postgres.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    serverUrl: string;
    /** The runtime login. */
    runtimeUrl: string;
    templateDatabase: string;
    /** Prefix of the names of this run's databases. */
    databasePrefix: string;
  }
}

const root = path.join(import.meta.dirname, "../..");

const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
};

const MAX_RUN_MS = 60 * 60 * 1000;

/** Templates are named by their contents, databases of test files by the time of their creation. */
function isLeftBehind(database: string): boolean {
  const madeAt = /^test_(\d{13})_[0-9a-f_]+$/.exec(database)?.[1];
  if (madeAt !== undefined) return Date.now() - Number(madeAt) > MAX_RUN_MS;
  return /^(test|template)_[0-9a-f_]+$/.test(database);
}

/**
 * Drops all databases at the end: ext4 without a journal does not reuse the inode of a file deleted within the last minutes and checks
 * each of them for every new file, which made creating a database after drops take 600 ms of CPU time.
 */
async function dropDatabases(url: string, prefix: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>("select datname from pg_database where starts_with(datname, $1)", [prefix]);
    for (const { datname } of rows) await admin.query(`drop database if exists "${datname}" with (force)`);
  } finally {
    await admin.end();
  }
}

/** Starts the tests' PostgreSQL, separate from the data of `npm start`, and creates the migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = path.join(root, ".data/test/postgres");
  const server = await sharePostgres({
    root,
    dataDir,
    settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
  });
  const runtimeUrl = runtimeUrlOf(server.url, dataDir);
  const folder = path.join(root, "prisma/migrations");
  const digest = createHash("sha256").update(fs.readFileSync(path.join(root, "lib/infra/jobs/queues.ts")));
  digest.update(fs.readFileSync(path.join(root, "lib/infra/migrate.ts")));
  for (const name of fs.readdirSync(folder).sort()) digest.update(fs.readFileSync(path.join(folder, name, "migration.sql")));
  const template = `template_${digest.digest("hex").slice(0, 16)}`;

  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  try {
    await admin.query("select pg_advisory_lock(1)");
    const { rows } = await admin.query<{ datname: string }>(
      "select datname from pg_database where datname like 'test\\_%' or datname like 'template\\_%'",
    );
    // Databases left behind by an earlier run. Younger ones may belong to a concurrent run and are kept.
    for (const { datname } of rows)
      if (datname !== template && isLeftBehind(datname)) await admin.query(`drop database if exists "${datname}"`).catch(() => {});
    if (!rows.some((row) => row.datname === template)) {
      await admin.query(`drop database if exists "${template}_new"`); // left by a run that was killed here
      await admin.query(`create database "${template}_new"`);
      await migrate(withDatabase(server.url, `${template}_new`), runtimeUrl);
      await admin.query(`alter database "${template}_new" rename to "${template}"`);
    }
  } finally {
    await admin.end();
  }
  // The time in the name keeps another run's clean-up from deleting it.
  const prefix = `test_${Date.now()}_${randomBytes(6).toString("hex")}_`;
  project.provide("serverUrl", server.url);
  project.provide("runtimeUrl", runtimeUrl);
  project.provide("templateDatabase", template);
  project.provide("databasePrefix", prefix);
  return async () => {
    await dropDatabases(server.url, prefix);
    await server.leave();
  };
}
