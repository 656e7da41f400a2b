import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSE_CODES, CAUSES, type CauseCode } from "@/lib/check/causes";
import { currentResult, currentSummary } from "@/lib/check/current-result";
import { laneEventsOf } from "@/lib/check/lane-events";
import { type Cause, type CheckResult, VERDICTS } from "@/lib/check/result";
import { RUN_FAILURES } from "@/lib/health/failures";
import type { LaneEvent, LaneFacts } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { transition } from "@/lib/health/lane/states";

const START = Date.UTC(2026, 10, 25);
const causeOf = (code: CauseCode, affects: LaneName[]): Cause => ({
  code,
  layer: CAUSES[code].layer,
  methods: [],
  userAgents: [],
  addresses: [],
  blocker: null,
  affects,
  certainty: "proven",
  evidence: { pass: null, fail: "p1" },
  reason: null,
  details: {},
});
const resultOf = (causes: Cause[], verdict: CheckResult["verdict"] = "blocked"): CheckResult => ({
  schema: 1,
  untested: [],
  url: "https://shop.example",
  effectiveUrl: null,
  shopSystem: "woocommerce",
  shopSystemEvidence: [],
  startedAt: new Date(START).toISOString(),
  durationMs: 1,
  requests: 1,
  verdict,
  causes,
  probes: [],
  server: { software: "nginx", version: null, evidence: [] },
});
const laneIn = (lane: LaneName): LaneFacts => ({
  lane,
  state: "regular",
  since: new Date(START),
  reason: { code: "none" },
  failures: 0,
  failedAttempts: 0,
  lastFailedAt: null,
  delaySeconds: 0,
  nextSyncAt: null,
  nextRecoveryProbeAt: null,
  lastSuccessAt: null,
  failingSince: null,
});

const anyCause = fc
  .record({ code: fc.constantFrom(...CAUSE_CODES), affects: fc.subarray([...LANES]) })
  .map(({ code, affects }) => causeOf(code, affects));
type Step = { check: Cause[] } | { lane: LaneName; event: LaneEvent } | { both: LaneEvent };
const failure = fc
  .record({ code: fc.constantFrom(...RUN_FAILURES), status: fc.constantFrom(null, 401, 503), retryAfterSeconds: fc.constantFrom(null, 60) })
  .map((one) => ({ ...one, detail: "" }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.array(anyCause, { maxLength: 3 }).map((check) => ({ check })) },
  {
    weight: 3,
    arbitrary: fc.record({
      lane: fc.constantFrom(...LANES),
      event: fc.oneof(
        fc.constantFrom<LaneEvent>({ kind: "run_succeeded" }, { kind: "probe_answered" }, { kind: "probe_failed" }),
        fc.record({
          kind: fc.constant("run_failed" as const),
          failure,
          counts: fc.boolean(),
          followsProbe: fc.boolean(),
        }),
      ),
    }),
  },
  fc
    .constantFrom<LaneEvent>(
      { kind: "key_stored" },
      { kind: "paused", by: "Ada" },
      { kind: "resumed" },
      { kind: "maintenance_announced", until: new Date(START + 40 * 60_000), by: "Ada" },
      { kind: "maintenance_ended" },
    )
    .map((both) => ({ both })),
);

/** A shop with its newest check, combined as by finishCheck and latestCheck. */
function replay(
  steps: readonly Step[],
  observe: (lanes: Record<LaneName, LaneFacts>, current: CheckResult, fresh: Cause[] | null) => void,
): void {
  const lanes = { orders_in: laneIn("orders_in"), tracking_out: laneIn("tracking_out") };
  let check = resultOf([], "healthy");
  let isKeyReplaced = false;
  for (const [index, one] of steps.entries()) {
    const now = new Date(START + index * 60_000);
    const context = { now, random: () => 0.5, syncIntervalSeconds: 900, hasCredentials: true, refusedSince: null, parcelsWait: false };
    const apply = (lane: LaneName, event: LaneEvent): void => {
      lanes[lane] = transition(lanes[lane], event, context).lane;
    };
    if ("check" in one) {
      check = resultOf(one.check, one.check.length > 0 ? "blocked" : "healthy");
      isKeyReplaced = false;
      for (const { lane, event } of laneEventsOf(check, "c")) apply(lane, event);
    } else if ("both" in one) {
      isKeyReplaced ||= one.both.kind === "key_stored";
      for (const lane of LANES) apply(lane, one.both);
    } else apply(one.lane, one.event);
    const working = LANES.filter((lane) => lanes[lane].state === "regular");
    observe(lanes, currentResult(check, { working, isKeyReplaced }), "check" in one ? one.check : null);
  }
}

describe("for every sequence of events", () => {
  it("no lane is healthy while a cause affects it, and none refers to causes of a check without any", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) =>
        replay(steps, (lanes, { causes, verdict }) => {
          for (const name of LANES) {
            const affecting = causes.filter(({ affects }) => affects.includes(name));
            const { state, reason } = lanes[name];
            if (state === "regular") expect(affecting).toEqual([]);
            if (reason.code === "causes_found") expect(causes.length).toBeGreaterThan(0);
            if (reason.code === "causes_gone") expect(affecting).toEqual([]);
          }
          if (lanes.orders_in.state === "regular") expect(["healthy", "degraded"]).toContain(verdict);
        }),
      ),
      { numRuns: 2000 },
    );
  });

  it("a lane that the newest check found blocked is not healthy", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) =>
        replay(steps, (lanes, _current, fresh) => {
          for (const name of LANES) if (fresh?.some(({ affects }) => affects.includes(name))) expect(lanes[name].state).not.toBe("regular");
        }),
      ),
    );
  });
});

describe("the current result of a check", () => {
  const both: LaneName[] = ["orders_in", "tracking_out"];

  it("affects no lane that works by now, and adjusts the verdict", () => {
    const result = resultOf([causeOf("user_agent_blocked", both)]);
    const { causes, verdict } = currentResult(result, { working: ["orders_in"], isKeyReplaced: false });
    expect([causes.map(({ affects }) => affects), verdict]).toEqual([[["tracking_out"]], "degraded"]);
    expect(currentResult(result, { working: [], isKeyReplaced: false })).toEqual(result);
  });

  it("leaves out causes of a replaced key", () => {
    const result = resultOf([causeOf("credentials_rejected", both)]);
    expect(currentResult(result, { working: ["orders_in"], isKeyReplaced: true })).toMatchObject({ causes: [], verdict: "healthy" });
  });

  it("leaves out a maintenance that is over, as both lanes work", () => {
    const result = resultOf([causeOf("maintenance_mode", both)]);
    expect(currentResult(result, { working: both, isKeyReplaced: false })).toMatchObject({ causes: [], verdict: "healthy" });
    expect(currentResult(result, { working: ["orders_in"], isKeyReplaced: false }).causes).toHaveLength(1);
  });

  it("is the same in a list and on the page", () => {
    const since = fc.record({ working: fc.subarray([...LANES]), isKeyReplaced: fc.boolean() });
    fc.assert(
      fc.property(fc.array(anyCause, { minLength: 1, maxLength: 3 }), fc.constantFrom(...VERDICTS), since, (causes, verdict, later) => {
        const summary = currentSummary({ verdict, causeCodes: causes.map(({ code }) => code) }, later);
        const page = currentResult(resultOf(causes, verdict), later);
        expect(page.causes.length === 0 && page.verdict === "degraded").toBe(false);
        expect(summary).toEqual({ verdict: page.verdict, causeCodes: page.causes.map(({ code }) => code) });
      }),
    );
  });
});
