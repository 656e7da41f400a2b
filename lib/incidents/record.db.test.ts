import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/base/units";
import { type IncidentMoved, incidentMoved } from "@/lib/incidents/events";
import type { Incident } from "@/lib/incidents/incident";
import { randomEvents } from "@/lib/incidents/random-events.fixture";
import { findNewestIncident, recordIncidentEvent } from "@/lib/incidents/record";
import { type IncidentEvent, moveIncident } from "@/lib/incidents/transitions";
import { inMerchant } from "@/lib/infra/db";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const START = new Date("2026-03-02T08:00:00Z");
const minutes = (count: number): Date => new Date(START.getTime() + count * MINUTE_MS);

const FAILED = { code: "failed" as const, failure: "server_error" as const, status: 503, times: 1 };
const fails = (failingSince: Date): IncidentEvent => ({
  kind: "lane_moved",
  lane: "orders_in",
  state: "action_needed",
  reason: FAILED,
  failingSince,
});
const imported: IncidentEvent = {
  kind: "work_succeeded",
  lane: "orders_in",
  passed: { addresses: ["198.51.100.7"], userAgents: ["Sendcloud/1.0.0"], methods: ["GET"] },
};

const moved: IncidentMoved[] = [];
beforeAll(() => incidentMoved.subscribe("test", async (_, move) => void moved.push(move)));

const play = ({ scope, integrationId }: ConnectedShop, event: IncidentEvent, now: Date) =>
  inMerchant(scope.merchantId, (tx) => recordIncidentEvent(tx, scope, { integrationId, event, now }));
const movesOf = ({ integrationId }: ConnectedShop) =>
  moved.filter((move) => move.integrationId === integrationId).map(({ before: _, ...move }) => move);
/** Changes with each write of the row. */
const versionOf = async ({ scope, integrationId }: ConnectedShop) => {
  const [row] = await inMerchant(
    scope.merchantId,
    (tx) => tx.$queryRaw<{ version: string }[]>`select xmin::text as version from incident where integration_id = ${integrationId}::uuid`,
  );
  return row?.version;
};

it.concurrent("every change is published with what members are to be notified of, and nothing else is", async () => {
  const shop = await connectShop();
  await play(shop, imported, minutes(0));
  expect(movesOf(shop)).toEqual([]);
  const opened = await play(shop, fails(minutes(1)), minutes(1));
  await play(shop, fails(minutes(1)), minutes(2));
  await play(shop, imported, minutes(3));
  await play(shop, imported, minutes(14));
  const { scope, integrationId } = shop;
  expect(movesOf(shop)).toEqual([
    {
      scope,
      integrationId,
      incident: opened,
      at: minutes(1),
      tell: "opened",
      entries: [
        { kind: "opened", details: {} },
        { kind: "effect_changed", details: { lane: "orders_in", from: null, to: "down", reason: FAILED } },
      ],
    },
    expect.objectContaining({ tell: null, entries: [expect.objectContaining({ kind: "effect_changed" }), { kind: "quiet", details: {} }] }),
    expect.objectContaining({ tell: "all_clear", entries: [{ kind: "closed", details: {} }] }),
  ]);
});

it.concurrent("a change whose reaction fails is not stored", async () => {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const broken = inMerchant(scope.merchantId, async (tx) => {
    await recordIncidentEvent(tx, scope, { integrationId, event: fails(minutes(0)), now: minutes(0) });
    throw new Error("reaction");
  });
  await expect(broken).rejects.toThrow("reaction");
  expect(await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId))).toBeNull();
});

it.concurrent("an observation that changes nothing writes nothing", async () => {
  const shop = await connectShop();
  await play(shop, fails(minutes(0)), minutes(0));
  const down = await versionOf(shop);
  await play(shop, fails(minutes(0)), minutes(1));
  expect(await versionOf(shop)).toBe(down);
  for (const minute of [2, 3]) await play(shop, imported, minutes(minute));
  const quiet = await versionOf(shop);
  for (const minute of [4, 5, 6]) await play(shop, imported, minutes(minute));
  expect(await versionOf(shop), "enough good observations are not counted on").toBe(quiet);
  await play(shop, imported, minutes(20));
  const closed = await versionOf(shop);
  expect(closed).not.toBe(quiet);
  for (const minute of [21, 22]) await play(shop, imported, minutes(minute));
  expect(await versionOf(shop)).toBe(closed);
});

it.concurrent("what is stored is what the events make, whatever happens", async () => {
  const withoutId = ({ id: _, ...incident }: Incident) => incident;
  await fc.assert(
    fc.asyncProperty(randomEvents(12), async (events) => {
      const shop = await connectShop();
      let current: Incident | null = null;
      const timeline: { kind: string; at: Date }[] = [];
      for (const { at, event } of events) {
        const change = moveIncident(current, event, at, "made");
        current = change.incident;
        timeline.push(...change.entries.map(({ kind }) => ({ kind, at })));
        await play(shop, event, at);
      }
      const { scope, integrationId } = shop;
      const stored = await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));
      expect(stored && withoutId(stored)).toEqual(current && withoutId(current));
      const select = { kind: true, at: true };
      const entries = await inMerchant(scope.merchantId, (tx) =>
        tx.incidentEntry.findMany({ orderBy: { id: "asc" }, where: { incident: { integrationId } }, select }),
      );
      expect(entries).toEqual(timeline);
    }),
    { numRuns: 15 },
  );
});
