import { expect, test } from "vitest";
import { canSpin, writeBar } from "@/scripts/cli/progress";

test("a spinner needs a terminal with a width", () => {
  expect(canSpin({ isTTY: true, columns: 80 })).toBe(true);
  // As `script` and some containers open it.
  expect(canSpin({ isTTY: true, columns: 0 })).toBe(false);
  expect(canSpin({ isTTY: false, columns: 80 })).toBe(false);
});

test("a bar fills up with its count, and never beyond its end", () => {
  expect(writeBar(0, 120)).toBe(`${"░".repeat(24)} 0 of 120`);
  expect(writeBar(60, 120)).toBe(`${"█".repeat(12)}${"░".repeat(12)} 60 of 120`);
  // Orders that arrive while a sync reads.
  expect(writeBar(121, 120)).toBe(`${"█".repeat(24)} 121 of 120`);
  expect(writeBar(7, null)).toBe("7");
});
