import fc from "fast-check";
import { expect, test } from "vitest";
import { LANE_STATES } from "@/lib/health/lane/lane";
import { collapse } from "@/lib/notify/collapse";
import type { NotificationKind } from "@/lib/notify/kinds";
import { noteworthy } from "@/lib/notify/note";

/** Notes of one lane in these states, one minute apart. */
function notesOf(states: readonly (typeof LANE_STATES)[number][], integrationId: string, lane = "orders_in") {
  let notified: NotificationKind | null = null;
  return states.flatMap((to, step) => {
    const kind = noteworthy(notified, to);
    notified = kind ?? notified;
    return kind ? [{ id: `${integrationId}-${lane}-${step}`, kind, integrationId, lane, at: new Date(step * 60_000) }] : [];
  });
}

const laneStates = fc.array(fc.constantFrom(...LANE_STATES), { maxLength: 12 });

test("a message has at most one note per lane, and none for a problem that ended before it was sent", () => {
  fc.assert(
    fc.property(laneStates, laneStates, (first, second) => {
      const notified = collapse([...notesOf(first, "a"), ...notesOf(second, "b")]);
      for (const [id, states] of [
        ["a", first],
        ["b", second],
      ] as const) {
        const own = notified.filter(({ integrationId }) => integrationId === id);
        expect(own.length).toBeLessThanOrEqual(1);
        const last = states.at(-1) ?? "regular";
        if (last === "action_needed") expect(own[0]?.kind).toBe("needs_you");
        if (last === "off") expect(own[0]?.kind).toBe("switched_off");
        if (last === "regular") expect(own).toEqual([]);
      }
    }),
  );
});

test("the recovery from a problem of an earlier message is sent in a later one", () => {
  const recovered = { id: "1", kind: "recovered", integrationId: "a", lane: "orders_in", at: new Date(0) } as const;
  expect(collapse([recovered])).toMatchObject([recovered]);
  const warning = { ...recovered, id: "0", kind: "off_soon", at: new Date(-1) } as const;
  expect(collapse([{ ...warning, isFollowUp: true }, recovered]), "collected with a later warning").toMatchObject([recovered]);
  expect(collapse([{ ...warning, id: "-1", at: new Date(-2) }, { ...warning, isFollowUp: true }, recovered])).toEqual([]);
});

test("no message says of one shop both that something is wrong and that it is over", () => {
  const earlier = { id: "0", kind: "needs_you", integrationId: "a", lane: "tracking_out", at: new Date(-1), isFollowUp: true } as const;
  fc.assert(
    fc.property(laneStates, laneStates, fc.boolean(), (imports, pushes, wasNotified) => {
      const notes = [...notesOf(imports, "a"), ...notesOf(pushes, "a", "tracking_out")];
      const kinds = collapse(wasNotified ? [earlier, ...notes] : notes).map(({ kind }) => kind);
      if (kinds.includes("recovered")) expect(kinds.every((kind) => kind === "recovered")).toBe(true);
    }),
    { numRuns: 500 },
  );
});
