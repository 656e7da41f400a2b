import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { LANE_STATES } from "@/lib/health/lane/lane";
import { listDays } from "@/lib/integrations/history/days";
import { healthyShare, spreadStates } from "@/lib/integrations/history/lane-days";

const now = new Date("2026-11-25T12:00:00Z");
const days = listDays(now, 3, "UTC");
const alive = { from: new Date("2026-11-23T06:00:00Z"), to: now };

test("a lane has its former state until its first change, and none before it existed or after now", () => {
  const changes = [
    { at: new Date("2026-11-24T10:00:00Z"), from: "regular", to: "throttled" },
    { at: new Date("2026-11-24T11:30:00Z"), from: "throttled", to: "regular" },
  ] as const;
  const spread = spreadStates(days, changes, "regular", alive);
  expect(spread).toEqual([
    { states: [{ state: "regular", ms: 18 * HOUR_MS }], tone: "healthy" },
    {
      states: [
        { state: "regular", ms: 22.5 * HOUR_MS },
        { state: "throttled", ms: 1.5 * HOUR_MS },
      ],
      tone: "recovering",
    },
    { states: [{ state: "regular", ms: 12 * HOUR_MS }], tone: "healthy" },
  ]);
  expect(healthyShare(spread)).toBeCloseTo(52.5 / 54);
});

test("a day before the integration existed is empty", () => {
  const spread = spreadStates(days, [], "paused", { from: new Date("2026-11-25T00:00:00Z"), to: now });
  expect(spread.map(({ tone }) => tone)).toEqual([null, null, "idle"]);
  expect(healthyShare([{ states: [], tone: null }])).toBeNull();
});

test("the states of all days add up to the time that the lane existed", () => {
  const state = fc.constantFrom(...LANE_STATES);
  const change = fc.record({ minutes: fc.integer({ min: -2000, max: 5000 }), from: state, to: state });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), state, (drafts, current) => {
      const changes = drafts
        .map(({ minutes, ...rest }) => ({ ...rest, at: new Date(alive.from.getTime() + minutes * 60_000) }))
        .sort((a, b) => a.at.getTime() - b.at.getTime());
      const total = spreadStates(days, changes, current, alive)
        .flatMap(({ states }) => states)
        .reduce((sum, { ms }) => sum + ms, 0);
      expect(total).toBe(alive.to.getTime() - alive.from.getTime());
    }),
  );
});
