import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import { latestCheck } from "@/lib/check/data";
import { type CheckEngine, executeCheck } from "@/lib/check/execute-check";
import { requestCheck } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { listEndings } from "@/lib/health/endings/data";
import { withConnections } from "@/lib/health/shop-connections";
import { jobScope } from "@/lib/identity/accounts/access";
import { openCauses } from "@/lib/incidents/effects";
import { findNewestIncident, recordIncidentEvent } from "@/lib/incidents/record";
import type { FoundCause } from "@/lib/incidents/transitions";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { askStatuses, countForImport } from "@/lib/integrations/connect/ask-shop";
import { withTriedCredentials } from "@/lib/integrations/connect/try-credentials";
import { changeAddress, replaceCredentials } from "@/lib/integrations/mutations";
import { countShipments } from "@/lib/orders/tracking/data";
import { markShipped } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import { getRun } from "@/lib/sync/data";
import { pauseSync, requestFirstImport, requestRefresh, resumeSync } from "@/lib/sync/mutations";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import {
  clearRefreshLimits,
  LOOPBACK,
  recentOrders,
  refreshNow,
  SHOP_KEYS,
  SHOP_KEYS_OF,
  type SyncedShop,
  startBareShop,
  startSyncedShop,
  storedOrders,
  workOn,
} from "@/lib/testing/sync-shop";

const shops: FakeShop[] = [];
// The environment is read once, by the first module that needs it.
vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});
// The tests run concurrently, each with its own shops.
afterAll(async () => {
  await Promise.all(shops.map((shop) => shop.close()));
  await closeQueue();
});

async function openShop(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(3));
  shops.push(connected.shop);
  return connected;
}

const rowOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
const ordersLaneOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));

const find = ({ scope, integrationId }: SyncedShop, code: CauseCode) =>
  inMerchant(scope.merchantId, (tx) => {
    const everything = { addresses: [], userAgents: [], methods: [] };
    const cause: FoundCause = { code, blocker: null, fixer: "merchant", scope: everything, lanes: ["orders_in"] };
    const event = { kind: "check_completed" as const, checkId: "c1", causes: [cause], cleared: [] };
    return recordIncidentEvent(tx, scope, { integrationId, event, now: new Date() });
  });
const openCausesOf = async ({ scope, integrationId }: SyncedShop) => {
  const incident = await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));
  return incident ? openCauses(incident).map(({ code }) => code) : [];
};

it.concurrent("an incident ends its causes with what they are about: the key, or the server", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await find(connected, "credentials_rejected");
  await find(connected, "ip_blocked");
  await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
  expect(await openCausesOf(connected), "another key does not open a firewall").toEqual(["ip_blocked"]);
  await changeAddress(scope, integrationId, "https://elsewhere.example", { withoutKey: true });
  expect(await openCausesOf(connected)).toEqual([]);
});

const ENDS_AT = new Date(Date.now() + 86_400_000);
const addEndings = ({ scope: { merchantId }, integrationId }: SyncedShop) =>
  inMerchant(merchantId, async (tx) => {
    await tx.integration.updateMany({ where: { id: integrationId }, data: { nextEndingsCheckAt: ENDS_AT, certificatesSeen: ["earlier"] } });
    const kinds = ["certificate", "domain", "access", "version"];
    await tx.shopEnding.createMany({ data: kinds.map((kind) => ({ merchantId, integrationId, kind, endsAt: ENDS_AT })) });
  });
const endingsOf = async ({ scope, integrationId }: SyncedShop) => (await listEndings(scope, integrationId)).map(({ kind }) => kind);

it.concurrent("moving a shop to another server never sends it the stored key", async () => {
  const connected = await openShop();
  const { scope, integrationId } = connected;
  await refreshNow(connected);
  const other = await startBareShop([], "woocommerce", "127.0.0.9");
  shops.push(other);
  await addEndings(connected);

  expect(await changeAddress(scope, integrationId, other.url)).toEqual({ ok: false, reason: "key_for_other_address" });
  expect(await rowOf(connected)).toMatchObject({ baseUrl: connected.shop.url, credentials: expect.anything() });

  expect(await changeAddress(scope, integrationId, other.url, { withoutKey: true })).toEqual({ ok: true, value: true });
  expect(await rowOf(connected)).toMatchObject({ baseUrl: other.url, credentials: null, credentialsKeyId: null, certificatesSeen: [] });
  expect(await ordersLaneOf(connected)).toMatchObject({ state: "action_needed", reason: "no_credentials" });
  expect(await endingsOf(connected), "of the old server and key").toEqual(["version"]);

  const started = await requestCheck(scope, { integrationId, trigger: "connect" });
  if (!started.ok) throw new Error(started.reason.code);
  const signal = new AbortController().signal;
  const ref = { integrationId, checkId: started.value.checkId };
  await executeCheck(jobScope("check-shop", scope.merchantId), ref, { outside: LOOPBACK, signal, engine: runCheck });
  expect(await requestRefresh(scope, { integrationId })).toEqual({ ok: false, reason: { code: "no_credentials" } });
  expect(other.requests.length).toBeGreaterThan(0);
  const received = JSON.stringify(other.requests.map(({ url, headers, body }) => [url, headers, body]));
  const basic = Buffer.from(`${SHOP_KEYS["consumerKey"]}:${SHOP_KEYS["consumerSecret"]}`).toString("base64");
  for (const secret of [...Object.values(SHOP_KEYS), basic]) expect(received).not.toContain(secret);
});

