import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateMissedOrders } from "@/lib/integrations/list/missed-orders";
import { makeRandom } from "@/lib/testing/fake-shops/random";

const estimate = (weeks: number[], arrived = 0): number | null => estimateMissedOrders({ weeks, arrived });

describe("an estimate", () => {
  test("is the usual number for the same hours of earlier weeks, rounded to its accuracy", () => {
    expect(estimate([20, 22, 19, 21])).toBe(20);
    expect(estimate([118, 109, 127, 121, 131])).toBe(120);
    expect(estimate([1_012, 985, 1_040])).toBe(1010);
    expect(estimate([9_800, 12_100, 11_050, 10_200])).toBe(11_000);
  });

  test("is missing when the usual number is small, since a few orders more or less are half of it", () => {
    expect(estimate([1, 1, 1, 1, 1, 1, 1, 1])).toBeNull();
    expect(estimate([3, 2, 4, 3])).toBeNull();
    expect(estimate([0, 0, 0])).toBeNull();
    expect(estimate([6, 5, 7, 6])).toBeNull();
    expect(estimate([14, 12, 13, 11])).toBe(13);
  });

  test("is missing when weeks differ too much, or when there is only one", () => {
    expect(estimate([2, 240, 11])).toBeNull();
    expect(estimate([50])).toBeNull();
    expect(estimate([])).toBeNull();
  });

  test("excludes orders that arrived nevertheless", () => {
    expect(estimate([100, 101, 99], 40)).toBe(60);
    expect(estimate([100, 101, 99], 98)).toBeNull();
    expect(estimate([100, 101, 99], 130)).toBeNull();
  });
});

test("an estimate is an integer of at least one, ignores the order of weeks, and never grows with arrivals", () => {
  const weeks = fc.array(fc.nat({ max: 5_000 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(weeks, fc.nat({ max: 6_000 }), fc.nat({ max: 500 }), (counts, arrived, more) => {
      const found = estimate(counts, arrived);
      if (found !== null) expect(Number.isInteger(found) && found >= 1).toBe(true);
      expect(estimate([...counts].reverse(), arrived)).toBe(found);
      expect(estimate(counts, arrived + more) ?? 0).toBeLessThanOrEqual(found ?? 0);
    }),
  );
});

test("for random orders, about nine of ten estimates are right within half", () => {
  const random = makeRandom(7);
  const randomCount = (usual: number): number => {
    let [orders, at] = [-1, 0];
    while (at < usual) {
      at -= Math.log(1 - random.next());
      orders += 1;
    }
    return orders;
  };
  for (const usual of [12, 15, 40, 120, 600]) {
    const tries = Array.from({ length: 400 }, () => {
      const found = estimate(Array.from({ length: 8 }, () => randomCount(usual)));
      const real = randomCount(usual);
      return found === null ? null : Math.abs(found - real) <= found / 2;
    }).filter((isRight) => isRight !== null);
    expect(tries.length, `reported at ${usual}`).toBeGreaterThan(200);
    expect(tries.filter(Boolean).length / tries.length, `right at ${usual}`).toBeGreaterThan(0.87);
  }
});
