import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RUN_FAILURES, type RunFailure } from "@/lib/health/failures";
import { LANE_STATES, type LaneContext, type LaneEvent, type LaneFacts, laneReasonSchema } from "@/lib/health/lane/lane";
import { transition } from "@/lib/health/lane/states";

const now = new Date("2026-11-25T02:14:00Z");
const context: LaneContext = {
  now,
  random: () => 0,
  syncIntervalSeconds: 900,
  hasCredentials: true,
  refusedSince: null,
  parcelsWait: false,
};
const regular: LaneFacts = {
  lane: "orders_in",
  state: "regular",
  since: new Date("2026-11-01T00:00:00Z"),
  reason: { code: "none" },
  failures: 0,
  failedAttempts: 0,
  lastFailedAt: null,
  delaySeconds: 0,
  nextSyncAt: now,
  nextRecoveryProbeAt: null,
  lastSuccessAt: new Date("2026-11-25T01:59:00Z"),
  failingSince: null,
};
const failed = (code: RunFailure["code"], more: Partial<RunFailure> = {}, counts = true): LaneEvent => ({
  kind: "run_failed",
  failure: { code, status: null, retryAfterSeconds: null, detail: "", ...more },
  counts,
  followsProbe: false,
});
const afterEvents = (lane: LaneFacts, ...events: LaneEvent[]): LaneFacts =>
  events.reduce((here, event) => transition(here, event, context).lane, lane);

const failure = fc.record({
  code: fc.constantFrom(...RUN_FAILURES),
  status: fc.option(fc.constantFrom(401, 403, 429, 500, 503)),
  retryAfterSeconds: fc.option(fc.integer({ min: 0, max: 200_000 })),
  detail: fc.constant(""),
});
const found = {
  code: "causes_found" as const,
  checkId: "c",
  cause: "method_blocked",
  others: 0,
  methods: ["PATCH"],
  userAgents: [],
  addresses: [],
  blocker: "modsecurity",
  fixer: "hosting_provider" as const,
};
const event: fc.Arbitrary<LaneEvent> = fc.oneof(
  fc.constantFrom<LaneEvent>(
    { kind: "run_succeeded" },
    { kind: "check_clear" },
    { kind: "check_found", reason: found, stops: true, needsPerson: true },
    { kind: "check_found", reason: { ...found, cause: "maintenance_mode" }, stops: true, needsPerson: false },
    { kind: "probe_answered" },
    { kind: "probe_failed" },
    { kind: "maintenance_announced", until: new Date(now.getTime() + 3_600_000), by: "Ada" },
    { kind: "maintenance_ended" },
    { kind: "paused", by: "Ada" },
    { kind: "resumed" },
    { kind: "gave_up", days: 30 },
    { kind: "key_dropped" },
    { kind: "key_stored" },
  ),
  fc.record({
    kind: fc.constant("run_failed" as const),
    failure,
    counts: fc.boolean(),
    followsProbe: fc.boolean(),
  }),
);
/** Milliseconds from now. */
const inMs = (instant: Date | null): number => (instant?.getTime() ?? 0) - now.getTime();
/** The same for the tracking lane, whose failures are those of parcels. */
const tracking: LaneFacts = { ...regular, lane: "tracking_out", nextSyncAt: null };
const lifeOf = (lane: LaneFacts["lane"]) => fc.array(event, { maxLength: 40 }).map((events) => ({ lane: { ...regular, lane }, events }));

