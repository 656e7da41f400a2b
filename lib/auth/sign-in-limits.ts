import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { inPlatform } from "@/lib/system/db";

// Failed tries are counted in the database, so that all web processes count together. Two counters: an address and an e-mail together stop
// a person at a keyboard, the e-mail alone stops many addresses. Keys are hashes: the table holds no e-mail.

export const TRIES_PER_ADDRESS = 6;
const TRIES_PER_EMAIL = 40;
const WINDOW_SECONDS = 15 * 60;

/** Runs the limiter's statements on our pool, as the platform. */
const storeClient = {
  query: async ({ text, values }: { text: string; values: unknown[] }) => {
    const rows = await inPlatform((tx) => tx.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values));
    return { rows: rows.map((row) => ({ ...row, expire: row["expire"] === null ? null : Number(row["expire"]) })), rowCount: rows.length };
  },
};

const limiter = (keyPrefix: string, points: number) =>
  new RateLimiterPostgres({
    storeClient,
    storeType: "client",
    tableName: "sign_in_attempt",
    tableCreated: true,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
    clearExpiredByTimeout: false,
  });

const byAddress = limiter("address", TRIES_PER_ADDRESS);
const byEmail = limiter("email", TRIES_PER_EMAIL);

const keyOf = (...parts: string[]): string => createHash("sha256").update(parts.join("\n")).digest("base64url");

export interface SignInTry {
  email: string;
  /** The network address of the browser, as far as it is known. */
  address: string;
}

/** Counts a try before anything is compared. Returns null when it may go on, else the seconds to wait. */
export async function countTry({ email, address }: SignInTry): Promise<number | null> {
  try {
    await byAddress.consume(keyOf(address, email));
    await byEmail.consume(keyOf(email));
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}

/** After the right password: this browser starts anew, and the try does not count against the e-mail. */
export async function forgetTries({ email, address }: SignInTry): Promise<void> {
  await byAddress.delete(keyOf(address, email));
  await byEmail.reward(keyOf(email), 1);
}
