import { expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { backfillIncident } from "@/lib/incidents/backfill-incident";
import { backfillIncidents } from "@/lib/incidents/backfill-incidents";
import { effectOf, openCauses } from "@/lib/incidents/effects";
import { toIncident } from "@/lib/incidents/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const NOW = new Date();
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);
const after = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);

const FAILED = { reason: "failed", reasonParams: { failure: "server_error", status: 502, times: 3 } };
const NONE = { reason: "none", reasonParams: {} };
const BLOCKED = {
  reason: "causes_found",
  reasonParams: {
    checkId: "c1",
    cause: "ip_blocked",
    others: 0,
    methods: [],
    userAgents: [],
    addresses: [],
    blocker: null,
    fixer: "hosting_provider",
  },
};

interface Move {
  at: Date;
  toState: string;
  reason: string;
  reasonParams: object;
}

/** A shop of the time before incidents were stored: its import lane moved so, and it stands as the last move left it. */
async function shopWith(moves: readonly Move[]): Promise<ConnectedShop> {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const { merchantId } = scope;
  const of = { merchantId, integrationId, lane: "orders_in" };
  const last = moves.at(-1);
  const failing = moves.slice(moves.findLastIndex(({ toState }) => toState === "regular") + 1);
  await inPlatform(async (tx) => {
    await tx.laneTransition.createMany({
      data: moves.map((move) => ({ ...of, ...move, fromState: "regular", actor: { ...scope.actor } })),
    });
    if (!last) return;
    const { toState: state, at: since, reason, reasonParams } = last;
    await tx.lane.updateMany({ where: of, data: { state, since, reason, reasonParams, failingSince: failing[0]?.at ?? null } });
  });
  return shop;
}

const backfill = ({ scope, integrationId }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) => backfillIncident(tx, scope, integrationId, NOW));
const read = async ({ scope, integrationId }: ConnectedShop) => {
  const rows = await inMerchant(scope.merchantId, (tx) =>
    tx.incident.findMany({
      where: { integrationId },
      orderBy: { openedAt: "asc" },
      include: { entries: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
    }),
  );
  return rows.map(({ entries, ...row }) => ({ ...toIncident(row), entries: entries.map(({ at, kind }) => ({ at, kind })) }));
};

it.concurrent("past troubles become closed incidents with their own times, the present one stays open", async () => {
  const shop = await shopWith([
    { at: hoursAgo(500), toState: "throttled", ...FAILED },
    { at: hoursAgo(490), toState: "regular", ...NONE },
    { at: hoursAgo(50), toState: "throttled", ...FAILED },
    { at: hoursAgo(40), toState: "action_needed", ...BLOCKED },
  ]);
  expect(await backfill(shop)).toBe(2);
  const [past, present] = await read(shop);
  expect(past).toMatchObject({ openedAt: hoursAgo(500), closedAt: after(hoursAgo(490), 10), causes: [] });
  expect(past?.entries).toEqual([
    { at: hoursAgo(500), kind: "opened" },
    { at: hoursAgo(500), kind: "effect_changed" },
    { at: hoursAgo(490), kind: "effect_changed" },
    { at: hoursAgo(490), kind: "quiet" },
    { at: after(hoursAgo(490), 10), kind: "closed" },
  ]);
  expect(present).toMatchObject({ openedAt: hoursAgo(50), closedAt: null, causes: [{ code: "ip_blocked", firstSeenAt: hoursAgo(40) }] });
  expect(present && effectOf(present, "orders_in")).toEqual({ kind: "down", since: hoursAgo(50) });
  expect(await backfill(shop), "done once").toBe(0);
});

it.concurrent("a cause is gone with the success that followed, and no member is notified of the past", async () => {
  const shop = await shopWith([
    { at: hoursAgo(30), toState: "action_needed", ...BLOCKED },
    { at: hoursAgo(20), toState: "regular", ...NONE },
  ]);
  await backfill(shop);
  const [incident] = await read(shop);
  expect(incident && openCauses(incident)).toEqual([]);
  expect(incident?.entries.map(({ kind }) => kind)).toContain("cause_cleared");
  const { scope, integrationId } = shop;
  expect(await inMerchant(scope.merchantId, (tx) => tx.notification.count({ where: { integrationId } }))).toBe(0);
});

it.concurrent("a report that the host got belongs to the incident, with what they did", async () => {
  const shop = await shopWith([{ at: hoursAgo(30), toState: "action_needed", ...BLOCKED }]);
  const { scope, integrationId } = shop;
  const report = { merchantId: scope.merchantId, integrationId, snapshot: {}, causeCodes: ["ip_blocked"], locale: "en", shownName: "" };
  const shared = { sharedHow: "mail", sharedAt: hoursAgo(28), mailedTo: "help@host.example", openedCount: 2, lastOpenedAt: hoursAgo(27) };
  const rest = { tokenHash: Buffer.alloc(32, 1), createdBy: { ...scope.actor }, expiresAt: after(NOW, 900) };
  await inMerchant(scope.merchantId, (tx) => tx.sharedReport.create({ data: { ...report, ...shared, ...rest } }));
  await backfill(shop);
  const [incident] = await read(shop);
  expect(incident?.asked).toMatchObject({ how: "mail", at: hoursAgo(28), to: "help@host.example", opened: 2, lastOpenedAt: hoursAgo(27) });
});

/** What the shop's import meets after the upgrade, before its past was written. */
const failNow = ({ scope, integrationId }: ConnectedShop, at: Date) =>
  inMerchant(scope.merchantId, async (tx) => {
    const failure = { code: "server_error" as const, status: 500, retryAfterSeconds: null, detail: "" };
    const event = { kind: "run_failed" as const, failure, counts: true, followsProbe: false };
    await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event, now: at });
  });

