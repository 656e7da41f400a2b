import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUncovered, type Interval, normalize } from "@/lib/sync/engine/ledger";

const END = 40;
const interval: fc.Arbitrary<Interval> = fc.record({ from: fc.integer({ min: 0, max: END }), to: fc.integer({ min: 0, max: END }) });
const intervals = fc.array(interval, { maxLength: 12 });
const window = fc
  .tuple(fc.integer({ min: 0, max: END - 1 }), fc.integer({ min: 1, max: END }))
  .map(([a, b]) => ({ from: Math.min(a, b - 1), to: b }));

/** Every covered instant, as the reference for the interval arithmetic. */
const instants = (list: readonly Interval[]): Set<number> =>
  new Set(list.flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)));
const sorted = (set: Set<number>): number[] => [...set].toSorted((a, b) => a - b);

describe("the coverage ledger", () => {
  it("keeps exactly the instants it was given, as sorted intervals that do not touch", () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const merged = normalize(list);
        expect(sorted(instants(merged))).toEqual(sorted(instants(list)));
        merged.forEach((one, index) => {
          expect(one.from).toBeLessThan(one.to);
          const next = merged[index + 1];
          if (next) expect(one.to).toBeLessThan(next.from);
        });
      }),
    );
  });

  it("does not depend on the order in which pages were confirmed", () => {
    fc.assert(
      fc.property(intervals, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, keys) => {
        const shuffled = list.map((one) => ({ one, key: keys.next().value })).toSorted((a, b) => a.key - b.key);
        expect(shuffled.reduce<Interval[]>((ledger, { one }) => normalize(ledger.concat(one)), [])).toEqual(normalize(list));
      }),
    );
  });

  it("reports as gaps exactly the uncovered instants of the window", () => {
    fc.assert(
      fc.property(intervals, window, (list, asked) => {
        const covered = instants(list);
        const gaps = findUncovered(list, asked);
        expect(sorted(instants(gaps))).toEqual(sorted(instants([asked])).filter((instant) => !covered.has(instant)));
        expect(findUncovered([...list, ...gaps], asked)).toEqual([]);
      }),
    );
  });
});
