import { afterAll, describe, expect, it } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import { rescueChecks } from "@/lib/check/check-lifecycle";
import { latestCheck } from "@/lib/check/data";
import { type CheckEngine, executeCheck } from "@/lib/check/execute-check";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { Cause, CheckResult } from "@/lib/check/result";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { LOOPBACK, recentOrders, refreshNow, startSyncedShop } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

const cause = (code: CauseCode, affects: Cause["affects"]): Cause => ({
  code,
  layer: "in_front",
  methods: code === "method_blocked" ? ["PATCH", "DELETE"] : [],
  userAgents: [],
  addresses: [],
  blocker: "modsecurity",
  affects,
  certainty: "proven",
  evidence: { pass: null, fail: null },
  reason: null,
  details: {},
});

const resultOf = (causes: Cause[]): CheckResult => ({
  schema: 1,
  untested: [],
  url: "https://shop.example",
  effectiveUrl: null,
  shopSystem: "woocommerce",
  shopSystemEvidence: [],
  startedAt: new Date().toISOString(),
  durationMs: 12,
  requests: 3,
  verdict: causes.length > 0 ? "degraded" : "healthy",
  server: { software: "nginx", version: "1.26.3", evidence: [] },
  causes,
  probes: [],
});

const answering =
  (causes: Cause[]): CheckEngine =>
  async ({ onProbe }) => {
    for (let probe = 0; probe < 5; probe += 1) onProbe();
    return resultOf(causes);
  };

const storedCheck = ({ merchantId }: ConnectedShop["scope"], id: string) =>
  inMerchant(merchantId, (tx) => tx.reachabilityCheck.findUnique({ where: { merchantId_id: { merchantId, id } } }));

async function check({ scope, integrationId }: ConnectedShop, engine: CheckEngine, signal = new AbortController().signal) {
  const started = await requestCheck(jobScope("test", scope.merchantId), { integrationId, trigger: "schedule" });
  if (!started.ok) throw new Error(started.reason.code);
  const { checkId } = started.value;
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId }, { outside: LOOPBACK, signal, engine });
  return storedCheck(scope, checkId);
}

const lanes = async ({ scope, integrationId }: ConnectedShop) => {
  const rows = await inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" } }));
  return rows.map(({ lane, state, reason, nextRecoveryProbeAt }) => ({ lane, state, reason, looks: nextRecoveryProbeAt !== null }));
};

describe.concurrent("a check", () => {
  it("stores its result and the server, and changes the state of each lane that a cause blocks", async () => {
    const shop = await connectShop();
    const stored = await check(shop, answering([cause("method_blocked", ["tracking_out"])]));
    expect(stored).toMatchObject({ status: "done", verdict: "degraded", causeCodes: ["method_blocked"] });
    expect(await latestCheck(shop.scope, shop.integrationId)).toMatchObject({ id: stored?.id, result: { requests: 3 } });
    expect(await lanes(shop)).toEqual([
      { lane: "orders_in", state: "regular", reason: "none", looks: false },
      { lane: "tracking_out", state: "action_needed", reason: "causes_found", looks: true },
    ]);
    const integration = await inMerchant(shop.scope.merchantId, (tx) =>
      tx.integration.findFirstOrThrow({ where: { id: shop.integrationId } }),
    );
    expect(integration.serverSoftware).toBe("nginx 1.26.3");
    await check(shop, answering([]));
    expect((await lanes(shop)).map((lane) => lane.state)).toEqual(["regular", "regular"]);
  });

  it("gets the requests of the previous check if a key is stored, and none without a key", async () => {
    for (const credentials of [undefined, null]) {
      const shop = await connectShop(credentials === null ? { credentials } : {});
      const heard: (number | null)[] = [];
      const ask = () =>
        check(shop, async ({ before }) => {
          heard.push(before?.length ?? null);
          return resultOf([]);
        });
      await ask();
      await ask();
      expect(heard).toEqual([null, credentials === null ? null : 0]);
    }
  });

  it("throttles lanes for a cause that recovers automatically: no action is needed, and no lane is healthy", async () => {
    const shop = await connectShop();
    await check(shop, answering([cause("maintenance_mode", ["orders_in", "tracking_out"])]));
    expect((await lanes(shop)).map(({ state, reason }) => [state, reason])).toEqual([
      ["throttled", "causes_found"],
      ["throttled", "causes_found"],
    ]);
  });

  it("that fails by an error of the platform changes no lane", async () => {
    const shop = await connectShop();
    const broken = await check(shop, async () => {
      throw new Error("a bug");
    });
    expect(broken).toMatchObject({ status: "failed", failure: "internal_error", verdict: null });
    expect((await lanes(shop)).map((lane) => lane.state)).toEqual(["regular", "regular"]);
  });

  it("is queued again when the worker stops, and claimed by another worker when the first one died", async () => {
    const shop = await connectShop();
    const stop = new AbortController();
    const halted = await check(
      shop,
      async () => {
        stop.abort();
        return resultOf([]);
      },
      stop.signal,
    );
    expect(halted?.status).toBe("queued");
    const ref = { integrationId: shop.integrationId, checkId: halted?.id ?? "" };
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update reachability_check set status = 'running', lease_until = now() - interval '1 second' where id = ${ref.checkId}::uuid`,
    );
    expect(await rescueChecks(jobPlatformScope("rescue"))).toBe(1);
    const work = () =>
      executeCheck(jobScope("check-shop", shop.scope.merchantId), ref, {
        outside: LOOPBACK,
        signal: new AbortController().signal,
        engine: answering([]),
      });
    await Promise.all([work(), work()]);
    expect(await storedCheck(shop.scope, ref.checkId)).toMatchObject({ status: "done", verdict: "healthy" });
  });
});

it.concurrent("a stripped header over plain http blocks no lane, because orders are imported all the same", async () => {
  const connected = await startSyncedShop(recentOrders(3));
  try {
    connected.shop.setBehaviour({ stripAuthorization: true });
    for (let round = 0; round < 2; round += 1) {
      expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", shopCount: 3 });
      const checked = await check(connected, runCheck);
      expect(checked).toMatchObject({ verdict: "degraded", result: { causes: [{ code: "authorization_header_stripped", affects: [] }] } });
      expect((await lanes(connected)).map(({ state }) => state)).toEqual(["regular", "regular"]);
    }
  } finally {
    await connected.shop.close();
  }
});
