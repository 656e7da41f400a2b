import { createHmac } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/shop/[integrationId]/route";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { pauseSync, resumeSync } from "@/lib/sync/mutations";
import { findInstantOrders, type InstantOrdersView } from "@/lib/sync/webhooks/data";
import { restartLostHints, startDueWebhookChecks } from "@/lib/sync/webhooks/due";
import { fetchHinted } from "@/lib/sync/webhooks/fetch-hinted";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";
import { endInstantOrders, requestInstantOrders } from "@/lib/sync/webhooks/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { compareOrders, LOOPBACK, recentOrders, refreshNow, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

const APP_SECRET = "shpss_of_the_app";
const shops: SyncedShop[] = [];
const statuses: number[] = [];
let ownServer: http.Server;
let origin = "";
const signal = new AbortController().signal;

/** The route on a real port, for shops to deliver to. */
beforeAll(async () => {
  ownServer = http.createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(Buffer.from(chunk));
    const integrationId = (message.url ?? "").split("/").at(-1) ?? "";
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    const answer = await deliver(integrationId, Buffer.concat(chunks).toString(), headers);
    statuses.push(answer.status);
    response.writeHead(answer.status).end();
  });
  ownServer.listen(0, "127.0.0.1");
  await once(ownServer, "listening");
  const address = ownServer.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
});
afterEach(async () => {
  statuses.length = 0;
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(async () => {
  ownServer.close();
  await closeQueue();
});

const deliver = (integrationId: string, body: string, headers: Record<string, string>): Promise<Response> =>
  POST(new Request("http://shop.example/", { method: "POST", body, headers }), { params: Promise.resolve({ integrationId }) });

const maintain = ({ scope, integrationId }: SyncedShop): Promise<void> =>
  maintainWebhooks(jobScope("tend-webhooks", scope.merchantId), integrationId, LOOPBACK, signal);
const fetchNow = ({ scope, integrationId }: SyncedShop): Promise<number> =>
  fetchHinted(jobScope("fetch-hinted", scope.merchantId), integrationId, { outside: LOOPBACK, signal });
const view = async ({ scope, integrationId }: SyncedShop): Promise<InstantOrdersView> => {
  const found = await findInstantOrders(scope, integrationId);
  if (!found) throw new Error("no webhooks");
  return found;
};
const jobsOf = ({ integrationId }: SyncedShop, queue: string) =>
  inPlatform(
    (tx) => tx.$queryRaw<unknown[]>`
      select 1 from pgboss.job where name = ${queue} and data->>'integrationId' = ${integrationId} and state = 'created'`,
  );

async function connected(count = 12): Promise<SyncedShop> {
  const one = await startSyncedShop(recentOrders(count));
  shops.push(one);
  await refreshNow(one);
  return one;
}

/** A shop with active webhooks. */
async function instant(count = 12): Promise<SyncedShop> {
  const one = await connected(count);
  expect(await requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret: "" }, origin)).toMatchObject({ ok: true });
  await maintain(one);
  await one.shop.deliveriesEnded();
  return one;
}

const quarantined = ({ scope, integrationId }: SyncedShop): Promise<string[]> =>
  inMerchant(scope.merchantId, async (tx) => {
    const rows = await tx.quarantinedOrder.findMany({ where: { integrationId, resolvedAt: null }, orderBy: { externalId: "asc" } });
    return rows.map(({ externalId }) => externalId);
  });

const isInSync = async (one: SyncedShop): Promise<boolean> => {
  const { here, there } = await compareOrders(one);
  return JSON.stringify(here) === JSON.stringify(there);
};

/** Moves the deliveries so far to yesterday. */
async function backdateDeliveries({ integrationId }: SyncedShop): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await owner.connect();
  const [yesterday, today] = [-1, 0].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  await owner.query(
    `create table if not exists shop_webhook_delivery_yesterday partition of shop_webhook_delivery for values from ('${yesterday}') to ('${today}')`,
  );
  await owner.query("update shop_webhook_delivery set received_on = received_on - 1 where integration_id = $1", [integrationId]);
  await owner.end();
}

