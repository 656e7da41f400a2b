import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobPlatformScope, staffScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countResults, listResults, printResults, type ShopResult } from "@/lib/operations/fleet/bulk-results";
import { countShops, listBulkJobs, listFittingShops } from "@/lib/operations/fleet/data";
import { parseFleetFilter } from "@/lib/operations/fleet/filter";
import { startBulkJob, stopBulkJob } from "@/lib/operations/fleet/mutations";
import { workBulkJobs } from "@/lib/operations/fleet/work-bulk-jobs";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const job = jobPlatformScope("test");
const staff = staffScope({ personId: randomUUID(), name: "Ana", email: "", isStaff: true, staffRole: "lead" });
if (!staff) throw new Error("no scope");
const ana = staff;
const NETWORK = "233.252.9.0/24";

const work = async () => {
  await inPlatform((tx) => tx.bulkJob.updateMany({ data: { nextAt: new Date(Date.now() - 60_000) } }));
  await workBulkJobs(job);
};

/** Ends the newest check of a shop as a worker would. */
const endCheck = (
  { scope: { merchantId }, integrationId }: ConnectedShop,
  data: { status: string; verdict?: string; causeCodes?: string[] },
) =>
  inMerchant(merchantId, (tx) =>
    tx.reachabilityCheck.updateMany({ where: { merchantId, integrationId, status: "queued" }, data: { ...data, finishedAt: new Date() } }),
  );

const startJob = async (filter: Parameters<typeof startBulkJob>[1], kind: "check" | "refresh" = "check") => {
  const started = await startBulkJob(ana, filter, { kind, reason: "Host says it is fixed", perMinute: 300 });
  if (!started.ok) throw new Error(started.reason);
  return started.value.jobId;
};
const jobOf = async (jobId: string) => (await listBulkJobs(job, jobId))[0];
const resultsOf = async (jobId: string, narrowing: { result?: ShopResult["result"]; detail?: string } = {}) =>
  (await listResults(job, jobId, narrowing, 1)).map(({ name, result, detail }) => [name, result, detail]);

let shops: ConnectedShop[];
beforeAll(async () => {
  shops = [];
  for (const name of ["Fine", "Blocked", "Lost", '=cmd|"x"']) {
    const shop = await connectShop();
    const { merchantId } = shop.scope;
    await inMerchant(merchantId, async (tx) => {
      await tx.integration.update({ where: { merchantId_id: { merchantId, id: shop.integrationId } }, data: { name } });
      await tx.lane.updateMany({ where: { merchantId, integrationId: shop.integrationId }, data: { state: "action_needed" } });
      await tx.fleetFact.create({
        data: {
          merchantId,
          integrationId: shop.integrationId,
          shopSystem: "woocommerce",
          network: NETWORK,
          cause: "ip_blocked",
          since: new Date(),
          checkedAt: new Date(),
        },
      });
    });
    shops.push(shop);
  }
});
afterAll(closeQueue);

const filter = { network: NETWORK };

