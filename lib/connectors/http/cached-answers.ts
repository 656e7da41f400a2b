import type { ShopAnswer } from "@/lib/connectors/shop";

// An old list would pass for the present one, and the orders since then would be lost; an old order would be shipped twice.

/** Caches of hosts and plugins that keep whole answers and tell no Age; their own headers are the only sign. */
const CACHE_HEADERS = [
  "x-litespeed-cache",
  "x-lsadc-cache",
  "x-proxy-cache",
  "x-fastcgi-cache",
  "x-nginx-cache",
  "x-cache-status",
  "x-kinsta-cache",
  "x-srcache-fetch-status",
  "cf-cache-status",
];

/** Whether something in front of the shop gave an answer that it had kept. */
export const isFromCache = (answer: Pick<ShopAnswer, "headers">): boolean =>
  Number.parseInt(answer.headers["age"] ?? "0", 10) > 0 || CACHE_HEADERS.some((name) => /\bhit\b/i.test(answer.headers[name] ?? ""));

export const FROM_CACHE = "the answer comes from a cache in front of the shop";
