import { expect, test } from "vitest";
import { parseListCursor, printListCursor, toPage } from "@/lib/base/list-cursor";

const id = "0193a000-0000-7000-8000-00000000dead";

test("a printed cursor parses back to itself, and malformed cursors are rejected", () => {
  const position = { at: new Date("2026-11-26T06:00:00.123Z"), id };
  expect(parseListCursor(printListCursor(position))).toEqual(position);
  for (const text of [undefined, null, 7, ["a"], "", ".", `x.${id.slice(1)}`, `zzzzzzzzzzzzzzzz.${id}`, "a.b", "m5.' or 1=1 --"])
    expect(parseListCursor(text)).toBeNull();
  const yearOne = { at: new Date("0001-01-01T00:00:00Z"), id };
  expect(parseListCursor(printListCursor(yearOne)), "an order without a date").toEqual(yearOne);
  expect(parseListCursor(printListCursor({ at: new Date(yearOne.at.getTime() - 1), id })), "invalid in PostgreSQL").toBeNull();
});

test("a page has the cursor of its last entry if there are more entries, else null", () => {
  const entries = [3, 2, 1].map((day) => ({ at: new Date(2026, 1, day), id: `${day}` }));
  expect(toPage(entries, 2, (entry) => entry)).toEqual({ entries: entries.slice(0, 2), next: entries[1] });
  expect(toPage(entries, 3, (entry) => entry).next).toBeNull();
  expect(toPage([], 3, (entry) => entry)).toEqual({ entries: [], next: null });
});
