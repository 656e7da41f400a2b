import { afterAll, describe, expect, it } from "vitest";
import { executeCheck } from "@/lib/check/execute-check";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { listRecoveryProbes } from "@/lib/sync/data";
import { startDueRecoveryProbes } from "@/lib/sync/due";
import { RECOVERY_PROBES_KEPT, recordRecoveryProbe } from "@/lib/sync/recovery/record-probe";
import { probeForRecovery } from "@/lib/sync/recovery/recovery-probe";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import {
  LOOPBACK,
  recentOrders,
  refreshNow,
  SHOP_KEYS_OF,
  type SyncedShop,
  startSyncedShop,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

afterAll(closeQueue);

describe.concurrent.each(SHOP_SYSTEMS)("the recovery probe of a throttled %s shop", (shopSystem) => {
  it("fails while the shop is broken or refuses us, and starts a sync on its first healthy answer", async () => {
    const { shop, scope, integrationId } = await startSyncedShop(recentOrders(3), { shopSystem });
    const { merchantId } = scope;
    const runs = () => inMerchant(merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId }, select: { trigger: true } }));
    try {
      const slow = { state: "throttled", failures: 4, failingSince: new Date(), nextSyncAt: new Date(Date.now() + 3_600_000) };
      await inMerchant(merchantId, (tx) => tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: slow }));
      for (const behaviour of [
        { serverErrors: { next: "all", status: 503 } },
        { rateLimit: { next: "all", retryAfterSeconds: 40 } },
        { blockedUserAgents: { texts: ["sendcloud"] } },
      ] as const) {
        shop.setBehaviour(behaviour);
        expect(await probeForRecovery(scope, integrationId, LOOPBACK)).toBe(false);
      }
      expect(await runs()).toEqual([]);
      shop.setBehaviour({});
      expect(await probeForRecovery(scope, integrationId, LOOPBACK)).toBe(true);
      const probes = await listRecoveryProbes(scope, integrationId);
      expect(probes).toMatchObject([{ passed: true, failure: null }, { passed: false }, { passed: false }, { passed: false }]);
      expect(await runs()).toEqual([{ trigger: "recovery_probe" }]);
    } finally {
      await shop.close();
    }
  });
});

const outside = { ...LOOPBACK, egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" } };

async function check({ scope, integrationId }: SyncedShop, checkId?: string): Promise<void> {
  const started = checkId ?? (await startedBy(scope.merchantId, integrationId));
  const signal = new AbortController().signal;
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId: started }, { outside, signal, engine: runCheck });
}

async function startedBy(merchantId: string, integrationId: string): Promise<string> {
  const started = await requestCheck(jobScope("test", merchantId), { integrationId, trigger: "schedule" });
  if (!started.ok) throw new Error(started.reason.code);
  return started.value.checkId;
}

const statesOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, async (tx) => {
    const lanes = await tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" } });
    return lanes.map(({ lane, state }) => `${lane} ${state}`);
  });

const checksOf = ({ scope, integrationId }: SyncedShop, status: string) =>
  inMerchant(scope.merchantId, (tx) => tx.reachabilityCheck.findMany({ where: { integrationId, status } }));

