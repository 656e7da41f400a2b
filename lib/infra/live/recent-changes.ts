/** Longer than it takes from reading a page to listening for its news, on a slow line too. */
const KEPT_MS = 60_000;
/** A page is read for a while before it says when, and two servers' clocks differ. */
const SLACK_MS = 5_000;

export interface RecentChanges {
  add(merchantId: string, atMs: number): void;
  /** From here on every change is heard. */
  beginAt(atMs: number): void;
  /** Whether what was read at `sinceMs` may lack a change; true where that is not known. */
  mayLack(merchantId: string, sinceMs: number, nowMs: number): boolean;
}

/** When each merchant's last change was told, for as long as a page may take to begin listening. */
export function createRecentChanges(): RecentChanges {
  // In the order of their last change, so that the oldest stand in front.
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
    mayLack(merchantId, sinceMs, nowMs) {
      const from = sinceMs - SLACK_MS;
      return from < begunMs || from < nowMs - KEPT_MS || (lastOf.get(merchantId) ?? 0) >= from;
    },
  };
}
