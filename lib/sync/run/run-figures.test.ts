import { expect, test } from "vitest";
import type { OrderOutcome } from "@/lib/orders/mutations";
import { RunFigures } from "@/lib/sync/run/run-figures";

test("the figures of a run count each order once, by what the run did with it", () => {
  const figures = new RunFigures();
  const page = (...orders: [string, OrderOutcome][]) => {
    const outcomes = new Map(orders);
    const added = figures.addedBy(outcomes);
    expect(figures.addedBy(outcomes)).toEqual(added);
    figures.keep(outcomes);
    return added;
  };
  expect(page(["1", "created"], ["2", "quarantined"], ["3", "unchanged"])).toEqual({
    fetched: 3,
    created: 1,
    updated: 0,
    unchanged: 1,
    quarantined: 1,
  });
  // Read again: the created order is unchanged now, and the other two were updated and became readable.
  expect(page(["1", "unchanged"], ["2", "created"], ["3", "updated"], ["4", "quarantined"])).toEqual({
    fetched: 1,
    created: 1,
    updated: 1,
    unchanged: -1,
    quarantined: 0,
  });
  expect(page(["4", "quarantined"])).toEqual({ fetched: 0, created: 0, updated: 0, unchanged: 0, quarantined: 0 });
});