describe("the throttled state", () => {
  it("ends for tracking as soon as an import has seen the end of the maintenance that a check found", () => {
    const reason = { ...found, cause: "maintenance_mode" };
    const blocked = afterEvents({ ...regular, lane: "tracking_out" }, { kind: "check_found", reason, stops: true, needsPerson: false });
    expect(blocked).toMatchObject({ state: "throttled" });
    const { lane, parcelsDue } = transition(blocked, { kind: "maintenance_ended" }, { ...context, parcelsWait: true });
    expect(lane).toMatchObject({ state: "regular", reason: { code: "none" }, failingSince: null });
    expect(parcelsDue).toBe(true);
    const refused = afterEvents(
      { ...regular, lane: "tracking_out" },
      { kind: "check_found", reason: found, stops: true, needsPerson: false },
    );
    expect(afterEvents(refused, { kind: "maintenance_ended" })).toEqual(refused);
  });

  it.each([true, false])("does not call a shop healthy whose first import failed (counted: %s)", (counts) => {
    const begun: LaneFacts = { ...regular, lastSuccessAt: null };
    expect(afterEvents(begun, failed("server_error", { status: 500 }, counts))).toMatchObject({
      state: "throttled",
      reason: { code: "failed", failure: "server_error" },
    });
    expect(afterEvents(begun, failed("server_error", {}, counts), { kind: "run_succeeded" })).toMatchObject({ state: "regular" });
  });

  it("begins with the third failure in a row and ends with the first success", () => {
    const slow = afterEvents(regular, ...Array.from({ length: 3 }, () => failed("server_error", { status: 503 })));
    expect(slow).toMatchObject({
      state: "throttled",
      reason: { code: "failed", failure: "server_error", status: 503, times: 3 },
      since: now,
    });
    expect(afterEvents(slow, { kind: "run_succeeded" })).toMatchObject({
      state: "regular",
      failures: 0,
      delaySeconds: 0,
      failingSince: null,
    });
  });

  it("is neither started nor extended by a user's Refresh", () => {
    const refreshed = afterEvents(regular, ...Array.from({ length: 9 }, () => failed("server_error", {}, false)));
    expect(refreshed).toMatchObject({ state: "regular", failures: 0 });
    const slow = afterEvents(regular, ...Array.from({ length: 3 }, () => failed("server_error")));
    expect(afterEvents(slow, failed("server_error", {}, false))).toMatchObject({
      delaySeconds: slow.delaySeconds,
      nextSyncAt: slow.nextSyncAt,
    });
  });

  it("counts every failed attempt, whatever triggered it, and how often this same answer came", () => {
    const later = new Date(now.getTime() + 60_000);
    const four = afterEvents(
      regular,
      failed("server_error", { status: 500 }, false),
      ...Array.from({ length: 2 }, () => failed("server_error", { status: 503 }, false)),
    );
    const { lane } = transition(four, failed("server_error", { status: 503 }, false), { ...context, now: later });
    expect(lane).toMatchObject({ failedAttempts: 4, lastFailedAt: later, reason: { status: 503, times: 3 } });
    const blocked = afterEvents(regular, { kind: "check_found", reason: found, stops: true, needsPerson: true });
    expect(afterEvents(blocked, failed("blocked", {}, false))).toMatchObject({ reason: found, failedAttempts: 1, lastFailedAt: now });
    expect(afterEvents(lane, { kind: "run_succeeded" })).toMatchObject({ failedAttempts: 0, lastFailedAt: null });
  });

  it("lets a probe that the shop answers start a sync at once", () => {
    const slow = afterEvents(regular, ...Array.from({ length: 5 }, () => failed("connection_refused")));
    expect(afterEvents(slow, { kind: "probe_failed" }).nextSyncAt).toEqual(slow.nextSyncAt);
    expect(afterEvents(slow, { kind: "probe_answered" }).nextSyncAt).toEqual(now);
  });
});

describe("a regular lane that failed", () => {
  it.each([true, false])(
    "is probed every two minutes from its first failure on, and syncs on the first healthy answer (counted: %s)",
    (counts) => {
      const once = afterEvents(
        { ...regular, nextSyncAt: new Date(now.getTime() + 900_000) },
        failed("server_error", { status: 503 }, counts),
      );
      expect(once.state).toBe("regular");
      expect(inMs(once.nextRecoveryProbeAt)).toBe(120_000);
      expect(inMs(once.nextSyncAt)).toBe(900_000);
      const unseen = afterEvents(once, { kind: "probe_failed" });
      expect([inMs(unseen.nextRecoveryProbeAt), inMs(unseen.nextSyncAt)]).toEqual([120_000, 900_000]);
      expect(afterEvents(unseen, { kind: "probe_answered" }).nextSyncAt).toEqual(now);
      expect(afterEvents(unseen, { kind: "run_succeeded" }).nextRecoveryProbeAt).toBeNull();
    },
  );

  it("is not probed before the time that the shop asked for", () => {
    const limited = afterEvents(regular, failed("rate_limited", { status: 429, retryAfterSeconds: 700 }));
    expect(inMs(limited.nextRecoveryProbeAt)).toBe(700_000);
  });

  it("is probed rarely if its shop only seemed to be back", () => {
    const misled = afterEvents(regular, failed("invalid_response"), { ...failed("invalid_response"), followsProbe: true } as LaneEvent);
    expect(inMs(misled.nextRecoveryProbeAt)).toBe(900_000);
  });

  it("is not changed by a late probe", () => {
    const soon = { ...regular, nextSyncAt: new Date(now.getTime() + 600_000) };
    expect(afterEvents(soon, { kind: "probe_answered" })).toEqual(soon);
    expect(afterEvents(soon, { kind: "probe_failed" })).toEqual(soon);
  });
});

