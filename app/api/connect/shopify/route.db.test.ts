import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { GET } from "@/app/api/connect/shopify/route";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { findApproval } from "@/lib/integrations/approval/data";
import { startApproval } from "@/lib/integrations/approval/mutations";
import { shopifyAuthorizeUrl } from "@/lib/integrations/approval/shopify";
import { storeKeyAndImport, tryKey } from "@/lib/integrations/settings/key-actions";
import { connectShop } from "@/lib/testing/connect-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { ShopifyGrants } from "@/lib/testing/fake-shops/shopify/grants";
import { signQuery } from "@/lib/testing/fake-shops/shopify/oauth";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";
import { refreshNow, recentOrders as someOrders, startBareShop, storedOrders } from "@/lib/testing/sync-shop";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["NEXTAUTH_URL"] = "https://mooring.example";
  process.env["SHOPIFY_CLIENT_ID"] = "c".repeat(32);
  // The newest secret signs requests; Shopify signs with the old one until it is revoked.
  process.env["SHOPIFY_CLIENT_SECRET"] = "shpss_newsecret,shpss_oldsecret";
});

const APP = { clientId: "c".repeat(32), secrets: ["shpss_newsecret", "shpss_oldsecret"] };
const shops: FakeShop[] = [];
let grants: ShopifyGrants;
beforeEach(() => {
  grants = new ShopifyGrants();
});
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
  await inPlatform((tx) => tx.$executeRaw`delete from sign_in_attempt`);
});
afterAll(closeQueue);

async function atKeyStep(behaviour: Behaviour = {}) {
  const shop = await startBareShop(someOrders(5), "shopify");
  shop.setBehaviour({ shopifyApp: APP, shopifyGrants: grants, ...behaviour });
  shops.push(shop);
  const owner = await makeOwner();
  const { merchantId } = owner;
  const { integrationId } = await connectShop({ merchantId, shopSystem: "shopify", baseUrl: shop.url, credentials: null });
  await asBrowser(owner.person.sessionId);
  const started = await startApproval(owner.scope, integrationId, "shopify");
  const url = started.ok ? shopifyAuthorizeUrl(started.value) : null;
  if (!started.ok || url === null) throw new Error("no approval");
  const here = `https://mooring.example/m/${merchantId}/integrations/connect/${integrationId}`;
  return { ...owner, integrationId, shop, url, token: started.value.token, here };
}

