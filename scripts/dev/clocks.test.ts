import { expect, test } from "vitest";
import { listClocks } from "@/scripts/dev/clocks.mjs";

test("finds the next moment of each kind after any date", () => {
  const list = (now: string) => listClocks(new Date(now)).map(({ at }) => at.toISOString().slice(0, 16));
  expect(list("2026-12-02T04:00:00Z")).toEqual([
    "2027-03-28T01:30",
    "2027-10-31T01:30",
    "2028-02-29T12:00",
    "2026-12-31T21:00",
    "2028-12-01T04:00",
  ]);
  expect(list("2028-03-01T00:00:00Z")).toEqual([
    "2028-03-26T01:30",
    "2028-10-29T01:30",
    "2032-02-29T12:00",
    "2028-12-31T21:00",
    "2030-03-01T00:00",
  ]);
});
