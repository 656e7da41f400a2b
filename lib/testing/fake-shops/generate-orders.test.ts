import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderTotalCents } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";

const from = new Date("2026-11-01T00:00:00Z");
const to = new Date("2026-11-20T00:00:00Z");

describe("generated orders", () => {
  it("are the same for the same seed and differ for another", () => {
    const series = { count: 30, from, to, seed: 7 };
    expect(generateOrders(series)).toEqual(generateOrders(series));
    expect(generateOrders({ ...series, seed: 8 })).not.toEqual(generateOrders(series));
  });

  it("have whole seconds in [from, to), changes after placement, ascending ids and positive totals", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer(), fc.integer({ min: 5, max: 5_000_000 }), (count, seed, spanSeconds) => {
        const end = new Date(from.getTime() + spanSeconds * 1000);
        const orders = generateOrders({ count, from, to: end, seed });
        expect(orders).toHaveLength(count);
        for (const [index, order] of orders.entries()) {
          expect(order.id).toBe(1001 + index);
          expect(order.createdAt.getTime() % 1000).toBe(0);
          expect(order.modifiedAt.getTime()).toBeGreaterThanOrEqual(order.createdAt.getTime());
          expect(order.createdAt.getTime()).toBeGreaterThanOrEqual(from.getTime());
          expect(order.modifiedAt.getTime()).toBeLessThan(end.getTime());
          expect(orderTotalCents(order)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
