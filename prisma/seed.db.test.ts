import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "demo-seed-"));
process.env["DEMO_FOLDER"] = folder;
process.env["DEMO_PASSWORD"] = "drawn for a test";
// The environment is read once, and the setup of the tests may have read it.
vi.resetModules();
const { jobScope } = await import("@/lib/identity/accounts/access");
const { findIntegrationRow } = await import("@/lib/integrations/data");
const { inPlatform } = await import("@/lib/infra/db");
const { unseal } = await import("@/lib/infra/secrets");
const { toLaneName } = await import("@/lib/health/lane/lane-name");
const { LANES } = await import("@/lib/health/lane/lane-name");
const { effectOf, needsAction } = await import("@/lib/incidents/effects");
const { toIncident } = await import("@/lib/incidents/record");
const { seedDemo } = await import("@/prisma/seed");
const { DEMO_SHOPS } = await import("@/lib/testing/demo-shops");
const { listOrdersAtEpoch } = await import("@/lib/testing/demo-orders");
const { readOrMakeEpoch } = await import("@/lib/testing/demo-folder");
const { placesOfParcel } = await import("@/lib/testing/fake-shops/fake-order");

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test("the demo is seeded into an empty database once, and never into one with an account", async () => {
  expect(await seedDemo()).toBe(true);
  const before = await inPlatform((tx) => tx.shopOrder.count());
  expect(await seedDemo()).toBe(false);
  expect(await inPlatform((tx) => tx.shopOrder.count())).toBe(before);
});

test("each demo shop has its orders, its own sealed key and a ledger that covers exactly the stored orders", async () => {
  const integrations = await inPlatform((tx) =>
    tx.integration.findMany({ include: { orders: true, coverageIntervals: true, lanes: true } }),
  );
  expect(integrations.map(({ name }) => name).toSorted()).toEqual(DEMO_SHOPS.map(({ name }) => name).toSorted());
  for (const integration of integrations) {
    const shop = DEMO_SHOPS.find(({ name }) => name === integration.name);
    if (!integration.credentials || !integration.credentialsKeyId) throw new Error(`${integration.name} has no credentials`);
    const opened = unseal({ bytes: integration.credentials, keyId: integration.credentialsKeyId }, `integration:${integration.id}`);
    expect(JSON.parse(opened)).toEqual(shop?.credentials);
    expect(integration.lanes).toHaveLength(2);
    const until = integration.coverageIntervals[0]?.coveredTo;
    expect(integration.orders.every((order) => until !== undefined && order.modifiedAt < until)).toBe(true);
    expect(integration.orders.length > 0).toBe(shop?.importedUntilMinutes !== null);
  }
});

test("each past parcel was sent to its shop before tracking broke there, with a note; later ones wait", async () => {
  const epoch = readOrMakeEpoch(folder);
  const integrations = await inPlatform((tx) =>
    tx.integration.findMany({
      include: { lanes: true, shipments: { include: { order: { select: { externalId: true, status: true } } } } },
    }),
  );
  for (const { name, lanes, shipments } of integrations) {
    const shop = DEMO_SHOPS.find((known) => known.name === name);
    if (!shop) throw new Error(`${name} is no shop of the demo`);
    const orders = new Map(listOrdersAtEpoch(shop, epoch).map((order) => [String(order.id), order]));
    const brokenSince = lanes.find(({ lane, state }) => lane === "tracking_out" && state !== "regular")?.since ?? epoch;
    expect(shipments.length > 0, name).toBe(shop.importedUntilMinutes !== null);
    for (const { trackingNumber, status, recordedAt, sentAt, order } of shipments) {
      const kept = orders.get(order.externalId);
      const places = kept && placesOfParcel(kept, trackingNumber).length;
      if (recordedAt < brokenSince) expect([status, order.status, sentAt, places]).toEqual(["sent", "completed", recordedAt, 1]);
      else expect([status, sentAt, places]).toEqual(["waiting", null, 0]);
    }
  }
  const waiting = integrations.flatMap(({ name, shipments }) => shipments.filter(({ status }) => status === "waiting").map(() => name));
  expect(new Set(waiting)).toEqual(new Set(["Tuin & Pot"]));
});

