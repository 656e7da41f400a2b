import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatShopTime, lowestShopTime, readShopTime, splitAtRepeatedHour } from "@/lib/connectors/prestashop/shop-time";

const ZONE = "Europe/Paris";
/** Summer time ends: 03:00 becomes 02:00. */
const SET_BACK = new Date("2026-10-25T01:00:00Z");
const minutesAfter = (minutes: number): Date => new Date(SET_BACK.getTime() + minutes * 60_000);
const FAR = new Date("2100-01-01T00:00:00Z");

test("every instant outside the repeated hour is read back from its local time, in zones with odd offsets too", () => {
  const zones = fc.constantFrom("Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", "Africa/Casablanca");
  const instants = fc.integer({ min: Date.UTC(2005, 0) / 1000, max: Date.UTC(2035, 0) / 1000 });
  fc.assert(
    fc.property(zones, instants, (zone, seconds) => {
      const instant = new Date(seconds * 1000);
      const read = readShopTime(formatShopTime(instant, zone), zone, FAR);
      const distance = (read?.getTime() ?? 0) - instant.getTime();
      // In the repeated hour, the later instant is used for both.
      expect([0, 30 * 60_000, 60 * 60_000]).toContain(distance);
      expect(formatShopTime(read ?? instant, zone)).toBe(formatShopTime(instant, zone));
    }),
    { numRuns: 500 },
  );
});

test("a repeated local time is read as the later of its instants before the window's end", () => {
  expect(readShopTime("2026-10-25 02:30:00", ZONE, minutesAfter(60))).toEqual(minutesAfter(30));
  expect(readShopTime("2026-10-25 02:30:00", ZONE, SET_BACK)).toEqual(minutesAfter(-30));
});

test("a local time skipped in spring is still read, and an invalid time is null", () => {
  expect(readShopTime("2026-03-29 02:30:00", ZONE, FAR)).toEqual(new Date("2026-03-29T01:30:00Z"));
  for (const text of ["0000-00-00 00:00:00", "", "2026-11-24T23:48:28", "yesterday"]) expect(readShopTime(text, ZONE, FAR)).toBeNull();
});

describe("windows around the repeated hour", () => {
  test("are split only if they end inside it, at the moment when the clock is set back", () => {
    expect(splitAtRepeatedHour(minutesAfter(-120), minutesAfter(20), ZONE)).toEqual(SET_BACK);
    expect(splitAtRepeatedHour(null, minutesAfter(20), ZONE)).toEqual(SET_BACK);
    expect(splitAtRepeatedHour(minutesAfter(5), minutesAfter(20), ZONE)).toBeNull();
    expect(splitAtRepeatedHour(minutesAfter(-120), minutesAfter(-20), ZONE)).toBeNull();
    expect(splitAtRepeatedHour(minutesAfter(-120), minutesAfter(60), ZONE)).toBeNull();
    expect(splitAtRepeatedHour(new Date("2026-07-01T00:00:00Z"), new Date("2026-07-02T00:00:00Z"), ZONE)).toBeNull();
  });

  test("keep local times increasing in each part, and every order of the part within its local bounds", () => {
    const minute = fc.integer({ min: -300, max: 300 });
    fc.assert(
      fc.property(minute, minute, minute, (a, b, at) => {
        const [from, to] = [minutesAfter(Math.min(a, b)), minutesAfter(Math.max(a, b))];
        const cut = splitAtRepeatedHour(from, to, ZONE);
        const parts = cut
          ? ([
              [from, cut],
              [cut, to],
            ] as const)
          : ([[from, to]] as const);
        for (const [low, high] of parts) {
          const instant = minutesAfter(at);
          if (instant < low || instant >= high) continue;
          const wall = formatShopTime(instant, ZONE);
          expect(wall >= lowestShopTime(low, high, ZONE), `${wall} in ${low.toISOString()}`).toBe(true);
          expect(wall <= formatShopTime(new Date(high.getTime() - 1000), ZONE)).toBe(true);
          const next = formatShopTime(minutesAfter(at + 1), ZONE);
          if (next > wall && minutesAfter(at + 1) < high)
            expect(Number(readShopTime(next, ZONE, high))).toBeGreaterThan(Number(readShopTime(wall, ZONE, high)));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
