import { describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import type { SentenceLane } from "@/lib/health/lane/sentence";
import { describeAsked, describeIncident, type ShopFacts, type Viewer } from "@/lib/incidents/describe-incident";
import type { Asked, Incident, IncidentCause } from "@/lib/incidents/incident";

const NOW = new Date("2026-03-04T10:00:00Z");
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);
const MEMBER: Viewer = { kind: "member", canAct: true };

const lane = (name: SentenceLane["lane"], over: Partial<SentenceLane> = {}): SentenceLane => ({
  lane: name,
  state: "regular",
  since: hoursAgo(100),
  reason: { code: "none" },
  failedAttempts: 0,
  lastFailedAt: null,
  nextSyncAt: null,
  nextRecoveryProbeAt: null,
  lastSuccessAt: hoursAgo(1),
  failingSince: null,
  ...over,
});

const shop = (over: Partial<ShopFacts> = {}): ShopFacts => ({
  hasCredentials: true,
  lanes: { orders_in: lane("orders_in"), tracking_out: lane("tracking_out") },
  parcels: 0,
  missedOrders: null,
  canUsePost: false,
  hostCauses: ["ip_blocked"],
  ...over,
});

const blockedAddress: IncidentCause = {
  code: "ip_blocked",
  blocker: null,
  fixer: "hosting_provider",
  scope: { addresses: ["198.51.100.7"], userAgents: [], methods: [] },
  lanes: ["orders_in"],
  checkId: "c1",
  firstSeenAt: hoursAgo(3),
  lastSeenAt: hoursAgo(1),
  clearedAt: null,
};

const asked: Asked = {
  reportId: "r1",
  causes: ["ip_blocked"],
  how: "mail",
  at: hoursAgo(1),
  to: "help@host.example",
  opened: 2,
  lastOpenedAt: hoursAgo(1),
  testedAt: null,
  passedAt: null,
  answer: null,
  remindedAt: null,
};

const incident = (over: Partial<Incident> = {}): Incident => ({
  id: "i1",
  openedAt: hoursAgo(3),
  closedAt: null,
  quietSince: null,
  goodObservations: 0,
  cameBack: 0,
  lanes: { orders_in: null, tracking_out: null },
  causes: [blockedAddress],
  asked: null,
  told: { state: null, at: [], gist: null, changedAt: [], count: null },
  ...over,
});

it("tells first of the direction that someone must act on, so that tone and next step agree", () => {
  const waits = { state: "throttled" as const, failingSince: hoursAgo(2), reason: { code: "none" as const } };
  const cause = { ...blockedAddress, lanes: ["tracking_out" as const] };
  const story = describeIncident(shop(), incident({ lanes: { orders_in: waits, tracking_out: waits }, causes: [cause] }), MEMBER, NOW);
  expect(story).toMatchObject({ tone: "action_needed", lane: "tracking_out", whoActs: "host", step: { act: "share_with_host" } });
});

it("tells an answer of the host as the step until a member replies, or the host tests after it", () => {
  const answer = { kind: "need_more", at: hoursAgo(1), repliedAt: null } as const;
  const told = (one: Partial<Asked>) => describeAsked({ ...asked, answer, ...one }).key;
  expect(told({})).toBe("asked.need_more");
  expect(told({ answer: { ...answer, repliedAt: NOW } })).toBe("asked.mail");
  expect(told({ answer: { ...answer, kind: "fixed" } })).toBe("asked.mail");
  expect(told({ testedAt: NOW })).toBe("asked.tested");
  expect(told({ passedAt: NOW })).toBe("asked.passed");
});

describe("one address is blocked while orders arrive through another", () => {
  const story = describeIncident(shop(), incident(), MEMBER, NOW);

  it("is partly blocked, never down, and still needs action", () => {
    expect(story).toMatchObject({
      state: "partial",
      tone: "action_needed",
      since: hoursAgo(3),
      effect: { key: "effect.partial.orders_in" },
      cause: { key: "why.causes_found.ip_blocked", values: { addresses: ["198.51.100.7"] } },
    });
  });

  it("waits for no hosting provider before someone asks them", () => {
    expect(story.responsibility).toEqual({ key: "acts.host", values: {} });
    expect(story.step?.act).toBe("share_with_host");
  });

  it("says how they were asked, then offers a test, and a reminder after two working days", () => {
    const shared = describeIncident(shop(), incident({ asked }), MEMBER, NOW);
    expect(shared.responsibility).toEqual({ key: "asked.mail", values: { to: "help@host.example", at: hoursAgo(1), opened: 2 } });
    expect(shared.step?.act).toBe("test_again");
    const unanswered = describeIncident(shop(), incident({ asked: { ...asked, at: hoursAgo(96) } }), MEMBER, NOW);
    expect(unanswered.step?.act).toBe("remind_host");
  });

  it("gives the steps only to those who may take them", () => {
    expect(describeIncident(shop(), incident(), { kind: "member", canAct: false }, NOW).step).toBeNull();
    expect(describeIncident(shop(), incident(), { kind: "host" }, NOW)).toMatchObject({
      step: { act: "test_again" },
      responsibility: null,
    });
  });
});

