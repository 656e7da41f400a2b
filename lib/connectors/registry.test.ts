import { afterEach, expect, test, vi } from "vitest";
import { parseCredentials } from "@/lib/connectors/credentials";
import { createShopClient } from "@/lib/connectors/http/client";
import { connectorFor } from "@/lib/connectors/registry";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { findLost, paginateOrders } from "@/lib/testing/paginate-orders";

// Real sockets and timeouts: a busy machine must not exceed the test's timeout first.
vi.setConfig({ testTimeout: 30_000 });

const window = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 70, from: window.from, to: window.to, seed: 9 });

const token = "0123456789abcdef0123456789abcdef";
const integration = { accessToken: token, accessTokenSecret: token, consumerKey: token, consumerSecret: token };
const options = { orders, host: "127.0.0.1" };

/** A fake shop of each shop system, and the credentials that its merchant would paste. */
const STARTERS = {
  woocommerce: async () => ({
    shop: await startFakeShop({
      ...options,
      shopSystem: "woocommerce",
      credentials: [{ consumerKey: "ck_test", consumerSecret: "cs_test" }],
    }),
    pasted: { consumerKey: " ck_test", consumerSecret: "cs_test\n" },
  }),
  magento: async () => ({
    shop: await startFakeShop({ ...options, shopSystem: "magento", credentials: [integration] }),
    pasted: integration,
  }),
  prestashop: async () => ({
    shop: await startFakeShop({ ...options, shopSystem: "prestashop", credentials: [{ apiKey: token }] }),
    pasted: { key: token },
  }),
  shopify: async () => ({
    shop: await startFakeShop({
      ...options,
      shopSystem: "shopify",
      credentials: [{ accessToken: "shpat_12345678" }],
      behaviour: { graphBucket: { capacity: 100_000, restorePerSecond: 10_000 } },
    }),
    pasted: { accessToken: "shpat_12345678" },
  }),
};

let shop: FakeShop | undefined;
afterEach(async () => {
  await shop?.close();
});

test.each(SHOP_SYSTEMS)("%s: pasted credentials, a socket and a whole import work together", async (shopSystem) => {
  const started = await STARTERS[shopSystem]();
  shop = started.shop;
  const connector = connectorFor(shopSystem);
  expect(connector.shopSystem).toBe(shopSystem);
  const credentials = parseCredentials(shopSystem, started.pasted);
  if (!credentials.ok) throw new Error(JSON.stringify(credentials.reason));

  const client = createShopClient({
    baseUrl: shop.url,
    shopSystem,
    egress: { addresses: ["127.0.0.3"], control: null },
    policy: { allowNetworks: [], allowTargets: [`127.0.0.1:${shop.port}`] },
  });
  expect(await connector.preflight({ client, credentials: credentials.value })).toMatchObject({ ok: true, value: { historyDays: null } });
  expect(shop.requests.length).toBeLessThanOrEqual(2);
  expect((await connector.describe({ client, credentials: credentials.value })).ok).toBe(true);
  const paginated = await paginateOrders(
    (...args) => connector.listChangedOrders({ client: args[0], credentials: credentials.value }, args[1], args[2]),
    client,
    window,
  );
  expect(findLost(shop.shop, [paginated])).toEqual([]);
  expect(await connector.countOrders({ client, credentials: credentials.value }, window)).toMatchObject({ ok: true, value: 70 });
  expect(shop.connectionCount()).toBe(1);
  expect(new Set(shop.requests.map(({ from, headers }) => `${from} ${headers["user-agent"]}`))).toEqual(
    new Set([`127.0.0.3 SendCloud/1.0 (${shopSystem}; https://www.sendcloud.sc)`]),
  );
  await client.close();
});
