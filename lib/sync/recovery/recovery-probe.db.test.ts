import { afterAll, describe, expect, it } from "vitest";
import { executeCheck } from "@/lib/check/execute-check";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { listHealthProbes } from "@/lib/sync/data";
import { startDueHealthProbes } from "@/lib/sync/due";
import { HEALTH_PROBES_KEPT, recordHealthProbe } from "@/lib/sync/recovery/record-probe";
import { probeShopHealth } from "@/lib/sync/recovery/recovery-probe";
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

describe.concurrent.each(PLATFORMS)("the recovery probe before a slow shop of %s", (platform) => {
  it("hears nothing of it while it is broken or refuses us, and starts a sync with its first healthy answer", async () => {
    const { shop, scope, integrationId } = await startSyncedShop(recentOrders(3), { platform });
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
        expect(await probeShopHealth(scope, integrationId, LOOPBACK)).toBe(false);
      }
      expect(await runs()).toEqual([]);
      shop.setBehaviour({});
      expect(await probeShopHealth(scope, integrationId, LOOPBACK)).toBe(true);
      const looks = await listHealthProbes(scope, integrationId);
      expect(looks).toMatchObject([{ passed: true, failure: null }, { passed: false }, { passed: false }, { passed: false }]);
      expect(await runs()).toEqual([{ trigger: "canary" }]);
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
  inMerchant(scope.merchantId, (tx) => tx.check.findMany({ where: { integrationId, status } }));

describe.concurrent.each<[string, Behaviour, string[]]>([
  ["refuses two methods", { blockedMethods: { methods: ["POST", "PATCH"] } }, ["tracking_out"]],
  ["refuses one of our names", { blockedUserAgents: { texts: ["sendcloud/1.0.0"] } }, ["orders_in", "tracking_out"]],
  ["refuses one of our addresses", { refusedAddresses: [{ address: "127.0.0.3", how: "forbidden" }] }, ["orders_in", "tracking_out"]],
  [
    "refuses everybody",
    { refusedAddresses: ["127.0.0.2", "127.0.0.3", "127.0.0.4"].map((address) => ({ address, how: "forbidden" })) },
    ["orders_in", "tracking_out"],
  ],
])("the recovery probe before a shop whose firewall %s", (_name, behaviour, inTheWay) => {
  it("asks what was refused by one request, every two minutes, and brings both lanes back once it is mended", async () => {
    const connected = await startSyncedShop(recentOrders(3));
    const { shop, scope, integrationId } = connected;
    try {
      await refreshNow(connected);
      shop.setBehaviour(behaviour);
      await check(connected);
      const blocked = inTheWay.map((lane) => `${lane} action_needed`);
      expect(await statesOf(connected)).toEqual(expect.arrayContaining(blocked));
      const looks = await inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId, state: "action_needed" } }));
      for (const { nextProbeAt } of looks) expect((nextProbeAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(133_000);

      const asked = shop.requests.length;
      expect(await probeShopHealth(scope, integrationId, outside)).toBe(false);
      expect(shop.requests.length - asked).toBe(1);
      expect(await checksOf(connected, "queued")).toEqual([]);

      shop.setBehaviour({});
      expect(await probeShopHealth(scope, integrationId, outside)).toBe(true);
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

describe.concurrent.each(["woocommerce", "prestashop", "shopify"] as const)("a shop of %s whose API is switched off", (platform) => {
  it("is not taken for alive, and comes back within one look and without a click once it is switched on again", async () => {
    const connected = await startSyncedShop(recentOrders(3), { platform });
    const { shop, scope, integrationId } = connected;
    const runs = () => inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId, trigger: "canary" } }));
    const off = { apiDisabled: true };
    try {
      await refreshNow(connected);
      shop.setBehaviour(off);
      const failed = await syncOnSchedule(connected);
      expect(failed.status).toBe("failed");
      expect(await probeShopHealth(scope, integrationId, outside)).toBe(false);
      expect(await runs()).toEqual([]);

      // Before the cause is known the imports go on by themselves.
      shop.setBehaviour({});
      expect(await probeShopHealth(scope, integrationId, outside)).toBe(true);
      expect(await runs()).toHaveLength(1);
      await inMerchant(scope.merchantId, (tx) => tx.syncRun.deleteMany({ where: { integrationId, trigger: "canary" } }));

      shop.setBehaviour(off);
      await check(connected, failed.checkId ?? "");
      expect(await statesOf(connected)).toEqual(["orders_in action_needed", "tracking_out action_needed"]);
      const lanes = await inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId } }));
      for (const lane of lanes) {
        expect(lane.reasonParams).toMatchObject({ cause: "api_disabled" });
        expect((lane.nextProbeAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(133_000);
      }
      const asked = shop.requests.length;
      expect(await probeShopHealth(scope, integrationId, outside)).toBe(false);
      expect(shop.requests.length - asked).toBe(1);
      expect(await checksOf(connected, "queued")).toEqual([]);

      shop.setBehaviour({});
      expect(await probeShopHealth(scope, integrationId, outside)).toBe(true);
      const [started] = await checksOf(connected, "queued");
      await check(connected, started?.id);
      await refreshNow(connected);
      expect(await statesOf(connected)).toEqual(["orders_in regular", "tracking_out regular"]);
    } finally {
      await shop.close();
    }
  });
});

