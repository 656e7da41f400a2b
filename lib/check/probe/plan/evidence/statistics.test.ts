import { describe, expect, it } from "vitest";
import { chanceOfPeriod, chanceOfRuns, chanceOfSplit } from "@/lib/check/probe/plan/evidence/statistics";

const outcomes = (text: string): boolean[] => [...text].map((one) => one === "+");

/** The share of all orders of these outcomes that have as few runs. */
function countOrders(text: string): number {
  const fails = outcomes(text).filter((one) => !one).length;
  const runsOf = (order: readonly boolean[]): number => order.filter((one, index) => index === 0 || one !== order[index - 1]).length;
  const orders = Array.from({ length: 2 ** text.length }, (_, mask) => Array.from(text, (_one, at) => (mask & (1 << at)) === 0)).filter(
    (order) => order.filter((one) => !one).length === fails,
  );
  return orders.filter((order) => runsOf(order) <= runsOf(outcomes(text))).length / orders.length;
}

describe("the order of passes and failures", () => {
  it.each(["+-", "++--", "+-+-+", "+++++-----", "++-+++-++-++", "-+++++++-"])("%s: as many orders have so few runs", (text) => {
    expect(chanceOfRuns(outcomes(text))).toBeCloseTo(countOrders(text), 10);
  });

  it("proves nothing if all pass or all fail", () => {
    expect([chanceOfRuns(outcomes("++++")), chanceOfRuns(outcomes("----")), chanceOfRuns([])]).toEqual([1, 1, 1]);
  });
});

describe("failures of one request beside passes of others", () => {
  it("are as likely as at the rate of faults that fits both best", () => {
    expect(chanceOfSplit(1, 1, 0)).toBeCloseTo(1 / 4, 10);
    expect(chanceOfSplit(2, 2, 1)).toBeCloseTo(2 * 0.75 ** 3 * 0.25, 10);
    expect(chanceOfSplit(3, 0, 0)).toBeCloseTo(1, 10);
  });

  it("prove the less the more the others fail", () => {
    const chances = [0, 1, 2, 4, 8].map((faults) => chanceOfSplit(5, 16, faults));
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
  });
});

describe("an order that repeats itself", () => {
  it("is seldom chance if it is long", () => {
    expect(chanceOfPeriod(outcomes("-++-++-++-++"))).toBeLessThan(0.02);
    expect(chanceOfPeriod(outcomes("---+---+---+--"))).toBeLessThan(0.02);
    expect(chanceOfPeriod(outcomes("-+-+"))).toBeGreaterThan(0.3);
  });

  it.each(["-++-+++-++-++", "++++", "----", ""])("%s does not", (text) => {
    expect(chanceOfPeriod(outcomes(text))).toBe(1);
  });
});
