import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/infra/log";

// PostgreSQL aborts one of two transactions that wait for each other; the whole transaction is safe to retry. Most writers lock rows in one order
// (lib/health/lock-shop.ts), but removing a shop cascades through some twenty tables.

/** Serialization failure and deadlock as PostgreSQL reports them, and Prisma's code for both. */
const CODES: readonly unknown[] = ["40001", "40P01", "P2034"];

const MAX_TRIES = 5;
const PAUSE_MS = 20;

/** Whether a transaction was aborted only by a conflict with another one. Prisma nests the database's code in its errors. */
export function isDeadlock(error: unknown): boolean {
  for (let [inner, depth] = [error, 0]; typeof inner === "object" && inner !== null && depth < 5; depth += 1) {
    const { code, originalCode, cause, meta } = inner as Record<string, unknown>;
    if (CODES.includes(code) || CODES.includes(originalCode)) return true;
    const named = typeof meta === "object" && meta !== null ? (meta as Record<string, unknown>) : {};
    if (CODES.includes(named["code"])) return true;
    inner = cause ?? named["driverAdapterError"];
  }
  return false;
}

export async function retryOnDeadlock<Value>(transact: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact();
    } catch (error) {
      if (!isDeadlock(error) || tries >= MAX_TRIES) throw error;
      log.warn({ err: error, tries }, DEADLOCK);
      await wait(PAUSE_MS * tries * (1 + Math.random()));
    }
  }
}

export const DEADLOCK = "two transactions waited for each other; one of them is done again";
