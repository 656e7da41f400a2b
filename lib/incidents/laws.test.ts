import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, MINUTE_MS } from "@/lib/base/units";
import { LANES } from "@/lib/health/lane/lane-name";
import { describeIncident, type ShopFacts, type Viewer } from "@/lib/incidents/describe-incident";
import { type Effect, effectOf, isTroubled, openCauses } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";
import { FAILED, imported, type RandomEvent, randomEvents, START } from "@/lib/incidents/random-events.fixture";
import { causeKey, type IncidentChange, type IncidentEvent, moveIncident } from "@/lib/incidents/transitions";

/** A moment of a sequence: the incident before and after an event. */
interface Moment extends RandomEvent {
  before: Incident | null;
  incident: Incident | null;
  tell: IncidentChange["tell"];
}

function play(events: readonly RandomEvent[]): Moment[] {
  let incident: Incident | null = null;
  return events.map(({ at, event }, place): Moment => {
    const before: Incident | null = incident;
    const change = moveIncident(before, event, at, `incident-${place}`);
    incident = change.incident;
    return { at, event, before, incident, tell: change.tell };
  });
}

const holds = (law: (moments: Moment[]) => void, maxLength = 60): void =>
  fc.assert(
    fc.property(randomEvents(maxLength), (events) => law(play(events))),
    { numRuns: 500 },
  );

const lane = (name: "orders_in" | "tracking_out"): ShopFacts["lanes"]["orders_in"] => ({
  lane: name,
  state: "regular",
  since: START,
  reason: { code: "none" },
  failedAttempts: 0,
  lastFailedAt: null,
  nextSyncAt: null,
  nextRecoveryProbeAt: null,
  lastSuccessAt: null,
  failingSince: null,
});
const SHOP: ShopFacts = {
  hasCredentials: true,
  lanes: { orders_in: lane("orders_in"), tracking_out: lane("tracking_out") },
  parcels: 0,
  missedOrders: null,
  canUsePost: false,
  hostCauses: ["ip_blocked"],
};
const MEMBER: Viewer = { kind: "member", canAct: true };
const VIEWERS: readonly Viewer[] = [MEMBER, { kind: "member", canAct: false }, { kind: "staff" }, { kind: "program" }];

const isImport = (event: IncidentEvent): boolean => event.kind === "work_succeeded";
const effectIn = (incident: Incident | null): Effect | null => incident && effectOf(incident, "orders_in");

