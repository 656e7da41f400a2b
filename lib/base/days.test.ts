import { expect, test } from "vitest";
import { areReversed } from "@/lib/base/days";

test("a range is reversed only if both days are set and the last precedes the first", () => {
  expect(areReversed({ from: "2026-11-02", to: "2026-11-01" })).toBe(true);
  expect(areReversed({ from: "2026-01-01", to: "2025-12-31" })).toBe(true);
  expect(areReversed({ from: "2026-11-01", to: "2026-11-01" })).toBe(false);
  expect(areReversed({ from: "2026-11-01", to: "2026-11-02" })).toBe(false);
  expect(areReversed({ from: "2026-11-02", to: null })).toBe(false);
  expect(areReversed({ from: null, to: "2026-11-01" })).toBe(false);
});
