import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextRecoveryProbeAt, nextTryAt, slowDelaySeconds, switchOffSchedule } from "@/lib/health/lane/throttle";

const now = new Date("2026-11-25T02:14:00Z");
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const failures = fc.integer({ min: 0, max: 10_000 });
const day = 24 * 3600;

describe("the delay between attempts", () => {
  it("begins with the third failure in a row", () => {
    expect([0, 1, 2, 3].map((count) => slowDelaySeconds(count))).toEqual([0, 0, 0, 900]);
  });

  it("doubles with each failure up to a day, and stays between 15 minutes and 24 hours", () => {
    fc.assert(
      fc.property(failures, (count) => {
        const here = slowDelaySeconds(count);
        const next = slowDelaySeconds(count + 1);
        if (count >= 3) expect(next).toBe(Math.min(here * 2, day));
        expect(next).toBeGreaterThanOrEqual(here);
        if (here > 0) expect(here >= 900 && here <= day).toBe(true);
      }),
    );
  });

  it("varies by a tenth at most, and never ends before the instant the shop asked for, up to a day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: day }), fc.option(fc.integer({ min: -5, max: 10 * day })), chance, (delay, wait, random) => {
        const after = (nextTryAt(delay, wait, { now, random: () => random }).getTime() - now.getTime()) / 1000;
        const asked = Math.min(Math.max(wait ?? 0, 0), day);
        expect(after).toBeGreaterThanOrEqual(Math.max(delay * 0.9, asked) - 0.001);
        expect(after).toBeLessThanOrEqual(Math.max(delay, asked) + 0.001);
      }),
    );
  });
});

describe("the recovery probe", () => {
  it("runs every two minutes on the first day of trouble and every quarter of an hour afterwards", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * day }), chance, (troubled, random) => {
        const since = new Date(now.getTime() - troubled * 1000);
        const after = (nextRecoveryProbeAt(since, { now, random: () => random }).getTime() - now.getTime()) / 1000;
        const interval = troubled < day ? 120 : 900;
        expect(Math.abs(after - interval)).toBeLessThanOrEqual(interval * 0.1 + 0.001);
      }),
    );
  });
});

describe("giving up", () => {
  it("warns on day 7 and 21 and is due on day 30", () => {
    const at = (days: number) => switchOffSchedule(new Date(now.getTime() - days * day * 1000), now);
    expect([6.9, 7, 20.9, 21, 29.9].map((days) => at(days).warnedDay)).toEqual([null, 7, 7, 21, 21]);
    expect([29.9, 30].map((days) => at(days).isDue)).toEqual([false, true]);
  });
});