it.concurrent("a shop moved without its key needs action, even after a pause, until the key is entered again", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true });
  await pauseSync(scope, { integrationId });
  await resumeSync(scope, { integrationId });
  expect(await ordersLaneOf(connected)).toMatchObject({ state: "action_needed", reason: "no_credentials" });
  // Without a key there is none to lose.
  expect(await changeAddress(scope, integrationId, shop.url)).toEqual({ ok: true, value: true });
  await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
  const run = await refreshNow(connected);
  expect(await getRun(scope, run.id)).toMatchObject({ status: "succeeded" });
  expect(await ordersLaneOf(connected)).toMatchObject({ state: "regular" });
});

it.concurrent("a key that was tried at one URL is not stored for another", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  expect(await replaceCredentials(scope, integrationId, SHOP_KEYS, "https://earlier.example")).toEqual({
    ok: false,
    reason: "address_changed",
  });
  await addEndings(connected);
  expect(await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url)).toEqual({ ok: true, value: true });
  expect(await endingsOf(connected)).not.toContain("access");
  expect(await rowOf(connected), "examined with the new key at once").toMatchObject({
    nextEndingsCheckAt: null,
    certificatesSeen: ["earlier"],
  });
});

it.concurrent("trying a key waits for a shop whose first response takes many seconds", async () => {
  const { scope, shop, ...connected } = await openShop();
  const row = await rowOf({ scope, shop, ...connected });
  // Exceeds the timeout per address, once.
  shop.setBehaviour({ delayMs: 8_500 });
  const tried = withTriedCredentials(
    scope,
    { ...row, shopSystem: "woocommerce" },
    { credentials: SHOP_KEYS },
    async ({ mayWrite }) => mayWrite,
  );
  await expect.poll(() => shop.requests.length, { timeout: 20_000 }).toBeGreaterThan(0);
  shop.setBehaviour({});
  expect(await tried).toBe(true);
  expect(
    shop.requests.filter(({ url }) => url.includes("/orders?")),
    "asked once, and waited for",
  ).toHaveLength(1);
}, 30_000);

it.concurrent("trying a key waits out a rate limit that the preceding check used up", async () => {
  const { scope, shop, ...connected } = await openShop();
  const row = await rowOf({ scope, shop, ...connected });
  shop.setBehaviour({ rateLimit: { next: 1, retryAfterSeconds: 2 } });
  const tried = await withTriedCredentials(scope, { ...row, shopSystem: "woocommerce" }, { credentials: SHOP_KEYS }, async () => "works");
  expect(tried).toBe("works");
});

it.concurrent("a rate limit that outlasts the attempt does not reject the key, and reports when to retry", async () => {
  const { scope, shop, ...connected } = await openShop();
  const row = await rowOf({ scope, shop, ...connected });
  const trying = async () =>
    withTriedCredentials(scope, { ...row, shopSystem: "woocommerce" }, { credentials: SHOP_KEYS }, async () => ({
      kind: "works" as const,
    }));
  for (const status of [429, 503] as const) {
    shop.setBehaviour({ rateLimit: { next: 1, retryAfterSeconds: 300, status } });
    const tried = await trying();
    const waitsMs = tried.kind === "asked_to_wait" ? new Date(tried.retryAt).getTime() - Date.now() : 0;
    expect(waitsMs, `HTTP ${status}`).toBeGreaterThan(290_000);
    expect(waitsMs).toBeLessThanOrEqual(300_000);
    expect(await trying()).toEqual({ kind: "works" });
  }
});

const checksOf = ({ scope }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.reachabilityCheck.findMany({ orderBy: { requestedAt: "asc" } }));
const lanesOf = async ({ scope, integrationId }: SyncedShop) => {
  const lanes = await inMerchant(scope.merchantId, (tx) => tx.lane.findMany({ where: { integrationId }, orderBy: { lane: "asc" } }));
  return lanes.map(({ state, reason }) => [state, reason]);
};
const checkNow = async (connected: SyncedShop, checkId: string, engine: CheckEngine = runCheck) => {
  const ref = { integrationId: connected.integrationId, checkId };
  const signal = new AbortController().signal;
  await executeCheck(jobScope("check-shop", connected.scope.merchantId), ref, { outside: LOOPBACK, signal, engine });
};