describe("laws, for any sequence of events", () => {
  it("1: everyone is told the same state, since and cause, and one next step", () => {
    holds((moments) => {
      for (const { incident, at } of moments) {
        const stories = VIEWERS.map((viewer) => describeIncident(SHOP, incident, viewer, at));
        const [first] = stories.map(({ responsibility: _, step: __, ...same }) => same);
        for (const { responsibility: _, step: __, ...same } of stories) expect(same).toEqual(first);
        const steps = stories.flatMap(({ step }) => (step ? [step.act] : []));
        expect(new Set(steps).size).toBeLessThanOrEqual(1);
        if (first?.tone === "action_needed") expect(steps).toHaveLength(VIEWERS.length - 1);
      }
    });
  });

  it("1: one direction by itself is told as its own effect, and the most urgent one as the shop", () => {
    holds((moments) => {
      for (const { incident, at } of moments) {
        const whole = describeIncident(SHOP, incident, MEMBER, at);
        for (const name of LANES) {
          const own = describeIncident(SHOP, incident, MEMBER, at, name);
          const effect = incident && incident.closedAt === null ? effectOf(incident, name) : null;
          expect(own.lane).toBe(name);
          if (effect) expect(own).toMatchObject({ state: effect.kind, since: effect.since });
          if (effect && whole.lane === name) expect({ ...own, tone: null }).toEqual({ ...whole, tone: null });
        }
      }
    });
  });

  it("2: a since lies between the last success of its kind and now, and never moves forward while the trouble lasts", () => {
    holds((moments) => {
      let lastImport = START;
      for (const { incident, before, event, at } of moments) {
        if (isImport(event)) lastImport = at;
        const [effect, held] = [effectIn(incident), effectIn(before)];
        if (!effect) continue;
        expect(effect.since <= at).toBe(true);
        if (effect.kind !== "partial") expect(effect.since >= lastImport).toBe(true);
        const isSameKind = held && (held.kind === "partial") === (effect.kind === "partial");
        if (isSameKind) expect(effect.since <= held.since, `${effect.since.toISOString()} after ${held.since.toISOString()}`).toBe(true);
      }
    });
  });

  it("3: a cause is gone only by its own proof, and all-clear is told of a shop without trouble", () => {
    holds((moments) => {
      for (const { incident, before, event, at, tell } of moments) {
        const isOpen = new Set(openCauses(incident ?? { causes: [] }).map(causeKey));
        const gone = before?.id === incident?.id ? openCauses(before ?? { causes: [] }).filter((one) => !isOpen.has(causeKey(one))) : [];
        for (const cause of gone) {
          if (event.kind === "check_completed") expect(event.cleared).toContain(causeKey(cause));
          else {
            const passed = event.kind === "work_succeeded" ? event.passed : null;
            expect(passed, event.kind).not.toBeNull();
            for (const [part, refused] of Object.entries(cause.scope))
              expect(passed?.[part as keyof typeof passed]).toEqual(expect.arrayContaining(refused));
          }
        }
        if (tell === "all_clear") {
          expect(incident?.causes.every(({ clearedAt }) => clearedAt !== null && clearedAt <= at)).toBe(true);
          expect(incident && isTroubled(incident)).toBe(false);
        }
        if (tell === "opened") expect(incident && isTroubled(incident)).toBe(true);
        if (incident?.closedAt) expect(isTroubled(incident)).toBe(false);
        else if (incident) expect(isTroubled(incident)).toBe(incident.quietSince === null);
      }
    });
  });

  it("4: flaps of a day are one incident and at most two messages, whatever their pace", () => {
    const flap = fc.record({ fails: fc.integer({ min: 1, max: 60 }), works: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(fc.array(flap, { minLength: 1, maxLength: 12 }), (flaps) => {
        let now = START.getTime();
        const later = (minutes: number): Date => {
          now += minutes * MINUTE_MS;
          return new Date(now);
        };
        const moved = { kind: "lane_moved" as const, lane: "orders_in" as const };
        const events = flaps.flatMap(({ fails, works }): RandomEvent[] => {
          const broken = later(works);
          const back = later(fails);
          const working = { ...moved, state: "regular" as const, reason: { code: "none" as const }, failingSince: null };
          return [
            { at: broken, event: { ...moved, state: "action_needed", reason: FAILED, failingSince: broken } },
            { at: back, event: imported([]) },
            { at: back, event: working },
          ];
        });
        const moments = play(events.filter(({ at }) => at.getTime() < START.getTime() + DAY_MS));
        expect(new Set(moments.flatMap(({ incident }) => incident?.id ?? [])).size).toBe(1);
        expect(moments.filter(({ tell }) => tell !== null).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });

  it("4: of any day, members hear at most twice that it began or ended", () => {
    holds((moments) => {
      const told = moments.filter(({ tell }) => tell === "opened" || tell === "all_clear").map(({ at }) => at.getTime());
      for (const at of told) expect(told.filter((other) => other >= at && other - at < DAY_MS).length).toBeLessThanOrEqual(2);
    });
  });

  it("5: a host is said to have been asked only of a report that was shared about this incident", () => {
    holds((moments) => {
      let shared: { id: string; at: Date } | null = null;
      for (const { incident, event, at } of moments) {
        const isTaken = event.kind === "report_shared" && incident && incident.asked?.at.getTime() === at.getTime();
        if (isTaken) shared = { id: incident.id, at };
        const asked = incident?.asked ?? null;
        if (asked) expect({ id: incident?.id, at: asked.at }).toEqual(shared);
        const { responsibility } = describeIncident(SHOP, incident, MEMBER, at);
        if (responsibility?.key.startsWith("asked.")) expect(asked).not.toBeNull();
        if (responsibility?.key === "asked.passed")
          expect(openCauses(incident as Incident).map(({ code }) => code)).not.toContain("ip_blocked");
      }
    });
  });
});
