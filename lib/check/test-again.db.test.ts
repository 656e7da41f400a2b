import { afterAll, describe, expect, it } from "vitest";
import { type CheckView, latestCheck } from "@/lib/check/data";
import { executeCheck } from "@/lib/check/execute-check";
import { requestCheck, requestTestAgain, TEST_AGAIN_PAUSE_SECONDS } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { RETEST_REQUESTS, retestCause } from "@/lib/check/probe/retest";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { connectShop } from "@/lib/testing/connect-shop";
import { recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

const outside = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};

/** Runs the check as the worker does, from its queued job. */
async function work(shop: SyncedShop, checkId: string): Promise<CheckView> {
  const [job] = await inPlatform(
    (tx) => tx.$queryRaw<{ data: JobPayloads["check-shop"] }[]>`
      select data from pgboss.job where name = 'check-shop' and data->>'checkId' = ${checkId}`,
  );
  if (!job) throw new Error("no job");
  const { integrationId, again = null } = job.data;
  const signal = new AbortController().signal;
  const environment = { outside, signal, engine: runCheck, retest: retestCause, again };
  await executeCheck(jobScope("check-shop", shop.scope.merchantId), { integrationId, checkId }, environment);
  const check = await latestCheck(shop.scope, integrationId);
  if (check?.id !== checkId) throw new Error("the check has no result");
  return check;
}

async function checkAll(shop: SyncedShop): Promise<CheckView> {
  const started = await requestCheck(shop.scope, { integrationId: shop.integrationId, trigger: "schedule" });
  if (!started.ok) throw new Error(started.reason.code);
  return work(shop, started.value.checkId);
}

async function testAgain(shop: SyncedShop, of: CheckView, causeIndex = 0): Promise<CheckView> {
  const started = await requestTestAgain(shop.scope, { integrationId: shop.integrationId, ofCheckId: of.id, causeIndex });
  if (!started.ok) throw new Error(started.reason.code);
  return work(shop, started.value.checkId);
}

const letPauseEnd = ({ integrationId }: SyncedShop) =>
  inPlatform(
    (tx) => tx.$executeRaw`
      update reachability_check set requested_at = requested_at - make_interval(secs => ${TEST_AGAIN_PAUSE_SECONDS})
      where integration_id = ${integrationId}::uuid`,
  );

const laneStates = async ({ scope, integrationId }: SyncedShop) => {
  const rows = await inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" } }));
  return rows.map(({ lane, state }) => `${lane} ${state}`);
};

describe.concurrent("a retest", () => {
  it("repeats only the failed requests while they are refused, and runs a complete check once they pass", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    try {
      shop.shop.setBehaviour({ blockedMethods: { methods: ["POST"] } });
      const first = await checkAll(shop);
      expect(first.causeCodes).toEqual(["method_blocked"]);
      expect(await laneStates(shop)).toEqual(["orders_in regular", "tracking_out action_needed"]);

      const still = await testAgain(shop, first);
      expect(still.result?.requests).toBeGreaterThanOrEqual(2);
      expect(still.result?.requests).toBeLessThanOrEqual(RETEST_REQUESTS);
      expect(still.result?.causes).toEqual(first.result?.causes);
      // The matrix stays complete: only the proof is renewed.
      const { pass, fail } = first.result?.causes[0]?.evidence ?? { pass: null, fail: null };
      for (const before of first.result?.probes ?? []) {
        const now = still.result?.probes.find((probe) => probe.id === before.id);
        expect(now).toMatchObject({ method: before.method, path: before.path, purpose: before.purpose, reached: before.reached });
        if (before.id === pass || before.id === fail) expect(now?.at.localeCompare(before.at)).toBe(1);
      }
      expect(await laneStates(shop)).toEqual(["orders_in regular", "tracking_out action_needed"]);

      shop.shop.setBehaviour({});
      await letPauseEnd(shop);
      const over = await testAgain(shop, still);
      expect(over).toMatchObject({ verdict: "healthy", causeCodes: [] });
      expect(over.result?.requests).toBeGreaterThan(RETEST_REQUESTS);
      expect(over.result?.probes.length).toBeGreaterThan(RETEST_REQUESTS);
      expect(await laneStates(shop)).toEqual(["orders_in regular", "tracking_out regular"]);
    } finally {
      await shop.shop.close();
    }
  });

  it("runs a complete check if the request that passed no longer passes", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    try {
      shop.shop.setBehaviour({ blockedMethods: { methods: ["PATCH"] } });
      const first = await checkAll(shop);
      shop.shop.setBehaviour({ maintenance: true });
      const second = await testAgain(shop, first);
      expect(second.causeCodes).toEqual(["maintenance_mode"]);
    } finally {
      await shop.shop.close();
    }
  });

  it("is possible once in ten seconds, and only for a stored cause of the merchant's own shop", async () => {
    const shop = await startSyncedShop(recentOrders(3));
    const { scope, integrationId } = shop;
    try {
      shop.shop.setBehaviour({ blockedMethods: { methods: ["PATCH"] } });
      const first = await checkAll(shop);
      const ask = (ofCheckId: string, causeIndex: number) => requestTestAgain(scope, { integrationId, ofCheckId, causeIndex });
      expect(await ask(first.id, 1)).toEqual({ ok: false, reason: { code: "not_found" } });
      expect(await ask(integrationId, 0)).toEqual({ ok: false, reason: { code: "not_found" } });
      const otherMerchant = await connectShop();
      const input = { integrationId, ofCheckId: first.id, causeIndex: 0 };
      expect(await requestTestAgain(otherMerchant.scope, input)).toEqual({ ok: false, reason: { code: "not_found" } });
      const still = await testAgain(shop, first);
      expect(await ask(still.id, 0)).toEqual({ ok: false, reason: { code: "too_soon", retryAfterSeconds: expect.any(Number) } });
      await letPauseEnd(shop);
      expect(await ask(still.id, 0)).toMatchObject({ ok: true });
    } finally {
      await shop.shop.close();
    }
  });
});
