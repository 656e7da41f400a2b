import { ORDERS_PER_PAGE } from "@/lib/orders/orders-per-page";

interface Placed {
  id: string;
  placedAt: Date;
}

/** Newest first, as lists stand. */
const isBefore = (one: Placed, other: Placed): boolean =>
  one.placedAt.getTime() === other.placedAt.getTime() ? one.id < other.id : one.placedAt > other.placedAt;

/**
 * How many orders of the page came since `shown` was put up. Where an order left a full page, because its status fits the filter no more or its
 * shop leaves it out, an older one moves up from the page behind: that one is no news.
 */
export function countFresh(page: readonly Placed[], shown: readonly Placed[]): number {
  const known = new Set(shown.map(({ id }) => id));
  const last = shown.length < ORDERS_PER_PAGE ? null : shown.reduce((least, one) => (isBefore(least, one) ? one : least));
  return page.filter((row) => !known.has(row.id) && (last === null || isBefore(row, last))).length;
}
