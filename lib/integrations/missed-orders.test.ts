import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateMissedOrders } from "@/lib/integrations/missed-orders";
import { makeRandom } from "@/lib/testing/fake-shops/random";

const estimate = (weeks: number[], arrived = 0): number | null => estimateMissedOrders({ weeks, arrived });

describe("an estimate", () => {
  test("is what the same hours of the weeks before brought, no finer than it can be known", () => {
    expect(estimate([20, 22, 19, 21])).toBe(20);
    expect(estimate([118, 109, 127, 121, 131])).toBe(120);
    expect(estimate([1_012, 985, 1_040])).toBe(1010);
    expect(estimate([9_800, 12_100, 11_050, 10_200])).toBe(11_000);
  });

  test("is none where a shop sells little in such a time: a few more or less are half of it", () => {
    expect(estimate([1, 1, 1, 1, 1, 1, 1, 1])).toBeNull();
    expect(estimate([3, 2, 4, 3])).toBeNull();
    expect(estimate([0, 0, 0])).toBeNull();
    expect(estimate([6, 5, 7, 6])).toBeNull();
    expect(estimate([14, 12, 13, 11])).toBe(13);
  });

  test("is none where weeks differ too much to report, or where there was one alone", () => {
    expect(estimate([2, 240, 11])).toBeNull();
    expect(estimate([50])).toBeNull();
    expect(estimate([])).toBeNull();
  });

  test("excludes orders that arrived after all", () => {
    expect(estimate([100, 101, 99], 40)).toBe(60);
    expect(estimate([100, 101, 99], 98)).toBeNull();
    expect(estimate([100, 101, 99], 130)).toBeNull();
  });
});

test("an estimate is a whole number of at least one, whatever the order of the weeks, and never more when more arrived", () => {
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

test("of shops whose orders come by chance, about nine estimates of ten are right within half", () => {
  const random = makeRandom(7);
  const comeByChance = (usual: number): number => {
    let [orders, at] = [-1, 0];
    while (at < usual) {
      at -= Math.log(1 - random.next());
      orders += 1;
    }
    return orders;
  };
  for (const usual of [12, 15, 40, 120, 600]) {
    const tries = Array.from({ length: 400 }, () => {
      const found = estimate(Array.from({ length: 8 }, () => comeByChance(usual)));
      const real = comeByChance(usual);
      return found === null ? null : Math.abs(found - real) <= found / 2;
    }).filter((isRight) => isRight !== null);
    expect(tries.length, `reported at ${usual}`).toBeGreaterThan(200);
    expect(tries.filter(Boolean).length / tries.length, `right at ${usual}`).toBeGreaterThan(0.87);
  }
});
