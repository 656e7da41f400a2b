import fc from "fast-check";
import { expect, test } from "vitest";
import {
  mayBeNumber,
  NO_FILTER,
  ORDER_SORTS,
  parseOrderCursor,
  parseOrderQuery,
  positionOf,
  printOrderCursor,
  printOrderQuery,
  TRACKING_FILTERS,
} from "@/lib/orders/order-query";

const row = fc.record({
  placedAt: fc.date({ noInvalidDate: true, min: new Date("0001-01-01T00:00:00Z") }),
  id: fc.uuid(),
  total: fc.constantFrom("12.50", "-3", "0.00000001"),
  status: fc.constantFrom("processing", "wc-custom status", "v1.2 zurückgestellt"),
});

test("a list position survives the URL to the millisecond", () => {
  fc.assert(
    fc.property(row, fc.constantFrom(...ORDER_SORTS), (at, sort) => {
      const position = positionOf(sort, at);
      expect(parseOrderCursor(printOrderCursor(position), sort)).toEqual(position);
    }),
  );
});

test("a position of another sort order restarts the list", () => {
  const at = { placedAt: new Date(0), id: "0199b6a5-7f5e-7000-8000-000000000000", total: "1", status: "new" };
  expect(parseOrderCursor(printOrderCursor(positionOf("newest", at)), "highest")).toBeNull();
  expect(parseOrderCursor(printOrderCursor(positionOf("status", at)), "lowest")).toBeNull();
});

test("a query survives the URL", () => {
  const query = fc.record({
    search: fc.string({ maxLength: 40, unit: "grapheme" }).map((text) => (text.trim() === "" ? "" : text.replaceAll("\u0000", ""))),
    status: fc.option(fc.constantFrom("processing", "wc-custom status", "zurückgestellt")),
    integrationId: fc.option(fc.uuid()),
    tracking: fc.option(fc.constantFrom(...TRACKING_FILTERS)),
    from: fc.constantFrom(null, "2026-11-01", "2024-02-29"),
    to: fc.constantFrom(null, "2026-11-30"),
    leftOut: fc.boolean(),
    sort: fc.constantFrom(...ORDER_SORTS),
    after: fc.constant(null),
    before: fc.constant(null),
    place: fc.constant(1),
  });
  const beside = fc.record({ at: row, side: fc.constantFrom("after", "before"), place: fc.integer({ min: 1, max: 1_000_000 }) });
  fc.assert(
    fc.property(query, fc.option(beside), (filter, page) => {
      // A search is always sorted by newest.
      const sorted = { ...filter, sort: filter.search === "" ? filter.sort : ("newest" as const) };
      const asked = page ? { ...sorted, [page.side]: positionOf(sorted.sort, page.at), place: page.place } : sorted;
      const params = new URLSearchParams(printOrderQuery(asked));
      expect(parseOrderQuery((name) => params.get(name))).toEqual(asked);
    }),
  );
});

test("a search of only blanks is no search", () => {
  expect(printOrderQuery({ ...NO_FILTER, search: "  " })).toBe("");
});

test("invalid URL parameters are ignored", () => {
  const nonsense = new URLSearchParams({
    shop: "' or 1=1",
    after: "zzzzzzzzzzzzzzzzzzzzz.x",
    status: "a\u0000b",
    tracking: "lost",
    q: "\u0000",
    from: "2026-02-30",
    to: "yesterday",
    left_out: "yes",
    place: "70",
  });
  expect(parseOrderQuery((name) => nonsense.get(name))).toEqual(NO_FILTER);
  const halfTyped = new URLSearchParams({ from: "0002-11-01", to: "0000-01-01" });
  expect(parseOrderQuery((name) => halfTyped.get(name))).toEqual(NO_FILTER);
});

test.each(["1001", "#1001", "WC-2026-7", "XKBKNABJK", " xkbknabjk ", "#XKBKNABJK"])("%s may be the number of an order", (typed) => {
  expect(mayBeNumber(typed)).toBe(true);
});

test.each(["", "Jansen", "Alexander", "XKBKNABJ", "XKBKNABJKL", "anna@shop.example", "12 Main Street"])("%s is searched only", (typed) => {
  expect(mayBeNumber(typed)).toBe(false);
});
