import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { POST } from "@/app/api/connect/woocommerce/route";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { startShopApproval } from "@/lib/integrations/approval/actions";
import { findApproval } from "@/lib/integrations/approval/data";
import { startApproval } from "@/lib/integrations/approval/mutations";
import { wooAuthorizeUrl } from "@/lib/integrations/approval/woocommerce";
import { storeKeyAndImport, tryKey } from "@/lib/integrations/settings/key-actions";
import { connectShop } from "@/lib/testing/connect-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";
import { recentOrders, startBareShop } from "@/lib/testing/sync-shop";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["NEXTAUTH_URL"] = "https://mooring.example";
});

// The callback as the shop's server reaches it.
const web = http.createServer(async (message, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  response.writeHead((await post(Buffer.concat(chunks).toString())).status).end();
});
const post = (body: string): Promise<Response> =>
  POST(
    new Request("https://mooring.example/api/connect/woocommerce", { method: "POST", body, headers: { "x-forwarded-for": "192.0.2.1" } }),
  );
const shops: FakeShop[] = [];
let callback = "";

beforeAll(async () => {
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
  callback = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
  await inPlatform((tx) => tx.$executeRaw`delete from sign_in_attempt`);
});
afterAll(async () => {
  web.close();
  await closeQueue();
});

/** An owner at the key step of a shop on a hostname, and the approval page to which the product sends them. */
async function atKeyStep(behaviour: Behaviour = {}) {
  const shop = await startBareShop(recentOrders(3));
  shop.setBehaviour(behaviour);
  shops.push(shop);
  const owner = await makeOwner();
  const { integrationId } = await connectShop({ merchantId: owner.merchantId, baseUrl: shop.url, credentials: null });
  await inPlatform((tx) => tx.integration.updateMany({ where: { id: integrationId }, data: { name: new URL(shop.url).host } }));
  await asBrowser(owner.person.sessionId);
  const started = await startApproval(owner.scope, integrationId, "woocommerce");
  if (!started.ok) throw new Error(started.reason);
  const { token } = started.value;
  const page = new URL(wooAuthorizeUrl(started.value, "/back"));
  page.searchParams.set("callback_url", callback);
  return { ...owner, shop, integrationId, token, page };
}

/** Clicks Approve, as the shop's user. */
const approve = (page: URL): Promise<Response> => {
  const granted = new URL(page);
  granted.pathname = "/wc-auth/v1/access_granted/";
  return fetch(granted, { redirect: "manual" });
};
const bodyFor = (token: string, more: object = {}): string =>
  JSON.stringify({
    key_id: 1,
    user_id: token,
    consumer_key: `ck_${"1".repeat(40)}`,
    consumer_secret: `cs_${"2".repeat(40)}`,
    key_permissions: "read_write",
    ...more,
  });
const timeZone = "Europe/Berlin";

it("one approval hands over the key, which is tested and stored once, and the shop's own name", async () => {
  const { scope, merchantId, integrationId, page } = await atKeyStep();
  expect(await (await fetch(page)).text()).toContain("would like to connect to your store");
  expect(await findApproval(scope, integrationId)).toEqual({ status: "waiting", failure: null });
  const answer = await approve(page);
  expect(answer.headers.get("location")).toMatch(/\/back\?success=1&user_id=/);
  expect(await findApproval(scope, integrationId)).toEqual({ status: "received", failure: null });

  const key = { integrationId, values: null, timeZone };
  expect(await tryKey(merchantId, { ...key, since: null })).toMatchObject({ value: { kind: "works", shop: { mayWrite: true } } });
  const stored = await storeKeyAndImport(merchantId, { ...key, choice: { kind: "all" }, leftOut: [] });
  expect(stored).toEqual({ ok: true, value: { kind: "stored" } });
  const row = await inMerchant(merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId } }));
  expect(row).toMatchObject({ name: "Test shop", credentials: expect.anything() });
  expect(await tryKey(merchantId, { ...key, since: null })).toMatchObject({ value: { kind: "handed_over", problem: "gone" } });
});

