import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { SECOND_MS } from "@/lib/base/units";
import { inPlatform } from "@/lib/infra/db";

// Attempts are counted in the database, across all web processes. Keys are hashed, so that the table contains no e-mail address.

/** Runs the limiter's statements on the shared pool with the platform role. */
const storeClient = {
  query: async ({ text, values }: { text: string; values: unknown[] }) => {
    const rows = await inPlatform((tx) => tx.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values));
    return { rows: rows.map((row) => ({ ...row, expire: row["expire"] === null ? null : Number(row["expire"]) })), rowCount: rows.length };
  },
};

export const limiter = (keyPrefix: string, tries: number, windowSeconds: number): RateLimiterPostgres =>
  new RateLimiterPostgres({
    storeClient,
    storeType: "client",
    tableName: "sign_in_attempt",
    tableCreated: true,
    keyPrefix,
    points: tries,
    duration: windowSeconds,
    clearExpiredByTimeout: false,
  });

export const keyOf = (...parts: string[]): string => createHash("sha256").update(parts.join("\n")).digest("base64url");

export type Counted = readonly [RateLimiterPostgres, string];

/**
 * Counts an attempt with each counter in turn. `onFirstRefusal` runs once per key and window.
 * @returns null if it is allowed, else the seconds to wait
 */
export async function countAttempt(counters: readonly Counted[], onFirstRefusal?: () => Promise<void>, times = 1): Promise<number | null> {
  for (const [counter, key] of counters) {
    const refused = await counter.consume(key, times).then(() => null, refusalOf);
    if (refused === null) continue;
    if (refused.consumedPoints === counter.points + 1) await onFirstRefusal?.();
    return Math.max(1, Math.ceil(refused.msBeforeNext / SECOND_MS));
  }
  return null;
}

/** What a counter throws when it refuses; rethrows everything else. */
export function refusalOf(error: unknown): RateLimiterRes {
  if (error instanceof RateLimiterRes) return error;
  throw error;
}
