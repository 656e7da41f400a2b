import type { ShopTimeouts } from "@/lib/shops/client";

/** How long a person waits for the answer to one short question. */
export const SHORT: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };

/** A key is worth more patience: a shop that nobody has visited for a while builds its first answer for many seconds. */
export const FOR_A_KEY: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 25_000, bodyMs: 10_000, totalMs: 30_000 };
/** All that is asked of the shop with a key: what stands in front of us gives up after a minute. */
export const FOR_A_KEY_MS = 45_000;
