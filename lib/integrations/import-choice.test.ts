import { expect, test } from "vitest";
import { instantOfWallClock } from "@/lib/base/wall-clock";
import { type ImportChoice, startOfChoice } from "@/lib/integrations/import-choice";

const NOW = new Date("2026-11-27T12:00:00Z");
const start = (choice: ImportChoice) => startOfChoice(choice, NOW, (day) => instantOfWallClock(day, "Europe/Amsterdam"));

test("the beginning is the day's in the zone of the user who chose it, or so many days ago, or that of the shop", () => {
  expect(start({ kind: "all" })).toBeNull();
  expect(start({ kind: "days", days: 30 })).toEqual(new Date("2026-10-28T12:00:00Z"));
  expect(start({ kind: "since", day: "2026-11-20" })).toEqual(new Date("2026-11-19T23:00:00Z"));
});

test("a day that is yet to come, such as one of a mistyped year, never keeps orders away that arrive before it", () => {
  expect(start({ kind: "since", day: "2062-11-20" })).toEqual(NOW);
});
