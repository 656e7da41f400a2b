import { expect, test } from "vitest";
import { matchWords } from "@/components/shell/palette/command-palette";

test.each([
  ["", true],
  ["  ", true],
  ["refresh", true],
  ["thrott shops", true],
  ["SHOPS all", true],
  ["reload", true],
  ["tuin", false],
  ["rats", false],
  ["refresh tuin", false],
])("“%s” finds a command by whole pieces of its words: %s", (typed, found) => {
  expect(matchWords(typed, ["Refresh all throttled shops", "reload"])).toBe(found);
});

test("accents and case do not matter", () => {
  expect(matchWords("ubersicht", ["Übersicht"])).toBe(true);
  expect(matchWords("Évén", ["evenement"])).toBe(true);
});
