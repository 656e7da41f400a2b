import { expect, test } from "vitest";
import { readDuration, readMoment } from "@/scripts/cli/durations";

const now = new Date(2026, 11, 3, 17, 20);

test("a duration has one number and one unit, and nothing else", () => {
  expect(["90s", "30m", "2h", "1d"].map(readDuration)).toEqual([90, 1_800, 7_200, 86_400]);
  for (const text of ["", "30", "0m", "-5m", "1h30m", "1.5h", "9999999s"]) expect(() => readDuration(text)).toThrow("90s");
});

test("a moment is a duration from now, the next such time of day, or an ISO time with a zone", () => {
  expect(readMoment("45m", now)).toEqual(new Date(2026, 11, 3, 18, 5));
  expect(readMoment("18:30", now)).toEqual(new Date(2026, 11, 3, 18, 30));
  expect(readMoment("17:20", now)).toEqual(new Date(2026, 11, 4, 17, 20));
  expect(readMoment("2026-12-24T18:30:00+01:00", now)).toEqual(new Date("2026-12-24T17:30:00Z"));
  for (const text of ["", "tomorrow", "24:00", "2026-12-24", "2026-12-24T18:30", "2026-13-01T00:00Z"])
    expect(() => readMoment(text, now)).toThrow("18:30");
});
