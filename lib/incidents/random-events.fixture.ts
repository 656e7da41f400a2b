import fc from "fast-check";
import { MINUTE_MS } from "@/lib/base/units";
import type { LaneReason } from "@/lib/health/lane/lane";
import { causeKey, type FoundCause, type IncidentEvent } from "@/lib/incidents/transitions";

export const START = new Date("2026-03-02T08:00:00Z");
export const FAILED: LaneReason = { code: "failed", failure: "server_error", status: 503, times: 1 };
export const ADDRESSES = ["198.51.100.7", "198.51.100.8"];

export const blocked = (addresses: string[] = [], methods: string[] = []): FoundCause => ({
  code: methods.length > 0 ? "method_blocked" : "ip_blocked",
  blocker: null,
  fixer: "hosting_provider",
  scope: { addresses, userAgents: [], methods },
  // What refuses single methods or addresses concerns imports only; what refuses everything concerns tracking, too.
  lanes: addresses.length + methods.length === 0 ? ["orders_in", "tracking_out"] : ["orders_in"],
});

export const imported = (addresses: string[]): IncidentEvent => ({
  kind: "work_succeeded",
  lane: "orders_in",
  passed: { addresses, userAgents: ["Sendcloud/1.0.0"], methods: ["GET"] },
});

const CAUSES = [blocked(), blocked([ADDRESSES[0] ?? ""]), blocked([], ["PATCH"])];
const REPORT = { reportId: "r1" };

const LANE_STEPS = [
  ...(["fails", "works", "throttled", "paused", "imported_one", "imported_all", "clock"] as const),
  ...(["tracking_throttled", "tracking_works"] as const),
] as const;

const step = fc.record({
  after: fc.integer({ min: 1, max: 180 }),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...LANE_STEPS) },
    { weight: 2, arbitrary: fc.record({ found: fc.subarray(CAUSES), cleared: fc.subarray(CAUSES) }) },
    { weight: 2, arbitrary: fc.constantFrom("report_shared", "report_opened", "report_tested", "report_passed", "host_reminded") },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

export interface RandomEvent {
  at: Date;
  event: IncidentEvent;
}

/** Any sequence of what may happen to a shop, as its lanes, checks, work and reports would tell it. */
export const randomEvents = (maxLength: number): fc.Arbitrary<RandomEvent[]> => fc.array(step, { maxLength }).map(toEvents);

function toEvents(steps: readonly Step[]): RandomEvent[] {
  let now = START.getTime();
  let failingSince: Date | null = null;
  let trackingFailsSince: Date | null = null;
  return steps.map(({ after, what }): RandomEvent => {
    now += after * MINUTE_MS;
    const at = new Date(now);
    if (what === "fails" || what === "throttled") failingSince ??= at;
    if (what === "imported_one" || what === "imported_all" || what === "works") failingSince = null;
    if (what === "tracking_throttled") trackingFailsSince ??= at;
    if (what === "tracking_works") trackingFailsSince = null;
    return { at, event: toEvent(what, failingSince, trackingFailsSince) };
  });
}

function toEvent(what: Step["what"], failingSince: Date | null, trackingFailsSince: Date | null): IncidentEvent {
  if (typeof what === "object") {
    const cleared = what.cleared.filter((one) => !what.found.includes(one)).map(causeKey);
    return { kind: "check_completed", checkId: "c", causes: what.found, cleared };
  }
  const moved = { kind: "lane_moved" as const, lane: "orders_in" as const, reason: FAILED, failingSince };
  switch (what) {
    case "imported_one":
      return imported(ADDRESSES.slice(1));
    case "imported_all":
      return imported(ADDRESSES);
    case "clock":
      return { kind: "clock" };
    case "paused":
      return { ...moved, state: "paused", reason: { code: "paused_by", by: "Ada" } };
    case "fails":
      return { ...moved, state: "action_needed" };
    case "throttled":
      return { ...moved, state: "throttled" };
    case "tracking_throttled":
      return { ...moved, lane: "tracking_out", state: "throttled", failingSince: trackingFailsSince };
    case "tracking_works":
      return { ...moved, lane: "tracking_out", state: "regular", reason: { code: "none" }, failingSince: null };
    case "works":
      return { ...moved, state: "regular", reason: { code: "none" } };
    case "report_shared":
      return { kind: what, asked: { ...REPORT, causes: ["ip_blocked"], how: "link", to: null } };
    default:
      return { kind: what, ...REPORT };
  }
}
