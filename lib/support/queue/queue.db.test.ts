import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { memberIdOf, type PlatformScope, type SignedInPerson, staffScope } from "@/lib/identity/accounts/access";
import { backfillIncident } from "@/lib/incidents/backfill-incident";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { tellShop } from "@/lib/integrations/story";
import { listQueue, listStaff } from "@/lib/support/queue/data";
import { assignIncident, assignIncidents, snoozeIncident, wakeIncident } from "@/lib/support/queue/mutations";
import { parseQueueQuery, type QueueQuery } from "@/lib/support/queue/schema";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const DAY_MS = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);

interface Agent extends SignedInPerson {
  scope: PlatformScope;
}

/** A member of staff. */
async function hire(name: string, staffRole = "agent"): Promise<Agent> {
  const person = { personId: randomUUID(), name, email: `${randomUUID()}@staff.example`, isStaff: true, staffRole: "agent" as const };
  await inPlatform(
    (tx) =>
      tx.$executeRaw`insert into person (id, email, name, password_hash, staff_role)
      values (${person.personId}::uuid, ${person.email}, ${name}, '-', ${staffRole})`,
  );
  const scope = staffScope(person);
  if (!scope) throw new Error("no scope");
  return { ...person, scope };
}

/** Shops with open incidents. */
interface Broken extends ConnectedShop {
  incidentId: string;
}

async function breakShop(state: "action_needed" | "throttled", days: number): Promise<Broken> {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  await inPlatform(async (tx) => {
    const data = { state, since: ago(days), failingSince: ago(days), lastSuccessAt: ago(days), reason: "failed" };
    await tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data });
  });
  await inMerchant(scope.merchantId, (tx) => backfillIncident(tx, scope, integrationId, new Date()));
  const [incident] = await inPlatform((tx) => tx.incident.findMany({ where: { integrationId, closedAt: null } }));
  return { ...shop, incidentId: incident?.id ?? "" };
}

const seen = ({ scope, incidentId }: Broken, version = 0) => ({ merchantId: scope.merchantId, incidentId, seen: version });

let ana: Agent;
let bo: Agent;
const read = async (query: Partial<QueueQuery> = {}, reader = ana) => {
  const page = await listQueue(reader.scope, { ...parseQueueQuery({}), ...query });
  const entries = page.lines.flatMap((line) => (line.kind === "one" ? [line.entry] : (line.group.entries ?? [])));
  return { ...page, entries, groups: page.lines.flatMap((line) => (line.kind === "group" ? [line.group] : [])) };
};
const ids = async (query: Partial<QueueQuery> = {}, reader = ana) =>
  (await read(query, reader)).entries.map(({ incidentId }) => incidentId);

beforeEach(async () => {
  await inPlatform((tx) => tx.incident.deleteMany());
  [ana, bo] = [await hire("Ana"), await hire("Bo")];
});

