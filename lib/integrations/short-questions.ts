import type { ShopTimeouts } from "@/lib/connectors/http/client";

/** How long a person waits for the answer to one short question. */
export const SHORT: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };

/** A key is worth more patience: a shop that nobody has visited for a while builds its first answer for many seconds. */
export const FOR_A_KEY: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 25_000, bodyMs: 10_000, totalMs: 30_000 };
// What stands in front of us gives up after a minute: all that one press asks of a shop ends before.
/** Whether the key works, and whose shop it is. */
export const FOR_A_KEY_MS = 40_000;
/** How many orders each beginning of the import would fetch, and which statuses they have: told where the shop says it in time. */
export const FOR_COUNTS_MS = 12_000;
export const FOR_STATUSES_MS = 6_000;
