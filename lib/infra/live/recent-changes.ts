import { MINUTE_MS } from "@/lib/base/units";

/** Longer than a page takes between being read and subscribing, even on a slow connection. */
const KEPT_MS = MINUTE_MS;
/** Allows for reading time and for clock differences between servers. */
const SLACK_MS = 5_000;

export interface RecentChanges {
  add(merchantId: string, atMs: number): void;
  /** Every change from this time on is received. */
  beginAt(atMs: number): void;
  /** Whether data read at `sinceMs` may be outdated; true if unknown. */
  mayHaveMissed(merchantId: string, sinceMs: number, nowMs: number): boolean;
}

/** The time of each merchant's last change, kept as long as a page may take to subscribe. */
export function createRecentChanges(): RecentChanges {
  // Ordered by last change, so that the oldest come first.
  const lastOf = new Map<string, number>();
  let begunMs = Number.POSITIVE_INFINITY;
  return {
    add(merchantId, atMs) {
      lastOf.delete(merchantId);
      lastOf.set(merchantId, atMs);
      for (const [id, last] of lastOf) {
        if (last >= atMs - KEPT_MS) break;
        lastOf.delete(id);
      }
    },
    beginAt(atMs) {
      begunMs = atMs;
    },
    mayHaveMissed(merchantId, sinceMs, nowMs) {
      const from = sinceMs - SLACK_MS;
      return from < begunMs || from < nowMs - KEPT_MS || (lastOf.get(merchantId) ?? 0) >= from;
    },
  };
}
