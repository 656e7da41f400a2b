import { dayAfter } from "@/lib/base/day-range";
import { SECOND_MS } from "@/lib/base/units";
import { instantOfWallClock } from "@/lib/base/wall-clock";

export interface BackfillWindow {
  from: Date;
  to: Date;
}

/** The window between two instants, up to now at most; null if it is none. */
export function readWindow(chosen: { from: string; to?: string | undefined }, now: Date): BackfillWindow | null {
  return between(new Date(chosen.from), new Date(chosen.to ?? now), now);
}

function between(from: Date, end: Date, now: Date): BackfillWindow | null {
  const to = new Date(Math.min(end.getTime(), Math.floor(now.getTime() / SECOND_MS) * SECOND_MS));
  return from.getTime() >= 0 && from < to ? { from, to } : null;
}

/**
 * The instants of the chosen days, including the part of the last day that has passed; null if they form no window. It ends in the past:
 * the sync itself reads later changes.
 */
export function readChosenWindow(chosen: { from: string; to: string; timeZone: string }, now: Date): BackfillWindow | null {
  const from = instantOfWallClock(chosen.from, chosen.timeZone);
  const last = instantOfWallClock(chosen.to, chosen.timeZone);
  const end = last && instantOfWallClock(dayAfter(chosen.to), chosen.timeZone);
  return from && end ? between(from, end, now) : null;
}