describe("the queue", () => {
  test("holds incidents that need action or do not recover, by cost, age or target", async () => {
    const long = await breakShop("throttled", 3);
    const short = await breakShop("throttled", 0.5);
    const down = await breakShop("action_needed", 2);
    const common = { merchantId: long.scope.merchantId, integrationId: long.integrationId, status: "x", currency: "EUR", total: 10 };
    await inPlatform((tx) =>
      tx.shopOrder.createMany({
        data: Array.from({ length: 200 }, (_, index) => ({
          ...common,
          externalId: `${index}`,
          number: `${index}`,
          placedAt: ago(3 + index / 10),
          modifiedAt: ago(3),
          raw: {},
          rawHash: new Uint8Array(32),
        })),
      }),
    );
    expect(await ids()).toEqual([long.incidentId, down.incidentId]);
    expect(await ids({ sort: "age" })).toEqual([long.incidentId, down.incidentId]);
    expect(await ids({ sort: "due" }), "a shop that is down is due sooner").toEqual([long.incidentId, down.incidentId].reverse());
    expect(await ids({ state: "slow_for_long" })).toEqual([long.incidentId]);
    expect(await ids({ state: "action_needed" })).toEqual([down.incidentId]);
    expect(await read({ state: "asked" }), "a filter that fits none does not say that none waits").toMatchObject({
      entries: [],
      waiting: 2,
    });
    expect(await ids()).not.toContain(short.incidentId);
    const [first] = (await read()).entries;
    const missed = first?.row.effect.missedOrders ?? 0;
    expect(missed).toBeGreaterThan(20);
    expect(first?.money, "its orders tell what the missed ones are worth").toEqual({ amount: missed * 10, currency: "EUR" });
    await inPlatform((tx) => tx.shopOrder.updateMany({ data: { currency: "no currency" } }));
    expect((await read()).entries[0]?.money, "a made-up currency, which cannot be printed").toBeNull();
  });

  test("holds a partly blocked shop, whose orders still arrive, since the first proof", async () => {
    const { scope: own, integrationId } = await connectShop();
    const since = "2026-03-02T08:00:00.000Z";
    const cause = { cause: "ip_blocked", blocker: "nginx", fixer: "hosting_provider", checkId: "c", since };
    const refusedVisitors = [{ ...cause, methods: [], addresses: ["192.0.2.1"], userAgents: [] }];
    await inMerchant(own.merchantId, async (tx) => {
      await tx.integration.update({
        where: { merchantId_id: { merchantId: own.merchantId, id: integrationId } },
        data: { refusedVisitors },
      });
      await backfillIncident(tx, own, integrationId, new Date());
    });
    const [entry] = (await read({ state: "action_needed" })).entries;
    expect(entry?.since).toEqual(new Date(since));
    expect(entry && tellShop(entry.row, { kind: "staff" }, new Date()).since).toEqual(new Date(since));
  });

  test("leaves out shops that a person stopped", async () => {
    const { integrationId } = await breakShop("action_needed", 2);
    await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: { state: "paused" } }));
    expect(await ids()).toEqual([]);
  });
});

