import { afterAll, afterEach, describe, expect, it } from "vitest";
import { newestCheck } from "@/lib/check/data";
import { executeCheck } from "@/lib/check/execute-check";
import { requestCheck } from "@/lib/check/mutations";
import type { Cause, CheckResult } from "@/lib/check/result";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { openCauses } from "@/lib/incidents/effects";
import { findNewestIncident } from "@/lib/incidents/record";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { fallbackView } from "@/lib/orders/method-fallback/fallback-view";
import { setMethodFallback } from "@/lib/orders/method-fallback/mutations";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { LOOPBACK, recentOrders, refreshNow, type SyncedShop, startSyncedShop, storedOrders } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function open(shopSystem: ShopSystem): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(40), { shopSystem });
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

/** Makes the server refuse these methods; returns those it received. */
function block({ shop }: SyncedShop, methods: string[]): Set<string> {
  const asked = new Set<string>();
  shop.setBehaviour({ blockedMethods: { methods, status: 403 }, onRequest: (_store, _count, { method }) => void asked.add(method) });
  return asked;
}

/** Records a parcel for an order without one, and pushes it to the shop. */
async function pushParcel(connected: SyncedShop, trackingNumber: string): Promise<unknown> {
  const { scope, integrationId } = connected;
  const open = connected.shop.shop.listOrders().filter(({ status, tracks }) => status === "processing" && tracks.length === 0);
  const order = (await storedOrders(connected)).find(({ externalId }) => externalId === `${open[0]?.id}`);
  await markShipped(scope, { orderId: order?.id ?? "", carrier: "DHL", trackingNumber, trackingUrl: null });
  const environment = { outside: LOOPBACK, signal: new AbortController().signal };
  await pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, environment);
  return inMerchant(scope.merchantId, (tx) => tx.shipment.findFirst({ where: { trackingNumber } }));
}

async function checkFinds({ scope, integrationId }: SyncedShop, methods: string[]): Promise<void> {
  const cause: Cause = {
    code: "method_blocked",
    layer: "in_front",
    methods,
    userAgents: [],
    addresses: [],
    blocker: "modsecurity",
    affects: ["tracking_out"],
    certainty: "proven",
    evidence: { pass: null, fail: null },
    reason: null,
    details: {},
  };
  const causes = methods.length > 0 ? [cause] : [];
  const result: CheckResult = {
    schema: 1,
    untested: [],
    url: "https://shop.example",
    effectiveUrl: null,
    shopSystem: null,
    shopSystemEvidence: [],
    startedAt: new Date().toISOString(),
    durationMs: 1,
    requests: 1,
    verdict: causes.length > 0 ? "degraded" : "healthy",
    server: { software: null, version: null, evidence: [] },
    causes,
    probes: [],
  };
  const started = await requestCheck(jobScope("test", scope.merchantId), { integrationId, trigger: "schedule" });
  if (!started.ok) throw new Error(started.reason.code);
  const environment = { outside: LOOPBACK, signal: new AbortController().signal, engine: async () => result };
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId: started.value.checkId }, environment);
}

const trackingLane = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "tracking_out" } }));
const openCausesOf = async ({ scope, integrationId }: SyncedShop) => {
  const incident = await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));
  return incident ? openCauses(incident).map(({ code }) => code) : [];
};
async function view({ scope, integrationId }: SyncedShop) {
  const shop = await inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
  const check = await newestCheck(scope, integrationId);
  return (
    fallbackView({ shopSystem: shop.shopSystem as ShopSystem, methodFallback: shop.methodFallback }, check?.found ?? null)?.state ?? null
  );
}

describe("the POST fallback", () => {
  it("sends a parcel to a server that refuses PATCH and PUT without using them once", async () => {
    const connected = await open("prestashop");
    const { scope, integrationId } = connected;
    const before = block(connected, ["PATCH", "PUT", "DELETE"]);
    expect(await pushParcel(connected, "JJD0001")).toMatchObject({ status: "sent" });
    expect([...before]).toContain("PATCH");
    expect(await setMethodFallback(scope, { integrationId, isOn: true })).toEqual({ ok: true, value: true });
    const after = block(connected, ["PATCH", "PUT", "DELETE"]);
    expect(await pushParcel(connected, "JJD0002")).toMatchObject({ status: "sent" });
    expect([...after].sort()).toEqual(["GET", "POST"]);
    const numbers = connected.shop.shop.listOrders().flatMap(({ tracks }) => tracks.map(({ number }) => number));
    expect(numbers).toContain("JJD0002");
    await setMethodFallback(scope, { integrationId, isOn: false });
    const again = block(connected, []);
    expect(await pushParcel(connected, "JJD0003")).toMatchObject({ status: "sent" });
    expect([...again]).toContain("PATCH");
  });

  it("is offered when a check finds that it helps, restores the lane, and can be switched off once the block is gone", async () => {
    const connected = await open("woocommerce");
    const { scope, integrationId } = connected;
    expect(await view(connected)).toBeNull();
    await checkFinds(connected, ["PATCH", "DELETE"]);
    expect(await trackingLane(connected)).toMatchObject({ state: "action_needed" });
    expect(await view(connected)).toBe("offered");
    expect(await openCausesOf(connected)).toEqual(["method_blocked"]);
    await setMethodFallback(scope, { integrationId, isOn: true });
    expect(await trackingLane(connected)).toMatchObject({ state: "regular", failingSince: null });
    expect(await view(connected)).toBe("on");
    expect(await openCausesOf(connected), "what is refused is not sent any more").toEqual([]);
    await checkFinds(connected, ["PATCH", "DELETE"]);
    expect(await openCausesOf(connected)).toEqual([]);
    expect(await trackingLane(connected)).toMatchObject({ state: "regular" });
    await checkFinds(connected, []);
    expect(await view(connected)).toBe("no_longer_needed");
    await setMethodFallback(scope, { integrationId, isOn: false });
    expect(await view(connected)).toBeNull();
    await checkFinds(connected, ["PATCH"]);
    expect(await trackingLane(connected)).toMatchObject({ state: "action_needed" });
  });

  it("is not offered where it would not help, and has no effect there", async () => {
    const woo = await open("woocommerce");
    await checkFinds(woo, ["POST", "PATCH"]);
    expect(await view(woo)).toBeNull();
    await setMethodFallback(woo.scope, { integrationId: woo.integrationId, isOn: true });
    expect(await trackingLane(woo)).toMatchObject({ state: "action_needed" });
    const magento = await open("magento");
    await checkFinds(magento, ["PATCH"]);
    expect(await view(magento)).toBeNull();
    const refused = await setMethodFallback(magento.scope, { integrationId: magento.integrationId, isOn: true });
    expect(refused).toEqual({ ok: false, reason: "no_fallback" });
  });
});
