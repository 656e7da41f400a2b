import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { latestCheck } from "@/lib/check/data";
import { executeCheck } from "@/lib/check/execute-check";
import { requestCheck } from "@/lib/check/mutations";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { getRun, listTransitions } from "@/lib/sync/data";
import { announceMaintenance, endMaintenance, pauseSync, requestFirstImport, requestRefresh, resumeSync } from "@/lib/sync/mutations";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";
import { claimRun } from "@/lib/sync/run/lifecycle";
import { connectShop } from "@/lib/testing/connect-shop";
import { LOOPBACK, workOn } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

interface Ids {
  integrationId: string;
  runId: string;
  checkId: string;
}

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

/** Every function of this domain that takes an id, with its answer for a foreign id. */
const CASES: [string, (scope: MerchantScope, ids: Ids) => Promise<unknown>, unknown][] = [
  ["getRun", (scope, { runId }) => getRun(scope, runId), null],
  ["listRunViews", (scope, { integrationId }) => listRunViews(scope, integrationId, 10), []],
  ["listTransitions", (scope, { integrationId }) => listTransitions(scope, integrationId), []],
  ["latestCheck", (scope, { integrationId }) => latestCheck(scope, integrationId), null],
  ["listAuditEntries", (scope, { integrationId }) => listAuditEntries(scope, { integrationId }), []],
  ["requestRefresh", (scope, ids) => requestRefresh(scope, ids), { ok: false, reason: { code: "not_found" } }],
  ["requestFirstImport", (scope, ids) => requestFirstImport(scope, ids), { ok: false, reason: { code: "not_found" } }],
  ["requestCheck", (scope, ids) => requestCheck(scope, { ...ids, trigger: "manual" }), { ok: false, reason: { code: "not_found" } }],
  ["pauseSync", (scope, ids) => pauseSync(scope, ids), { ok: false, reason: "not_found" }],
  ["resumeSync", (scope, ids) => resumeSync(scope, ids), { ok: false, reason: "not_found" }],
  ["announceMaintenance", (scope, ids) => announceMaintenance(scope, { ...ids, until: inAnHour() }), { ok: false, reason: "not_found" }],
  ["endMaintenance", (scope, ids) => endMaintenance(scope, ids), { ok: false, reason: "not_found" }],
  ["claimRun", (scope, ids) => claimRun(scope, ids), null],
];

const everythingOf = (merchantId: string) =>
  inPlatform(async (tx) => ({
    runs: await tx.syncRun.findMany({ where: { merchantId } }),
    lanes: await tx.lane.findMany({ where: { merchantId }, orderBy: { lane: "asc" } }),
    checks: await tx.reachabilityCheck.findMany({ where: { merchantId } }),
    audit: await tx.auditEvent.count({ where: { merchantId } }),
    moves: await tx.laneTransition.count({ where: { merchantId } }),
  }));

describe("a merchant", () => {
  it.each(CASES)("cannot read or change another one's data by %s, and unknown ids get the same answer", async (_, call, answer) => {
    const foreign = await connectShop();
    const run = await requestRefresh(foreign.scope, foreign);
    const check = await requestCheck(foreign.scope, { ...foreign, trigger: "manual" });
    if (!run.ok || !check.ok) throw new Error("refused");
    await pauseSync(foreign.scope, foreign);
    const before = await everythingOf(foreign.scope.merchantId);
    const { scope } = await connectShop();
    const ids = { integrationId: foreign.integrationId, runId: run.value.runId, checkId: check.value.checkId };
    expect(await call(scope, ids)).toEqual(answer);
    expect(await call(scope, { integrationId: randomUUID(), runId: randomUUID(), checkId: randomUUID() })).toEqual(answer);
    expect(await everythingOf(foreign.scope.merchantId)).toEqual(before);
  });

  it("cannot have a job act on another one's ids", async () => {
    const foreign = await connectShop();
    const run = await requestRefresh(foreign.scope, foreign);
    const check = await requestCheck(foreign.scope, { ...foreign, trigger: "manual" });
    if (!run.ok || !check.ok) throw new Error("refused");
    const { scope } = await connectShop();
    const before = await everythingOf(foreign.scope.merchantId);
    await workOn({ scope, integrationId: foreign.integrationId }, run.value.runId);
    await executeCheck(
      jobScope("check-shop", scope.merchantId),
      { integrationId: foreign.integrationId, checkId: check.value.checkId },
      { outside: LOOPBACK, signal: new AbortController().signal, engine: () => Promise.reject(new Error("must not be asked")) },
    );
    expect(await everythingOf(foreign.scope.merchantId)).toEqual(before);
  });
});
