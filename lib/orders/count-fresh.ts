export const ORDERS_PER_PAGE = 50;

interface Placed {
  id: string;
  placedAt: Date;
}

/** Newest first, as in lists. */
const isBefore = (one: Placed, other: Placed): boolean =>
  one.placedAt.getTime() === other.placedAt.getTime() ? one.id < other.id : one.placedAt > other.placedAt;

/**
 * Number of orders on the page that are newer than `shown`. An older order that moves up from the next page, because one left the filter,
 * does not count.
 */
export function countFresh(page: readonly Placed[], shown: readonly Placed[]): number {
  const known = new Set(shown.map(({ id }) => id));
  const last = shown.length < ORDERS_PER_PAGE ? null : shown.reduce((least, one) => (isBefore(least, one) ? one : least));
  return page.filter((row) => !known.has(row.id) && (last === null || isBefore(row, last))).length;
}
