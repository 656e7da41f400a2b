import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateMissedOrders } from "@/lib/integrations/missed-orders";

const lastImportAt = new Date("2026-11-20T12:00:00Z");
const hoursBefore = (hours: number): Date => new Date(lastImportAt.getTime() - hours * 3_600_000);
const hoursAfter = (hours: number): Date => hoursBefore(-hours);

test("a shop with two orders an hour misses about twenty in ten hours", () => {
  expect(estimateMissedOrders({ orders: 200, firstPlacedAt: hoursBefore(100), lastImportAt }, hoursAfter(10))).toBe(20);
});

test("too few orders, or orders of too short a time, give no estimate", () => {
  expect(estimateMissedOrders({ orders: 4, firstPlacedAt: hoursBefore(100), lastImportAt }, hoursAfter(10))).toBeNull();
  expect(estimateMissedOrders({ orders: 50, firstPlacedAt: hoursBefore(1), lastImportAt }, hoursAfter(10))).toBeNull();
});

test("the estimate is never negative and never shrinks as time goes on", () => {
  const hours = fc.double({ min: -5, max: 24 * 60, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 200 }), fc.double({ min: 6, max: 2_000, noNaN: true }), hours, hours, (orders, span, a, b) => {
      const at = (now: number) => estimateMissedOrders({ orders, firstPlacedAt: hoursBefore(span), lastImportAt }, hoursAfter(now)) ?? -1;
      expect(at(Math.min(a, b))).toBeGreaterThanOrEqual(0);
      expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)));
    }),
  );
});
