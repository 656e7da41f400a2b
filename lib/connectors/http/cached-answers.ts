import type { ShopAnswer } from "@/lib/connectors/shop";

// A cached list would pass as current and lose newer orders; a cached order would be shipped twice.

/** Hosts and plugins that cache whole responses without an Age header; these headers are the only sign. */
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

export const isFromCache = (answer: Pick<ShopAnswer, "headers">): boolean =>
  Number.parseInt(answer.headers["age"] ?? "0", 10) > 0 || CACHE_HEADERS.some((name) => /\bhit\b/i.test(answer.headers[name] ?? ""));

export const FROM_CACHE = "the answer comes from a cache in front of the shop";