it("a failed lane is down since its own first failure", () => {
  const failing = {
    state: "action_needed",
    failingSince: hoursAgo(2),
    reason: { code: "failed", failure: "credentials_rejected", status: 401, times: 2 },
  } as const;
  const story = describeIncident(
    shop({ missedOrders: 12 }),
    incident({ causes: [], lanes: { orders_in: failing, tracking_out: null } }),
    MEMBER,
    NOW,
  );
  expect(story).toMatchObject({
    state: "down",
    headline: { key: "what.action_needed.orders_in", values: { since: hoursAgo(2) } },
    effect: { key: "effect.orders", values: { count: 12 } },
    responsibility: { key: "acts.you" },
    step: { act: "replace_key" },
  });
});

it("says nothing is wrong only once nothing is, and waits for the quiet time before it says healthy", () => {
  const over = { ...blockedAddress, clearedAt: hoursAgo(0.1) };
  const quiet = incident({ causes: [over], quietSince: hoursAgo(0.1) });
  expect(describeIncident(shop(), quiet, MEMBER, NOW)).toMatchObject({ state: "quiet", tone: "healthy", step: null, cause: null });
  const closed = { ...quiet, closedAt: NOW };
  const healthy = describeIncident(shop(), closed, MEMBER, NOW);
  expect(healthy, "one date: that of the end, as messages say it").toMatchObject({
    state: "healthy",
    tone: "healthy",
    since: hoursAgo(0.1),
  });
  const resumed = shop({ lanes: { orders_in: lane("orders_in", { since: hoursAgo(0.05) }), tracking_out: lane("tracking_out") } });
  expect(describeIncident(resumed, closed, MEMBER, NOW).since, "a pause since then").toEqual(hoursAgo(0.05));
});

it.each([
  ["not_connected", "connect", shop({ hasCredentials: false })],
  ["paused", "resume", shop({ lanes: { orders_in: lane("orders_in", { state: "paused" }), tracking_out: lane("tracking_out") } })],
  [
    "maintenance",
    "refresh",
    shop({
      lanes: {
        orders_in: lane("orders_in", { state: "maintenance", reason: { code: "window_announced", until: NOW.toISOString(), by: "Ada" } }),
        tracking_out: lane("tracking_out"),
      },
    }),
  ],
] as const)("%s is a state of the shop, whatever its incident says", (state, act, facts) => {
  expect(describeIncident(facts, incident(), MEMBER, NOW)).toMatchObject({ state, step: { act } });
});

describe("while shops of several merchants at one host fail together", () => {
  const shared = { shops: 41, since: hoursAgo(2), isAsked: true, isAtHost: true };

  it("a member reads so first, and is not told to change anything", () => {
    const story = describeIncident(shop({ shared }), incident({ causes: [blockedAddress] }), MEMBER, NOW);
    expect(story).toMatchObject({
      headline: { key: "what.shared", values: { shops: 41, since: hoursAgo(2), asked: "yes" } },
      responsibility: { key: "acts.none" },
      step: null,
    });
  });

  it("support keeps its next step, and a healthy shop its own headline", () => {
    const troubled = incident({ causes: [blockedAddress] });
    expect(describeIncident(shop({ shared }), troubled, { kind: "staff" }, NOW).step).not.toBeNull();
    const widely = describeIncident(shop({ shared: { ...shared, isAtHost: false } }), troubled, MEMBER, NOW);
    expect(widely).toMatchObject({ headline: { key: "what.shared_widely" }, responsibility: { key: "acts.none" }, step: null });
    expect(describeIncident(shop({ shared }), null, MEMBER, NOW).headline.key).toBe("what.regular.orders_in");
  });
});
