import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { listIncidents } from "@/lib/incidents/data";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { findIntegrationSettings } from "@/lib/integrations/data";
import { pruneHistory } from "@/lib/operations/prune-history";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { recordPastIncident } from "@/lib/testing/record-past-incident";

afterAll(closeQueue);

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

/** Makes the shop due for pruning and prunes it. */
async function prune({ integrationId }: ConnectedShop): Promise<void> {
  await inPlatform((tx) => tx.integration.updateMany({ where: { id: integrationId }, data: { runsCompactedUntil: daysAgo(10) } }));
  while ((await pruneHistory(jobPlatformScope("schedule"))) > 0);
}

describe("runs", () => {
  type Run = Partial<Prisma.SyncRunUncheckedCreateInput> & { failureParams?: { name: string } };
  const named = (name: string, days: number, run: Run = {}): Run => ({ requestedAt: daysAgo(days), failureParams: { name }, ...run });

  async function remaining(shop: ConnectedShop, runs: readonly Run[]): Promise<unknown[]> {
    const { scope, integrationId } = shop;
    const common = { merchantId: scope.merchantId, integrationId, trigger: "schedule", status: "succeeded", phase: "done" };
    await inPlatform((tx) => tx.syncRun.createMany({ data: runs.map((run) => ({ ...common, requestedBy: { ...scope.actor }, ...run })) }));
    await prune(shop);
    const rows = await inMerchant(scope.merchantId, (tx) =>
      tx.syncRun.findMany({ where: { integrationId }, orderBy: { requestedAt: "asc" } }),
    );
    return rows.map(({ failureParams }) => (failureParams as { name: string }).name);
  }

  it("are deleted once no history shows them, no-op or not, and kept until then", async () => {
    const shop = await connectShop();
    expect(
      await remaining(shop, [
        named("quiet", 120),
        named("brought", 119, { created: 1 }),
        named("failed", 118, { status: "failed", failure: "server_error" }),
        named("refreshed", 117, { trigger: "refresh", shopCount: 3, ourCount: 3 }),
        named("failed lately", 99, { status: "failed", failure: "server_error" }),
        named("last", 1, { shopCount: 3, ourCount: 3 }),
      ]),
    ).toEqual(["failed lately", "last"]);
  });

  it("are kept if they are the last success or last full count check, or if a question to support is about them", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    const runId = randomUUID();
    await inMerchant(scope.merchantId, (tx) =>
      tx.supportThread.create({
        data: {
          merchantId: scope.merchantId,
          integrationId,
          about: "run",
          runId,
          openedBy: { ...scope.actor },
          evidence: {},
          firstWords: "Why?",
        },
      }),
    );
    expect(
      await remaining(shop, [
        named("asked about", 210, { id: runId, status: "failed", failure: "blocked" }),
        named("counted before", 205, { shopCount: 1, ourCount: 1 }),
        named("last whole count", 200, { shopCount: 5, ourCount: 4, countCheckIsWhole: true }),
        named("counted in part", 190, { shopCount: 1, ourCount: 1, countCheckIsWhole: false, created: 1 }),
        named("last success", 150, { created: 2, countCheckIsWhole: false }),
        named("failed", 140, { status: "failed", failure: "server_error" }),
      ]),
    ).toEqual(["asked about", "last whole count", "last success"]);
    expect((await findIntegrationSettings(scope, integrationId))?.lastCountCheck).toMatchObject({ shopCount: 5, ourCount: 4 });
  });
});

