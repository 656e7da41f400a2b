import { DAY_MS, SECOND_MS } from "@/lib/base/units";
import type { OrderWindow } from "@/lib/connectors/shop";
import { findUncovered, type Interval, normalize } from "@/lib/sync/engine/ledger";

/** An anchor that shares its second with more orders would cost more than it proves. */
export const MAX_ANCHOR_CROWD = 20;
/** Newest orders that a Refresh rereads, since shops change some without a new modification time. Fits one page of every shop system. */
export const REREAD_ORDERS = 25;
/** How often all imported orders are compared if that takes more than one request, and a known difference is searched again. */
export const COUNT_CHECK_INTERVAL_HOURS = 6;
/** Postpones a claimed row until its run or probe sets the real time; short enough to notice a lost one. */
export const POSTPONE_SECONDS = 900;

/** What planning needs to know about the integration. */
export interface SyncCheckpoint {
  covered: Interval[];
  /** Orders last modified earlier are not imported; null imports all. */
  importFrom: Date | null;
  /** The shop shows this key only orders placed within this many days; null for all. */
  historyDays: number | null;
  /** The shop's clock minus ours in milliseconds, as last measured. */
  clockSkewMs: number;
  /** The stored order with the newest modification time inside the ledger; null if none, or if too many share that second. */
  anchor: Anchor | null;
  /** The oldest order after the anchor's second on which the shop breaks down; null without one. */
  brokenSince: Date | null;
  /** The modification time from which the newest orders are reread; null if none are. */
  rereadSince: Date | null;
}

export interface Anchor {
  externalId: string;
  modifiedAt: Date;
  /** A restored shop reuses ids: the same id with another placement time is another order. */
  placedAt: Date;
}

export interface PlannedWindow extends OrderWindow {
  /** An order that a valid answer for this window must contain; null if there is none. */
  anchor: Anchor | null;
  /** The anchor lies before the window and is looked up separately. */
  isAnchorApart?: boolean;
}

const MIN_OVERLAP_MS = 120 * SECOND_MS;

/** How far a window reaches back before the last confirmed point: for late commits, plus twice the clock skew. */
const overlapMs = (clockSkewMs: number): number => Math.min(MIN_OVERLAP_MS + 2 * Math.abs(clockSkewMs), DAY_MS);

const daysBefore = (now: Date, days: number): Date => floorToSecond(now.getTime() - days * DAY_MS);

/**
 * The earliest placement time for which the shop certainly shows orders; null for all. Excludes the day on which the oldest disappear.
 */
export const shownSince = (historyDays: number | null, now: Date): Date | null =>
  historyDays === null ? null : daysBefore(now, historyDays - 1);

/** The earliest modification time to import: the merchant's choice, limited to what the shop shows. Null: from the first order. */
export function searchedSince({ importFrom, historyDays }: Pick<SyncCheckpoint, "importFrom" | "historyDays">, now: Date): Date | null {
  if (historyDays === null) return importFrom;
  const shown = daysBefore(now, historyDays + 1);
  return importFrom && importFrom > shown ? importFrom : shown;
}

/** A day after the shop's current time, so that orders changed during a run stay inside its windows. */
export const horizonOf = (clockSkewMs: number, now: Date): Date => new Date(now.getTime() + clockSkewMs + DAY_MS);

/** Magento's timestamps end in January 2038. */
const END_OF_TIMES = new Date("2038-01-01T00:00:00Z");

/** The future: orders that changed while the shop's clock was wrong, which regular windows would reach only then. */
export const windowBeyond = (clockSkewMs: number, now: Date): PlannedWindow => ({
  from: floorToSecond(horizonOf(clockSkewMs, now).getTime()),
  to: END_OF_TIMES,
  anchor: null,
});

/**
 * The windows of a run: every gap of the ledger, oldest first. The last one reaches to the horizon and starts early enough to contain the
 * anchor, which makes an empty answer detectable, and orders to reread. It starts later if the shop breaks on an order in between.
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
 * Every order modified before this time is in the answer: the shop's time at the first request, minus the response time (the Date header
 * may be younger than the query) and the seconds that are still open.
 */
export function finalUntil(sentAt: Date, answeredAt: Date, clockSkewMs: number | null, knownSkewMs: number): Date {
  const tookMs = Math.max(0, answeredAt.getTime() - sentAt.getTime());
  const skewMs = clockSkewMs ?? Math.min(knownSkewMs, 0) - MARGIN_WITHOUT_CLOCK_MS;
  return floorToSecond(sentAt.getTime() + skewMs - tookMs - UNSETTLED_MS);
}

/** Date headers have whole seconds: a smaller difference is not a moved clock. */
export const CLOCK_TOLERANCE_MS = 5 * SECOND_MS;

/**
 * Where to cut the ledger after the shop's clock went back, since confirmed times will repeat; null if it did not. `confirmedAt`: when, by
 * our clock, everything before the end of the ledger had been read.
 */
export function cutAfterClockMove(confirmedAt: Date, knownSkewMs: number, newSkewMs: number): Date | null {
  if (newSkewMs >= knownSkewMs - CLOCK_TOLERANCE_MS) return null;
  return floorToSecond(confirmedAt.getTime() + newSkewMs - CLOCK_TOLERANCE_MS);
}
