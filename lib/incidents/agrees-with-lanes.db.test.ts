import fc from "fast-check";
import { expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/base/units";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { effectOf } from "@/lib/incidents/effects";
import { START } from "@/lib/incidents/random-events.fixture";
import { findNewestIncident } from "@/lib/incidents/record";
import { isChosen } from "@/lib/incidents/transitions";
import { inMerchant } from "@/lib/infra/db";
import { connectShop } from "@/lib/testing/connect-shop";

const failed = (code: "server_error" | "blocked" | "maintenance"): LaneEvent => ({
  kind: "run_failed",
  failure: { code, status: code === "blocked" ? 403 : 503, retryAfterSeconds: null, detail: "" },
  counts: true,
  followsProbe: false,
});
const BLOCKED: LaneEvent = {
  kind: "check_found",
  reason: {
    code: "causes_found",
    checkId: "c1",
    cause: "ip_blocked",
    others: 0,
    methods: [],
    userAgents: [],
    addresses: [],
    blocker: null,
    fixer: "hosting_provider",
  },
  stops: true,
  needsPerson: true,
};
const EVENTS: readonly LaneEvent[] = [
  ...[failed("server_error"), failed("blocked"), failed("maintenance"), BLOCKED],
  ...([{ kind: "run_succeeded" }, { kind: "check_clear" }, { kind: "probe_answered" }, { kind: "probe_failed" }] as const),
  ...([{ kind: "paused", by: "Ada" }, { kind: "resumed" }, { kind: "gave_up", days: 45 }, { kind: "key_stored" }] as const),
  ...([{ kind: "maintenance_announced", until: new Date("2100-01-01"), by: "Ada" }, { kind: "maintenance_ended" }] as const),
];

it("an incident says of a lane what the lane itself says, whatever happened, unless a person chose its state", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...EVENTS), { maxLength: 15 }), async (events) => {
      const { scope, integrationId } = await connectShop();
      let now = START.getTime();
      for (const event of events) {
        now += MINUTE_MS;
        await inMerchant(scope.merchantId, async (tx) => {
          const lane = "orders_in" as const;
          const facts = await applyLaneEvent(tx, scope, { integrationId, lane, event, now: new Date(now) });
          if (isChosen(facts)) return;
          const incident = await findNewestIncident(tx, scope, integrationId);
          const told = incident && !incident.closedAt ? effectOf(incident, lane) : null;
          expect(told?.since ?? null, event.kind).toEqual(facts.failingSince);
          if (told) expect(told.kind === "down", event.kind).toBe(facts.state === "action_needed" || facts.state === "off");
          if (told) expect(incident?.lanes[lane]?.reason).toEqual(facts.reason);
        });
      }
    }),
    { numRuns: 25 },
  );
});
