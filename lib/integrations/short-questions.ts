import type { ShopTimeouts } from "@/lib/shops/client";

/** How long a person waits for the answer to one short question. */
export const SHORT: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };
