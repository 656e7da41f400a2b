import { HOUR_MS } from "@/lib/base/units";
import { wallClockOf } from "@/lib/base/wall-clock";

// When orders usually arrive, by weekday and hour of the shop's time zone, and how unlikely a given silence is. Pure.

const HOURS_OF_A_WEEK = 168;

/** The minimum history: with less, any silence may be normal. */
const MIN_DAYS = 14;
export const MIN_ORDERS = 30;

/** Silences less likely than this are reported. The threshold is low because every order begins a new interval that may be silent by chance. */
export const TOO_UNLIKELY = 1e-4;

/** The furthest ahead that a silence is predicted; a later check uses the then current rate. */
const MAX_REACH_HOURS = 21 * 24;

export interface OrderRate {
  timeZone: string;
  /** Orders per hour, by hour of the week from Monday 0 o'clock. */
  hourly: readonly number[];
  /** Variance over mean of the daily counts, at least 1: campaigns and holidays should not raise an alarm. */
  dispersion: number;
}

export interface History {
  timeZone: string;
  /** The counted span ends with the newest order, so that a silence is not learned as usual. */
  from: Date;
  to: Date;
  /** Orders by hour of the week over the span. */
  byHour: ReadonlyMap<number, number>;
  /** Orders of each day that had any. */
  byDay: readonly number[];
}

/** The hour of the week in a time zone; Monday 0 o'clock is 0. */
export function hourOfWeek(instant: Date, timeZone: string): number {
  const wall = new Date(`${wallClockOf(instant, timeZone)}:00Z`);
  return ((wall.getUTCDay() + 6) % 7) * 24 + wall.getUTCHours();
}

/** Slots with little history borrow from neighbouring hours and from the same hour of other days. */
const OWN_WEIGHT_HOURS = 4;

/** Learns the order rate; null without enough data. */
export function learnOrderRate({ timeZone, from, to, byHour, byDay }: History): OrderRate | null {
  const days = (to.getTime() - from.getTime()) / (24 * HOUR_MS);
  const orders = [...byHour.values()].reduce((sum, count) => sum + count, 0);
  if (days < MIN_DAYS || orders < MIN_ORDERS) return null;
  const weeks = days / 7;
  const slot = (index: number): number => byHour.get(((index % HOURS_OF_A_WEEK) + HOURS_OF_A_WEEK) % HOURS_OF_A_WEEK) ?? 0;
  const hourly = Array.from({ length: HOURS_OF_A_WEEK }, (_, index) => {
    const own = slot(index) / weeks;
    const near = (slot(index - 1) + slot(index) + slot(index + 1)) / (3 * weeks);
    // A slot is seen once a week: after a few weeks, its own count is the best estimate.
    const trust = weeks / (weeks + OWN_WEIGHT_HOURS);
    return trust * own + (1 - trust) * near;
  });
  return { timeZone, hourly, dispersion: dispersionOf(byDay, Math.max(1, Math.round(days))) };
}

/** Index of dispersion of the daily counts. Weekly patterns raise it too, which errs towards no alarm. */
function dispersionOf(byDay: readonly number[], days: number): number {
  const counts = [...byDay, ...Array.from({ length: Math.max(0, days - byDay.length) }, () => 0)];
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (mean === 0) return 1;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  return Math.max(1, variance / mean);
}

/** Splits a span into pieces that each lie within one hour of the wall clock. */
function* piecesOf(from: Date, to: Date): Generator<{ at: Date; hours: number }> {
  for (let start = from.getTime(); start < to.getTime(); ) {
    // In every zone, hours begin at a quarter of an hour of UTC.
    const end = Math.min(to.getTime(), (Math.floor(start / (HOUR_MS / 4)) + 1) * (HOUR_MS / 4));
    yield { at: new Date(start), hours: (end - start) / HOUR_MS };
    start = end;
  }
}

export function expectedOrders(orderRate: OrderRate, from: Date, to: Date): number {
  let expected = 0;
  for (const { at, hours } of piecesOf(from, to)) expected += (orderRate.hourly[hourOfWeek(at, orderRate.timeZone)] ?? 0) * hours;
  return expected;
}

export interface UsualRange {
  low: number;
  high: number;
}

/** The range in which the orders of a span lie in about 19 of 20 weeks. */
export function usualOrders(orderRate: OrderRate, from: Date, to: Date): UsualRange {
  const expected = expectedOrders(orderRate, from, to);
  const reach = 2 * Math.sqrt(expected * orderRate.dispersion);
  return { low: Math.max(0, Math.floor(expected - reach)), high: Math.ceil(expected + reach) };
}

/** When the silence since an order becomes too unlikely if no other order comes; null if that is weeks away. */
export function unlikelyFrom(orderRate: OrderRate, lastOrderAt: Date, tooUnlikely = TOO_UNLIKELY): Date | null {
  const needed = -Math.log(tooUnlikely) * orderRate.dispersion;
  let expected = 0;
  const reach = new Date(lastOrderAt.getTime() + MAX_REACH_HOURS * HOUR_MS);
  for (const { at, hours } of piecesOf(lastOrderAt, reach)) {
    const rate = orderRate.hourly[hourOfWeek(at, orderRate.timeZone)] ?? 0;
    if (expected + rate * hours >= needed) return new Date(Math.ceil(at.getTime() + ((needed - expected) / rate) * HOUR_MS));
    expected += rate * hours;
  }
  return null;
}
