import type { OrderWindow } from "@/lib/connectors/shop";
import { findUncovered, type Interval, normalize } from "@/lib/sync/engine/ledger";

/** What a run must know of the integration before it walks. */
export interface SyncCheckpoint {
  /** Confirmed intervals of the shop's modification time. */
  covered: Interval[];
  /** Orders last modified before are not imported; null imports all. */
  importFrom: Date | null;
  /** The shop shows this key only orders that were placed in so many days; null: all of them. */
  historyDays: number | null;
  /** The shop's clock minus ours in milliseconds, as last measured. */
  clockSkewMs: number;
  /** The order here with the newest modification time inside the ledger, unless a crowd shares that second; null without one. */
  anchor: Anchor | null;
  /** The oldest order behind the anchor's second on which the shop breaks down; null without one. */
  brokenSince: Date | null;
  /** When the last few orders were changed that are read again; null where none are. */
  rereadSince: Date | null;
}

export interface Anchor {
  externalId: string;
  modifiedAt: Date;
  /** Another one under the same id is another order: a shop that was restored gives its ids once more. */
  placedAt: Date;
}

export interface PlannedWindow extends OrderWindow {
  /** An order that a truthful answer for this window must hold; null where there is none. */
  anchor: Anchor | null;
  /** The anchor lies before the window, and is asked for by itself. */
  isAnchorApart?: boolean;
}

const SECOND_MS = 1000;
const DAY_MS = 24 * 3600 * SECOND_MS;
const SHORTEST_OVERLAP_MS = 120 * SECOND_MS;

/** How far the walk goes back behind the last confirmed point: late commits of the shop, and twice what its clock is off. */
export const overlapMs = (clockSkewMs: number): number => Math.min(SHORTEST_OVERLAP_MS + 2 * Math.abs(clockSkewMs), DAY_MS);

const daysBefore = (now: Date, days: number): Date => floorToSecond(now.getTime() - days * DAY_MS);

/**
 * Since when orders must have been placed for the shop to show them for certain; null where it shows all. The day on which the oldest ones
 * vanish is left out: nobody knows the hour.
 */
export const shownSince = (historyDays: number | null, now: Date): Date | null =>
  historyDays === null ? null : daysBefore(now, historyDays - 1);

/** From when on orders are looked for: as the merchant chose, and not before the shop shows any. Null: from the first one. */
export function searchedSince({ importFrom, historyDays }: Pick<SyncCheckpoint, "importFrom" | "historyDays">, now: Date): Date | null {
  if (historyDays === null) return importFrom;
  const shown = daysBefore(now, historyDays + 1);
  return importFrom && importFrom > shown ? importFrom : shown;
}

/** A day beyond the shop's now: orders that change while they are walked or counted do not leave a window that ends here. */
export const horizonOf = (clockSkewMs: number, now: Date): Date => new Date(now.getTime() + clockSkewMs + DAY_MS);

/** Times of Magento end in January 2038. */
const END_OF_TIMES = new Date("2038-01-01T00:00:00Z");

/** What lies beyond the horizon: orders that were changed while the shop's clock stood wrong. The ledger comes by them only when that time has come. */
export const windowBeyond = (clockSkewMs: number, now: Date): PlannedWindow => ({
  from: floorToSecond(horizonOf(clockSkewMs, now).getTime()),
  to: END_OF_TIMES,
  anchor: null,
});

/**
 * The windows a run walks: every gap of the ledger, oldest first. The last one reaches to the horizon, so that orders which change
 * during the walk come again at its end, and begins early enough to hold the anchor: then an empty answer is no news but a lie. Where the shop
 * breaks down on an order between the two, which is read in vain each time, the window begins behind that one. Else it begins with the orders
 * that are to be read again.
 */
export function planWindows(checkpoint: SyncCheckpoint, now: Date): PlannedWindow[] {
  const start = searchedSince(checkpoint, now)?.getTime() ?? 0;
  const horizon = horizonOf(checkpoint.clockSkewMs, now).getTime();
  const newest = normalize(checkpoint.covered).at(-1);
  const gaps = findUncovered(checkpoint.covered, { from: start, to: Math.max(horizon, (newest?.to ?? 0) + SECOND_MS) });
  const anchor = checkpoint.anchor;
  return gaps.map((gap, index) => {
    const isLast = index === gaps.length - 1;
    const reachesBack = isLast && newest && gap.from === newest.to;
    const anchorAt = reachesBack && anchor ? anchor.modifiedAt.getTime() : Number.POSITIVE_INFINITY;
    const again = checkpoint.rereadSince?.getTime() ?? Number.POSITIVE_INFINITY;
    const overlap = floorToSecond(gap.from - overlapMs(checkpoint.clockSkewMs)).getTime();
    const isAnchorApart = anchorAt < overlap && checkpoint.brokenSince !== null && checkpoint.brokenSince.getTime() < overlap;
    const from = reachesBack ? Math.max(start, isAnchorApart ? overlap : Math.min(overlap, anchorAt, again)) : gap.from;
    return {
      from: from <= 0 ? null : floorToSecond(from),
      to: new Date(gap.to),
      ...(checkpoint.historyDays === null ? {} : { placedFrom: shownSince(checkpoint.historyDays, now) }),
      anchor: reachesBack && anchor && anchorAt >= (isAnchorApart ? start : from) ? anchor : null,
      isAnchorApart,
    };
  });
}

export const floorToSecond = (instant: number): Date => new Date(Math.floor(instant / SECOND_MS) * SECOND_MS);

/** Seconds next to the shop's present can still get orders: shops stamp whole seconds and commit a little later. */
const UNSETTLED_MS = 2 * SECOND_MS;
const MARGIN_WITHOUT_CLOCK_MS = 60 * SECOND_MS;

/**
 * Up to where an answer can be trusted to hold every order: the shop's time when the first page of the walk was asked for, less the
 * seconds that were not settled then. The Date header may be younger than the shop's look into its database, by the time the answer took.
 */
export function finalUntil(sentAt: Date, answeredAt: Date, clockSkewMs: number | null, knownSkewMs: number): Date {
  const tookMs = Math.max(0, answeredAt.getTime() - sentAt.getTime());
  const skewMs = clockSkewMs ?? Math.min(knownSkewMs, 0) - MARGIN_WITHOUT_CLOCK_MS;
  return floorToSecond(sentAt.getTime() + skewMs - tookMs - UNSETTLED_MS);
}

/** Date headers are whole seconds: a clock that seems to move by less has not moved. */
export const CLOCK_TOLERANCE_MS = 5 * SECOND_MS;

/**
 * Where the ledger must end when the shop's clock was put back: orders get times again that were confirmed already. `confirmedAt` is when
 * (by our clock) everything before the ledger's end had been asked for; what came later may bear any time from there on. Null when the
 * clock did not go back.
 */
export function cutAfterClockMove(confirmedAt: Date, knownSkewMs: number, newSkewMs: number): Date | null {
  if (newSkewMs >= knownSkewMs - CLOCK_TOLERANCE_MS) return null;
  return floorToSecond(confirmedAt.getTime() + newSkewMs - CLOCK_TOLERANCE_MS);
}