describe("checks", () => {
  type CheckRow = Partial<Prisma.ReachabilityCheckUncheckedCreateInput>;

  async function add({ scope, integrationId }: ConnectedShop, days: number, software: string, check: CheckRow = {}): Promise<string> {
    const { id } = await inPlatform((tx) =>
      tx.reachabilityCheck.create({
        data: {
          merchantId: scope.merchantId,
          integrationId,
          trigger: "schedule",
          status: "done",
          verdict: "healthy",
          requestedBy: { ...scope.actor },
          requestedAt: daysAgo(days),
          result: { server: { software } },
          ...check,
        },
      }),
    );
    return id;
  }
  const remaining = async ({ scope, integrationId }: ConnectedShop): Promise<string[]> =>
    (
      await inMerchant(scope.merchantId, (tx) =>
        tx.reachabilityCheck.findMany({ where: { integrationId }, orderBy: { requestedAt: "asc" } }),
      )
    ).map(({ result }) => (result as { server: { software: string } }).server.software);

  it("are deleted with the history that shows them, except the newest and those that a lane or run refers to", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    await add(shop, 150, "forgotten");
    const named = await add(shop, 140, "named by the lane", { verdict: "blocked" });
    await add(shop, 130, "forgotten too", { status: "failed", verdict: null });
    await add(shop, 121, "newest with a result");
    await add(shop, 120, "newest", { status: "failed", verdict: null });
    await inPlatform((tx) =>
      tx.lane.updateMany({
        where: { integrationId, lane: "orders_in" },
        data: { reason: "causes_found", reasonParams: { checkId: named } },
      }),
    );
    await prune(shop);
    expect(await remaining(shop)).toEqual(["named by the lane", "newest with a result", "newest"]);
    const run = await add(shop, 101, "named by a run");
    const common = { merchantId: scope.merchantId, integrationId, trigger: "schedule", status: "failed", phase: "done" };
    await inPlatform((tx) =>
      tx.syncRun.create({
        data: { ...common, requestedBy: { ...scope.actor }, requestedAt: daysAgo(99.9), failure: "blocked", checkId: run },
      }),
    );
    await add(shop, 1, "of yesterday");
    await prune(shop);
    expect(await remaining(shop)).toEqual(["named by the lane", "named by a run", "of yesterday"]);
  });

  it("are kept as long as an incident whose cause they prove", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    const proof = await add(shop, 148, "the proof", { verdict: "blocked" });
    await add(shop, 147, "found nothing");
    await add(shop, 2, "of yesterday");
    await recordPastIncident(shop, { checkId: proof, from: daysAgo(148), to: daysAgo(144) });
    await prune(shop);
    expect(await remaining(shop)).toEqual(["the proof", "of yesterday"]);
    const { closed } = await listIncidents(scope, { integrationId, now: new Date() });
    expect(closed).toMatchObject([{ causes: [{ checkId: proof }] }]);
  });
});

describe("incidents", () => {
  it("are deleted with their timelines once no page shows them, and keep the checks that prove them until then", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    const { merchantId } = scope;
    const check = async (days: number): Promise<string> => {
      const common = {
        merchantId,
        integrationId,
        trigger: "schedule",
        status: "done",
        verdict: "blocked",
        requestedBy: { ...scope.actor },
      };
      return (await inPlatform((tx) => tx.reachabilityCheck.create({ data: { ...common, requestedAt: daysAgo(days) } }))).id;
    };
    const open = (id: string, days: number, closedDaysAgo: number | null, checkId: string) =>
      inPlatform(async (tx) => {
        const closedAt = closedDaysAgo === null ? null : daysAgo(closedDaysAgo);
        await tx.incident.create({ data: { merchantId, integrationId, id, openedAt: daysAgo(days), closedAt, facts: {} } });
        const entry = { merchantId, incidentId: id, at: daysAgo(days), kind: "cause_found", details: { checkId } };
        await tx.incidentEntry.create({ data: entry });
      });
    const [forgotten, shown, standing] = [randomUUID(), randomUUID(), randomUUID()];
    const [, proof, first] = [await check(190), await check(160), await check(300)];
    await open(forgotten, 200, 181, randomUUID());
    await open(shown, 165, 160, proof);
    await open(standing, 300, null, first);
    await check(1);
    await prune(shop);
    const kept = await inPlatform((tx) => tx.incident.findMany({ where: { merchantId }, select: { id: true, entries: true } }));
    expect(kept.map(({ id, entries }) => [id, entries.length]).sort()).toEqual(
      [
        [shown, 1],
        [standing, 1],
      ].sort(),
    );
    const checks = await inPlatform((tx) => tx.reachabilityCheck.findMany({ where: { merchantId, requestedAt: { lt: daysAgo(2) } } }));
    expect(checks.map(({ id }) => id).sort()).toEqual([first, proof].sort());
  });
});

