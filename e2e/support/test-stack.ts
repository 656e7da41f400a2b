import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { ownEnvironment } from "@/scripts/dev/own-environment.mjs";
import { findFreePort, findFreePorts } from "@/scripts/dev/ports.mjs";
import { runtimeUrlOf, sharePostgres } from "@/scripts/dev/postgres.mjs";
import { inTurn } from "@/scripts/dev/process-lock.mjs";
import { createStack } from "@/scripts/dev/stack.mjs";

const root = path.join(import.meta.dirname, "../..");
const data = path.join(root, ".data/test");
/** More than the demo's number of shops; each listens on its own address. */
const DEMO_SHOPS = 16;
const DEMO_HOSTS = ["127.0.0.1", ...Array.from({ length: DEMO_SHOPS }, (_, index) => `127.0.0.${11 + index}`)];

export interface TestStack {
  url: string;
  /** The database's URL for the superuser, for what a test looks up or prepares directly. */
  databaseUrl: string;
  /** The database's URL used by the stack's processes. */
  runtimeUrl: string;
  logs: string;
  stop(): Promise<void>;
}

/**
 * Starts the whole product with a fresh database and demo on free ports: the tests' PostgreSQL, the built application, worker and demo
 * shops. `environment` adds variables, such as PROBE_ALLOW_NETWORKS.
 */
export const startTestStack = (environment: Record<string, string> = {}): Promise<TestStack> =>
  // Sequentially: two at once would both create the tests' server and its roles.
  inTurn(path.join(data, "start.lock"), () => start(environment));

async function start(environment: Record<string, string>): Promise<TestStack> {
  const postgres = path.join(data, "postgres");
  const server = await sharePostgres({
    root,
    dataDir: postgres,
    settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
  });
  const name = `e2e_${randomBytes(6).toString("hex")}`;
  await forgetKilledRuns(server.url);
  await asAdmin(server.url, `create database ${name}`);
  const database = new URL(server.url);
  database.pathname = `/${name}`;
  const runtime = new URL(runtimeUrlOf(server.url, postgres));
  runtime.pathname = database.pathname;
  const dataDir = path.join(data, name);
  const demoPort = await findFreePorts(DEMO_SHOPS, DEMO_HOSTS);
  const stack = createStack({
    dataDir,
    host: "127.0.0.1",
    port: await findFreePort(),
    demo: true,
    databaseUrl: runtime.href,
    migrateDatabaseUrl: database.href,
    environment: {
      ...ownEnvironment(),
      DEMO_PORT_BASE: String(demoPort),
      LOG_LEVEL: "info",
      NOTIFY_COLLECT_SECONDS: "1",
      DEMO_PASSWORD,
      ...environment,
    },
  });
  const stop = async (): Promise<void> => {
    await stack.stop();
    await asAdmin(server.url, `drop database if exists ${name} with (force)`);
    await server.leave();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await stack.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: stack.url, databaseUrl: database.href, runtimeUrl: runtime.href, logs: path.join(dataDir, "logs"), stop };
}

async function asAdmin(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement).finally(() => client.end());
  return rows;
}

/** Deletes databases and folders of runs that could not clean up; those in use belong to a concurrent run. */
async function forgetKilledRuns(url: string): Promise<void> {
  const idle = `select datname from pg_database d where datname ~ '^e2e_[0-9a-f]+$'
    and not exists (select 1 from pg_stat_activity a where a.datname = d.datname)`;
  for (const { datname } of await asAdmin(url, idle)) {
    await asAdmin(url, `drop database if exists ${String(datname)}`);
    fs.rmSync(path.join(data, String(datname)), { recursive: true, force: true });
  }
}