describe("work on an incident", () => {
  test("is mine once I take it, of a colleague once I hand it over with a note, and then nobody's", async () => {
    const shop = await breakShop("action_needed", 1);
    const { personId } = ana;
    expect(await assignIncident(ana.scope, { ...seen(shop), personId })).toMatchObject({ ok: true, value: { kind: "done" } });
    expect(await ids({ view: "mine" })).toEqual([shop.incidentId]);
    expect(await ids({ view: "unassigned" })).toEqual([]);
    expect(await ids({ view: "mine" }, bo)).toEqual([]);
    await assignIncident(ana.scope, { ...seen(shop, 1), personId: bo.personId, note: "The host calls at 3" });
    const { entries, counts } = await read({ view: "mine" }, bo);
    expect(entries).toMatchObject([
      { work: { version: 2, assignee: { name: "Bo" }, handoverNote: "The host calls at 3", changedBy: { name: "Ana" } } },
    ]);
    expect(counts).toEqual({ all: 1, mine: 1, unassigned: 0, host: 0, snoozed: 0 });
    await assignIncident(bo.scope, { ...seen(shop, 2), personId: null });
    expect(await ids({ view: "unassigned" })).toEqual([shop.incidentId]);
  });

  test("of two who take it at once, one gets it and the other reads who did", async () => {
    const shop = await breakShop("action_needed", 1);
    const answers = await Promise.all([ana, bo].map(({ scope, personId }) => assignIncident(scope, { ...seen(shop), personId })));
    const values = answers.map((answer) => (answer.ok ? answer.value : null));
    const winner = values.find((value) => value?.kind === "done");
    expect(values.map((value) => value?.kind).sort()).toEqual(["done", "overtaken"]);
    expect(values.find((value) => value?.kind === "overtaken")?.work).toMatchObject({ assignee: winner?.work.assignee, version: 1 });
  });

  test("a note is not overwritten by a colleague who has not read it", async () => {
    const shop = await breakShop("action_needed", 1);
    await assignIncident(ana.scope, { ...seen(shop), personId: ana.personId, note: "Called them" });
    const late = await assignIncident(bo.scope, { ...seen(shop), personId: bo.personId, note: "" });
    expect(late).toMatchObject({ ok: true, value: { kind: "overtaken", work: { handoverNote: "Called them" } } });
    expect((await read()).entries[0]?.work).toMatchObject({ assignee: { name: "Ana" }, handoverNote: "Called them" });
  });

  test("a snoozed incident leaves the queue until its end, or until it is put back", async () => {
    const shop = await breakShop("action_needed", 1);
    await snoozeIncident(ana.scope, { ...seen(shop), hours: 24, reason: "Host answers tomorrow" });
    expect(await ids()).toEqual([]);
    expect((await read({ view: "snoozed" })).entries).toMatchObject([{ isSnoozed: true, work: { snoozeReason: "Host answers tomorrow" } }]);
    await inPlatform((tx) => tx.incidentWork.updateMany({ data: { snoozedUntil: ago(0) } }));
    expect((await read()).entries, "it comes back with its reason").toMatchObject([{ work: { snoozeReason: "Host answers tomorrow" } }]);
    await snoozeIncident(ana.scope, { ...seen(shop, 1), hours: 24, reason: "Once more" });
    await wakeIncident(ana.scope, seen(shop, 2));
    expect((await read()).entries).toMatchObject([{ isSnoozed: false, work: { snoozeReason: null, snoozedUntil: null } }]);
  });

  test("a merchant's message to support ends the wait", async () => {
    const shop = await breakShop("action_needed", 1);
    await snoozeIncident(ana.scope, { ...seen(shop), hours: 24, reason: "Waits" });
    const { scope, integrationId } = shop;
    const at = new Date(Date.now() + 1000);
    await inPlatform((tx) =>
      tx.supportThread.create({
        data: {
          merchantId: scope.merchantId,
          integrationId,
          openedBy: scope.actor,
          openedAt: at,
          evidence: {},
          firstWords: "?",
          lastMessageAt: at,
          about: "integration",
          merchantReadAt: at,
        },
      }),
    );
    expect((await read({ state: "asked" })).entries).toMatchObject([{ isSnoozed: false, threads: 1 }]);
  });

  test("goes only to staff who may work on incidents, and comes back when they leave", async () => {
    const shop = await breakShop("action_needed", 1);
    const viewer = await hire("Vic", "viewer");
    const memberId = memberIdOf(shop.scope) ?? "";
    for (const personId of [viewer.personId, memberId, randomUUID()])
      expect(await assignIncident(ana.scope, { ...seen(shop), personId })).toEqual({ ok: false, reason: "assignee_unknown" });
    expect((await listStaff(ana.scope)).map(({ name }) => name)).not.toContain("Vic");
    await assignIncident(ana.scope, { ...seen(shop), personId: bo.personId });
    await inPlatform((tx) => tx.$executeRaw`update person set staff_role = null where id = ${bo.personId}::uuid`);
    expect(await ids({ view: "unassigned" })).toEqual([shop.incidentId]);
  });

  test("ends with the incident, and unknown or foreign ones are not found", async () => {
    const [shop, other] = [await breakShop("action_needed", 1), await breakShop("action_needed", 1)];
    const mixed = { ...seen(shop), merchantId: other.scope.merchantId };
    expect(await assignIncident(ana.scope, { ...mixed, personId: ana.personId })).toEqual({ ok: false, reason: "not_found" });
    expect(await snoozeIncident(ana.scope, { ...seen(shop), incidentId: randomUUID(), hours: 4, reason: "x" })).toEqual({
      ok: false,
      reason: "not_found",
    });
    await inPlatform((tx) => tx.incident.updateMany({ where: { id: shop.incidentId }, data: { closedAt: new Date() } }));
    expect(await assignIncident(ana.scope, { ...seen(shop), personId: ana.personId })).toEqual({ ok: false, reason: "incident_over" });
    expect(await inPlatform((tx) => tx.incidentWork.count())).toBe(0);
  });

  test("names who wrote the note, also after a colleague took over without another one", async () => {
    const shop = await breakShop("action_needed", 1);
    await assignIncident(ana.scope, { ...seen(shop), personId: bo.personId, note: "The host calls back" });
    await assignIncident(bo.scope, { ...seen(shop, 1), personId: bo.personId, note: "The host calls back" });
    await assignIncident(bo.scope, { ...seen(shop, 2), personId: ana.personId });
    const noteOf = async () => (await read()).entries[0]?.work;
    expect(await noteOf()).toMatchObject({ handoverNote: "The host calls back", noteBy: { name: "Ana" }, changedBy: { name: "Bo" } });
    await assignIncident(bo.scope, { ...seen(shop, 3), personId: ana.personId, note: "It called" });
    expect(await noteOf()).toMatchObject({ handoverNote: "It called", noteBy: { name: "Bo" } });
  });

  test("is recorded, and no merchant can read it", async () => {
    const shop = await breakShop("action_needed", 1);
    await assignIncident(ana.scope, { ...seen(shop), personId: ana.personId, note: "Difficult customer" });
    const { merchantId } = shop.scope;
    const logged = await inPlatform((tx) =>
      tx.platformEvent.findMany({ where: { action: "incident_assigned" }, orderBy: { at: "desc" }, take: 1 }),
    );
    expect(logged).toMatchObject([
      { details: { merchantId, incidentId: shop.incidentId }, before: { assignee: null }, after: { assignee: "Ana" } },
    ]);
    expect(await inMerchant(merchantId, (tx) => tx.incidentWork.findMany())).toEqual([]);
    const forged = { merchantId, incidentId: shop.incidentId, version: 9 };
    await expect(inMerchant(merchantId, (tx) => tx.incidentWork.create({ data: forged }))).rejects.toThrow();
  });
});

