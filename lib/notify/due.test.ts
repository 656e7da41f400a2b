import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLLECT_MS, dueAt, nextWeekly } from "@/lib/notify/due";
import { GROUPINGS } from "@/lib/notify/kinds";

const ZONES = ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"];
const instant = fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2027-12-31T00:00:00Z"), noInvalidDate: true });
const minute = fc.integer({ min: 0, max: 1439 });
const quiet = fc.option(fc.record({ from: minute, to: minute }));
const zone = fc.constantFrom(...ZONES);

const minuteIn = (at: Date, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at).split(":");
  return Number(parts[0]) * 60 + Number(parts[1]);
};
const isWithin = (at: number, { from, to }: { from: number; to: number }): boolean =>
  from <= to ? at >= from && at < to : at >= from || at < to;

describe("a message", () => {
  test("is never due in quiet hours or before collecting, and always within two days", () => {
    fc.assert(
      fc.property(instant, quiet, zone, fc.constantFrom(...GROUPINGS), (now, hours, timeZone, grouping) => {
        const due = dueAt(now, { grouping, quiet: hours }, timeZone);
        if (hours && hours.from !== hours.to) expect(isWithin(minuteIn(due, timeZone), hours)).toBe(false);
        expect(due.getTime()).toBeGreaterThan(now.getTime());
        expect(due.getTime() - now.getTime()).toBeLessThanOrEqual(2 * 86_400_000 + 3_600_000);
      }),
      // A quiet period that ends in the hour skipped by daylight saving ends with that hour.
      { examples: [[new Date("2026-03-29T00:30:00Z"), { from: 90, to: 150 }, "Europe/Amsterdam", "soon"]] },
    );
  });

  test("is due in one minute, at the full hour, or at 8:00 in the member's zone, as chosen", () => {
    const now = new Date("2026-11-25T10:20:00Z");
    expect(dueAt(now, { grouping: "soon", quiet: null }, "UTC").getTime()).toBe(now.getTime() + COLLECT_MS);
    expect(dueAt(now, { grouping: "hourly", quiet: null }, "Asia/Kolkata").toISOString()).toBe("2026-11-25T11:00:00.000Z");
    expect(dueAt(now, { grouping: "daily", quiet: null }, "Europe/Amsterdam").toISOString()).toBe("2026-11-26T07:00:00.000Z");
    expect(dueAt(now, { grouping: "soon", quiet: { from: 9 * 60, to: 17 * 60 } }, "UTC").toISOString()).toBe("2026-11-25T17:00:00.000Z");
  });
});

test("the weekly summary is due on a Monday at eight, within a week", () => {
  fc.assert(
    fc.property(instant, zone, (now, timeZone) => {
      const at = nextWeekly(now, timeZone);
      expect(new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "long" }).format(at)).toBe("Monday");
      expect(minuteIn(at, timeZone)).toBe(8 * 60);
      const days = (at.getTime() - now.getTime()) / 86_400_000;
      expect(days).toBeGreaterThan(0);
      expect(days).toBeLessThanOrEqual(7.1);
    }),
  );
});
