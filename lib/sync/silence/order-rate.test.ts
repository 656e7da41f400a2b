import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "@/lib/base/units";
import {
  expectedOrders,
  type History,
  hourOfWeek,
  learnOrderRate,
  MIN_ORDERS,
  type OrderRate,
  TOO_UNLIKELY,
  unlikelyFrom,
} from "@/lib/sync/silence/order-rate";

/** Poisson, widened by the dispersion. */
const chanceOfSilence = (expected: number, { dispersion }: OrderRate): number => Math.exp(-expected / dispersion);

const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe");

/** The order history of a shop, from the instants of its orders. */
function historyOf(orders: readonly Date[], timeZone: string, from: Date, to: Date): History {
  const byHour = new Map<number, number>();
  const byDay = new Map<string, number>();
  for (const order of orders) {
    const hour = hourOfWeek(order, timeZone);
    byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
    const day = order.toISOString().slice(0, 10);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  return { timeZone, from, to, byHour, byDay: [...byDay.values()] };
}

/** A small seeded random generator, the same in every run. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** A shop that sells by day only: a Poisson process whose rate follows the hour. */
function simulate(perDay: number, from: Date, to: Date, random: () => number): Date[] {
  const orders: Date[] = [];
  const peak = (perDay / 24) * 2;
  for (let at = from.getTime(); ; ) {
    at += (-Math.log(random()) / peak) * HOUR_MS;
    if (at >= to.getTime()) return orders;
    const hour = new Date(at).getUTCHours();
    const share = hour >= 7 && hour < 22 ? 0.75 : 0.08;
    if (random() < share) orders.push(new Date(at));
  }
}

const END = new Date("2026-11-25T12:00:00Z");
const START = new Date(END.getTime() - 56 * DAY_MS);

describe("the order rate of a shop", () => {
  it("is not learned from too few days or orders", () => {
    const few = historyOf(simulate(0.4, START, END, chance(1)).slice(0, MIN_ORDERS - 1), "UTC", START, END);
    expect(learnOrderRate(few)).toBeNull();
    const short = new Date(END.getTime() - 10 * DAY_MS);
    expect(learnOrderRate(historyOf(simulate(200, short, END, chance(2)), "UTC", short, END))).toBeNull();
  });

  it("predicts about as many orders for its own history as it had", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 2, max: 150 }), zones, (seed, perDay, timeZone) => {
        const orders = simulate(perDay, START, END, chance(seed));
        const orderRate = learnOrderRate(historyOf(orders, timeZone, START, END));
        if (!orderRate) return;
        const expected = expectedOrders(orderRate, START, END);
        expect(Math.abs(expected - orders.length)).toBeLessThan(Math.max(5, orders.length * 0.05));
      }),
      { numRuns: 25 },
    );
  });

  it("never makes a longer silence more likely, and multiplies over its parts", () => {
    const orderRate = learnOrderRate(historyOf(simulate(30, START, END, chance(3)), "Europe/Berlin", START, END)) as OrderRate;
    const hours = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(hours, hours, (first, second) => {
        const [middle, end] = [new Date(END.getTime() + first * HOUR_MS), new Date(END.getTime() + (first + second) * HOUR_MS)];
        const whole = chanceOfSilence(expectedOrders(orderRate, END, end), orderRate);
        const parts =
          chanceOfSilence(expectedOrders(orderRate, END, middle), orderRate) *
          chanceOfSilence(expectedOrders(orderRate, middle, end), orderRate);
        expect(whole).toBeCloseTo(parts, 10);
        expect(whole).toBeLessThanOrEqual(chanceOfSilence(expectedOrders(orderRate, END, middle), orderRate) + 1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it("finds the minute from which a silence is too unlikely", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 3, max: 200 }), zones, (seed, perDay, timeZone) => {
        const orderRate = learnOrderRate(historyOf(simulate(perDay, START, END, chance(seed)), timeZone, START, END));
        const at = orderRate && unlikelyFrom(orderRate, END);
        if (!orderRate || !at) return;
        const chanceAt = (instant: number): number => chanceOfSilence(expectedOrders(orderRate, END, new Date(instant)), orderRate);
        expect(chanceAt(at.getTime() + 60_000)).toBeLessThanOrEqual(TOO_UNLIKELY);
        expect(chanceAt(at.getTime() - 60_000)).toBeGreaterThanOrEqual(TOO_UNLIKELY * 0.99);
      }),
      { numRuns: 25 },
    );
  });

  it("accepts a silent night of a shop that sells by day, and flags the same hours sooner at noon", () => {
    const orderRate = learnOrderRate(historyOf(simulate(60, START, END, chance(5)), "UTC", START, END)) as OrderRate;
    const evening = new Date("2026-11-24T22:00:00Z");
    const morning = new Date("2026-11-24T08:00:00Z");
    const silentFor = (from: Date): number =>
      ((unlikelyFrom(orderRate, from)?.getTime() ?? Number.POSITIVE_INFINITY) - from.getTime()) / HOUR_MS;
    expect(silentFor(evening)).toBeGreaterThan(9);
    expect(silentFor(morning)).toBeLessThan(silentFor(evening) - 5);
  });

  it("raises almost no false alarms over years of random orders", () => {
    const learned = simulate(25, START, END, chance(11));
    const orderRate = learnOrderRate(historyOf(learned, "UTC", START, END)) as OrderRate;
    const later = simulate(25, END, new Date(END.getTime() + 2 * 365 * DAY_MS), chance(12));
    const alarms = later.filter((order, index) => {
      const last = later[index - 1] ?? END;
      if (order.getTime() - last.getTime() < 6 * HOUR_MS) return false;
      const at = unlikelyFrom(orderRate, last);
      return at !== null && at < order;
    });
    expect(alarms.length).toBeLessThanOrEqual(6);
  });

  it("allows a bursty shop longer silences than a steady one with as many orders", () => {
    const steady = simulate(20, START, END, chance(21));
    // The same number of orders, all on every fifth day.
    const bursty = steady
      .map((order) => new Date(order.getTime() - (Math.floor(order.getTime() / DAY_MS) % 5) * DAY_MS))
      .filter((order) => order >= START);
    const reach = (orders: readonly Date[]): number => {
      const orderRate = learnOrderRate(historyOf(orders, "UTC", START, END));
      return orderRate ? (unlikelyFrom(orderRate, END)?.getTime() ?? Number.POSITIVE_INFINITY) : 0;
    };
    expect(reach(bursty)).toBeGreaterThan(reach(steady) + DAY_MS);
  });
});