describe("a shop that asks to wait", () => {
  it("stays in maintenance until then, and the failure does not count", () => {
    const waiting = afterEvents(regular, failed("maintenance", { status: 503, retryAfterSeconds: 600 }));
    expect(waiting).toMatchObject({ state: "maintenance", failures: 0, nextSyncAt: new Date(now.getTime() + 600_000) });
  });

  it("stays in an announced window whatever fails inside it", () => {
    const until = new Date(now.getTime() + 3_600_000);
    const inside = afterEvents(
      regular,
      { kind: "maintenance_announced", until, by: "Ada" },
      ...Array.from({ length: 9 }, () => failed("server_error")),
    );
    expect(inside).toMatchObject({ state: "maintenance", failures: 0, nextSyncAt: until });
  });

  it("begins no trouble in an announced window, and ends none that began before", () => {
    const until = new Date(now.getTime() + 3_600_000);
    const announced = { kind: "maintenance_announced", until, by: "Ada" } as const;
    const blocked = { kind: "check_found", reason: found, stops: true, needsPerson: true } as const;
    const window = [announced, failed("server_error"), blocked, { kind: "maintenance_ended" }] as const;
    expect(afterEvents(regular, ...window)).toMatchObject({ state: "regular", failingSince: null });
    const before = new Date(now.getTime() - 60_000);
    expect(afterEvents({ ...regular, failingSince: before }, ...window).failingSince).toEqual(before);
  });
});

describe("a problem that needs action", () => {
  it("is reported at once for rejected credentials, and only a success ends it for orders", () => {
    const refused = afterEvents(regular, failed("credentials_rejected", { status: 401 }));
    expect(refused).toMatchObject({ state: "action_needed" });
    expect(inMs(refused.nextRecoveryProbeAt)).toBe(120_000);
    expect(afterEvents(refused, { kind: "check_clear" })).toMatchObject({ state: "action_needed", nextSyncAt: now });
    expect(afterEvents(refused, { kind: "run_succeeded" }).state).toBe("regular");
  });

  it("is not probed for credentials missing here, and is checked again hourly if the key may read too little", () => {
    expect(afterEvents(regular, failed("no_credentials")).nextRecoveryProbeAt).toBeNull();
    expect(afterEvents(regular, failed("credentials_unreadable")).nextRecoveryProbeAt).toBeNull();
    expect(inMs(afterEvents(regular, failed("credentials_insufficient", { status: 403 })).nextRecoveryProbeAt)).toBe(3_600_000);
  });

  it("is probed every two minutes on the first day if one request can show it, and checked hourly otherwise", () => {
    const probeIn = (cause: string, lane: LaneFacts["lane"], since: Date | null = null) => {
      const reported = { kind: "check_found", reason: { ...found, cause }, stops: true, needsPerson: true } as const;
      const { nextRecoveryProbeAt } = afterEvents({ ...regular, lane, failingSince: since }, reported, { kind: "probe_failed" });
      return nextRecoveryProbeAt && (nextRecoveryProbeAt.getTime() - now.getTime()) / 1000;
    };
    for (const lane of ["orders_in", "tracking_out"] as const) {
      for (const cause of ["ip_blocked", "user_agent_blocked", "method_blocked", "access_denied", "authorization_header_stripped"])
        expect(probeIn(cause, lane)).toBe(120);
      for (const cause of ["api_disabled", "api_not_found", "credentials_rejected"]) expect(probeIn(cause, lane)).toBe(120);
      for (const cause of ["credentials_insufficient", "cached_response"]) expect(probeIn(cause, lane)).toBe(3600);
    }
    const dayAgo = new Date(now.getTime() - 25 * 3_600_000);
    expect([probeIn("ip_blocked", "orders_in", dayAgo), probeIn("cached_response", "orders_in", dayAgo)]).toEqual([900, 21_600]);
  });

  it("is dropped once a check finds nothing, and the next import, due at once, has to confirm it", () => {
    const blocked = afterEvents(regular, { kind: "check_found", reason: found, stops: true, needsPerson: true });
    const clear = afterEvents(blocked, { kind: "check_clear" });
    expect(clear).toMatchObject({ state: "throttled", reason: { code: "causes_gone" }, nextSyncAt: now });
    expect(afterEvents(clear, failed("server_error", { status: 503 }))).toMatchObject({ state: "throttled", reason: { code: "failed" } });
  });

  it("ends with a new key for both lanes if the old one was missing or refused; other tracking trouble stays", () => {
    for (const code of ["no_credentials", "credentials_rejected", "credentials_insufficient", "credentials_unreadable"] as const)
      for (const lane of [regular, tracking]) {
        const ended = afterEvents({ ...lane, nextSyncAt: null }, failed(code), { kind: "key_stored" });
        expect(ended).toMatchObject({ state: "regular", reason: { code: "none" }, failingSince: null, failedAttempts: 0 });
        if (lane === regular) expect(ended.nextSyncAt).toEqual(now);
      }
    const blocked = afterEvents(tracking, { kind: "check_found", reason: found, stops: true, needsPerson: true });
    expect(afterEvents(blocked, { kind: "key_stored" })).toEqual(blocked);
    const paused = afterEvents(regular, failed("no_credentials"), { kind: "paused", by: "Ada" });
    expect(afterEvents(paused, { kind: "key_stored" })).toEqual(paused);
  });

  it("ends for tracking with a check that finds the lane clear", () => {
    const blocked = afterEvents(
      { ...regular, lane: "tracking_out" },
      { kind: "check_found", reason: found, stops: true, needsPerson: true },
    );
    expect(blocked).toMatchObject({ state: "action_needed", nextSyncAt: null });
    expect(blocked.nextRecoveryProbeAt).not.toBeNull();
    expect(afterEvents(blocked, { kind: "check_clear" })).toMatchObject({ state: "regular", reason: { code: "none" } });
  });
});