describe.concurrent.each<[string, Behaviour, string[]]>([
  ["refuses two methods", { blockedMethods: { methods: ["POST", "PATCH"] } }, ["tracking_out"]],
  ["refuses one of our User-Agents", { blockedUserAgents: { texts: ["sendcloud/1.0.0"] } }, []],
  ["refuses one of our IP addresses", { refusedAddresses: [{ address: "127.0.0.3", how: "forbidden" }] }, []],
  [
    "refuses every client",
    { refusedAddresses: ["127.0.0.2", "127.0.0.3", "127.0.0.4"].map((address) => ({ address, how: "forbidden" })) },
    ["orders_in", "tracking_out"],
  ],
])("the recovery probe of a shop whose firewall %s", (_name, behaviour, inTheWay) => {
  it("repeats the refused request every two minutes, and brings both lanes back once it is fixed", async () => {
    const connected = await startSyncedShop(recentOrders(3));
    const { shop, scope, integrationId } = connected;
    try {
      await refreshNow(connected);
      shop.setBehaviour(behaviour);
      await check(connected);
      const blocked = inTheWay.map((lane) => `${lane} action_needed`);
      expect(await statesOf(connected)).toEqual(expect.arrayContaining(blocked));
      const blockedLanes = await inMerchant(scope.merchantId, (tx) =>
        tx.lane.findMany({ where: { integrationId, state: "action_needed" } }),
      );
      for (const { nextRecoveryProbeAt } of blockedLanes)
        expect((nextRecoveryProbeAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(133_000);

      const asked = shop.requests.length;
      expect(await probeForRecovery(scope, integrationId, outside)).toBe(false);
      expect(shop.requests.length - asked).toBe(1);
      expect(await checksOf(connected, "queued")).toEqual([]);

      shop.setBehaviour({});
      expect(await probeForRecovery(scope, integrationId, outside)).toBe(true);
      const [started] = await checksOf(connected, "queued");
      await check(connected, started?.id);
      if (inTheWay.includes("orders_in")) {
        const due = await inMerchant(scope.merchantId, (tx) => tx.lane.findFirst({ where: { integrationId, lane: "orders_in" } }));
        expect(due?.nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
        await refreshNow(connected);
      }
      expect(await statesOf(connected)).toEqual(["orders_in regular", "tracking_out regular"]);
    } finally {
      await shop.close();
    }
  });
});

describe.concurrent.each(["woocommerce", "prestashop", "shopify"] as const)("a %s shop whose API is disabled", (shopSystem) => {
  it("is not considered healthy, and recovers with one probe and no click once the API is enabled", async () => {
    const connected = await startSyncedShop(recentOrders(3), { shopSystem });
    const { shop, scope, integrationId } = connected;
    const runs = () => inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId, trigger: "recovery_probe" } }));
    const off = { apiDisabled: true };
    try {
      await refreshNow(connected);
      shop.setBehaviour(off);
      const failed = await syncOnSchedule(connected);
      expect(failed.status).toBe("failed");
      expect(await probeForRecovery(scope, integrationId, outside)).toBe(false);
      expect(await runs()).toEqual([]);

      // Until the cause is known, imports resume without a check.
      shop.setBehaviour({});
      expect(await probeForRecovery(scope, integrationId, outside)).toBe(true);
      expect(await runs()).toHaveLength(1);
      await inMerchant(scope.merchantId, (tx) => tx.syncRun.deleteMany({ where: { integrationId, trigger: "recovery_probe" } }));

      shop.setBehaviour(off);
      await check(connected, failed.checkId ?? "");
      expect(await statesOf(connected)).toEqual(["orders_in action_needed", "tracking_out action_needed"]);
      const lanes = await inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId } }));
      for (const lane of lanes) {
        expect(lane.reasonParams).toMatchObject({ cause: "api_disabled" });
        expect((lane.nextRecoveryProbeAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(133_000);
      }
      const asked = shop.requests.length;
      expect(await probeForRecovery(scope, integrationId, outside)).toBe(false);
      expect(shop.requests.length - asked).toBe(1);
      expect(await checksOf(connected, "queued")).toEqual([]);

      shop.setBehaviour({});
      expect(await probeForRecovery(scope, integrationId, outside)).toBe(true);
      const [started] = await checksOf(connected, "queued");
      await check(connected, started?.id);
      await refreshNow(connected);
      expect(await statesOf(connected)).toEqual(["orders_in regular", "tracking_out regular"]);
    } finally {
      await shop.close();
    }
  });
});

