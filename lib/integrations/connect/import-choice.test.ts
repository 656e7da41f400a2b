import { expect, test } from "vitest";
import { instantOfWallClock } from "@/lib/base/wall-clock";
import { type ImportChoice, startOfChoice } from "@/lib/integrations/connect/import-choice";

const NOW = new Date("2026-11-27T12:00:00Z");
const start = (choice: ImportChoice) => startOfChoice(choice, NOW, (day) => instantOfWallClock(day, "Europe/Amsterdam"));

test("an import starts at a day in the user's time zone, a number of days ago, or without a bound", () => {
  expect(start({ kind: "all" })).toBeNull();
  expect(start({ kind: "days", days: 30 })).toEqual(new Date("2026-10-28T12:00:00Z"));
  expect(start({ kind: "since", day: "2026-11-20" })).toEqual(new Date("2026-11-19T23:00:00Z"));
});

test("a future day, such as a mistyped year, counts as now, so that new orders are still imported", () => {
  expect(start({ kind: "since", day: "2062-11-20" })).toEqual(NOW);
});
