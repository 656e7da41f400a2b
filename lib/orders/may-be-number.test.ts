import { expect, test } from "vitest";
import { mayBeNumber } from "@/lib/orders/may-be-number";

test.each(["1001", "#1001", "WC-2026-7", "XKBKNABJK", " xkbknabjk ", "#XKBKNABJK"])("%s may be the number of an order", (typed) => {
  expect(mayBeNumber(typed)).toBe(true);
});

test.each(["", "Jansen", "Alexander", "XKBKNABJ", "XKBKNABJKL", "anna@shop.example", "12 Main Street"])("%s is searched only", (typed) => {
  expect(mayBeNumber(typed)).toBe(false);
});