test("nothing happened before what it needs: members, then shops, then their runs, states and parcels", async () => {
  const integrations = await inPlatform((tx) =>
    tx.integration.findMany({
      include: { lanes: true, syncRuns: true, shipments: { include: { order: true } }, merchant: { include: { memberships: true } } },
    }),
  );
  const connections = await inPlatform((tx) => tx.auditEvent.findMany({ where: { action: "integration_connected" } }));
  for (const { id, name, createdAt, merchant, lanes, syncRuns, shipments } of integrations) {
    expect(merchant.createdAt <= createdAt, name).toBe(true);
    const { actor } = connections.find(({ integrationId }) => integrationId === id) ?? {};
    const member = merchant.memberships.find(({ personId }) => JSON.stringify(actor).includes(personId));
    expect(member && member.createdAt <= createdAt, `connected by a member: ${name}`).toBe(true);
    for (const { since, failingSince } of lanes)
      expect(
        [since, failingSince ?? since].every((at) => at >= createdAt),
        name,
      ).toBe(true);
    for (const { requestedAt } of syncRuns) expect(requestedAt >= createdAt, name).toBe(true);
    for (const { recordedAt, order } of shipments) expect(recordedAt >= order.placedAt, name).toBe(true);
  }
});

test("each shop has the incidents of its past, closed, and one open as its lanes are, with their dates", async () => {
  const integrations = await inPlatform((tx) =>
    tx.integration.findMany({ include: { lanes: true, laneTransitions: true, incidents: { orderBy: { openedAt: "asc" } } } }),
  );
  for (const { name, createdAt, lanes, laneTransitions, refusedVisitors, incidents: rows } of integrations) {
    const incidents = rows.map(toIncident);
    const [open, past] = [incidents.filter(({ closedAt }) => !closedAt), incidents.filter(({ closedAt }) => closedAt)];
    const isTroubled = lanes.some(({ failingSince }) => failingSince) || (refusedVisitors as unknown[]).length > 0;
    expect(open.length, name).toBe(isTroubled ? 1 : 0);
    for (const { lane, failingSince } of lanes)
      expect(open[0]?.lanes[toLaneName(lane)]?.failingSince ?? null, `${name}: ${lane}`).toEqual(failingSince);
    expect(past.length, name).toBe(laneTransitions.filter(({ toState }) => toState === "regular").length);
    for (const [place, { openedAt, closedAt }] of past.entries()) {
      expect(openedAt >= createdAt, name).toBe(true);
      expect(closedAt && closedAt <= (incidents[place + 1]?.openedAt ?? new Date()), `${name}: one after the other`).toBe(true);
    }
  }
  expect(integrations.some(({ incidents }) => incidents.length > 1)).toBe(true);
});

test("members were notified of each trouble that needs action when it began, and of nothing else", async () => {
  const integrations = await inPlatform((tx) => tx.integration.findMany({ include: { notifications: true, incidents: true } }));
  for (const { name, notifications, incidents } of integrations) {
    const open = incidents.map(toIncident).filter((incident) => !incident.closedAt && needsAction(incident));
    const began = open.flatMap((incident) => LANES.flatMap((lane) => effectOf(incident, lane)?.since.getTime() ?? []));
    expect(
      notifications.map(({ kind, at }) => [kind, at.getTime()]),
      name,
    ).toEqual(open.map(() => ["needs_you", Math.min(...began)]));
  }
  expect(integrations.some(({ notifications }) => notifications.length > 0)).toBe(true);
});

test("the counts of past runs add up to the stored orders", async () => {
  const integrations = await inPlatform((tx) =>
    tx.integration.findMany({ include: { syncRuns: true, _count: { select: { orders: true } } } }),
  );
  for (const { syncRuns, _count, name } of integrations) {
    expect(
      syncRuns.reduce((sum, run) => sum + run.created, 0),
      name,
    ).toBe(_count.orders);
  }
});

test("every shop has a real check, except the one that a check would recover before a user clicks Refresh", async () => {
  const unchecked = await inPlatform((tx) => tx.integration.findMany({ where: { checks: { none: {} } }, include: { lanes: true } }));
  expect(unchecked.map(({ name }) => name)).toEqual(["Fietsen Vandaag"]);
  expect(unchecked[0]?.lanes.find(({ lane }) => lane === "orders_in")?.state).toBe("throttled");
});

test("the estimate of a shop's missed orders is missing or close to the orders that wait in it", async () => {
  const epoch = readOrMakeEpoch(folder);
  const integrations = await inPlatform((tx) => tx.integration.findMany({ select: { id: true, merchantId: true, name: true } }));
  const estimated: string[] = [];
  for (const { id, merchantId, name } of integrations) {
    const shop = DEMO_SHOPS.find((known) => known.name === name);
    const { missedOrders } = (await findIntegrationRow(jobScope("test", merchantId), id))?.effect ?? {};
    if (!shop || !missedOrders) continue;
    estimated.push(shop.slug);
    const until = epoch.getTime() - (shop.importedUntilMinutes ?? 0) * 60_000;
    const waiting = listOrdersAtEpoch(shop, epoch).filter(({ createdAt }) => createdAt.getTime() >= until).length;
    expect(Math.abs(missedOrders - waiting), `${name}: about ${missedOrders} of ${waiting}`).toBeLessThanOrEqual(waiting / 5);
  }
  expect(estimated).toContain("fietsen-vandaag");
});
