import { describe, expect, it } from "vitest";
import { chanceOfRuns, chanceOfShare } from "@/lib/check/probe/plan/evidence/statistics";

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

it("a share of failures is as likely as its binomial tail", () => {
  expect(chanceOfShare(0, 5, 0.3)).toBeCloseTo(1, 10);
  expect(chanceOfShare(5, 5, 0.5)).toBeCloseTo(1 / 32, 10);
  expect(chanceOfShare(2, 3, 0.5)).toBeCloseTo(0.5, 10);
});