describe("notifications and their deliveries", () => {
  interface Note {
    name: string;
    kind: string;
    days: number;
    lane?: string;
    isWaiting?: boolean;
  }

  async function remaining(shop: ConnectedShop, readDaysAgo: number | null, notes: readonly Note[]): Promise<unknown[]> {
    const { scope, integrationId } = shop;
    const { merchantId } = scope;
    await inPlatform(async (tx) => {
      const member = await tx.membership.findFirstOrThrow({ where: { merchantId } });
      if (readDaysAgo !== null)
        await tx.notificationSetting.create({ data: { merchantId, personId: member.personId, readUntil: daysAgo(readDaysAgo) } });
      await tx.notification.createMany({
        data: notes.map(({ name, kind, days, lane, isWaiting }) => ({
          merchantId,
          integrationId,
          kind,
          lane: lane ?? null,
          params: { name },
          at: daysAgo(days),
          fannedOutAt: isWaiting ? null : daysAgo(days),
        })),
      });
    });
    await prune(shop);
    const rows = await inMerchant(merchantId, (tx) => tx.notification.findMany({ where: { merchantId }, orderBy: { at: "asc" } }));
    return rows.map(({ params }) => (params as { name: string }).name);
  }

  it("are deleted 100 days after being read, or with the incident that lists who was notified", async () => {
    const kept = await remaining(await connectShop(), 0, [
      { name: "long ago", kind: "needs_you", days: 190, lane: "orders_in" },
      { name: "recovered", kind: "recovered", days: 185, lane: "orders_in" },
      { name: "of an incident", kind: "needs_you", days: 120, lane: "orders_in" },
      { name: "recovered again", kind: "recovered", days: 119, lane: "orders_in" },
      { name: "report", kind: "report_green", days: 110 },
      { name: "not sent yet", kind: "report_green", days: 109, isWaiting: true },
      { name: "lately", kind: "report_green", days: 99 },
    ]);
    expect(kept).toEqual(["of an incident", "not sent yet", "lately"]);
  });

  it("are kept while unread", async () => {
    const notes = [{ name: "unread", kind: "report_green", days: 110 }];
    expect(await remaining(await connectShop(), null, notes)).toEqual(["unread"]);
    expect(await remaining(await connectShop(), 111, notes)).toEqual(["unread"]);
  });

  it("are deleted from the log at their age once sent, and kept while waiting to be sent", async () => {
    const shop = await connectShop();
    const { merchantId } = shop.scope;
    const { personId } = await inPlatform((tx) => tx.membership.findFirstOrThrow({ where: { merchantId } }));
    const delivery = (content: string, days: number, status: string) => ({
      merchantId,
      personId,
      content,
      status,
      dueAt: new Date(Date.now() + DAY_MS),
      createdAt: daysAgo(days),
      failure: `${content} ${days} ${status}`,
    });
    await inPlatform((tx) =>
      tx.notificationDelivery.createMany({
        data: [
          delivery("weekly", 101, "sent"),
          delivery("weekly", 99, "sent"),
          delivery("notices", 185, "sent"),
          delivery("notices", 101, "failed"),
          delivery("test", 300, "waiting"),
        ],
      }),
    );
    await prune(shop);
    const rows = await inMerchant(merchantId, (tx) => tx.notificationDelivery.findMany({ orderBy: { createdAt: "asc" } }));
    expect(rows.map(({ failure }) => failure)).toEqual(["test 300 waiting", "notices 101 failed", "weekly 99 sent"]);
  });
});

it("parcel events are kept for a year", async () => {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  await inPlatform((tx) =>
    tx.sendcloudParcel.createMany({
      data: [400, 366, 364, 1].map((days) => ({
        merchantId: scope.merchantId,
        integrationId,
        parcelId: BigInt(days),
        eventAt: daysAgo(days),
      })),
    }),
  );
  await prune(shop);
  const rows = await inMerchant(scope.merchantId, (tx) => tx.sendcloudParcel.findMany({ where: { integrationId } }));
  expect(rows.map(({ parcelId }) => Number(parcelId)).toSorted((one, other) => one - other)).toEqual([1, 364]);
});
