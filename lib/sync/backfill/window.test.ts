import { expect, it } from "vitest";
import { readChosenWindow } from "@/lib/sync/backfill/window";

const NOW = new Date("2026-11-25T10:00:00.500Z");
const window = (from: string, to: string) => readChosenWindow({ from, to, timeZone: "Europe/Berlin" }, NOW);

it("a backfill window spans both chosen days in full, in their time zone", () => {
  expect(window("2026-11-01", "2026-11-03")).toEqual({ from: new Date("2026-10-31T23:00:00Z"), to: new Date("2026-11-03T23:00:00Z") });
  // The day on which daylight saving time ends has 25 hours.
  expect(window("2026-10-25", "2026-10-25")).toEqual({ from: new Date("2026-10-24T22:00:00Z"), to: new Date("2026-10-25T23:00:00Z") });
});

it("a backfill window is capped at now, and rejected if it lies in the future or is reversed", () => {
  expect(window("2026-11-25", "2026-12-31")?.to).toEqual(new Date("2026-11-25T10:00:00Z"));
  expect(window("2026-11-26", "2026-11-27")).toBeNull();
  expect(window("2026-11-03", "2026-11-01")).toBeNull();
  expect(window("yesterday", "2026-11-01")).toBeNull();
});
