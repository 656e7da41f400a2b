import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { type OpenShop, openShop, readShop } from "@/lib/health/open-shop";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { replaceCredentials } from "@/lib/integrations/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { ShopifyGrants } from "@/lib/testing/fake-shops/shopify/grants";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { compareVersions, LOOPBACK, recentOrders, refreshNow, startBareShop } from "@/lib/testing/sync-shop";

vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["SHOPIFY_CLIENT_ID"] = "c".repeat(32);
  process.env["SHOPIFY_CLIENT_SECRET"] = "shpss_secret";
});

const APP = { clientId: "c".repeat(32), secrets: ["shpss_secret"] };
let shop: FakeShop;
let grants: ShopifyGrants;
const scopes = ["read_orders", "read_all_orders", "write_merchant_managed_fulfillment_orders"];
const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

beforeEach(async () => {
  grants = new ShopifyGrants();
  shop = await startBareShop(recentOrders(120), "shopify");
  shop.setBehaviour({ shopifyApp: APP, shopifyGrants: grants });
});
afterEach(() => shop.close());
afterAll(closeQueue);

const connect = (credentials: object): Promise<ConnectedShop> =>
  connectShop({ shopSystem: "shopify", baseUrl: shop.url, credentials: credentials as Record<string, string> });

/** An installation whose access token expires in `ms`. */
const installation = (ms: number) => {
  const { accessToken, refreshToken } = grants.offline(scopes, Date.now());
  return { kind: "app", accessToken, refreshToken, expiresAt: soon(ms), refreshExpiresAt: soon(90 * 86_400_000) };
};

async function open({ scope, integrationId }: ConnectedShop): Promise<OpenShop> {
  const found = await readShop(scope, integrationId);
  if (!found?.ok) throw new Error("no shop");
  return openShop(found.facts, LOOPBACK);
}

it("processes that find the same token expired renew it once, and all continue with the new one", async () => {
  const connected = await connect(installation(-1000));
  grants.endAccess();
  const ports = await Promise.all(Array.from({ length: 6 }, () => open(connected)));
  const answers = await Promise.all(ports.map((port) => port.preflight(null)));
  await Promise.all(ports.map((port) => port.close()));
  expect(answers.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
  expect(grants.counts.refresh_token).toBe(1);
  const port = await open(connected);
  expect(await port.preflight(null)).toMatchObject({ ok: true });
  await port.close();
  expect(grants.counts.refresh_token, "the new one was stored").toBe(1);
});

it("a token that expires during an import is renewed: every order is imported, and no page is stored twice", async () => {
  const connected = await connect(installation(3_600_000));
  let pages = 0;
  shop.setBehaviour({
    shopifyApp: APP,
    shopifyGrants: grants,
    shrinkPagesTo: 20,
    onRequest: () => {
      pages += 1;
      if (pages === 4) grants.endAccess();
    },
  });
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
  expect(grants.counts.refresh_token).toBe(1);
  const { here, there } = await compareVersions({ ...connected, shop });
  expect(here).toEqual(there);
});

it("an uninstalled app causes one clear failure, without repeated renewals", async () => {
  const connected = await connect(installation(3_600_000));
  grants.revokeAll();
  const run = await refreshNow(connected);
  expect(run).toMatchObject({ status: "failed", failure: "credentials_rejected" });
  expect(shop.requests.filter(({ url }) => url === "/admin/oauth/access_token").length).toBeLessThanOrEqual(2);
});

it("a merchant's own app gets day tokens by client ID and secret, and recovers when its secret is replaced", async () => {
  const connected = await connect({ kind: "client", clientId: APP.clientId, clientSecret: "shpss_secret" });
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
  expect(grants.counts.client_credentials).toBe(1);
  shop.setBehaviour({ shopifyApp: { ...APP, secrets: ["shpss_rotated"] }, shopifyGrants: grants });
  grants.revokeAll();
  expect(await refreshNow(connected)).toMatchObject({ failure: "credentials_rejected" });
  const { baseUrl } = await inMerchant(connected.scope.merchantId, (tx) =>
    tx.integration.findFirstOrThrow({ where: { id: connected.integrationId }, select: { baseUrl: true } }),
  );
  const rotated = { kind: "client", clientId: APP.clientId, clientSecret: "shpss_rotated" };
  await replaceCredentials(connected.scope, connected.integrationId, rotated, baseUrl);
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
});