it.concurrent("a key that is enabled again in the shop is noticed by a probe that sends it", async () => {
  const keys = [{ apiKey: SHOP_KEYS_OF.prestashop["key"] ?? "" }];
  const shop = await startFakeShop({ shopSystem: "prestashop", orders: recentOrders(3), credentials: keys });
  const connected = {
    ...(await connectShop({ shopSystem: "prestashop", baseUrl: shop.url, credentials: SHOP_KEYS_OF.prestashop })),
    shop,
  };
  const { scope, integrationId } = connected;
  try {
    await refreshNow(connected);
    const switchedOff = keys.splice(0);
    const failed = await syncOnSchedule(connected);
    expect(failed).toMatchObject({ status: "failed", failure: "credentials_rejected" });
    expect(await probeForRecovery(scope, integrationId, outside)).toBe(false);
    await check(connected, failed.checkId ?? "");
    const imports = () => inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
    expect(await imports()).toMatchObject({ state: "action_needed", reasonParams: { cause: "credentials_rejected" } });
    expect(((await imports()).nextRecoveryProbeAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(133_000);
    expect(await probeForRecovery(scope, integrationId, outside)).toBe(false);

    keys.push(...switchedOff);
    expect(await probeForRecovery(scope, integrationId, outside)).toBe(true);
    const [started] = await checksOf(connected, "queued");
    await check(connected, started?.id);
    expect((await imports()).nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
  } finally {
    await shop.close();
  }
});

it.concurrent("a recovery probe is ignored for a quarter of an hour if the check after it still found the cause", async () => {
  const connected = await startSyncedShop(recentOrders(3));
  const { shop, scope, integrationId } = connected;
  try {
    shop.setBehaviour({ blockedMethods: { methods: ["POST", "PATCH"] } });
    await check(connected);
    shop.setBehaviour({ blockedMethods: { methods: ["PATCH"] } });
    expect(await probeForRecovery(jobScope("recovery-probe", scope.merchantId), integrationId, outside)).toBe(true);
    shop.setBehaviour({ blockedMethods: { methods: ["POST", "PATCH"] } });
    const [started] = await checksOf(connected, "queued");
    await check(connected, started?.id);
    shop.setBehaviour({});
    expect(await probeForRecovery(jobScope("recovery-probe", scope.merchantId), integrationId, outside)).toBe(true);
    expect(await checksOf(connected, "queued")).toEqual([]);
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update reachability_check set requested_at = requested_at - interval '16 minutes' where integration_id = ${integrationId}::uuid`,
    );
    expect(await probeForRecovery(jobScope("recovery-probe", scope.merchantId), integrationId, outside)).toBe(true);
    expect(await checksOf(connected, "queued")).toHaveLength(1);
  } finally {
    await shop.close();
  }
});

it.concurrent("a blocked shop that is due is probed once for both lanes, and checked if the last check is an hour old", async () => {
  const connected = await startSyncedShop(recentOrders(3));
  const { shop, scope, integrationId } = connected;
  try {
    shop.setBehaviour({ blockedUserAgents: { texts: ["sendcloud"] } });
    await check(connected);
    const makeDue = () =>
      inMerchant(scope.merchantId, (tx) =>
        tx.lane.updateMany({ where: { integrationId }, data: { nextRecoveryProbeAt: new Date(Date.now() - 1_000) } }),
      );
    const jobs = (name: string) =>
      inPlatform(
        (tx) => tx.$queryRaw<unknown[]>`select 1 from pgboss.job where name = ${name} and data->>'integrationId' = ${integrationId}`,
      );
    const before = (await jobs("check-shop")).length;
    await makeDue();
    await startDueRecoveryProbes(jobPlatformScope("schedule"));
    expect([(await jobs("recovery-probe")).length, (await jobs("check-shop")).length - before]).toEqual([1, 0]);
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update reachability_check set requested_at = requested_at - interval '61 minutes' where integration_id = ${integrationId}::uuid`,
    );
    await makeDue();
    await startDueRecoveryProbes(jobPlatformScope("schedule"));
    expect([(await jobs("recovery-probe")).length, (await jobs("check-shop")).length - before]).toEqual([1, 1]);
  } finally {
    await shop.close();
  }
});

it.concurrent("the newest recovery probes of a shop are kept, and those of another shop untouched", async () => {
  const [one, other] = [await connectShop(), await connectShop()];
  const record = ({ scope, integrationId }: ConnectedShop, tookMs: number) =>
    inMerchant(scope.merchantId, (tx) =>
      recordRecoveryProbe(tx, scope, integrationId, { passed: false, status: null, failure: "connection_refused", tookMs }),
    );
  await record(other, 1);
  for (let ms = 1; ms <= RECOVERY_PROBES_KEPT + 3; ms += 1) await record(one, ms);
  const kept = await listRecoveryProbes(one.scope, one.integrationId);
  expect(kept.map(({ tookMs }) => tookMs)).toEqual(
    Array.from({ length: RECOVERY_PROBES_KEPT }, (_, index) => RECOVERY_PROBES_KEPT + 3 - index),
  );
  expect(kept[0]).toMatchObject({ passed: false, status: null, failure: "connection_refused" });
  const stored = await inMerchant(one.scope.merchantId, (tx) => tx.recoveryProbe.count({ where: { integrationId: one.integrationId } }));
  expect(stored).toBe(RECOVERY_PROBES_KEPT);
  expect(await listRecoveryProbes(other.scope, other.integrationId)).toHaveLength(1);
});
