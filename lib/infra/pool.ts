import pg from "pg";
import { env, required } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";

// Next's development server loads modules anew at every change; the pool must outlive that.
const shared = globalThis as typeof globalThis & { mooringPool?: pg.Pool };

/** The connections of this process. Every one starts as `mooring_app`, which sees no merchant at all until a transaction names one. */
export function pool(): pg.Pool {
  if (!shared.mooringPool) {
    shared.mooringPool = new pg.Pool({
      connectionString: required("DATABASE_URL"),
      max: env().DATABASE_POOL,
      options: "-c role=mooring_app",
      connectionTimeoutMillis: 10_000,
      // What is asked for at once goes out at once: the database answers one after another all the same.
      pipeline: true,
    });
    // One that is lost in the middle of a transaction, between two statements, fails the next statement; unheard, it would end the process.
    shared.mooringPool.on("connect", (client) => {
      client.on("error", (error) => log.warn({ err: error }, "a database connection was lost while it was in use"));
    });
    // A connection that rests and is lost is no trouble of anybody's: the next one is opened when it is needed.
    shared.mooringPool.on("error", (error) => log.debug({ err: error }, "a resting database connection was lost"));
  }
  return shared.mooringPool;
}

/** Closes every connection; the next use opens new ones. */
export async function closePool(): Promise<void> {
  const open = shared.mooringPool;
  delete shared.mooringPool;
  await open?.end();
}
