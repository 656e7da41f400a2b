import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { inPlatform } from "@/lib/infra/db";

// Tries are counted in the database, so that all web processes count together. Keys are hashes: the table holds no e-mail.

/** Runs the limiter's statements on our pool, as the platform. */
const storeClient = {
  query: async ({ text, values }: { text: string; values: unknown[] }) => {
    const rows = await inPlatform((tx) => tx.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values));
    return { rows: rows.map((row) => ({ ...row, expire: row["expire"] === null ? null : Number(row["expire"]) })), rowCount: rows.length };
  },
};

/** A counter of its own, that lets so many tries of one key pass within the window. */
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

/** Counts a try with each counter, in order. @returns null when it may go on, else the seconds to wait */
export async function countWith(counters: readonly (readonly [RateLimiterPostgres, string])[]): Promise<number | null> {
  try {
    for (const [counter, key] of counters) await counter.consume(key);
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}
