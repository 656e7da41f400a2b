import pg from "pg";
import { SECOND_MS } from "@/lib/base/units";
import { env, required } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { processWide } from "@/lib/infra/process-wide";

function openPool(): pg.Pool {
  const opened = new pg.Pool({
    connectionString: required("DATABASE_URL"),
    max: env().DATABASE_POOL,
    options: "-c role=mooring_app",
    connectionTimeoutMillis: env().DATABASE_TIMEOUT_SECONDS * SECOND_MS,
    // Sends concurrent statements without waiting; the database still executes them one after another.
    pipeline: true,
  });
  // A connection lost between two statements fails the next one; without a listener, the event would end the process.
  opened.on("connect", (client) => {
    client.on("error", (error) => log.warn({ err: error }, "lost a database connection in use"));
  });
  // The pool replaces a lost idle connection when it needs one.
  opened.on("error", (error) => log.debug({ err: error }, "lost an idle database connection"));
  return opened;
}

const open = processWide("pool", openPool);

/** The connection pool of this process. Connections start as `mooring_app`, which sees no merchant until a transaction sets one. */
export const pool = open.get;

/** Closes every connection; the next use opens new ones. */
export async function closePool(): Promise<void> {
  await open.take()?.end();
}