describe("incidents of one shared problem", () => {
  /** A problem that these shops share. */
  async function share(shops: readonly Broken[]): Promise<string> {
    return inPlatform(async (tx) => {
      const traits = { network: "192.0.2.0/24" };
      const data = { startedAt: ago(1), traits, cause: "ip_blocked", mostShops: shops.length, mostMerchants: shops.length };
      const { id: incidentId } = await tx.fleetIncident.create({ data });
      for (const { scope, integrationId, incidentId: shopIncidentId } of shops)
        await tx.fleetIncidentShop.create({ data: { merchantId: scope.merchantId, integrationId, incidentId, shopIncidentId } });
      return incidentId;
    });
  }

  test("share one line that opens, and are taken together, except the one that a colleague took", async () => {
    const alike = [await breakShop("action_needed", 2), await breakShop("action_needed", 1), await breakShop("action_needed", 1)];
    const other = await breakShop("action_needed", 3);
    const problem = await share(alike);
    const closed = await read();
    expect(closed.counts.all).toBe(4);
    expect(closed.total, "two lines").toBe(2);
    expect(closed.entries.map(({ incidentId }) => incidentId)).toEqual([other.incidentId]);
    expect(closed.groups).toMatchObject([{ id: problem, merchants: 3, entries: null, assignees: [] }]);
    expect((await read({ open: problem })).groups[0]?.entries).toHaveLength(3);

    const [first] = alike;
    if (first) await assignIncident(bo.scope, { ...seen(first), personId: bo.personId });
    const incidents = closed.groups[0]?.unassigned ?? [];
    const taken = await assignIncidents(ana.scope, { incidents, personId: ana.personId });
    expect(taken).toEqual({ ok: true, value: { done: 2, overtaken: 1 } });
    const { groups } = await read();
    expect(groups.map(({ assignees, unassigned }) => [assignees.toSorted(), unassigned])).toEqual([[["Ana", "Bo"], []]]);
    expect((await ids({ view: "mine" })).length, "two are not enough for a line of their own").toBe(2);
  });

  test("stand alone once the problem is over, or if their cause is another one", async () => {
    const alike = [await breakShop("action_needed", 1), await breakShop("action_needed", 1), await breakShop("action_needed", 1)];
    const problem = await share(alike);
    expect((await read()).total).toBe(1);
    await inPlatform((tx) => tx.fleetIncident.update({ where: { id: problem }, data: { resolvedAt: new Date() } }));
    expect((await read()).total).toBe(3);
  });
});