it.concurrent("storing the first key ends the wait for it, whatever the outcome of the first import", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true });
  await changeAddress(scope, integrationId, shop.url);
  expect(await lanesOf(connected)).toMatchObject([["action_needed", "no_credentials"], {}]);
  await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
  expect(await lanesOf(connected)).toEqual([
    ["regular", "none"],
    ["regular", "none"],
  ]);
  shop.setBehaviour({ serverErrors: { next: "all", status: 503 } });
  expect(await refreshNow(connected)).toMatchObject({ status: "failed" });
  expect((await ordersLaneOf(connected)).reason).not.toBe("no_credentials");
});

it.concurrent("a new key clears what the rejected one caused in both lanes and the check, and queues a check", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await replaceCredentials(scope, integrationId, { consumerKey: "ck_revoked", consumerSecret: "cs_revoked" }, shop.url);
  const [first] = await checksOf(connected);
  await checkNow(connected, String(first?.id));
  expect((await latestCheck(scope, integrationId))?.causeCodes).toEqual(["credentials_rejected"]);
  expect(await lanesOf(connected)).toEqual([
    ["action_needed", "causes_found"],
    ["action_needed", "causes_found"],
  ]);
  await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
  expect(await lanesOf(connected)).toEqual([
    ["regular", "none"],
    ["regular", "none"],
  ]);
  expect(await latestCheck(scope, integrationId)).toMatchObject({ causeCodes: [], result: { causes: [] } });
  expect((await checksOf(connected)).map(({ status }) => status)).toEqual(["done", "queued"]);
});

it.concurrent("a check started without a key is repeated with one stored meanwhile, and its own result is discarded", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true });
  await changeAddress(scope, integrationId, shop.url);
  const started = await requestCheck(scope, { integrationId, trigger: "connect" });
  if (!started.ok) throw new Error(started.reason.code);
  await checkNow(connected, started.value.checkId, async (input) => {
    const result = await runCheck({ ...input, shopSystem: "magento" });
    expect(result.verdict).toBe("blocked");
    await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
    return result;
  });
  expect((await ordersLaneOf(connected)).state).toBe("regular");
  const [, again] = await checksOf(connected);
  expect(again).toMatchObject({ status: "queued" });
  await checkNow(connected, String(again?.id));
  expect(await latestCheck(scope, integrationId)).toMatchObject({ id: again?.id, causeCodes: [] });
});

it.concurrent("counts and statuses survive a single failed request", async () => {
  const shop = await startBareShop(recentOrders(3), "prestashop");
  shops.push(shop);
  const place = { baseUrl: shop.url, shopSystem: "prestashop" } as const;
  const failOnce = () => shop.setBehaviour({ serverErrors: { next: 1, status: 502 } });
  failOnce();
  expect(await countForImport(place, SHOP_KEYS_OF.prestashop, [null])).toEqual([shop.shop.listOrders().length]);
  failOnce();
  expect(await askStatuses(place, SHOP_KEYS_OF.prestashop)).not.toBeNull();
});

it.concurrent("a shop that counts slowly does not block the page: a late count is unknown", async () => {
  const { shop } = await openShop();
  shop.setBehaviour({ delayMs: 5_000 });
  const place = { baseUrl: shop.url, shopSystem: "woocommerce" } as const;
  const [counts, statuses] = [await countForImport(place, SHOP_KEYS, [null, null, null, null, null]), await askStatuses(place, SHOP_KEYS)];
  expect(counts).toHaveLength(5);
  expect(counts.at(-1)).toBeNull();
  expect(statuses === null || statuses.length > 0).toBe(true);
}, 40_000);

it.concurrent("trying a key uses one of the shop's two connections, and opens no third while a sync and a push hold both", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  const row = { id: integrationId, baseUrl: shop.url, shopSystem: "woocommerce" as const };
  const tryKey = () => withTriedCredentials(scope, row, { credentials: SHOP_KEYS, waitsMs: 300 }, async () => "works" as const);
  await withConnections(scope, integrationId, { wanted: 1 }, () =>
    withConnections(scope, integrationId, { wanted: 1 }, async () => {
      expect(await tryKey()).toEqual({ kind: "busy" });
      expect(shop.requests).toEqual([]);
    }),
  );
  expect(await tryKey()).toBe("works");
});

