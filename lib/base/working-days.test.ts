import { expect, it } from "vitest";
import { afterWorkingDays } from "@/lib/base/working-days";

it.each([
  ["2026-11-30T09:10:00Z", "2026-12-02T09:10:00.000Z"],
  ["2026-12-03T09:10:00Z", "2026-12-07T09:10:00.000Z"],
  ["2026-12-04T23:00:00Z", "2026-12-08T23:00:00.000Z"],
  ["2026-12-05T08:00:00Z", "2026-12-08T08:00:00.000Z"],
])("two working days after %s are over at %s", (from, to) => {
  expect(afterWorkingDays(new Date(from), 2).toISOString()).toBe(to);
});
