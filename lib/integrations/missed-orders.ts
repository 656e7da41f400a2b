const HOUR_MS = 3_600_000;
/** Fewer orders than this, or a shorter time, are no pace. */
const FEWEST_ORDERS = 5;
const SHORTEST_MS = 6 * HOUR_MS;

export interface KnownPace {
  /** The newest orders up to the last import. */
  orders: number;
  /** When the first of them was placed. */
  firstPlacedAt: Date;
  lastImportAt: Date;
}

/**
 * How many orders were probably placed since the last import, by the shop's own pace before it. An estimate to be told with "about";
 * null when too little is known for one.
 */
export function estimateMissedOrders(pace: KnownPace, now: Date): number | null {
  const spanMs = pace.lastImportAt.getTime() - pace.firstPlacedAt.getTime();
  if (pace.orders < FEWEST_ORDERS || spanMs < SHORTEST_MS) return null;
  const silentMs = Math.max(0, now.getTime() - pace.lastImportAt.getTime());
  return Math.round((pace.orders / spanMs) * silentMs);
}
