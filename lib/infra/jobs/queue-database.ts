import pg from "pg";
import type { ConstructorOptions } from "pg-boss";
import { directDatabaseUrl } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";

/** Longer than any statement of the queue. Without it, a connection whose packets are dropped would wait forever, and its jobs too. */
const ANSWER_MS = 20_000;

export interface QueueDatabase {
  db: NonNullable<ConstructorOptions["db"]>;
  close(): Promise<void>;
}

/** Connections for pg-boss, which itself sets no timeout. */
export function openQueueDatabase(role: "mooring_app" | "mooring_platform", max: number): QueueDatabase {
  const connections = new pg.Pool({
    connectionString: directDatabaseUrl(),
    options: `-c role=${role}`,
    application_name: "mooring queue",
    max,
    connectionTimeoutMillis: 10_000,
    query_timeout: ANSWER_MS,
  });
  connections.on("error", (error) => log.debug({ err: error }, "lost an idle connection of the queue"));
  return { db: { executeSql: (text, values) => connections.query(text, values) }, close: () => connections.end() };
}
