import { expect, test } from "vitest";
import { isReversed } from "@/lib/base/day-range";

test("a range is reversed only if both days are set and the last precedes the first", () => {
  expect(isReversed({ from: "2026-11-02", to: "2026-11-01" })).toBe(true);
  expect(isReversed({ from: "2026-01-01", to: "2025-12-31" })).toBe(true);
  expect(isReversed({ from: "2026-11-01", to: "2026-11-01" })).toBe(false);
  expect(isReversed({ from: "2026-11-01", to: "2026-11-02" })).toBe(false);
  expect(isReversed({ from: "2026-11-02", to: null })).toBe(false);
  expect(isReversed({ from: null, to: "2026-11-01" })).toBe(false);
});
