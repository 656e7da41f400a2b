import { expect, test } from "vitest";
import { matchTerms } from "@/components/shell/palette/match-terms";

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
  expect(matchTerms(typed, ["Refresh all throttled shops", "reload"])).toBe(found);
});

test("accents and case do not matter", () => {
  expect(matchTerms("ubersicht", ["Übersicht"])).toBe(true);
  expect(matchTerms("Évén", ["evenement"])).toBe(true);
});