describe("the tracking lane, whose events are pushed parcels,", () => {
  const hours = (instant: Date | null): number => ((instant?.getTime() ?? 0) - now.getTime()) / 3_600_000;
  const waiting = { ...context, parcelsWait: true };

  it("is throttled by the third failure in a row, checked hourly, and regular with the first successful parcel", () => {
    const slow = afterEvents(tracking, ...Array.from({ length: 3 }, () => failed("server_error", { status: 500 })));
    expect(slow).toMatchObject({ state: "throttled", reason: { code: "failed", times: 3 }, nextSyncAt: null });
    expect(hours(slow.nextRecoveryProbeAt)).toBe(1);
    const reported = transition(slow, { kind: "run_succeeded" }, context);
    expect(reported).toMatchObject({ lane: { state: "regular", failures: 0, failingSince: null, lastSuccessAt: now }, parcelsDue: true });
    expect(transition(reported.lane, { kind: "run_succeeded" }, context).parcelsDue).toBe(false);
  });

  it("needs action for a key that may not write, and a clear check does not end that while a parcel waits", () => {
    const refused = afterEvents(tracking, failed("credentials_insufficient", { status: 401 }));
    expect(refused.state).toBe("action_needed");
    expect(transition(refused, { kind: "check_clear" }, waiting)).toMatchObject({ lane: { state: "action_needed" }, parcelsDue: true });
    expect(transition(refused, { kind: "check_clear" }, context)).toMatchObject({
      lane: { state: "regular", failures: 0, failingSince: null },
    });
  });

  it("makes parcels due when a clear check, the end of a window or a resume allows it, not inside a window", () => {
    const blocked = afterEvents(tracking, { kind: "check_found", reason: found, stops: true, needsPerson: true });
    expect(transition(blocked, { kind: "check_clear" }, waiting)).toMatchObject({ lane: { state: "regular" }, parcelsDue: true });
    const inside = afterEvents(tracking, { kind: "maintenance_announced", until: new Date(now.getTime() + 3_600_000), by: "Ada" });
    expect(transition(inside, { kind: "check_clear" }, waiting).parcelsDue).toBe(false);
    expect(afterEvents(inside, failed("server_error"))).toMatchObject({ state: "maintenance", failures: 0 });
    expect(transition(inside, { kind: "maintenance_ended" }, waiting)).toMatchObject({ lane: { state: "regular" }, parcelsDue: true });
    const paused = afterEvents(tracking, { kind: "paused", by: "Ada" });
    expect(transition(paused, { kind: "resumed" }, waiting).parcelsDue).toBe(true);
  });

  it("is checked once a day while regular, however many parcels succeed", () => {
    const due = { ...tracking, nextRecoveryProbeAt: new Date(now.getTime() + 60_000) };
    expect(afterEvents(due, { kind: "run_succeeded" }, { kind: "run_succeeded" }).nextRecoveryProbeAt).toEqual(due.nextRecoveryProbeAt);
  });

  it("waits as long as the shop asked to, and is off with a shop that is given up", () => {
    const asked = afterEvents(tracking, failed("maintenance", { status: 503, retryAfterSeconds: 7200 }));
    expect(asked.state).toBe("maintenance");
    expect(hours(asked.nextRecoveryProbeAt)).toBe(2);
    expect(afterEvents(tracking, { kind: "gave_up", days: 30 })).toMatchObject({ state: "off", nextRecoveryProbeAt: null });
    expect(afterEvents(regular, { kind: "gave_up", days: 30 })).toEqual(regular);
  });
});

