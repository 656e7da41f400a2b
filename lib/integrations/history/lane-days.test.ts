import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { listDays } from "@/lib/integrations/history/days";
import { type DayState, healthyShare, spreadStates } from "@/lib/integrations/history/lane-days";

const now = new Date("2026-11-25T12:00:00Z");
const days = listDays(now, 3, "UTC");
const alive = { from: new Date("2026-11-23T06:00:00Z"), to: now };
const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);

test("a direction works outside its spans, and has no state before the shop existed or after now", () => {
  const spread = spreadStates(days, [{ state: "throttled", from: at("24T10:00"), to: at("24T11:30") }], alive);
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

test("what a person chose counts before what an incident did meanwhile", () => {
  const [, , today] = spreadStates(
    days,
    [
      { state: "action_needed", from: at("25T02:00"), to: null },
      { state: "paused", from: at("25T04:00"), to: at("25T10:00") },
    ],
    alive,
  );
  expect(today?.states).toEqual([
    { state: "paused", ms: 6 * HOUR_MS },
    { state: "action_needed", ms: 4 * HOUR_MS },
    { state: "regular", ms: 2 * HOUR_MS },
  ]);
});

test("work goes on while a shop is partly blocked, but its days are marked", () => {
  const spread = spreadStates(days, [{ state: "partial", from: alive.from, to: null }], alive);
  expect(healthyShare(spread)).toBe(1);
  expect(spread.map(({ tone }) => tone)).toEqual(["recovering", "recovering", "recovering"]);
});

test("a day before the integration existed is empty", () => {
  const spread = spreadStates(days, [{ state: "paused", from: at("01T00:00"), to: null }], { from: at("25T00:00"), to: now });
  expect(spread.map(({ tone }) => tone)).toEqual([null, null, "idle"]);
  expect(healthyShare([{ states: [], tone: null }])).toBeNull();
});

test("the states of all days add up to the time that the shop existed", () => {
  const state = fc.constantFrom<DayState[]>("partial", "throttled", "action_needed", "paused", "off");
  const span = fc.record({ minutes: fc.integer({ min: -2000, max: 5000 }), lasts: fc.option(fc.integer({ min: 0, max: 5000 })), state });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), (drafts) => {
      const spans = drafts.map(({ minutes, lasts, state }) => {
        const from = new Date(alive.from.getTime() + minutes * 60_000);
        return { state, from, to: lasts === null ? null : new Date(from.getTime() + lasts * 60_000) };
      });
      const total = spreadStates(days, spans, alive)
        .flatMap(({ states }) => states)
        .reduce((sum, { ms }) => sum + ms, 0);
      expect(total).toBe(alive.to.getTime() - alive.from.getTime());
    }),
  );
});