it.concurrent("a key that is switched on again in the shop is noticed by a look that brings it", async () => {
  const keys = [{ apiKey: SHOP_KEYS_OF.prestashop["key"] ?? "" }];
  const shop = await startFakeShop({ platform: "prestashop", orders: recentOrders(3), credentials: keys });
  const connected = {
    ...(await connectShop({ platform: "prestashop", baseUrl: shop.url, credentials: SHOP_KEYS_OF.prestashop })),
    shop,
  };
  const { scope, integrationId } = connected;
  try {
    await refreshNow(connected);
    const switchedOff = keys.splice(0);
    const failed = await syncOnSchedule(connected);
    expect(failed).toMatchObject({ status: "failed", failure: "credentials_rejected" });
    expect(await probeShopHealth(scope, integrationId, outside)).toBe(false);
    await check(connected, failed.checkId ?? "");
    const imports = () => inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));
    expect(await imports()).toMatchObject({ state: "action_needed", reasonParams: { cause: "credentials_rejected" } });
    expect(((await imports()).nextProbeAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(133_000);
    expect(await probeShopHealth(scope, integrationId, outside)).toBe(false);

    keys.push(...switchedOff);
    expect(await probeShopHealth(scope, integrationId, outside)).toBe(true);
    const [started] = await checksOf(connected, "queued");
    await check(connected, started?.id);
    expect((await imports()).nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
  } finally {
    await shop.close();
  }
});

it.concurrent("the recovery probe is not believed a second time within a quarter of an hour where the check finds the cause all the same", async () => {
  const connected = await startSyncedShop(recentOrders(3));
  const { shop, scope, integrationId } = connected;
  try {
    shop.setBehaviour({ blockedMethods: { methods: ["POST", "PATCH"] } });
    await check(connected);
    shop.setBehaviour({ blockedMethods: { methods: ["PATCH"] } });
    expect(await probeShopHealth(jobScope("canary", scope.merchantId), integrationId, outside)).toBe(true);
    shop.setBehaviour({ blockedMethods: { methods: ["POST", "PATCH"] } });
    const [started] = await checksOf(connected, "queued");
    await check(connected, started?.id);
    shop.setBehaviour({});
    expect(await probeShopHealth(jobScope("canary", scope.merchantId), integrationId, outside)).toBe(true);
    expect(await checksOf(connected, "queued")).toEqual([]);
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update reachability_check set requested_at = requested_at - interval '16 minutes' where integration_id = ${integrationId}::uuid`,
    );
    expect(await probeShopHealth(jobScope("canary", scope.merchantId), integrationId, outside)).toBe(true);
    expect(await checksOf(connected, "queued")).toHaveLength(1);
  } finally {
    await shop.close();
  }
});

it.concurrent("a blocked shop whose look is due is looked at once for both lanes, and checked as a whole when the last check is an hour old", async () => {
  const connected = await startSyncedShop(recentOrders(3));
  const { shop, scope, integrationId } = connected;
  try {
    shop.setBehaviour({ blockedUserAgents: { texts: ["sendcloud/1.0.0"] } });
    await check(connected);
    const makeDue = () =>
      inMerchant(scope.merchantId, (tx) =>
        tx.lane.updateMany({ where: { integrationId }, data: { nextProbeAt: new Date(Date.now() - 1_000) } }),
      );
    const jobs = (name: string) =>
      inPlatform(
        (tx) => tx.$queryRaw<unknown[]>`select 1 from pgboss.job where name = ${name} and data->>'integrationId' = ${integrationId}`,
      );
    const before = (await jobs("check-shop")).length;
    await makeDue();
    await startDueHealthProbes(jobPlatformScope("schedule"));
    expect([(await jobs("canary-look")).length, (await jobs("check-shop")).length - before]).toEqual([1, 0]);
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update reachability_check set requested_at = requested_at - interval '61 minutes' where integration_id = ${integrationId}::uuid`,
    );
    await makeDue();
    await startDueHealthProbes(jobPlatformScope("schedule"));
    expect([(await jobs("canary-look")).length, (await jobs("check-shop")).length - before]).toEqual([1, 1]);
  } finally {
    await shop.close();
  }
});

it.concurrent("of the looks at a shop the newest are kept, and those of another shop are left alone", async () => {
  const [one, other] = [await connectShop(), await connectShop()];
  const look = ({ scope, integrationId }: ConnectedShop, tookMs: number) =>
    inMerchant(scope.merchantId, (tx) =>
      recordHealthProbe(tx, scope, integrationId, { passed: false, status: null, failure: "connection_refused", tookMs }),
    );
  await look(other, 1);
  for (let ms = 1; ms <= HEALTH_PROBES_KEPT + 3; ms += 1) await look(one, ms);
  const kept = await listHealthProbes(one.scope, one.integrationId);
  expect(kept.map(({ tookMs }) => tookMs)).toEqual(
    Array.from({ length: HEALTH_PROBES_KEPT }, (_, index) => HEALTH_PROBES_KEPT + 3 - index),
  );
  expect(kept[0]).toMatchObject({ passed: false, status: null, failure: "connection_refused" });
  const stored = await inMerchant(one.scope.merchantId, (tx) => tx.healthProbe.count({ where: { integrationId: one.integrationId } }));
  expect(stored).toBe(HEALTH_PROBES_KEPT);
  expect(await listHealthProbes(other.scope, other.integrationId)).toHaveLength(1);
});