it.concurrent("the past of a shop that has a new incident is written, too, once", async () => {
  const shop = await shopWith([
    { at: hoursAgo(500), toState: "throttled", ...FAILED },
    { at: hoursAgo(490), toState: "regular", ...NONE },
  ]);
  await failNow(shop, hoursAgo(1));
  expect(await backfill(shop)).toBe(1);
  const [past, present, ...others] = await read(shop);
  expect(past).toMatchObject({ openedAt: hoursAgo(500), closedAt: after(hoursAgo(490), 10) });
  expect(present).toMatchObject({ openedAt: hoursAgo(1), closedAt: null });
  expect(others).toEqual([]);
  expect(await backfill(shop), "done once").toBe(0);
});

it.concurrent("trouble that lasts since before incidents were stored is one incident from its beginning", async () => {
  const shop = await shopWith([{ at: hoursAgo(30), toState: "throttled", ...FAILED }]);
  await failNow(shop, hoursAgo(1));
  expect(await read(shop)).toMatchObject([{ openedAt: hoursAgo(1) }]);
  await backfill(shop);
  const [incident, ...others] = await read(shop);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ openedAt: hoursAgo(30), closedAt: null });
  expect(incident?.entries[0]).toEqual({ at: hoursAgo(30), kind: "effect_changed" });
  expect(await backfill(shop), "done once").toBe(0);
});

it("the worker finds shops whose trouble is not stored, and leaves those alone that paused or never connected", async () => {
  const failing = await shopWith([{ at: hoursAgo(3), toState: "throttled", ...FAILED }]);
  const paused = await shopWith([{ at: hoursAgo(3), toState: "paused", reason: "paused_by", reasonParams: { by: "Ada" } }]);
  const unconnected = await shopWith([{ at: hoursAgo(3), toState: "action_needed", reason: "no_credentials", reasonParams: {} }]);
  const failedAgain = await shopWith([
    { at: hoursAgo(500), toState: "throttled", ...FAILED },
    { at: hoursAgo(490), toState: "regular", ...NONE },
  ]);
  await failNow(failedAgain, hoursAgo(1));
  expect(await backfillIncidents(jobPlatformScope("schedule"))).toBeGreaterThanOrEqual(2);
  expect(await read(failing)).toHaveLength(1);
  expect(await read(failedAgain)).toHaveLength(2);
  expect(await read(paused)).toEqual([]);
  expect(await read(unconnected)).toEqual([]);
});