/** Clicks Install. @returns the URL to which Shopify sends the browser */
async function install(url: string): Promise<URL> {
  expect(await (await fetch(url)).text()).toContain("Install app");
  const answer = await fetch(url.replace("/authorize?", "/granted?"), { redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "");
}
const comeBack = async (url: URL | string): Promise<string | null> => (await GET(new Request(url))).headers.get("location");
const secondsAgo = (seconds: number): string => `${Math.floor(Date.now() / 1000) - seconds}`;
const key = (integrationId: string) => ({ integrationId, values: null, timeZone: "UTC" });

it("a merchant installs the app, and its orders are imported with an expiring token", async () => {
  const { scope, merchantId, integrationId, url, here, shop } = await atKeyStep();
  expect(await comeBack(await install(url))).toBe(here);
  expect(await findApproval(scope, integrationId)).toEqual({ status: "received", failure: null });
  expect(await tryKey(merchantId, { ...key(integrationId), since: null })).toMatchObject({
    value: { kind: "works", shop: { historyDays: null } },
  });
  await storeKeyAndImport(merchantId, { ...key(integrationId), choice: { kind: "all" }, leftOut: [] });
  expect(await refreshNow({ scope, integrationId })).toMatchObject({ status: "succeeded" });
  expect(await storedOrders({ scope, integrationId })).toHaveLength(shop.shop.listOrders().length);
  expect(grants.counts).toEqual({ authorization_code: 1, refresh_token: 0, client_credentials: 0 });
});

it("a callback not signed by Shopify for this shop, state and user changes nothing and leads to the start page", async () => {
  const { scope, integrationId, url, token, person, shop, here } = await atKeyStep();
  const other = await makeOwner();
  const good = await install(url);
  const { host } = new URL(shop.url);
  const start = "https://mooring.example/";
  const forged = new URL(good);
  forged.searchParams.set("shop", "evil.myshopify.com");
  const doubled = new URL(`${good}&state=${token}`);
  const signed = (parameters: Record<string, string>) =>
    `https://mooring.example/api/connect/shopify?${signQuery("shpss_newsecret", { code: "x", timestamp: secondsAgo(0), shop: host, ...parameters })}`;
  const wrong = [
    forged,
    doubled,
    signed({ state: "A".repeat(43) }),
    signed({ state: token, shop: "other.myshopify.com" }),
    signed({ code: "x" }),
    signed({ state: token, timestamp: secondsAgo(310) }),
    // A future timestamp gets closer while the test runs, so it starts well beyond the limit of 300 s.
    signed({ state: token, timestamp: secondsAgo(-600) }),
    signed({ state: token, timestamp: "" }),
  ];
  wrong.push(`https://mooring.example/api/connect/shopify?${signQuery("shpss_unknown", { code: "x", shop: host, state: token })}`);
  for (const address of wrong) expect(await comeBack(address), String(address)).toBe(start);
  await asBrowser(other.person.sessionId);
  expect(await comeBack(good)).toBe(start);
  await asBrowser(null);
  expect(await comeBack(good)).toBe(start);
  expect(await findApproval(scope, integrationId)).toEqual({ status: "waiting", failure: null });
  expect(grants.counts.authorization_code).toBe(0);

  await asBrowser(person.sessionId);
  expect(await comeBack(good)).not.toBe(start);
  expect(await comeBack(good), "a second time: the page shows what came of the first").toBe(here);
  expect(grants.counts.authorization_code).toBe(1);
});

it("a merchant who declines or returns too late is sent to a page that explains it", async () => {
  const { scope, integrationId, url, token, here } = await atKeyStep();
  const address = (query: string) => `https://mooring.example/api/connect/shopify?${query}`;
  expect(await comeBack(address(`error=access_denied&state=${token}`))).toBe(`${here}?success=0`);
  expect(await comeBack(address(`error=access_denied&state=${"A".repeat(43)}`))).toBe("https://mooring.example/");
  expect(await findApproval(scope, integrationId), "may still approve").toEqual({ status: "waiting", failure: null });
  const late = await install(url);
  await inPlatform((tx) => tx.shopApproval.updateMany({ where: { integrationId }, data: { expiresAt: new Date() } }));
  expect(await comeBack(late)).toBe(here);
  expect(await findApproval(scope, integrationId)).toEqual({ status: "expired", failure: null });
  expect(grants.counts.authorization_code).toBe(0);
});

it("an installation started in Shopify's App Store leads to connecting that shop, even before sign-in", async () => {
  const begun = (shop: string, secret = "shpss_oldsecret", seconds = 0) =>
    `https://mooring.example/api/connect/shopify?${signQuery(secret, { host: "YWRtaW4", shop, timestamp: secondsAgo(seconds) })}`;
  for (const sessionId of [(await makeOwner()).person.sessionId, null]) {
    await asBrowser(sessionId);
    expect(await comeBack(begun("bloemen.myshopify.com"))).toBe("https://mooring.example/?shop=bloemen.myshopify.com");
    const wrong = [
      begun("evil.example"),
      begun("bloemen.myshopify.com", "shpss_unknown"),
      begun("bloemen.myshopify.com", "shpss_oldsecret", 400),
    ];
    for (const address of wrong) expect(await comeBack(address), address).toBe("https://mooring.example/");
  }
});

it("missing scopes are refused if they are required, and reported if they only hide older orders", async () => {
  const without = await atKeyStep({ refusedScopes: ["write_merchant_managed_fulfillment_orders"] });
  await comeBack(await install(without.url));
  expect(await findApproval(without.scope, without.integrationId)).toEqual({ status: "refused", failure: "permissions" });
  const recent = await atKeyStep({ refusedScopes: ["read_all_orders"] });
  await comeBack(await install(recent.url));
  const tried = await tryKey(recent.merchantId, { ...key(recent.integrationId), since: null });
  expect(tried).toMatchObject({ value: { kind: "works", shop: { historyDays: 60 } } });
});

it("a merchant is sent only to a URL of Shopify's", () => {
  const started = { merchantName: "Bloemen", token: "t" };
  for (const baseUrl of [
    "https://shop.example",
    "http://bloemen.myshopify.com",
    "https://bloemen.myshopify.com.evil.example",
    "https://10.0.0.1",
  ])
    expect(shopifyAuthorizeUrl({ ...started, baseUrl }), baseUrl).toBeNull();
  const url = new URL(shopifyAuthorizeUrl({ ...started, baseUrl: "https://bloemen.myshopify.com" }) ?? "");
  expect(url.href).toMatch(
    /^https:\/\/bloemen\.myshopify\.com\/admin\/oauth\/authorize\?client_id=c+&scope=read_orders%2Cread_all_orders%2C/,
  );
  expect(url.searchParams.get("redirect_uri")).toBe("https://mooring.example/api/connect/shopify");
});
