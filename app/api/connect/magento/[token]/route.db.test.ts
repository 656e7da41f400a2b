import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { GET } from "@/app/api/connect/magento/[token]/identity/route";
import { POST } from "@/app/api/connect/magento/[token]/route";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { startMagentoHandshake } from "@/lib/integrations/approval/actions";
import { findApproval } from "@/lib/integrations/approval/data";
import { storeKeyAndImport, tryKey } from "@/lib/integrations/settings/key-actions";
import { answerNames } from "@/lib/testing/answer-names";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { connectShop } from "@/lib/testing/connect-shop";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";
import { type Front, startFront } from "@/lib/testing/start-front";
import { recentOrders, refreshNow, startBareShop } from "@/lib/testing/sync-shop";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["NEXTAUTH_URL"] = "https://mooring.example";
});

// The callback as the shop's server reaches it.
const web = http.createServer(async (message, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  response.writeHead((await post(message.url ?? "", Buffer.concat(chunks).toString())).status).end();
});
const tokenIn = (path: string): string => /connect\/magento\/([^/?]+)/.exec(path)?.[1] ?? "";
const post = (path: string, body: string): Promise<Response> =>
  POST(new Request(`https://mooring.example${path}`, { method: "POST", body, headers: { "x-forwarded-for": "192.0.2.1" } }), {
    params: Promise.resolve({ token: tokenIn(path) }),
  });
const identify = async (url: string): Promise<string | null> =>
  (await GET(new Request(url), { params: Promise.resolve({ token: tokenIn(url) }) })).headers.get("location");

const shops: (FakeShop | Front)[] = [];
let origin = "";
beforeAll(async () => {
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
  vi.restoreAllMocks();
  await inPlatform((tx) => tx.$executeRaw`delete from sign_in_attempt`);
});
afterAll(async () => {
  web.close();
  await closeQueue();
});

async function atKeyStep({ start = () => startBareShop(recentOrders(4), "magento"), addressOf = (url: string) => url } = {}) {
  const shop = await start();
  shops.push(shop);
  shop.setBehaviour({ bearerDisabled: true });
  const owner = await makeOwner();
  const baseUrl = addressOf(shop.url);
  const { integrationId } = await connectShop({ merchantId: owner.merchantId, shopSystem: "magento", baseUrl, credentials: null });
  await asBrowser(owner.person.sessionId);
  const started = await startMagentoHandshake(owner.merchantId, { integrationId });
  if (!started.ok) throw new Error(started.code);
  const { callbackUrl, identityUrl } = started.value;
  return { ...owner, shop, integrationId, callback: new URL(callbackUrl).pathname, identityUrl };
}

/** Clicks Activate in a shop whose own URL is `own`. @returns the identity URL that Magento opens */
async function activate({ shop, callback, identityUrl }: Awaited<ReturnType<typeof atKeyStep>>, own = shop.url): Promise<string> {
  const query = new URLSearchParams({ callback: origin + callback, identity: identityUrl });
  const { get } = shop.url.startsWith("https:") ? https : http;
  // By its own name, which no name server here knows.
  const asked = get(`${shop.url}/admin/activate?${query}`, { headers: { host: new URL(own).host } });
  const [answer] = (await once(asked, "response")) as [http.IncomingMessage];
  answer.resume();
  return answer.headers.location ?? "";
}

/** The same, with the key that was handed over tested, stored and used. */
async function expectImport({ scope, merchantId, integrationId }: Awaited<ReturnType<typeof atKeyStep>>) {
  expect(await findApproval(scope, integrationId)).toEqual({ status: "received", failure: null });
  const key = { integrationId, values: null, timeZone: "UTC" };
  expect(await tryKey(merchantId, { ...key, since: null })).toMatchObject({ value: { kind: "works" } });
  expect(await storeKeyAndImport(merchantId, { ...key, choice: { kind: "all" }, leftOut: [] })).toMatchObject({
    value: { kind: "stored" },
  });
  expect(await refreshNow({ scope, integrationId })).toMatchObject({ status: "succeeded" });
}

it("Activate in Magento hands over all four values, which are tested, stored once, and used for the import", async () => {
  const at = await atKeyStep();
  const identity = await activate(at);
  expect(await identify(identity), "back to Magento, which waits").toBe(`${at.shop.url}/admin/integration/loginSuccessCallback/`);
  await expectImport(at);
});

