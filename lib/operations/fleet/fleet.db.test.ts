import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { jobPlatformScope, jobScope, staffScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { findIntegrationRow } from "@/lib/integrations/data";
import { tellShop } from "@/lib/integrations/story";
import { countFleet, readCourse, recordHourlyCounts } from "@/lib/operations/fleet/counts";
import { countShops, listBulkJobs, listFittingShops, listFleetIncidents, listKnownProblems } from "@/lib/operations/fleet/data";
import { fleetFilterSchema } from "@/lib/operations/fleet/filter";
import { watchFleet } from "@/lib/operations/fleet/incidents";
import { startBulkJob, stopBulkJob } from "@/lib/operations/fleet/mutations";
import { networkOf } from "@/lib/operations/fleet/record-fact";
import { workBulkJobs } from "@/lib/operations/fleet/work-bulk-jobs";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

const job = jobPlatformScope("test");
const staff = staffScope({ personId: randomUUID(), name: "Ana", email: "", isStaff: true, sourceAddress: "192.0.2.9" });
if (!staff) throw new Error("no scope");
const ana = staff;
const NETWORK = "192.0.2.0/24";

interface Shop {
  merchantId: string;
  integrationId: string;
}

/** Creating thousands of shops is slow on a busy machine. */
const FIXTURE = { timeoutMs: 120_000 };

/** Creates `count` shops with facts, each with its own merchant or shared among `merchants`, all in one network, failing or not. */
async function makeShops(
  count: number,
  fact: { network: string; cause: string | null; since?: Date },
  merchants: readonly string[] = [],
): Promise<Shop[]> {
  const shops = Array.from({ length: count }, (_, index) => ({
    merchantId: merchants[index % merchants.length] ?? randomUUID(),
    integrationId: randomUUID(),
  }));
  await inPlatform(async (tx) => {
    await tx.merchant.createMany({
      data: shops.map(({ merchantId }) => ({ id: merchantId, name: `M ${merchantId}` })),
      skipDuplicates: true,
    });
    await tx.integration.createMany({
      data: shops.map(({ merchantId, integrationId: id }) => ({
        merchantId,
        id,
        name: `Shop ${id}`,
        shopSystem: "woocommerce",
        baseUrl: `https://${id}.example`,
        credentials: new Uint8Array(4),
      })),
    });
    await tx.lane.createMany({
      data: shops.flatMap((shop) => [
        { ...shop, lane: "orders_in", state: fact.cause ? "action_needed" : "regular" },
        { ...shop, lane: "tracking_out" },
      ]),
    });
    const since = fact.cause ? (fact.since ?? new Date()) : null;
    await tx.fleetFact.createMany({
      data: shops.map((shop) => ({
        ...shop,
        shopSystem: "woocommerce",
        server: "nginx",
        network: fact.network,
        cause: fact.cause,
        since,
        checkedAt: new Date(),
        egress: fact.cause ? ["203.0.113.2"] : [],
      })),
    });
    await tx.$executeRawUnsafe(INCIDENTS_OF_LANES);
  }, FIXTURE);
  return shops;
}

const recover = (shops: readonly Shop[]) =>
  inPlatform(async (tx) => {
    const ids = shops.map(({ integrationId }) => integrationId);
    await tx.fleetFact.updateMany({ where: { integrationId: { in: ids } }, data: { cause: null, since: null } });
    await tx.lane.updateMany({ where: { integrationId: { in: ids } }, data: { state: "regular" } });
    await tx.incident.updateMany({ where: { integrationId: { in: ids }, closedAt: null }, data: { closedAt: new Date() } });
  });

const problemsOf = ({ merchantId, integrationId }: Shop) => listKnownProblems(jobScope("test", merchantId), integrationId);
const rowOf = ({ merchantId, integrationId }: Shop) => findIntegrationRow(jobScope("test", merchantId), integrationId);
const openIncidents = async () => (await listFleetIncidents(job)).filter(({ resolvedAt }) => resolvedAt === null);

let refused: Shop[];
let healthy: Shop[];
beforeAll(async () => {
  refused = await makeShops(37, { network: NETWORK, cause: "ip_blocked", since: new Date("2026-11-25T09:40:00Z") });
  healthy = await makeShops(120, { network: "198.51.100.0/24", cause: null });
});

test("a count equals the length of the list it links to", async () => {
  const [one, other] = await makeShops(2, { network: "203.0.113.0/24", cause: "ip_blocked" });
  await inPlatform(async (tx) => {
    await tx.lane.updateMany({ where: { integrationId: one?.integrationId ?? "", lane: "orders_in" }, data: { state: "paused" } });
    await tx.fleetFact.updateMany({ where: { integrationId: other?.integrationId ?? "" }, data: { shopSystem: "magento" } });
  });
  const linked = (await countFleet(job)).filter(({ value }) => value !== "paused");
  expect(linked.map(({ dimension }) => dimension)).toEqual(
    expect.arrayContaining(["state", "cause", "shopSystem", "server", "network", "egress"]),
  );
  for (const { dimension, value, count } of linked)
    expect(await countShops(job, fleetFilterSchema.parse({ [dimension]: value })), `${dimension} ${value}`).toBe(count);
  await recover([one, other].filter((shop) => shop !== undefined));
});

describe("an incident of many shops", () => {
  test("opens automatically once, and shows each affected merchant its start and size but no other shop", async () => {
    await watchFleet(job);
    await watchFleet(job);
    const [incident, ...others] = await openIncidents();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ cause: "ip_blocked", shops: 37, merchants: 37, traits: { network: NETWORK, egress: "203.0.113.2" } });
    const [first, second] = refused;
    if (!first || !second) throw new Error("no shop");
    const members = await inPlatform((tx) => tx.fleetIncidentShop.findMany({ include: { shopIncident: true } }));
    for (const { integrationId, shopIncident } of members) expect(shopIncident).toMatchObject({ integrationId, closedAt: null });
    const [problem, ...more] = await problemsOf(first);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ shops: 37, startedAt: new Date("2026-11-25T09:40:00Z"), own: [{ id: first.integrationId }] });
    const reported = JSON.stringify(problem);
    for (const { merchantId, integrationId } of refused.slice(1)) {
      expect(reported).not.toContain(integrationId);
      expect(reported).not.toContain(merchantId);
    }
    for (const shop of healthy.slice(0, 3)) expect(await problemsOf(shop)).toEqual([]);
  });

  test("holds shops whose orders still arrive another way, as long as their own incidents hold its cause", async () => {
    const network = "203.0.114.0/24";
    const shops = await makeShops(20, { network, cause: "ip_blocked" });
    const ids = shops.map(({ integrationId }) => integrationId);
    const incidentOf = async () => (await openIncidents()).find(({ traits }) => traits.network === network);
    const cause = { code: "ip_blocked", clearedAt: null as string | null };
    await inPlatform(async (tx) => {
      await tx.lane.updateMany({ where: { integrationId: { in: ids } }, data: { state: "regular" } });
      await tx.incident.updateMany({ where: { integrationId: { in: ids } }, data: { facts: { causes: [cause] } } });
    });
    await watchFleet(job);
    expect(await incidentOf()).toMatchObject({ cause: "ip_blocked", shops: 20 });
    const cleared = { causes: [{ ...cause, clearedAt: new Date().toISOString() }] };
    await inPlatform((tx) => tx.incident.updateMany({ where: { integrationId: { in: ids } }, data: { facts: cleared } }));
    await watchFleet(job);
    expect(await incidentOf()).toBeUndefined();
    await recover(shops);
  });

  test("adds shops that start to fail like the others, and drops recovered ones", async () => {
    const [late] = await makeShops(1, { network: NETWORK, cause: "ip_blocked", since: new Date("2026-11-25T09:55:00Z") });
    const [recovered] = refused;
    if (!late || !recovered) throw new Error("no shop");
    await recover([recovered]);
    await watchFleet(job);
    expect(await openIncidents()).toMatchObject([{ shops: 37, mostShops: 38 }]);
    expect(await problemsOf(late)).toHaveLength(1);
    expect(await problemsOf(recovered)).toEqual([]);
    refused.push(late);
  });

  test("ends once nearly all shops have recovered, and is then shown to no merchant", async () => {
    await recover(refused.slice(0, -2));
    await watchFleet(job);
    expect(await openIncidents()).toEqual([]);
    for (const shop of refused.slice(-2)) expect(await problemsOf(shop)).toEqual([]);
    await recover(refused);
  });

  test("does not open for fewer than five shops", async () => {
    const few = await makeShops(4, { network: "203.0.113.0/24", cause: "ip_blocked" });
    await watchFleet(job);
    expect(await openIncidents()).toEqual([]);
    await recover(few);
  });

  test("is opened once for 5,000 shops at once, at the first pass", async () => {
    const many = await makeShops(5_000, { network: "100.64.0.0/24", cause: "connection_timed_out" });
    await watchFleet(job);
    expect(await openIncidents()).toMatchObject([{ shops: 5_000, cause: "connection_timed_out" }]);
    await recover(many);
    await watchFleet(job);
    expect(await openIncidents()).toEqual([]);
  });
});

