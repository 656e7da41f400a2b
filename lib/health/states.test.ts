import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RUN_FAILURES, type RunFailure } from "@/lib/health/failures";
import { LANE_STATES, type LaneFacts, laneReasonSchema } from "@/lib/health/lane";
import type { LaneContext, LaneEvent } from "@/lib/health/lane-event";
import { transition } from "@/lib/health/states";

const now = new Date("2026-11-25T02:14:00Z");
const context: LaneContext = { now, random: () => 0.5, syncIntervalSeconds: 900, hasCredentials: true, parcelsWait: false };
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
  nextProbeAt: null,
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
  actor: "hosting_provider" as const,
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
/** How far ahead of now. */
const inMs = (instant: Date | null): number => (instant?.getTime() ?? 0) - now.getTime();
/** The same for the other lane, where failures are those of parcels. */
const tracking: LaneFacts = { ...regular, lane: "tracking_out", nextSyncAt: null };
const lifeOf = (lane: LaneFacts["lane"]) => fc.array(event, { maxLength: 40 }).map((events) => ({ lane: { ...regular, lane }, events }));

describe("the slow state", () => {
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

  it("is neither begun nor lengthened by a person who clicks Refresh", () => {
    const refreshed = afterEvents(regular, ...Array.from({ length: 9 }, () => failed("server_error", {}, false)));
    expect(refreshed).toMatchObject({ state: "regular", failures: 0 });
    const slow = afterEvents(regular, ...Array.from({ length: 3 }, () => failed("server_error")));
    expect(afterEvents(slow, failed("server_error", {}, false))).toMatchObject({
      delaySeconds: slow.delaySeconds,
      nextSyncAt: slow.nextSyncAt,
    });
  });

  it("counts every failed attempt no matter who triggered it, and how often it was this very answer", () => {
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

  it("lets a look that the shop answers start a sync at once", () => {
    const slow = afterEvents(regular, ...Array.from({ length: 5 }, () => failed("connection_refused")));
    expect(afterEvents(slow, { kind: "probe_failed" }).nextSyncAt).toEqual(slow.nextSyncAt);
    expect(afterEvents(slow, { kind: "probe_answered" }).nextSyncAt).toEqual(now);
  });
});

describe("a shop in order that failed", () => {
  it.each([true, false])(
    "is looked at every two minutes from its first failure on, and its first healthy answer starts a sync (counted: %s)",
    (counts) => {
      const once = afterEvents(
        { ...regular, nextSyncAt: new Date(now.getTime() + 900_000) },
        failed("server_error", { status: 503 }, counts),
      );
      expect(once.state).toBe("regular");
      expect(inMs(once.nextProbeAt)).toBe(120_000);
      expect(inMs(once.nextSyncAt)).toBe(900_000);
      const unseen = afterEvents(once, { kind: "probe_failed" });
      expect([inMs(unseen.nextProbeAt), inMs(unseen.nextSyncAt)]).toEqual([120_000, 900_000]);
      expect(afterEvents(unseen, { kind: "probe_answered" }).nextSyncAt).toEqual(now);
      expect(afterEvents(unseen, { kind: "run_succeeded" }).nextProbeAt).toBeNull();
    },
  );

  it("is not looked at before the time it asked for", () => {
    const limited = afterEvents(regular, failed("rate_limited", { status: 429, retryAfterSeconds: 700 }));
    expect(inMs(limited.nextProbeAt)).toBe(700_000);
  });

  it("that only seems to be back is looked at rarely", () => {
    const misled = afterEvents(regular, failed("invalid_response"), { ...failed("invalid_response"), followsProbe: true } as LaneEvent);
    expect(inMs(misled.nextProbeAt)).toBe(900_000);
  });

  it("is left alone by a look that comes late", () => {
    const soon = { ...regular, nextSyncAt: new Date(now.getTime() + 600_000) };
    expect(afterEvents(soon, { kind: "probe_answered" })).toEqual(soon);
    expect(afterEvents(soon, { kind: "probe_failed" })).toEqual(soon);
  });
});

describe("a shop that asks to wait", () => {
  it("rests in maintenance until then, and the failure does not count", () => {
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
});

describe("what a person must mend", () => {
  it("is reported at once for rejected credentials, and only a success ends it for orders", () => {
    const refused = afterEvents(regular, failed("credentials_rejected", { status: 401 }));
    expect(refused).toMatchObject({ state: "action_needed" });
    expect(inMs(refused.nextProbeAt)).toBe(120_000);
    expect(afterEvents(refused, { kind: "check_clear" })).toMatchObject({ state: "action_needed", nextSyncAt: now });
    expect(afterEvents(refused, { kind: "run_succeeded" }).state).toBe("regular");
  });

  it("is not looked for at the shop where it is missing here, and checked again hourly where the key may read too little", () => {
    expect(afterEvents(regular, failed("no_credentials")).nextProbeAt).toBeNull();
    expect(afterEvents(regular, failed("credentials_unreadable")).nextProbeAt).toBeNull();
    expect(inMs(afterEvents(regular, failed("credentials_insufficient", { status: 403 })).nextProbeAt)).toBe(3_600_000);
  });

  it("is looked at every two minutes on the first day where one request can see it, and checked again hourly where none can", () => {
    const lookIn = (cause: string, lane: LaneFacts["lane"], since: Date | null = null) => {
      const reported = { kind: "check_found", reason: { ...found, cause }, stops: true, needsPerson: true } as const;
      const { nextProbeAt } = afterEvents({ ...regular, lane, failingSince: since }, reported, { kind: "probe_failed" });
      return nextProbeAt && (nextProbeAt.getTime() - now.getTime()) / 1000;
    };
    for (const lane of ["orders_in", "tracking_out"] as const) {
      for (const cause of ["ip_blocked", "user_agent_blocked", "method_blocked", "access_denied", "authorization_header_stripped"])
        expect(lookIn(cause, lane)).toBe(120);
      for (const cause of ["api_disabled", "api_not_found", "credentials_rejected"]) expect(lookIn(cause, lane)).toBe(120);
      for (const cause of ["credentials_insufficient", "cached_response"]) expect(lookIn(cause, lane)).toBe(3600);
    }
    const dayAgo = new Date(now.getTime() - 25 * 3_600_000);
    expect([lookIn("ip_blocked", "orders_in", dayAgo), lookIn("cached_response", "orders_in", dayAgo)]).toEqual([900, 21_600]);
  });

  it("is no longer blamed once a check finds nothing: the next import, due at once, has to prove it", () => {
    const blocked = afterEvents(regular, { kind: "check_found", reason: found, stops: true, needsPerson: true });
    const clear = afterEvents(blocked, { kind: "check_clear" });
    expect(clear).toMatchObject({ state: "throttled", reason: { code: "causes_gone" }, nextSyncAt: now });
    expect(afterEvents(clear, failed("server_error", { status: 503 }))).toMatchObject({ state: "throttled", reason: { code: "failed" } });
  });

  it("ends with the key that was missing or refused, for both directions; other trouble of tracking stays", () => {
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

  it("ends for tracking with the check that finds the lane clear", () => {
    const blocked = afterEvents(
      { ...regular, lane: "tracking_out" },
      { kind: "check_found", reason: found, stops: true, needsPerson: true },
    );
    expect(blocked).toMatchObject({ state: "action_needed", nextSyncAt: null });
    expect(blocked.nextProbeAt).not.toBeNull();
    expect(afterEvents(blocked, { kind: "check_clear" })).toMatchObject({ state: "regular", reason: { code: "none" } });
  });
});

describe("tracking, whose events are the parcels that are reported", () => {
  const hours = (instant: Date | null): number => ((instant?.getTime() ?? 0) - now.getTime()) / 3_600_000;
  const waiting = { ...context, parcelsWait: true };

  it("slows down with the third failure in a row, is checked again hourly, and is in order with the first parcel that comes through", () => {
    const slow = afterEvents(tracking, ...Array.from({ length: 3 }, () => failed("server_error", { status: 500 })));
    expect(slow).toMatchObject({ state: "throttled", reason: { code: "failed", times: 3 }, nextSyncAt: null });
    expect(hours(slow.nextProbeAt)).toBe(1);
    const reported = transition(slow, { kind: "run_succeeded" }, context);
    expect(reported).toMatchObject({ lane: { state: "regular", failures: 0, failingSince: null, lastSuccessAt: now }, parcelsDue: true });
    expect(transition(reported.lane, { kind: "run_succeeded" }, context).parcelsDue).toBe(false);
  });

  it("needs a person for a key that may not write, and a check that finds nothing does not end it while a parcel can show it", () => {
    const refused = afterEvents(tracking, failed("credentials_insufficient", { status: 401 }));
    expect(refused.state).toBe("action_needed");
    expect(transition(refused, { kind: "check_clear" }, waiting)).toMatchObject({ lane: { state: "action_needed" }, parcelsDue: true });
    expect(transition(refused, { kind: "check_clear" }, context)).toMatchObject({
      lane: { state: "regular", failures: 0, failingSince: null },
    });
  });

  it("shows what waits when a check ends what it had found, a window ends or a user resumes, and not inside a window", () => {
    const blocked = afterEvents(tracking, { kind: "check_found", reason: found, stops: true, needsPerson: true });
    expect(transition(blocked, { kind: "check_clear" }, waiting)).toMatchObject({ lane: { state: "regular" }, parcelsDue: true });
    const inside = afterEvents(tracking, { kind: "maintenance_announced", until: new Date(now.getTime() + 3_600_000), by: "Ada" });
    expect(transition(inside, { kind: "check_clear" }, waiting).parcelsDue).toBe(false);
    expect(afterEvents(inside, failed("server_error"))).toMatchObject({ state: "maintenance", failures: 0 });
    expect(transition(inside, { kind: "maintenance_ended" }, waiting)).toMatchObject({ lane: { state: "regular" }, parcelsDue: true });
    const paused = afterEvents(tracking, { kind: "paused", by: "Ada" });
    expect(transition(paused, { kind: "resumed" }, waiting).parcelsDue).toBe(true);
  });

  it("is checked once a day while it is in order, however many parcels come through", () => {
    const due = { ...tracking, nextProbeAt: new Date(now.getTime() + 60_000) };
    expect(afterEvents(due, { kind: "run_succeeded" }, { kind: "run_succeeded" }).nextProbeAt).toEqual(due.nextProbeAt);
  });

  it("is left alone while the shop asked to be, and is off with a shop that is given up", () => {
    const asked = afterEvents(tracking, failed("maintenance", { status: 503, retryAfterSeconds: 7200 }));
    expect(asked.state).toBe("maintenance");
    expect(hours(asked.nextProbeAt)).toBe(2);
    expect(afterEvents(tracking, { kind: "gave_up", days: 30 })).toMatchObject({ state: "off", nextProbeAt: null });
    expect(afterEvents(regular, { kind: "gave_up", days: 30 })).toEqual(regular);
  });
});

describe("whatever happens to a lane", () => {
  it("it is in a known state with a reason that can be stored and read back", () => {
    fc.assert(
      fc.property(fc.oneof(lifeOf("orders_in"), lifeOf("tracking_out")), ({ lane, events }) => {
        const end = afterEvents(lane, ...events);
        expect(LANE_STATES).toContain(end.state);
        expect(laneReasonSchema.parse(JSON.parse(JSON.stringify(end.reason)))).toEqual(end.reason);
      }),
    );
  });

  it("it has a next sync unless it rests, and none while it rests", () => {
    fc.assert(
      fc.property(lifeOf("orders_in"), ({ lane, events }) => {
        const end = afterEvents(lane, ...events);
        const rests = end.state === "paused" || end.state === "off";
        expect(end.nextSyncAt === null).toBe(rests);
        if (rests) expect(end.nextProbeAt).toBeNull();
      }),
    );
  });

  it("a success brings every lane that is not paused back in order; one of a parcel ends no announced window", () => {
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

  it("a success of what was begun with an earlier key leaves a shop without one to the person who has it", () => {
    fc.assert(
      fc.property(lifeOf("orders_in"), ({ lane, events }) => {
        const dropped = afterEvents(afterEvents(lane, ...events, { kind: "resumed" }), { kind: "key_dropped" });
        const end = transition(dropped, { kind: "run_succeeded" }, { ...context, hasCredentials: false }).lane;
        expect(end).toMatchObject({ state: "action_needed", reason: { code: "no_credentials" }, failingSince: dropped.failingSince });
        expect(afterEvents(dropped, { kind: "run_succeeded" }).state).toBe("regular");
      }),
    );
  });

  it("only a person ends a pause", () => {
    fc.assert(
      fc.property(lifeOf("orders_in"), ({ lane, events }) => {
        const paused = afterEvents(lane, { kind: "resumed" }, { kind: "paused", by: "Ada" });
        const end = afterEvents(paused, ...events.filter((one) => one.kind !== "resumed"));
        expect(end.state).toBe("paused");
      }),
    );
  });

  it("a lane for tracking never has a sync due, and a look unless it rests", () => {
    fc.assert(
      fc.property(lifeOf("tracking_out"), ({ lane, events }) => {
        const end = afterEvents({ ...lane, nextSyncAt: null }, { kind: "check_clear" }, ...events);
        expect(end.nextSyncAt).toBeNull();
        const rests = end.state === "paused" || end.state === "off";
        // A key that is missing is entered here: nothing is to be seen at the shop.
        if (end.state !== "action_needed") expect(end.nextProbeAt === null).toBe(rests);
      }),
    );
  });
});
