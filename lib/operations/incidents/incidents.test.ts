import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/base/units";
import { LANE_STATES, type LaneReason, type LaneState } from "@/lib/health/lane/lane";
import { findIncidents, type IncidentMove, THROTTLED_UNTIL_INCIDENT_MS } from "@/lib/operations/incidents/incidents";

const START = Date.parse("2026-11-01T00:00:00Z");
const NOW = new Date(START + 30 * 86_400_000);
const failed: LaneReason = { code: "failed", failure: "server_error", status: 503, times: 3 };
const blocked: LaneReason = {
  code: "causes_found",
  checkId: "c",
  cause: "method_blocked",
  others: 0,
  methods: ["PATCH"],
  userAgents: [],
  addresses: [],
  blocker: null,
  fixer: "hosting_provider" as const,
};

/** Consecutive changes of one lane, starting at "regular". */
function laneMoves(...steps: [minutes: number, to: LaneState, reason?: LaneReason][]): IncidentMove[] {
  let from: LaneState = "regular";
  return steps.map(([minutes, to, reason = { code: "none" }], index) => {
    const move = { id: `m${index}`, lane: "orders_in" as const, from, to, reason, at: new Date(START + minutes * MINUTE_MS) };
    from = to;
    return move;
  });
}

const at = (minutes: number): Date => new Date(START + minutes * MINUTE_MS);

describe("incidents of a lane", () => {
  it("open at once when action is needed, and end when the lane is regular again", () => {
    const [incident, ...others] = findIncidents(laneMoves([10, "action_needed", blocked], [70, "regular"]), NOW);
    expect(others).toEqual([]);
    expect(incident).toEqual({
      id: "m0",
      lane: "orders_in",
      state: "action_needed",
      beganAt: at(10),
      openedAt: at(10),
      reason: blocked,
      endedAt: at(70),
      end: "mended",
    });
  });

  it("open for a throttled shop only after an hour without recovery", () => {
    expect(findIncidents(laneMoves([0, "throttled", failed], [59, "regular"]), NOW)).toEqual([]);
    expect(findIncidents(laneMoves([0, "throttled", failed], [61, "regular"]), NOW)).toMatchObject([{ openedAt: at(60), endedAt: at(61) }]);
    expect(findIncidents(laneMoves([0, "throttled", failed]), at(59))).toEqual([]);
    expect(findIncidents(laneMoves([0, "throttled", failed]), at(60))).toMatchObject([{ openedAt: at(60), endedAt: null, end: null }]);
  });

  it("stay one from throttled through blocked and maintenance to recovery, with the cause that was found", () => {
    const moves = laneMoves(
      [0, "throttled", failed],
      [20, "action_needed", blocked],
      [30, "maintenance"],
      [40, "throttled", failed],
      [90, "regular"],
    );
    expect(findIncidents(moves, NOW)).toMatchObject([
      { beganAt: at(0), openedAt: at(20), reason: blocked, state: "action_needed", endedAt: at(90) },
    ]);
  });

  it("end when the shop is paused, and a new one opens with the next failure", () => {
    const moves = laneMoves([0, "action_needed", blocked], [5, "paused"], [50, "regular"], [60, "action_needed", blocked]);
    expect(findIncidents(moves, NOW)).toMatchObject([
      { end: "paused", endedAt: at(5) },
      { end: null, beganAt: at(60) },
    ]);
  });

  it("never overlap, and only the last one may be open, whatever states a lane goes through", () => {
    const step = fc.record({ wait: fc.integer({ min: 0, max: 300 }), to: fc.constantFrom(...LANE_STATES) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let minutes = 0;
        const moves = laneMoves(
          ...steps.map(({ wait, to }): [number, LaneState, LaneReason] => {
            minutes += wait;
            return [minutes, to, failed];
          }),
        );
        const incidents = findIncidents(moves, NOW);
        incidents.forEach((incident, index) => {
          const next = incidents[index + 1];
          expect(incident.beganAt.getTime()).toBeLessThanOrEqual(incident.openedAt.getTime());
          expect(incident.openedAt.getTime()).toBeLessThanOrEqual((incident.endedAt ?? NOW).getTime());
          expect(incident.endedAt === null).toBe(incident.end === null);
          if (next) expect(incident.endedAt?.getTime()).toBeLessThanOrEqual(next.beganAt.getTime());
          const needed = moves.find(({ at, to }) => at >= incident.beganAt && (to === "action_needed" || to === "off"));
          if (incident.state === "throttled" && incident.endedAt)
            expect(incident.endedAt.getTime() - incident.beganAt.getTime()).toBeGreaterThanOrEqual(THROTTLED_UNTIL_INCIDENT_MS);
          else if (incident.state !== "throttled") expect(needed).toBeDefined();
        });
        const last = moves.at(-1)?.to;
        const isOpen = incidents.some(({ endedAt }) => endedAt === null);
        if (last === "action_needed" || last === "off") expect(isOpen).toBe(true);
        if (last === undefined || last === "regular" || last === "paused") expect(isOpen).toBe(false);
      }),
    );
  });
});
