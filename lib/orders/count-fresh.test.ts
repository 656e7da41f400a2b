import { expect, test } from "vitest";
import { countFresh, ORDERS_PER_PAGE } from "@/lib/orders/count-fresh";

/** Orders newest first; two share each instant. */
const orders = Array.from({ length: 3 * ORDERS_PER_PAGE }, (_, index) => ({
  id: String(index).padStart(4, "0"),
  placedAt: new Date(Date.UTC(2026, 10, 1) - Math.floor(index / 2) * 1000),
}));
const pageOf = (list: typeof orders) => list.slice(0, ORDERS_PER_PAGE);

test("new orders are counted wherever on the page they appear", () => {
  const shown = pageOf(orders.filter((_, index) => index !== 0 && index !== 7));
  expect(countFresh(pageOf(orders), shown)).toBe(2);
  expect(countFresh(shown, shown)).toBe(0);
});

test("orders that move up from the next page, because others left a full page, are not counted", () => {
  const shown = pageOf(orders);
  expect(countFresh(pageOf(orders.filter((_, index) => index !== 3 && index !== 4)), shown)).toBe(0);
  expect(countFresh(pageOf(orders.filter((_, index) => index !== ORDERS_PER_PAGE - 1)), shown)).toBe(0);
});

test("on a page that is not full nothing can move up, so every new order counts", () => {
  expect(countFresh(orders.slice(0, 9), orders.slice(2, 5))).toBe(6);
  expect(countFresh(orders.slice(0, 2), [])).toBe(2);
});
