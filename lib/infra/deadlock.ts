import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/infra/log";

// Two transactions that wait for each other: PostgreSQL ends one of them, and nothing of it has happened. Whoever changes several rows takes
// them in one order (lib/health/lock-shop.ts), but a removed shop takes rows of twenty tables with it, each with its own keys. What was ended
// for such a reason alone is done again.

/** Serialization failure and deadlock, as PostgreSQL calls them, and as Prisma calls both. */
const CODES: readonly unknown[] = ["40001", "40P01", "P2034"];

const MOST_TRIES = 5;
const PAUSE_MS = 20;

/** Whether a transaction was ended only because another one stood in its way; errors of Prisma hold the database's code somewhere inside. */
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

/** Runs a whole transaction, and again where it was ended by a deadlock. */
export async function pastDeadlocks<Value>(transact: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact();
    } catch (error) {
      if (!isDeadlock(error) || tries >= MOST_TRIES) throw error;
      log.warn({ err: error, tries }, DEADLOCK);
      await wait(PAUSE_MS * tries * (1 + Math.random()));
    }
  }
}

export const DEADLOCK = "two transactions waited for each other; one of them is done again";
