import type { OrderWindow } from "@/lib/connectors/shop";
import { findUncovered, type Interval, normalize } from "@/lib/sync/engine/ledger";

/** What planning needs to know of the integration. */
export interface SyncCheckpoint {
  covered: Interval[];
  /** Orders last modified before are not imported; null imports all. */
  importFrom: Date | null;
  /** The shop shows this key only orders placed in the last so many days; null for all. */
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
  /** The anchor lies before the window and is looked up separately. */
  isAnchorApart?: boolean;
}

const SECOND_MS = 1000;
const DAY_MS = 24 * 3600 * SECOND_MS;
const SHORTEST_OVERLAP_MS = 120 * SECOND_MS;

/** How far a window reaches back before the last confirmed point: for late commits, plus twice the clock skew. */
const overlapMs = (clockSkewMs: number): number => Math.min(SHORTEST_OVERLAP_MS + 2 * Math.abs(clockSkewMs), DAY_MS);

const daysBefore = (now: Date, days: number): Date => floorToSecond(now.getTime() - days * DAY_MS);

/**
 * The earliest placement time for which the shop shows orders for certain; null for all. Excludes the day on which the oldest ones vanish.
 */
export const shownSince = (historyDays: number | null, now: Date): Date | null =>
  historyDays === null ? null : daysBefore(now, historyDays - 1);

/** The earliest modification time to import: the merchant's choice, limited to what the shop shows. Null: from the first order. */
export function searchedSince({ importFrom, historyDays }: Pick<SyncCheckpoint, "importFrom" | "historyDays">, now: Date): Date | null {
  if (historyDays === null) return importFrom;
  const shown = daysBefore(now, historyDays + 1);
  return importFrom && importFrom > shown ? importFrom : shown;
}

/** A day after the shop's present, so that orders changing during a run stay inside its windows. */
export const horizonOf = (clockSkewMs: number, now: Date): Date => new Date(now.getTime() + clockSkewMs + DAY_MS);

/** Times of Magento end in January 2038. */
const END_OF_TIMES = new Date("2038-01-01T00:00:00Z");

/** The future: orders changed while the shop's clock was wrong. Regular windows would reach them only at that time. */
export const windowBeyond = (clockSkewMs: number, now: Date): PlannedWindow => ({
  from: floorToSecond(horizonOf(clockSkewMs, now).getTime()),
  to: END_OF_TIMES,
  anchor: null,
});

/**
 * The windows of a run: every gap of the ledger, oldest first. The last one reaches to the horizon and starts early enough to hold the
 * anchor, which makes an empty answer detectable; after an order that the shop breaks on, or at the orders to read again, where those
 * apply.
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

/** Shops stamp whole seconds and commit a little later. */
const UNSETTLED_MS = 2 * SECOND_MS;
const MARGIN_WITHOUT_CLOCK_MS = 60 * SECOND_MS;

/**
 * The time before which an answer holds every order: the shop's time of the first request, less the response time (the Date header may be
 * younger than the query) and the seconds that are still open.
 */
export function finalUntil(sentAt: Date, answeredAt: Date, clockSkewMs: number | null, knownSkewMs: number): Date {
  const tookMs = Math.max(0, answeredAt.getTime() - sentAt.getTime());
  const skewMs = clockSkewMs ?? Math.min(knownSkewMs, 0) - MARGIN_WITHOUT_CLOCK_MS;
  return floorToSecond(sentAt.getTime() + skewMs - tookMs - UNSETTLED_MS);
}

/** Date headers are whole seconds: a clock that seems to move by less has not moved. */
export const CLOCK_TOLERANCE_MS = 5 * SECOND_MS;

/**
 * Where to cut the ledger after the shop's clock went back, since confirmed times repeat; null if it did not. `confirmedAt`: when, by our
 * clock, everything before the end of the ledger had been read.
 */
export function cutAfterClockMove(confirmedAt: Date, knownSkewMs: number, newSkewMs: number): Date | null {
  if (newSkewMs >= knownSkewMs - CLOCK_TOLERANCE_MS) return null;
  return floorToSecond(confirmedAt.getTime() + newSkewMs - CLOCK_TOLERANCE_MS);
}
