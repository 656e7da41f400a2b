import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

export interface BenchDatabase {
  /** Connected as superuser. */
  admin: pg.Client;
  pid: number;
  /** Deleted with the database. */
  folder: string;
}

/**
 * Runs `work` with a temporary, migrated PostgreSQL, set in this process's environment. Product code reads the environment once, so import
 * it within `work`.
 */
export async function withDatabase<Value>(work: (database: BenchDatabase) => Promise<Value>, settings: string[] = []): Promise<Value> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-bench-"));
  fs.chmodSync(folder, 0o755);
  const dataDir = path.join(folder, "postgres");
  const server = await startPostgres({ root, dataDir, settings });
  // The server has no terminal and would outlive an interrupted benchmark.
  const endServer = (): boolean => process.kill(server.pid, "SIGQUIT");
  process.once("exit", endServer);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  const runtimeUrl = runtimeUrlOf(server.url, dataDir);
  Object.assign(process.env, {
    DATABASE_URL: runtimeUrl,
    CREDENTIALS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    LOG_LEVEL: "error",
  });
  const { migrate } = await import("@/lib/infra/migrate");
  await migrate(server.url, runtimeUrl);
  (await import("@/worker/reactions")).subscribeReactions();
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  try {
    return await work({ admin, pid: server.pid, folder });
  } finally {
    await admin.end();
    await (await import("@/lib/infra/jobs/enqueue")).closeQueue();
    await (await import("@/lib/infra/db")).disconnect();
    process.off("exit", endServer);
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
