import { afterAll, afterEach, expect, it, vi } from "vitest";
import { jobScope } from "@/lib/accounts/access";
import { requestCheck } from "@/lib/checks/mutations";
import { performCheck } from "@/lib/checks/perform-check";
import { changeAddress, replaceCredentials } from "@/lib/integrations/mutations";
import { withTriedCredentials } from "@/lib/integrations/try-credentials";
import { closeQueue } from "@/lib/jobs/enqueue";
import { runCheck } from "@/lib/probe/check-shop";
import { getRun } from "@/lib/sync/data";
import { pauseSync, requestRefresh, resumeSync } from "@/lib/sync/mutations";
import { withConnections } from "@/lib/sync/shop-connections";
import { inMerchant } from "@/lib/system/db";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { LOOPBACK, recentOrders, refreshNow, SHOP_KEYS, type SyncedShop, startBareShop, startSyncedShop } from "@/lib/testing/sync-shop";

const shops: FakeShop[] = [];
// The environment is read once, when the first module asks for it.
vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
});
afterAll(closeQueue);

async function openShop(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(3));
  shops.push(connected.shop);
  return connected;
}

const rowOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
const importsOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId, lane: "orders_in" } }));

it("whoever moves a shop to another server never makes us send the stored key there", async () => {
  const connected = await openShop();
  const { scope, integrationId } = connected;
  await refreshNow(connected);
  const other = await startBareShop([], "woocommerce", "127.0.0.9");
  shops.push(other);

  expect(await changeAddress(scope, integrationId, other.url)).toEqual({ ok: false, reason: "key_stays_behind" });
  expect(await rowOf(connected)).toMatchObject({ baseUrl: connected.shop.url, credentials: expect.anything() });

  expect(await changeAddress(scope, integrationId, other.url, { withoutKey: true })).toEqual({ ok: true, value: true });
  expect(await rowOf(connected)).toMatchObject({ baseUrl: other.url, credentials: null, credentialsKeyId: null });
  expect(await importsOf(connected)).toMatchObject({ state: "action_needed", reason: "no_credentials" });

  const started = await requestCheck(scope, { integrationId, trigger: "connect" });
  if (!started.ok) throw new Error(started.reason.code);
  const signal = new AbortController().signal;
  const ref = { integrationId, checkId: started.value.checkId };
  await performCheck(jobScope("check-shop", scope.merchantId), ref, { outside: LOOPBACK, signal, engine: runCheck });
  expect(await requestRefresh(scope, { integrationId })).toEqual({ ok: false, reason: { code: "no_credentials" } });
  expect(other.requests.length).toBeGreaterThan(0);
  const heard = JSON.stringify(other.requests.map(({ url, headers, body }) => [url, headers, body]));
  const basic = Buffer.from(`${SHOP_KEYS["consumerKey"]}:${SHOP_KEYS["consumerSecret"]}`).toString("base64");
  for (const secret of [...Object.values(SHOP_KEYS), basic]) expect(heard).not.toContain(secret);
});

it("a shop that moved without its key needs a person, also after a pause, until the key is given again", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  await changeAddress(scope, integrationId, "https://moved.example", { withoutKey: true });
  await pauseSync(scope, { integrationId });
  await resumeSync(scope, { integrationId });
  expect(await importsOf(connected)).toMatchObject({ state: "action_needed", reason: "no_credentials" });
  // Without a key there is none to lose.
  expect(await changeAddress(scope, integrationId, shop.url)).toEqual({ ok: true, value: true });
  await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url);
  const run = await refreshNow(connected);
  expect(await getRun(scope, run.id)).toMatchObject({ status: "succeeded" });
  expect(await importsOf(connected)).toMatchObject({ state: "regular" });
});

it("a key that was tried at one address is not kept for another one", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  expect(await replaceCredentials(scope, integrationId, SHOP_KEYS, "https://earlier.example")).toEqual({
    ok: false,
    reason: "address_changed",
  });
  expect(await replaceCredentials(scope, integrationId, SHOP_KEYS, shop.url)).toEqual({ ok: true, value: true });
});

it("a key is tried within the two connections to the shop: no third one is opened while a sync and a push have both", async () => {
  const connected = await openShop();
  const { scope, integrationId, shop } = connected;
  const row = { id: integrationId, baseUrl: shop.url, platform: "woocommerce" as const };
  const tryKey = () => withTriedCredentials(scope, row, { credentials: SHOP_KEYS, waitsMs: 300 }, async () => "works" as const);
  await withConnections(scope, integrationId, { wanted: 1 }, () =>
    withConnections(scope, integrationId, { wanted: 1 }, async () => {
      expect(await tryKey()).toEqual({ kind: "busy" });
      expect(shop.requests).toEqual([]);
    }),
  );
  expect(await tryKey()).toBe("works");
});
