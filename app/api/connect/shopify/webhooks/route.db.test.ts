import { createHmac } from "node:crypto";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { POST } from "@/app/api/connect/shopify/webhooks/route";
import { HOUR_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { sqlWithin } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { workErasures } from "@/lib/orders/privacy/work-erasures";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";
import { recentOrders, refreshNow, startSyncedShop, storedOrders } from "@/lib/testing/sync-shop";

vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["SHOPIFY_CLIENT_ID"] = "c".repeat(32);
  process.env["SHOPIFY_CLIENT_SECRET"] = "shpss_new,shpss_old";
});
afterAll(closeQueue);

let counter = 0;
let domain = "";
beforeEach(() => {
  counter += 1;
  domain = `bloemen-${counter}.myshopify.com`;
});

const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
const installation = {
  kind: "app",
  accessToken: "shpat_x",
  refreshToken: "r",
  expiresAt: later(HOUR_MS),
  refreshExpiresAt: later(90 * 24 * HOUR_MS),
};

interface Sent {
  topic: string;
  body?: object;
  secret?: string;
  triggeredAt?: string;
  shop?: string;
}

/** Delivers, and does what the delivery queued. */
async function deliver(sent: Sent): Promise<number> {
  const status = await send(sent);
  while ((await workErasures(jobPlatformScope("test"))) > 0);
  return status;
}

async function send({ topic, body = {}, secret = "shpss_new", triggeredAt = later(1000), shop = domain }: Sent): Promise<number> {
  const text = JSON.stringify({ shop_domain: shop, ...body });
  const headers = {
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(text).digest("base64"),
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": shop,
    "x-shopify-triggered-at": triggeredAt,
  };
  return (await POST(new Request("https://mooring.example/", { method: "POST", body: text, headers }))).status;
}

const connect = (credentials: object = installation): Promise<ConnectedShop> =>
  connectShop({ shopSystem: "shopify", baseUrl: `https://${domain}`, credentials: credentials as Record<string, string> });
const keyOf = ({ scope, integrationId }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integrationId }, select: { credentials: true } }));

it("an unsigned delivery gets 401 and changes nothing; during rotation both secrets are valid", async () => {
  const connected = await connect();
  expect(await deliver({ topic: "app/uninstalled", secret: "guessed" })).toBe(401);
  expect(await deliver({ topic: "app/uninstalled", secret: "" })).toBe(401);
  expect((await POST(new Request("https://mooring.example/", { method: "POST", body: "{}" }))).status).toBe(401);
  expect((await keyOf(connected)).credentials).not.toBeNull();
  expect(await deliver({ topic: "app/uninstalled", secret: "shpss_old" })).toBe(200);
  expect((await keyOf(connected)).credentials).toBeNull();
  const lane = await inMerchant(connected.scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { lane: "orders_in" } }));
  expect(lane).toMatchObject({ state: "action_needed", reason: "no_credentials" });
});

it("uninstalling ends only this shop's installation, not a merchant's own token or a newer installation", async () => {
  const again = await connect();
  expect(await deliver({ topic: "app/uninstalled", triggeredAt: later(-HOUR_MS) })).toBe(200);
  expect((await keyOf(again)).credentials, "installed again").not.toBeNull();
  expect(await deliver({ topic: "app/uninstalled", shop: "other.myshopify.com" })).toBe(200);
  expect((await keyOf(again)).credentials, "another shop").not.toBeNull();
  domain = "own.myshopify.com";
  const own = await connect({ accessToken: "shpat_own" });
  expect(await deliver({ topic: "app/uninstalled" })).toBe(200);
  expect((await keyOf(own)).credentials, "a token of its own").not.toBeNull();
});

it("an erased buyer is not restored by a later import, by e-mail address or by order", async () => {
  const connected = await connect();
  const { scope, integrationId } = connected;
  const store = (modifiedAt: string, ...ids: string[]) =>
    inMerchant(scope.merchantId, (tx) =>
      storeOrders(sqlWithin(tx), scope, {
        integrationId,
        runId: null,
        unreadable: [],
        orders: ids.map((externalId) =>
          fakeShopOrder({ externalId, modifiedAt: new Date(modifiedAt), ...(externalId === "7" ? nameless : {}) }),
        ),
      }),
    );
  const nameless = {
    billing: { ...fakeShopOrder().billing, email: "" },
    shipping: { ...fakeShopOrder().billing, email: "" },
    raw: { id: 7 },
  };
  await store("2026-11-20T10:00:00Z", "7", "8");
  const redact = (body: object) => deliver({ topic: "customers/redact", body });
  expect(await redact({ orders_to_redact: [7], customer: { email: null } })).toBe(200);
  const names = async () => (await storedOrders(connected)).map(({ externalId, customerName }) => [externalId, customerName !== ""]).sort();
  await store("2026-11-20T10:01:00Z", "7", "8");
  expect(await names()).toEqual([
    ["7", false],
    ["8", true],
  ]);
  expect(await redact({ orders_to_redact: [], customer: { email: "MIA@customer.example" } })).toBe(200);
  await store("2026-11-20T10:02:00Z", "8", "9");
  expect((await names()).map(([, isKnown]) => isKnown)).toEqual([false, false, false]);
});

it("a buyer is erased at Shopify's request, a shop's buyers after uninstalling, and the log keeps no trace", async () => {
  const { shop, ...connected } = await startSyncedShop(recentOrders(4), { shopSystem: "shopify" });
  const { scope, integrationId } = connected;
  await refreshNow(connected);
  await shop.close();
  const at = new URL(shop.url).host;
  const [first, ...others] = await storedOrders(connected);
  expect(await deliver({ topic: "customers/redact", shop: at, body: { orders_to_redact: [Number(first?.externalId)] } })).toBe(200);
  const known = async () => (await storedOrders(connected)).map(({ customerName }) => customerName !== "");
  expect(await known()).toEqual([false, ...others.map(() => true)]);
  expect(await deliver({ topic: "shop/redact", shop: at })).toBe(200);
  expect(await known(), "still connected").toContain(true);
  await inMerchant(scope.merchantId, (tx) => tx.integration.updateMany({ data: { credentials: null, credentialsKeyId: null } }));
  expect(await deliver({ topic: "shop/redact", shop: at })).toBe(200);
  expect(await known()).not.toContain(true);
  const acts = await inMerchant(scope.merchantId, (tx) => tx.auditEvent.findMany({ where: { integrationId }, orderBy: { at: "asc" } }));
  const reported = acts.map(({ action, details }) => [action, details]);
  expect(reported).toContainEqual(["personal_data_erased", { count: 1 }]);
  expect(JSON.stringify(reported)).not.toContain(first?.customerName);
});

it("a buyer's request for data reaches only the merchants whose shop installed the app", async () => {
  const connected = await connect();
  const others = [
    await connect({ accessToken: "shpat_own" }),
    await connectShop({ shopSystem: "shopify", baseUrl: `https://${domain}`, credentials: null }),
  ];
  expect(await deliver({ topic: "customers/data_request", body: { orders_requested: [7, 8] } })).toBe(200);
  const requested = ({ scope, integrationId }: ConnectedShop) =>
    inMerchant(scope.merchantId, (tx) => tx.auditEvent.findMany({ where: { integrationId, action: "personal_data_requested" } }));
  expect(await requested(connected)).toMatchObject([{ details: { orders: "7, 8" } }]);
  for (const other of others) expect(await requested(other)).toEqual([]);
});
