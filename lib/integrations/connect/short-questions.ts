import type { ShopTimeouts } from "@/lib/connectors/http/shop-exchanges";

export const SHORT_TIMEOUTS: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };

/** Longer, since an idle shop may take many seconds for its first response. */
export const KEY_TIMEOUTS: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 25_000, bodyMs: 10_000, totalMs: 30_000 };
// Reverse proxies time out after a minute, so all requests of an action must end earlier.
/** Time limit for testing the key and identifying the shop. */
export const KEY_MS = 40_000;
/** Time limit for order counts and statuses, which are shown only if the shop responds in time. */
export const COUNTS_MS = 12_000;
export const STATUSES_MS = 6_000;
