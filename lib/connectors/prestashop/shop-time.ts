import { HOUR_MS, SECOND_MS } from "@/lib/base/units";
import { wallMs } from "@/lib/base/wall-clock";

// PrestaShop writes times on the shop's wall clock, without an offset. Once a year the clock repeats an hour, in which a wall time is ambiguous.

const offsetMs = (instantMs: number, zone: string): number => wallMs(instantMs, zone) - Math.floor(instantMs / SECOND_MS) * SECOND_MS;

/** `2026-11-24 23:48:28` on the shop's wall clock. */
export const formatShopTime = (instant: Date, zone: string): string =>
  new Date(wallMs(instant.getTime(), zone)).toISOString().slice(0, 19).replace("T", " ");

/**
 * The instant of a wall-clock text; null for invalid times (PrestaShop's "never" is `0000-00-00 00:00:00`). Of two instants, the later one before
 * `before`: correct for windows that end before the repeated hour, see splitAtRepeatedHour. Times skipped in spring count with the offset
 * from before the change.
 */
export function readShopTime(text: string, zone: string, before: Date): Date | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const asUtc = Date.parse(`${text.replace(" ", "T")}Z`);
  if (Number.isNaN(asUtc)) return null;
  const guesses = [asUtc - offsetMs(asUtc - 24 * HOUR_MS, zone), asUtc - offsetMs(asUtc + 24 * HOUR_MS, zone)];
  const instants = [...new Set(guesses)].filter((guess) => wallMs(guess, zone) === asUtc).sort((a, b) => b - a);
  return new Date(instants.find((instant) => instant < before.getTime()) ?? instants.at(-1) ?? guesses[0] ?? asUtc);
}

/** The instant within (from, to] at which the wall clock is set back, or null. The span must contain at most one change. */
function findSetBack(fromMs: number, toMs: number, zone: string): number | null {
  if (offsetMs(fromMs, zone) <= offsetMs(toMs, zone)) return null;
  let [low, high] = [Math.floor(fromMs / SECOND_MS), Math.ceil(toMs / SECOND_MS)];
  const before = offsetMs(fromMs, zone);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle * SECOND_MS, zone) === before) low = middle;
    else high = middle;
  }
  return high * SECOND_MS;
}

/** Where to split a window so that in each part later wall times are later instants. Null if not needed, e.g. for the whole repeated hour. */
export function splitAtRepeatedHour(from: Date | null, to: Date, zone: string): Date | null {
  const toMs = to.getTime();
  const setBack = findSetBack(toMs - 3 * HOUR_MS, toMs, zone);
  if (setBack === null || (from && from.getTime() >= setBack) || setBack >= toMs) return null;
  const repeatedMs = offsetMs(setBack - SECOND_MS, zone) - offsetMs(setBack, zone);
  return toMs < setBack + repeatedMs ? new Date(setBack) : null;
}

/** The lowest wall time of a window: after the clock is set back, it may be lower than at the window's beginning. */
export function lowestShopTime(from: Date, to: Date, zone: string): string {
  const setBack = findSetBack(from.getTime(), Math.min(to.getTime(), from.getTime() + 3 * HOUR_MS), zone);
  const own = formatShopTime(from, zone);
  if (setBack === null || setBack >= to.getTime()) return own;
  return [own, formatShopTime(new Date(setBack), zone)].sort()[0] ?? own;
}
