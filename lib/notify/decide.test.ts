import fc from "fast-check";
import { expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import type { LaneReason } from "@/lib/health/lane/lane";
import { needsAction } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";
import { causeKey, type FoundCause, type IncidentEvent, moveIncident, nextClockAt } from "@/lib/incidents/transitions";
import { decide, type Standing, type Statement } from "@/lib/notify/decide";
import type { NotificationKind } from "@/lib/notify/kinds";

const START = Date.parse("2026-03-02T08:00:00Z");
const TICK_MS = 5 * MINUTE_MS;
const FAILED: LaneReason = { code: "failed", failure: "server_error", status: 503, times: 1 };
const blocked = (address: string): FoundCause => ({
  code: "ip_blocked",
  blocker: null,
  fixer: "hosting_provider",
  scope: { addresses: [address], userAgents: [], methods: [] },
  lanes: ["orders_in"],
});
const CAUSES = ["198.51.100.7", "198.51.100.8"].map(blocked);

/** A shop, and a member whose messages collect for `period`. */
class Scene {
  now = START;
  incident: Incident | null = null;
  reported: { statement: Statement; at: number }[] = [];
  #waiting: { notes: { kind: NotificationKind; incidentId: string }[]; due: number } | null = null;
  #last = new Map<string, "trouble" | "over">();

  constructor(readonly period: number) {}

  play(event: IncidentEvent): void {
    const { incident, tell } = moveIncident(this.incident, event, new Date(this.now), `i${this.now}`);
    this.incident = incident;
    if (!tell || !incident) return;
    this.#waiting ??= { notes: [], due: this.now + this.period };
    this.#waiting.notes.push({ kind: tell === "all_clear" ? "recovered" : "needs_you", incidentId: incident.id });
  }

  pass(minutes: number): void {
    for (const until = this.now + minutes * MINUTE_MS; this.now < until; this.now += TICK_MS) {
      const at = this.incident && nextClockAt(this.incident);
      if (at && at.getTime() <= this.now) this.play({ kind: "clock" });
      if (this.#waiting && this.#waiting.due <= this.now) this.#send();
    }
  }

  /** Only the newest incident may be reported as trouble; an older one is over. */
  #standing(id: string): Standing {
    if (this.incident?.id !== id || this.incident.closedAt) return "over";
    return this.incident.quietSince === null && needsAction(this.incident) ? "trouble" : "unsettled";
  }

  #send(): void {
    const byIncident = Map.groupBy(this.#waiting?.notes ?? [], ({ incidentId }) => incidentId);
    this.#waiting = null;
    for (const [id, notes] of byIncident) {
      const standing = this.#standing(id);
      const { statement, held } = decide(standing, notes, this.#last.get(id) ?? null);
      if (held.length > 0) this.#waiting = { notes: held, due: this.now + Math.max(this.period, 10 * MINUTE_MS) };
      if (!statement || statement === "passed") continue;
      expect(standing).toBe(statement);
      if (statement === "over") expect(this.#last.get(id), "the end of what they heard of").toBe("trouble");
      this.#last.set(id, statement);
      this.reported.push({ statement, at: this.now });
    }
  }

  standing(): Standing {
    return this.incident ? this.#standing(this.incident.id) : "over";
  }
}

interface Step {
  after: number;
  what: "fails" | "throttled" | "works" | { found: FoundCause[]; cleared: FoundCause[] };
}
const step: fc.Arbitrary<Step> = fc.record({
  after: fc.integer({ min: 1, max: 240 }),
  what: fc.oneof(
    fc.constantFrom("fails" as const, "throttled" as const, "works" as const),
    fc.record({ found: fc.subarray(CAUSES), cleared: fc.subarray(CAUSES) }),
  ),
});

function apply(scene: Scene, { after, what }: Step): void {
  if (typeof what === "object") {
    const cleared = what.cleared.filter((one) => !what.found.includes(one)).map(causeKey);
    scene.play({ kind: "check_completed", checkId: "c", causes: what.found, cleared });
  } else {
    const state = what === "fails" ? "action_needed" : what === "throttled" ? "throttled" : "regular";
    const failingSince = what === "works" ? null : (scene.incident?.lanes.orders_in?.failingSince ?? new Date(scene.now));
    scene.play({ kind: "lane_moved", lane: "orders_in", state, reason: FAILED, failingSince });
  }
  scene.pass(after);
}

const period = fc.constantFrom(TICK_MS, HOUR_MS, 24 * HOUR_MS);

it("messages say what holds, and the end only of what the receiver heard of", () => {
  fc.assert(
    fc.property(period, fc.array(step, { maxLength: 30 }), (collects, steps) => {
      const scene = new Scene(collects);
      for (const one of steps) apply(scene, one);
    }),
    { numRuns: 500 },
  );
});

it("whatever happened, a receiver ends up knowing how the shop is", () => {
  fc.assert(
    fc.property(period, fc.array(step, { maxLength: 20 }), fc.boolean(), (collects, steps, isDown) => {
      const scene = new Scene(collects);
      for (const one of steps) apply(scene, one);
      if (isDown) apply(scene, { after: 1, what: "fails" });
      else for (const what of [{ found: [], cleared: CAUSES }, "works" as const]) apply(scene, { after: 1, what });
      scene.pass(4 * 24 * 60);
      const last = scene.reported.at(-1)?.statement ?? "over";
      expect(last).toBe(isDown ? "trouble" : "over");
      expect(scene.standing()).toBe(last);
    }),
    { numRuns: 500 },
  );
});

it("a shop that comes and goes twenty times a day leads to two messages", () => {
  const scene = new Scene(TICK_MS);
  for (let flap = 0; flap < 20; flap += 1) {
    apply(scene, { after: 20, what: "fails" });
    for (const after of [5, 30]) apply(scene, { after, what: "works" });
  }
  const day = scene.reported.filter(({ at }) => at < START + 24 * HOUR_MS);
  expect(day.map(({ statement }) => statement)).toEqual(["trouble", "over"]);
});
