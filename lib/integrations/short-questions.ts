import type { ShopTimeouts } from "@/lib/connectors/http/client";

export const SHORT: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };

/** Longer, since an idle shop needs many seconds for its first response. */
export const FOR_A_KEY: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 25_000, bodyMs: 10_000, totalMs: 30_000 };
// Reverse proxies time out after a minute: all requests of one action end before.
/** Whether the key works, and whose shop it is. */
export const FOR_A_KEY_MS = 40_000;
/** How many orders each beginning of the import would fetch, and which statuses they have: shown where the shop says it in time. */
export const FOR_COUNTS_MS = 12_000;
export const FOR_STATUSES_MS = 6_000;