function signed(one: SyncedShop, order: object, headers: Record<string, string> = {}) {
  const secret = [...one.shop.shop.webhooks.values()][0]?.secret ?? "";
  const body = JSON.stringify(order);
  return {
    body,
    headers: {
      "x-wc-webhook-topic": "order.updated",
      "x-wc-webhook-signature": createHmac("sha256", secret).update(body).digest("base64"),
      "x-wc-webhook-delivery-id": "d1",
      ...headers,
    },
  };
}

describe("instant orders of WooCommerce", () => {
  it("create three signed webhooks, tested by the shop at once, and only once for repeated requests", async () => {
    const one = await instant();
    expect([...one.shop.shop.webhooks.values()].map(({ topic }) => topic).toSorted()).toEqual([
      "order.created",
      "order.deleted",
      "order.updated",
    ]);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await view(one)).toMatchObject({ state: "active", problem: null, receivedAt: null });
    await requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret: "" }, origin);
    await maintain(one);
    await one.shop.deliveriesEnded();
    expect(one.shop.shop.webhooks.size).toBe(3);
  });

  it("import new, changed and deleted orders before any sync, from the shop and not from the message", async () => {
    const one = await instant();
    const { shop } = one.shop;
    const [template] = recentOrders(1, 99);
    const [first, second] = shop.listOrders();
    if (!template || !first || !second) throw new Error("no orders");
    shop.addOrder({ ...template, id: shop.nextOrderId(), createdAt: shop.now(), modifiedAt: shop.now() });
    shop.setStatus(first.id, "cancelled");
    shop.setStatus(first.id, "refunded");
    shop.removeOrder(second.id);
    await one.shop.deliveriesEnded();
    expect(statuses.slice(3)).toEqual([202, 202, 202, 202]);
    expect(await jobsOf(one, "fetch-hinted")).toHaveLength(1);
    const asked = one.shop.requests.length;
    expect(await fetchNow(one)).toBe(3);
    expect(one.shop.requests.length - asked).toBe(3);
    expect(await isInSync(one)).toBe(true);
    expect((await view(one)).receivedAt).not.toBeNull();
    const ledger = await inMerchant(one.scope.merchantId, (tx) => tx.coverageInterval.findMany());
    expect(ledger).toHaveLength(1);
  });

  it("import all of twelve orders that change in one second, although their deliveries share one id", async () => {
    const one = await instant();
    // Start at a full second, so that all deliveries fall into it.
    await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
    for (const { id } of one.shop.shop.listOrders()) one.shop.shop.setStatus(id, "cancelled");
    await one.shop.deliveriesEnded();
    expect(statuses.slice(3)).toEqual(Array.from({ length: 12 }, () => 202));
    expect(await fetchNow(one)).toBe(12);
    expect(await isInSync(one)).toBe(true);
  });

  it.each([
    ["fails for", {}],
    ["breaks down for", { breaksBy: 502 }],
  ] as const)(
    "import the other orders named with one that the shop %s, and send few requests to a shop that is down",
    async (_how, behaviour) => {
      const one = await instant();
      one.shop.setBehaviour({ breaksOn: [1003], ...behaviour });
      for (const id of [1002, 1003, 1004, 1005]) one.shop.shop.setStatus(id, "cancelled");
      await one.shop.deliveriesEnded();
      expect(await fetchNow(one)).toBe(3);
      const { here, there } = await compareOrders(one);
      expect(here.filter((line) => !there.includes(line)).map((line) => line.split(" ")[0])).toEqual(["1003"]);
      one.shop.setBehaviour({ serverErrors: { next: "all", status: 502 } });
      for (const id of [1002, 1003, 1004, 1005]) one.shop.shop.setStatus(id, "refunded");
      await one.shop.deliveriesEnded();
      const asked = one.shop.requests.length;
      expect(await fetchNow(one)).toBe(0);
      // The order and two retries, which read the list; then the newest and the oldest order.
      expect(one.shop.requests.length - asked).toBeLessThanOrEqual(6);
    },
  );

  it("resolve a quarantined order that is deleted in the shop", async () => {
    const one = await instant();
    one.shop.setBehaviour({ damagedOrders: { 1005: "text_total", 1006: "text_total" } });
    for (const id of [1005, 1006]) one.shop.shop.setStatus(id, "cancelled");
    await one.shop.deliveriesEnded();
    await fetchNow(one);
    expect(await quarantined(one)).toEqual(["1005", "1006"]);
    one.shop.shop.removeOrder(1005);
    await one.shop.deliveriesEnded();
    await fetchNow(one);
    expect(await quarantined(one)).toEqual(["1006"]);
  });

  it("count a delivery once, and only if it is signed with this shop's secret", async () => {
    const one = await instant();
    const other = await instant(3);
    const { body, headers } = signed(one, { id: 1003 });
    expect((await deliver(one.integrationId, body, headers)).status).toBe(202);
    expect((await deliver(one.integrationId, body, headers)).status).toBe(200);
    await backdateDeliveries(one);
    expect((await deliver(one.integrationId, body, headers)).status).toBe(200);
    expect((await deliver(other.integrationId, body, { ...headers, "x-wc-webhook-delivery-id": "d2" })).status).toBe(404);
    expect((await deliver(one.integrationId, `${body} `, { ...headers, "x-wc-webhook-delivery-id": "d3" })).status).toBe(404);
    expect((await deliver(crypto.randomUUID(), body, headers)).status).toBe(404);
    expect((await deliver("nonsense", body, headers)).status).toBe(404);
    expect((await deliver(one.integrationId, "x".repeat(2 * 1024 * 1024 + 1), headers)).status).toBe(413);
    const hints = await inPlatform((tx) => tx.shopWebhookHint.findMany());
    expect(hints.filter(({ integrationId }) => [one.integrationId, other.integrationId].includes(integrationId))).toHaveLength(1);
  });

  it("store nothing from the message itself: an order that the shop does not have stays unknown", async () => {
    const one = await instant();
    const { body, headers } = signed(one, { id: 999_999, status: "completed", total: "1.00" });
    expect((await deliver(one.integrationId, body, headers)).status).toBe(202);
    await fetchNow(one);
    expect(await isInSync(one)).toBe(true);
  });

  it("are left to the next sync, due at once, if the shop names too many", async () => {
    const one = await instant(3);
    const { merchantId: owner } = one.scope;
    await inMerchant(
      owner,
      (tx) => tx.$executeRaw`
        insert into shop_webhook_hint (merchant_id, integration_id, external_id)
        select ${owner}::uuid, ${one.integrationId}::uuid, generate_series(1, 199)::text`,
    );
    for (const id of [200, 201, 202]) {
      const { body, headers } = signed(one, { id }, { "x-wc-webhook-delivery-id": `many-${id}` });
      expect((await deliver(one.integrationId, body, headers)).status).toBe(202);
    }
    const [hints, lane] = await inMerchant(owner, async (tx) => [
      await tx.shopWebhookHint.count(),
      await tx.lane.findFirstOrThrow({ where: { lane: "orders_in" } }),
    ]);
    expect(hints).toBe(200);
    expect(lane.nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it("are found by the daily check when the shop has disabled them, and re-enabled by a click", async () => {
    const one = await instant();
    for (const webhook of one.shop.shop.webhooks.values()) webhook.address = `${webhook.address}0`;
    for (let round = 0; round < 5; round += 1) one.shop.shop.setStatus(1002, round % 2 === 0 ? "cancelled" : "refunded");
    await one.shop.deliveriesEnded();
    for (const webhook of one.shop.shop.webhooks.values()) webhook.address = webhook.address.slice(0, -1);
    expect([...one.shop.shop.webhooks.values()].filter(({ status }) => status === "disabled").map(({ topic }) => topic)).toEqual([
      "order.updated",
    ]);
    expect((await view(one)).state).toBe("active");
    await inMerchant(one.scope.merchantId, (tx) => tx.shopWebhook.updateMany({ data: { nextCheckAt: new Date(Date.now() - 1000) } }));
    await startDueWebhookChecks(jobPlatformScope("schedule"));
    expect(await jobsOf(one, "tend-webhooks")).not.toHaveLength(0);
    await maintain(one);
    expect(await view(one)).toMatchObject({ state: "off_at_shop" });
    await requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret: "" }, origin);
    await maintain(one);
    expect(await view(one)).toMatchObject({ state: "active" });
    one.shop.shop.setStatus(1002, "completed");
    await one.shop.deliveriesEnded();
    expect(statuses.at(-1)).toBe(202);
  });

  it("report a read-only key, and change nothing else", async () => {
    const [keys] = [{ consumerKey: `ck_${"1".repeat(40)}`, consumerSecret: `cs_${"2".repeat(40)}` }];
    const shop = await startFakeShop({
      shopSystem: "woocommerce",
      orders: recentOrders(3),
      credentials: [{ ...keys, permissions: "read" }],
    });
    const one = { ...(await connectShop({ baseUrl: shop.url, credentials: keys })), shop };
    shops.push(one);
    await refreshNow(one);
    await requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret: "" }, origin);
    await maintain(one);
    expect(await view(one)).toMatchObject({ state: "failed", problem: "credentials_insufficient" });
    expect(shop.shop.webhooks.size).toBe(0);
  });

  it("are refused as soon as a user ends them, and removed in the shop", async () => {
    const one = await instant();
    const { body, headers } = signed(one, { id: 1003 });
    expect(await endInstantOrders(one.scope, one)).toMatchObject({ ok: true });
    expect((await deliver(one.integrationId, body, headers)).status).toBe(404);
    await maintain(one);
    expect(one.shop.shop.webhooks.size).toBe(0);
    expect((await view(one)).state).toBeNull();
  });

  it("stay in a shop that refuses DELETE, which is said and tried again, but send nothing any more", async () => {
    const one = await instant();
    const { shop } = one.shop;
    one.shop.setBehaviour({ blockedMethods: { methods: ["DELETE"] } });
    await endInstantOrders(one.scope, one);
    await maintain(one);
    expect([...shop.webhooks.values()].map(({ status }) => status)).toEqual(["disabled", "disabled", "disabled"]);
    expect(await view(one)).toMatchObject({ state: "unwanted", problem: "blocked", staying: 3 });
    expect((await view(one)).webhooksUrl).toContain("section=webhooks");

    await inMerchant(one.scope.merchantId, (tx) => tx.shopWebhook.updateMany({ data: { nextCheckAt: new Date(0) } }));
    expect(await startDueWebhookChecks(jobPlatformScope("schedule"))).toBeGreaterThan(0);
    one.shop.setBehaviour({});
    await maintain(one);
    expect(shop.webhooks.size).toBe(0);
    expect((await view(one)).state).toBeNull();
  });

  it("that stay in a shop are switched on again when they are wanted again", async () => {
    const one = await instant();
    one.shop.setBehaviour({ blockedMethods: { methods: ["DELETE"] } });
    await endInstantOrders(one.scope, one);
    await maintain(one);
    expect(await requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret: "" }, origin)).toMatchObject({ ok: true });
    await maintain(one);
    expect(await view(one)).toMatchObject({ state: "active", staying: 0 });
    expect([...one.shop.shop.webhooks.values()].map(({ status }) => status)).toEqual(["active", "active", "active"]);
  });

  it("are fetched by another worker if one dies", async () => {
    const one = await instant();
    one.shop.shop.setStatus(1004, "cancelled");
    await one.shop.deliveriesEnded();
    await inPlatform((tx) => tx.$executeRaw`update pgboss.job set state = 'completed' where name = 'fetch-hinted'`);
    await inPlatform((tx) => tx.$executeRaw`update shop_webhook_hint set hinted_at = now() - interval '1 minute'`);
    while ((await restartLostHints(jobPlatformScope("schedule"))) > 0) {
      // Drain the hints of other shops, too.
    }
    expect(await jobsOf(one, "fetch-hinted")).toHaveLength(1);
    await fetchNow(one);
    expect(await isInSync(one)).toBe(true);
  });

  it("are kept while the shop is paused, and fetched once it is resumed", async () => {
    const one = await instant();
    const { merchantId: owner } = one.scope;
    await pauseSync(one.scope, one);
    one.shop.shop.setStatus(1004, "refunded");
    await one.shop.deliveriesEnded();
    expect(statuses.at(-1)).toBe(202);
    expect(await jobsOf(one, "fetch-hinted")).toHaveLength(0);
    const age = () => inMerchant(owner, (tx) => tx.$executeRaw`update shop_webhook_hint set hinted_at = now() - interval '1 minute'`);
    const startLost = async () => {
      await age();
      while ((await restartLostHints(jobPlatformScope("schedule"))) > 0) {
        // Drain the hints of other shops, too.
      }
    };
    await startLost();
    expect(await jobsOf(one, "fetch-hinted")).toHaveLength(0);
    await resumeSync(one.scope, one);
    await startLost();
    expect(await jobsOf(one, "fetch-hinted")).toHaveLength(1);
    expect(await fetchNow(one)).toBe(1);
    expect(await isInSync(one)).toBe(true);
  });

  it("make a sync due at once if they name no order, since any may have changed", async () => {
    const one = await instant(3);
    const { body, headers } = signed(one, { number: "no id" });
    expect((await deliver(one.integrationId, body, headers)).status).toBe(202);
    const lane = await inMerchant(one.scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { lane: "orders_in" } }));
    expect(lane.nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe("instant orders of Shopify", () => {
  it("are subscriptions signed with the app secret that the merchant enters", async () => {
    const keys = { accessToken: `shpat_${"a".repeat(32)}` };
    const shop = await startFakeShop({ shopSystem: "shopify", orders: recentOrders(5), credentials: [{ ...keys, appSecret: APP_SECRET }] });
    const one = { ...(await connectShop({ shopSystem: "shopify", baseUrl: shop.url, credentials: keys })), shop };
    shops.push(one);
    await refreshNow(one);
    const ask = (appSecret: string) => requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret }, origin);
    expect(await ask("")).toEqual({ ok: false, reason: "app_secret_missing" });
    expect(await ask(APP_SECRET)).toMatchObject({ ok: true });
    await maintain(one);
    expect(await view(one)).toMatchObject({ state: "active" });
    expect(shop.shop.webhooks.size).toBe(3);
    shop.shop.setStatus(1002, "cancelled");
    await shop.deliveriesEnded();
    expect(statuses).toEqual([202]);
    expect(await fetchNow(one)).toBe(1);
    shop.shop.webhooks.clear();
    await maintain(one);
    expect(await view(one)).toMatchObject({ state: "off_at_shop" });
    // The secret is still stored, so reactivation needs no input.
    expect(await ask("")).toMatchObject({ ok: true });
    await maintain(one);
    expect(shop.shop.webhooks.size).toBe(3);
  });

  it("need no secret entered if the credentials contain it", async () => {
    const accessToken = `shpat_${"b".repeat(32)}`;
    const shop = await startFakeShop({
      shopSystem: "shopify",
      orders: recentOrders(5),
      credentials: [{ accessToken, appSecret: APP_SECRET }],
    });
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const credentials = { kind: "client", clientId: "c".repeat(32), clientSecret: APP_SECRET, accessToken, expiresAt };
    const one = { ...(await connectShop({ shopSystem: "shopify", baseUrl: shop.url, credentials })), shop };
    shops.push(one);
    await refreshNow(one);
    expect(await view(one)).toMatchObject({ needsSecret: false });
    expect(await requestInstantOrders(one.scope, { integrationId: one.integrationId, appSecret: "" }, origin)).toMatchObject({ ok: true });
    await maintain(one);
    shop.shop.setStatus(1002, "cancelled");
    await shop.deliveriesEnded();
    expect(statuses).toEqual([202]);
  });
});