describe("a bulk job", () => {
  test("shows what became of each shop and why, counts it, and is done once every shop has a result", async () => {
    const jobId = await startJob(filter);
    expect(await countResults(job, jobId)).toEqual([{ result: "waiting", detail: null, count: 4 }]);
    await work();
    expect(await countResults(job, jobId)).toEqual([{ result: "running", detail: null, count: 4 }]);
    const [fine, blocked, lost, formula] = shops;
    if (!fine || !blocked || !lost || !formula) throw new Error("no shop");
    await endCheck(fine, { status: "done", verdict: "healthy" });
    await endCheck(blocked, { status: "done", verdict: "blocked", causeCodes: ["ip_blocked", "slow"] });
    await endCheck(lost, { status: "failed" });
    await work();
    expect(await jobOf(jobId)).toMatchObject({ status: "running", passed: 1, failed: 2, running: 1, ended: 3 });
    await endCheck(formula, { status: "done", verdict: "degraded", causeCodes: ["ip_blocked"] });
    await work();
    expect(await jobOf(jobId)).toMatchObject({ status: "done", passed: 1, failed: 3, running: 0, ended: 4 });
    expect(await countResults(job, jobId)).toEqual([
      { result: "failed", detail: "ip_blocked", count: 2 },
      { result: "failed", detail: "check_failed", count: 1 },
      { result: "passed", detail: null, count: 1 },
    ]);
    expect((await resultsOf(jobId)).at(-1), "what failed comes first").toEqual(["Fine", "passed", null]);
    expect(await resultsOf(jobId, { result: "failed", detail: "check_failed" })).toEqual([["Lost", "failed", "check_failed"]]);
  });

  test("of its failed shops is repeated for exactly those, however often", async () => {
    const [first] = await inPlatform((tx) => tx.bulkJob.findMany({ orderBy: { createdAt: "asc" }, take: 1 }));
    const failed = { job: first?.id ?? "", result: "failed" } as const;
    expect(await countShops(job, failed)).toBe(3);
    expect((await listFittingShops(job, failed, 1)).map(({ row }) => row.name)).not.toContain("Fine");
    await inPlatform((tx) => tx.reachabilityCheck.updateMany({ data: { requestedAt: new Date(0) } }));
    const again = await startJob(failed);
    await work();
    for (const shop of shops) await endCheck(shop, { status: "done", verdict: "healthy" });
    await work();
    expect(await jobOf(again)).toMatchObject({ status: "done", total: 3, passed: 3 });
    expect(await jobOf(failed.job), "the first keeps its results").toMatchObject({ failed: 3 });
    expect(await startBulkJob(ana, { job: again, result: "failed" }, { kind: "check", reason: "again", perMinute: 10 })).toMatchObject({
      ok: false,
    });
  });

  test("names why a shop was refused, and which shops it never reached once it was stopped", async () => {
    await inPlatform((tx) => tx.reachabilityCheck.updateMany({ data: { requestedAt: new Date() } }));
    const refused = await startJob(filter);
    await work();
    expect(await countResults(job, refused)).toEqual([{ result: "failed", detail: "too_soon", count: 4 }]);
    const stopped = await startJob(filter);
    await stopBulkJob(ana, stopped);
    await work();
    expect(await countResults(job, stopped)).toEqual([{ result: "skipped", detail: null, count: 4 }]);
  });

  test("of Refreshes stores the result before no-op runs are compacted", async () => {
    const jobId = await startJob(filter, "refresh");
    await work();
    const runs = await inPlatform((tx) => tx.syncRun.findMany({ where: { trigger: "refresh", status: "queued" } }));
    expect(runs).toHaveLength(4);
    await inPlatform((tx) =>
      tx.syncRun.updateMany({
        where: { id: { in: runs.slice(1).map(({ id }) => id) } },
        data: { status: "succeeded", finishedAt: new Date() },
      }),
    );
    await inPlatform((tx) =>
      tx.syncRun.updateMany({ where: { id: runs[0]?.id ?? "" }, data: { status: "failed", failure: "blocked", finishedAt: new Date() } }),
    );
    await work();
    await inPlatform((tx) => tx.syncRun.deleteMany({ where: { id: { in: runs.map(({ id }) => id) } } }));
    await work();
    expect(await countResults(job, jobId)).toEqual([
      { result: "failed", detail: "blocked", count: 1 },
      { result: "passed", detail: null, count: 3 },
    ]);
  });

  test("is saved as a file of all its shops, or of those that match, without a cell that a spreadsheet would evaluate", async () => {
    const [first] = await inPlatform((tx) => tx.bulkJob.findMany({ orderBy: { createdAt: "asc" }, take: 1 }));
    const read = async (query: object) => {
      let file = "";
      for await (const piece of printResults(job, first?.id ?? "", query)) file += piece;
      return file;
    };
    const all = await read({});
    expect(all.trim().split("\r\n")).toHaveLength(5);
    expect(all).toContain("check_failed");
    expect(all).not.toMatch(/(^|,)"?=/m);
    expect((await read({ result: "passed" })).trim().split("\r\n")).toHaveLength(2);
  });
});

test("a result without its job is no filter, so that it never holds more shops than meant", () => {
  expect(parseFleetFilter({ result: "failed", detail: "ip_blocked" })).toEqual({});
  expect(parseFleetFilter({ job: "x", result: "failed" })).toEqual({});
});