describe.concurrent("an active run", () => {
  /** Starts a run and does the work after its first page is stored, while it waits for the next one. */
  async function duringRun(connected: SyncedShop, work: () => Promise<unknown>): Promise<void> {
    const { scope, integrationId, shop } = connected;
    const started = await requestFirstImport(scope, { integrationId });
    if (!started.ok) throw new Error(started.reason.code);
    shop.setBehaviour({ delayMs: 3_000 });
    const working = workOn(connected, started.value.runId);
    await expect.poll(async () => (await storedOrders(connected)).length, { interval: 20 }).toBeGreaterThan(0);
    await work();
    await working;
    shop.setBehaviour({});
  }
  const runsOf = ({ scope, integrationId }: SyncedShop) =>
    inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId }, orderBy: { requestedAt: "asc" } }));
  const large = async (): Promise<SyncedShop> => {
    const connected = await startSyncedShop(recentOrders(250));
    shops.push(connected.shop);
    return connected;
  };

  it("stores nothing more from the old URL once the shop has moved without its key, and leaves action needed", async () => {
    const connected = await large();
    const { scope, integrationId } = connected;
    let stored = -1;
    await duringRun(connected, async () => {
      expect(await changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true })).toMatchObject({ ok: true });
      stored = (await storedOrders(connected)).length;
    });
    expect(stored).toBeGreaterThan(0);
    expect(await storedOrders(connected)).toHaveLength(stored);
    expect(await runsOf(connected)).toMatchObject([{ status: "failed", failure: "no_credentials", leaseOwner: null }]);
    expect(await ordersLaneOf(connected)).toMatchObject({ state: "action_needed", reason: "no_credentials" });
  });

  it("is queued again with a key that is replaced meanwhile, instead of failing with the old one", async () => {
    const connected = await large();
    const { scope, integrationId, shop } = connected;
    await duringRun(connected, async () => {
      expect(await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url)).toMatchObject({ ok: true });
      expect(await requestFirstImport(scope, { integrationId })).toMatchObject({ value: { joined: true } });
    });
    const [run] = await runsOf(connected);
    expect(run).toMatchObject({ status: "queued", leaseOwner: null, attempt: 0 });
    await workOn(connected, run?.id ?? "");
    expect(await runsOf(connected)).toMatchObject([{ status: "succeeded" }]);
    expect(await storedOrders(connected)).toHaveLength(250);
  });

  it("never deadlocks with a key change at the moment it ends", async () => {
    const connected = await openShop();
    const { scope, integrationId, shop } = connected;
    for (let round = 0; round < 10; round += 1) {
      await clearRefreshLimits(connected);
      const started = await requestRefresh(scope, { integrationId });
      if (!started.ok) throw new Error(started.reason.code);
      const working = workOn(connected, started.value.runId);
      await wait(round * 10);
      await Promise.all([working, ...[1, 2].map(() => replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url))]);
      const [active] = (await runsOf(connected)).filter(({ status }) => status === "queued");
      if (active) await workOn(connected, active.id);
      expect((await runsOf(connected)).at(-1)).toMatchObject({ status: "succeeded" });
    }
  });
});

it.concurrent("waiting parcels are not sent to the shop's former URL when it moves during a push", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await refreshNow(connected);
  const orders = await storedOrders(connected);
  for (const { id } of orders) await markShipped(scope, { orderId: id, carrier: "DHL", trackingNumber: `3S${id}`, trackingUrl: null });
  let moved: Promise<unknown> | undefined;
  shop.setBehaviour({
    // The response arrives after the URL has changed.
    onRequest: (_store, _count, { method }) => {
      if (method !== "GET") moved ??= changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true });
      return moved;
    },
  });
  const signal = new AbortController().signal;
  await pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, { outside: LOOPBACK, signal });
  expect(await moved).toMatchObject({ ok: true });
  expect((await countShipments(scope, integrationId)).sent).toBe(1);
  const sent = orders.filter(({ id }) => JSON.stringify(shop.requests).includes(`3S${id}`));
  expect(sent).toHaveLength(1);
});

it.concurrent("an order named by a webhook is not stored from the shop's former URL", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  const { merchantId } = scope;
  const [named] = shop.shop.listOrders();
  await inMerchant(merchantId, (tx) => tx.shopWebhookHint.create({ data: { merchantId, integrationId, externalId: `${named?.id}` } }));
  let moved: Promise<unknown> | undefined;
  shop.setBehaviour({
    // The response arrives after the URL has changed.
    onRequest: () => {
      moved ??= changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true });
      return moved;
    },
  });
  await fetchHinted(jobScope("fetch-hinted", merchantId), integrationId, { outside: LOOPBACK, signal: new AbortController().signal });
  expect(await moved).toMatchObject({ ok: true });
  expect(await storedOrders(connected)).toEqual([]);
});