describe("a lane after any events", () => {
  it("is in a known state with a reason that can be stored and read back", () => {
    fc.assert(
      fc.property(fc.oneof(lifeOf("orders_in"), lifeOf("tracking_out")), ({ lane, events }) => {
        const end = afterEvents(lane, ...events);
        expect(LANE_STATES).toContain(end.state);
        expect(laneReasonSchema.parse(JSON.parse(JSON.stringify(end.reason)))).toEqual(end.reason);
      }),
    );
  });

  it("has a next sync unless it is paused or off, and none otherwise", () => {
    fc.assert(
      fc.property(lifeOf("orders_in"), ({ lane, events }) => {
        const end = afterEvents(lane, ...events);
        const rests = end.state === "paused" || end.state === "off";
        expect(end.nextSyncAt === null).toBe(rests);
        if (rests) expect(end.nextRecoveryProbeAt).toBeNull();
      }),
    );
  });

  it("is regular after a success unless paused; a pushed parcel ends no announced window", () => {
    fc.assert(
      fc.property(fc.oneof(lifeOf("orders_in"), lifeOf("tracking_out")), ({ lane, events }) => {
        const before = afterEvents(lane, ...events);
        const end = afterEvents(before, { kind: "run_succeeded" });
        const { reason } = before;
        const isHeld = lane.lane === "tracking_out" && reason.code === "window_announced" && new Date(reason.until) > now;
        expect(end.state).toBe(before.state === "paused" || isHeld ? before.state : "regular");
        expect(end).toMatchObject({ failures: 0, failingSince: null, lastSuccessAt: now });
      }),
    );
  });

  it("still needs a key after a success that was started with an earlier one", () => {
    fc.assert(
      fc.property(lifeOf("orders_in"), ({ lane, events }) => {
        const dropped = afterEvents(afterEvents(lane, ...events, { kind: "resumed" }), { kind: "key_dropped" });
        const end = transition(dropped, { kind: "run_succeeded" }, { ...context, hasCredentials: false }).lane;
        expect(end).toMatchObject({ state: "action_needed", reason: { code: "no_credentials" }, failingSince: dropped.failingSince });
        expect(afterEvents(dropped, { kind: "run_succeeded" }).state).toBe("regular");
      }),
    );
  });

  it("stays paused until a user resumes it", () => {
    fc.assert(
      fc.property(lifeOf("orders_in"), ({ lane, events }) => {
        const paused = afterEvents(lane, { kind: "resumed" }, { kind: "paused", by: "Ada" });
        const end = afterEvents(paused, ...events.filter((one) => one.kind !== "resumed"));
        expect(end.state).toBe("paused");
      }),
    );
  });

  it("never has a sync due for tracking, and has a probe due unless paused or off", () => {
    fc.assert(
      fc.property(lifeOf("tracking_out"), ({ lane, events }) => {
        const end = afterEvents({ ...lane, nextSyncAt: null }, { kind: "check_clear" }, ...events);
        expect(end.nextSyncAt).toBeNull();
        const rests = end.state === "paused" || end.state === "off";
        // A missing key is entered on our side: nothing to probe at the shop.
        if (end.state !== "action_needed") expect(end.nextRecoveryProbeAt === null).toBe(rests);
      }),
    );
  });
});