describe("the counts of the fleet", () => {
  test("are stored once per hour and read as a time series", async () => {
    const [shop] = await makeShops(1, { network: "203.0.113.0/24", cause: "server_error" });
    const counts = await countFleet(job);
    expect(counts).toContainEqual({ dimension: "cause", value: "server_error", count: 1 });
    expect(counts.find(({ dimension, value }) => dimension === "state" && value === "action_needed")?.count).toBe(1);
    await recordHourlyCounts(job);
    await recordHourlyCounts(job);
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    await inPlatform((tx) =>
      tx.fleetSnapshot.create({
        data: { at: new Date(hour.getTime() - 3 * 3_600_000), dimension: "cause", value: "server_error", count: 7 },
      }),
    );
    expect((await readCourse(job, 24)).get("cause server_error")).toEqual([7, 0, 0, 1]);
    if (shop) await recover([shop]);
  });

  test.each([
    ["192.0.2.77", "192.0.2.0/24"],
    ["::ffff:192.0.2.77", "192.0.2.0/24"],
    ["2001:db8:1:2::3", "2001:db8:1::/48"],
    ["nonsense", null],
    [null, null],
  ])("assign the address %s to the network %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

test("pages list every shop that matches a filter exactly once, as many as are counted", async () => {
  const shops = await makeShops(60, { network: "233.252.7.0/24", cause: "server_error" });
  const filter = { network: "233.252.7.0/24" };
  const seen: string[] = [];
  for (const page of [1, 2]) {
    const found = await listFittingShops(job, filter, page);
    seen.push(...found.map(({ row }) => row.id));
    expect(found[0]?.merchantName).toMatch(/^M /);
  }
  expect(seen.toSorted()).toEqual(shops.map(({ integrationId }) => integrationId).toSorted());
  expect(await countShops(job, filter)).toBe(60);
  await recover(shops);
});

describe("a job over many shops", () => {
  const order = { kind: "check", reason: "Provider says it is fixed", perMinute: 60 } as const;
  const jobOf = async (jobId: string) => (await listBulkJobs(job, jobId))[0];

  test("checks every matching shop once, audited as the staff member with the reason, and shows its progress", async () => {
    const shops = await makeShops(4, { network: "233.252.0.0/24", cause: "server_error" });
    expect(await countShops(job, { network: "233.252.0.0/24" })).toBe(4);
    const started = await startBulkJob(ana, { network: "233.252.0.0/24" }, order);
    const jobId = started.ok ? started.value.jobId : "";
    const work = async () => {
      await inPlatform((tx) => tx.bulkJob.updateMany({ data: { nextAt: new Date(Date.now() - 1) } }));
      await workBulkJobs(job);
    };
    for (let round = 0; round < 5; round += 1) await work();
    expect(await jobOf(jobId)).toMatchObject({ status: "running", total: 4, running: 4, ended: 0 });
    const checks = await inPlatform((tx) =>
      tx.reachabilityCheck.findMany({ where: { integrationId: { in: shops.map(({ integrationId }) => integrationId) } } }),
    );
    expect(checks).toHaveLength(4);
    expect(checks[0]?.requestedBy).toMatchObject({ kind: "staff", name: "Ana", reason: order.reason });
    const audited = await inPlatform((tx) =>
      tx.auditEvent.findMany({ where: { action: "check_requested", merchantId: shops[0]?.merchantId ?? "" } }),
    );
    expect(audited).toMatchObject([{ actor: { reason: order.reason }, sourceAddress: "192.0.2.9" }]);
    await inPlatform((tx) => tx.reachabilityCheck.updateMany({ data: { status: "done", verdict: "healthy", finishedAt: new Date() } }));
    await work();
    expect(await jobOf(jobId)).toMatchObject({ status: "done", passed: 4, ended: 4, endedAt: expect.any(Date) });
    await recover(shops);
  });

  test("keeps to its rate however many workers there are, and takes no shop after it is stopped", async () => {
    const shops = await makeShops(30, { network: "233.252.1.0/24", cause: "server_error" });
    const started = await startBulkJob(ana, { network: "233.252.1.0/24" }, { ...order, perMinute: 10 });
    const jobId = started.ok ? started.value.jobId : "";
    await Promise.all(Array.from({ length: 6 }, () => workBulkJobs(job)));
    expect((await jobOf(jobId))?.running).toBe(1);
    expect(await stopBulkJob(ana, jobId)).toEqual({ ok: true, value: true });
    expect(await stopBulkJob(ana, jobId)).toEqual({ ok: false, reason: "not_running" });
    expect(await inPlatform((tx) => tx.platformEvent.count({ where: { action: "bulk_stopped" } }))).toBe(1);
    await inPlatform((tx) => tx.bulkJob.updateMany({ data: { nextAt: new Date(0) } }));
    await workBulkJobs(job);
    expect(await jobOf(jobId)).toMatchObject({ status: "stopped", running: 1, total: 30 });
    await recover(shops);
  });

  test("is refused without a filter, and when no shop matches, and leaves neither a job nor a line in the log", async () => {
    const stored = () =>
      inPlatform(async (tx) => [await tx.bulkJob.count(), await tx.platformEvent.count({ where: { action: "bulk_started" } })]);
    const before = await stored();
    expect(await startBulkJob(ana, {}, order)).toEqual({ ok: false, reason: "filter_empty" });
    expect(await startBulkJob(ana, { network: "240.0.0.0/24" }, order)).toEqual({ ok: false, reason: "no_shop" });
    expect(await stored()).toEqual(before);
    await closeQueue();
  });
});

test("an incident is shown to merchants only once five of them share it", async () => {
  const fact = { network: "203.0.113.0/24", cause: "method_blocked", since: new Date("2026-11-26T09:40:00Z") };
  const four = Array.from({ length: 4 }, () => randomUUID());
  const shops = await makeShops(40, fact, four);
  await watchFleet(job);
  const [first] = shops;
  if (!first) throw new Error("no shop");
  expect(await openIncidents(), "support sees it").toContainEqual(expect.objectContaining({ shops: 40, merchants: 4 }));
  expect(await problemsOf(first)).toEqual([]);
  expect((await rowOf(first))?.shared).toBeNull();
  const fifth = await makeShops(1, { ...fact, since: new Date("2026-11-26T09:45:00Z") });
  await watchFleet(job);
  expect(await problemsOf(first)).toMatchObject([{ shops: 41 }]);
  const row = await rowOf(first);
  expect(row?.shared).toEqual({ shops: 41, since: fact.since.toISOString(), isAsked: false, isAtHost: true });
  const story = row && tellShop(row, { kind: "member", canAct: true }, new Date());
  expect(story).toMatchObject({ headline: { key: "what.shared", values: { shops: 41 } }, step: null });
  const sharedBy = async (traits: Record<string, string>) => {
    await inPlatform((tx) => tx.fleetIncident.updateMany({ where: { resolvedAt: null }, data: { traits } }));
    return (await rowOf(first))?.shared ?? null;
  };
  for (const traits of [{ egress: "203.0.113.2" }, {}]) expect(await sharedBy(traits)).toMatchObject({ isAtHost: false });
  for (const traits of [{ shopSystem: "woocommerce" }, { server: "nginx" }, { egress: "203.0.113.2", blocker: "wordfence" }])
    expect(await sharedBy(traits), "a merchant can mend what comes from their own software").toBeNull();
  const [outsider] = await makeShops(1, { network: "198.51.100.0/24", cause: null });
  const seen = await inMerchant(outsider?.merchantId ?? "", (tx) => tx.$queryRaw`select id from fleet_incident`);
  expect(seen, "another merchant reads none, whatever it asks").toEqual([]);
  await recover([...shops, ...fifth]);
  await watchFleet(job);
});