it("a shop that redirects to its name with www hands over by a signature for that name, and its administration may have a host of its own", async () => {
  answerNames(() => ["127.0.0.1"]);
  const inner = await startBareShop(recentOrders(4), "magento");
  shops.push(inner);
  const named = (host: string, url: string): string => `http://${host}:${new URL(url).port}`;
  const front = await startFront(inner.url, ({ headers, url }, response) => {
    if (headers.host?.startsWith("www.")) return false;
    response.writeHead(301, { location: `http://www.${headers.host}${url}` }).end();
    return true;
  });
  shops.push(front);
  const at = await atKeyStep({ start: async () => ({ ...inner, url: front.url }), addressOf: (url) => named("shop.example", url) });
  const identity = new URL(await activate(at, named("www.shop.example", front.url)));
  const admin = "https://backend.shop.example/a1b2/admin/integration/loginSuccessCallback/key/0123456789abcdef/";
  identity.searchParams.set("success_call_back", admin);
  expect(await identify(identity.href), "Magento's page that waits").toBe(admin);
  await expectImport(at);
});

it.each([
  "http://backend.shop.example/a/",
  "https://shop.example.evil.example/a/",
  "https://otherexample/a/",
  "javascript:alert(1)//shop.example",
])("no page but the shop's own is opened after the exchange: %s", async (asked) => {
  answerNames(() => ["127.0.0.1"]);
  const at = await atKeyStep({ addressOf: (url) => `http://shop.example:${new URL(url).port}` });
  const identity = new URL(await activate(at, `http://shop.example:${new URL(at.shop.url).port}`));
  identity.searchParams.set("success_call_back", asked);
  expect(await identify(identity.href)).toBe(`https://mooring.example/m/${at.merchantId}/integrations/connect/${at.integrationId}`);
});

it("a shop whose proxy ends TLS without X-Forwarded-Proto is distinguished from one that refuses the consumer", async () => {
  const authority = await makeCertificateAuthority({ name: "Handshake" });
  tls.setDefaultCACertificates([...tls.getCACertificates(), authority.rootPem]);
  const certificate = await authority.issue(["127.0.0.1"]);
  const at = await atKeyStep({ start: () => startFakeShop({ shopSystem: "magento", tls: certificate, orders: recentOrders(1) }) });
  at.shop.setBehaviour({ bearerDisabled: true, seesHttp: true });
  await identify(await activate(at));
  expect(await findApproval(at.scope, at.integrationId)).toEqual({ status: "refused", failure: "https_unseen" });
});

it("a shop whose clock is an hour behind hands its values over by its own time", async () => {
  const at = await atKeyStep();
  at.shop.setBehaviour({ bearerDisabled: true, clockSkewMs: -3_600_000 });
  await identify(await activate(at));
  expect(await findApproval(at.scope, at.integrationId)).toEqual({ status: "received", failure: null });
});

it("a forged or repeated callback, another shop's, or an identity link in another browser changes nothing", async () => {
  const at = await atKeyStep();
  const body = (base: string) =>
    new URLSearchParams({
      oauth_consumer_key: "k".repeat(32),
      oauth_consumer_secret: "s".repeat(32),
      oauth_verifier: "v",
      store_base_url: base,
    }).toString();
  expect((await post(`/api/connect/magento/${"A".repeat(43)}`, body(at.shop.url))).status).toBe(403);
  expect((await post(at.callback, body("https://other.example/"))).status, "another shop").toBe(403);
  expect((await post(at.callback, "oauth_consumer_key=x")).status).toBe(403);
  expect((await post(at.callback, "x".repeat(5000))).status).toBe(413);
  expect(await identify(`${at.identityUrl}?oauth_consumer_key=x`), "before the callback").toBe("https://mooring.example/");
  const identity = await activate(at);
  expect((await post(at.callback, body(at.shop.url))).status, "a second consumer").toBe(403);
  const foreign = new URL(identity);
  foreign.searchParams.set("oauth_consumer_key", "k".repeat(32));
  expect(await identify(foreign.href)).toBe("https://mooring.example/");
  await asBrowser((await makeOwner()).person.sessionId);
  expect(await identify(identity)).toBe("https://mooring.example/");
  expect(await findApproval(at.scope, at.integrationId)).toEqual({ status: "waiting", failure: null });
  await asBrowser(at.person.sessionId);
  const elsewhere = new URL(identity);
  elsewhere.searchParams.set("success_call_back", "https://evil.example/");
  expect(await identify(elsewhere.href), "no open redirect").toBe(
    `https://mooring.example/m/${at.merchantId}/integrations/connect/${at.integrationId}`,
  );
  expect(await identify(identity), "a second time").toBe("https://mooring.example/");
});

it("a consumer that the shop rejects ends in a refusal shown on the page", async () => {
  const at = await atKeyStep();
  const consumer = {
    oauth_consumer_key: "k".repeat(32),
    oauth_consumer_secret: "s".repeat(32),
    oauth_verifier: "v",
    store_base_url: at.shop.url,
  };
  expect((await post(at.callback, new URLSearchParams(consumer).toString())).status).toBe(200);
  await identify(`${at.identityUrl}?oauth_consumer_key=${"k".repeat(32)}`);
  expect(await findApproval(at.scope, at.integrationId)).toEqual({ status: "refused", failure: "exchange" });
});