it("a forged, repeated or late callback, or one of a moved shop, stores nothing and gets no details", async () => {
  const { scope, integrationId, token, page } = await atKeyStep();
  const other = await atKeyStep();
  for (const body of ["", "[]", "{", bodyFor("A".repeat(43)), bodyFor(`${token}x`), bodyFor(token, { consumer_key: 7 })]) {
    const answer = await post(body);
    expect([answer.status, await answer.text()]).toEqual([403, ""]);
  }
  expect((await post(`{"a":"${"x".repeat(5000)}"}`)).status).toBe(413);
  expect(await findApproval(scope, integrationId)).toMatchObject({ status: "waiting" });

  await inPlatform((tx) => tx.integration.updateMany({ where: { id: other.integrationId }, data: { baseUrl: "https://moved.example" } }));
  expect((await post(bodyFor(other.token))).status, "of a shop that moved").toBe(403);

  expect((await approve(page)).status).toBe(302);
  expect((await post(bodyFor(token))).status, "a second time").toBe(403);
  expect(await findApproval(scope, integrationId)).toMatchObject({ status: "received" });

  const late = await atKeyStep();
  await inPlatform((tx) => tx.shopApproval.updateMany({ where: { integrationId: late.integrationId }, data: { expiresAt: new Date() } }));
  expect((await post(bodyFor(late.token))).status).toBe(403);
  expect(await findApproval(late.scope, late.integrationId)).toEqual({ status: "expired", failure: null });
});

it("a key of another shop is refused, since it does not work at this one", async () => {
  const { merchantId, integrationId, token } = await atKeyStep();
  expect((await post(bodyFor(token))).status).toBe(200);
  const tried = await tryKey(merchantId, { integrationId, values: null, since: null, timeZone });
  expect(tried).toMatchObject({ value: { kind: "refused", failure: "credentials_rejected" } });
});

it("a read-only key is refused, whether the shop reports it or only the test of the key shows it", async () => {
  const { scope, integrationId, page } = await atKeyStep({ approvals: { permissions: "read" } });
  expect((await approve(page)).status, "WooCommerce deletes the key upon an error").toBe(401);
  expect(await findApproval(scope, integrationId)).toEqual({ status: "refused", failure: "permissions" });

  const liar = await atKeyStep();
  const reads = { consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}`, permissions: "read" } as const;
  await liar.shop.close();
  const { startFakeShop } = await import("@/lib/testing/fake-shops/start-fake-shop");
  shops.push(await startFakeShop({ shopSystem: "woocommerce", port: liar.shop.port, orders: recentOrders(1), credentials: [reads] }));
  shops.splice(shops.indexOf(liar.shop), 1);
  expect((await post(bodyFor(liar.token))).status).toBe(200);
  const tried = await tryKey(liar.merchantId, { integrationId: liar.integrationId, values: null, since: null, timeZone });
  expect(tried).toMatchObject({ value: { kind: "handed_over", problem: "read_only" } });
});

it("if the shop cannot call back, it deletes the key and the page keeps waiting", async () => {
  const { scope, integrationId, page } = await atKeyStep({ approvals: { callsBack: false } });
  expect((await approve(page)).status).toBe(401);
  expect(await findApproval(scope, integrationId)).toEqual({ status: "waiting", failure: null });
});

it("only the member who approved can use the key, and a new approval ends the former one", async () => {
  const { merchantId, integrationId, token } = await atKeyStep();
  expect((await post(bodyFor(token))).status).toBe(200);
  const other = await connectShop({ merchantId, baseUrl: "https://second.example" });
  expect(await findApproval(other.scope, integrationId)).toBeNull();
  const again = await startShopApproval(merchantId, { integrationId, shopSystem: "woocommerce" });
  expect(again).toMatchObject({ ok: true, value: { url: expect.stringContaining("/wc-auth/v1/authorize?app_name=Mooring") } });
  expect((await post(bodyFor(token))).status).toBe(403);
});

it("more than sixty calls per minute from one address are refused", async () => {
  for (let call = 0; call < 60; call += 1) expect((await post("{}")).status).toBe(403);
  const answer = await post("{}");
  expect([answer.status, Number(answer.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
});
