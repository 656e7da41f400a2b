import { expect, test } from "vitest";
import { listDays } from "@/lib/integrations/history/days";
import { findGaps, isInGap } from "@/lib/integrations/history/gaps";

const now = new Date("2026-11-25T12:00:00Z");
const days = listDays(now, 4, "UTC");
const at = (text: string): Date => new Date(text);

test("a gap of the ledger is shown at its position, clipped to the days shown", () => {
  const ledgerGaps = [
    { from: at("2026-10-01T00:00:00Z"), to: at("2026-11-22T12:00:00Z") },
    { from: at("2026-11-23T06:00:00Z"), to: at("2026-11-23T18:00:00Z") },
    { from: at("2026-10-01T00:00:00Z"), to: at("2026-10-02T00:00:00Z") },
  ];
  const gaps = findGaps(days, { from: at("2026-01-01T00:00:00Z"), to: now, gaps: ledgerGaps }, now);
  expect(gaps).toEqual([
    { from: 0, to: 0.5 },
    { from: 1.25, to: 1.75 },
  ]);
  expect([0, 1, 2, 3].map((index) => isInGap(gaps, index))).toEqual([true, true, false, false]);
});

test("the time since the last confirmed order is a gap only when a sync is overdue", () => {
  const coverage = { from: at("2026-01-01T00:00:00Z"), gaps: [] };
  expect(findGaps(days, { ...coverage, to: at("2026-11-25T11:30:00Z") }, now)).toEqual([]);
  expect(findGaps(days, { ...coverage, to: at("2026-11-24T12:00:00Z") }, now)).toEqual([{ from: 2.5, to: 3.5 }]);
  expect(findGaps(days, null, now)).toEqual([]);
});
