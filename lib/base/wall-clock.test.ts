import fc from "fast-check";
import { expect, it } from "vitest";
import { instantOfWallClock, isDay, isTimeZone, wallClockOf } from "@/lib/base/wall-clock";

const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia");
const minute = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 })
  .map((count) => new Date(count * 60_000));

it("a local time converts to an instant and back in every zone; an ambiguous hour resolves to its first occurrence", () => {
  fc.assert(
    fc.property(minute, zone, (instant, timeZone) => {
      const text = wallClockOf(instant, timeZone);
      const back = instantOfWallClock(text, timeZone);
      expect(back).not.toBeNull();
      expect(wallClockOf(back ?? new Date(0), timeZone)).toBe(text);
      expect(back?.getTime()).toBeLessThanOrEqual(instant.getTime());
    }),
    { numRuns: 500 },
  );
});

it("daylight saving changes resolve to an instant, and invalid dates are rejected", () => {
  expect(instantOfWallClock("2026-10-25T02:30", "Europe/Berlin")?.toISOString()).toBe("2026-10-25T00:30:00.000Z");
  expect(instantOfWallClock("2026-03-29T02:30", "Europe/Berlin")?.toISOString()).toBe("2026-03-29T01:30:00.000Z");
  expect(instantOfWallClock("2026-11-25", "Europe/Berlin")?.toISOString()).toBe("2026-11-24T23:00:00.000Z");
  for (const text of ["2026-02-30", "2026-11-25T25:00", "25.11.2026", "", "2026-11-25T02:30:00Z"]) {
    expect(instantOfWallClock(text, "UTC")).toBeNull();
  }
  // Values of a date field while the year is being typed.
  for (const text of ["0000-01-01", "0002-11-25", "0020-11-25", "0202-11-25"]) {
    expect(instantOfWallClock(text, "Europe/Berlin")).toBeNull();
    expect(isDay(text)).toBe(false);
  }
  expect(["2024-02-29", "9999-12-31", "2025-02-29", "2026-11-25T02:30", "x"].filter(isDay)).toEqual(["2024-02-29", "9999-12-31"]);
  expect(instantOfWallClock("2026-11-25", "Europe/Atlantis")).toBeNull();
  expect(["Europe/Paris", "Mars/Base", ""].map(isTimeZone)).toEqual([true, false, false]);
});
