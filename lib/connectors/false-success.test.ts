import { expect, test } from "vitest";
import { magento } from "@/lib/connectors/magento/index";
import { prestashop } from "@/lib/connectors/prestashop/index";
import type { OrderWindow, ShopClient } from "@/lib/connectors/shop";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { findLost, paginateOrders } from "@/lib/testing/paginate-orders";

// Answers with status 200 that are no success. If a plugin prints a notice before the answer, PHP has already sent its headers: every answer then has
// status 200 and none of the shop's own headers.

const credentials = { consumerKey: "ck_test", consumerSecret: "cs_test" };
const key = { ...credentials, permissions: "read_write" as const };
const window: OrderWindow = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 30, from: new Date("2026-11-01T00:00:00Z"), to: window.to, seed: 3 });
const NOTICE = "<br />\n<b>Warning</b>:  Undefined array key 1 in <b>/wp-content/plugins/x.php</b> on line <b>3</b><br />\n";

function open(accepted: Parameters<typeof directShopClient<"woocommerce">>[0]["key"] = key, behaviour: Behaviour = {}) {
  const store = new FakeStore(orders);
  return {
    store,
    shop: { client: behindNotice(directShopClient({ shopSystem: "woocommerce", store, key: accepted, behaviour })), credentials },
  };
}

const behindNotice = ({ baseUrl, send }: ShopClient): ShopClient => ({
  baseUrl,
  async send(request) {
    const sent = await send(request);
    if (!sent.ok) return sent;
    const { answer } = sent;
    return { ok: true, answer: { ...answer, status: 200, headers: { "content-type": "text/html" }, body: NOTICE + answer.body } };
  },
});

/** A plugin stops every write with words of its own. */
const withoutWrites = ({ baseUrl, send }: ShopClient): ShopClient => ({
  baseUrl,
  async send(request) {
    const headers = { "content-type": "application/json" };
    const answer = { origin: baseUrl, status: 200, headers, body: '{"success":false,"reason":"locked"}', clockSkewMs: null };
    return request.method === "GET" ? send(request) : { ok: true, answer };
  },
});

/** Something in front replaces the status alone. */
const without4xx = ({ baseUrl, send }: ShopClient): ShopClient => ({
  baseUrl,
  async send(request) {
    const sent = await send(request);
    return sent.ok ? { ok: true, answer: { ...sent.answer, status: 200 } } : sent;
  },
});

const shipment = { id: "s-1", orderExternalId: "1001", carrier: "PostNL", trackingNumber: "3SABC1234567", trackingUrl: null };

const list: Parameters<typeof paginateOrders>[0] = (client, ...asked) => woocommerce.listChangedOrders({ client, credentials }, ...asked);

test.each<[string, Behaviour]>([
  ["", {}],
  [" on pages that a plugin makes shorter, although no header counts them", { shrinkPagesTo: 7 }],
])("no order is lost%s", async (_where, behaviour) => {
  const { store, shop } = open(key, behaviour);
  expect(findLost(store, [await paginateOrders(list, shop.client, window)])).toEqual([]);
});

test("a period without orders is empty", async () => {
  const later = { from: window.to, to: new Date("2027-01-01T00:00:00Z") };
  expect(await list(open().shop.client, later, null)).toMatchObject({ ok: true, value: { orders: [], next: null } });
});

test("a deleted order is gone, not an unreadable record", async () => {
  const { shop } = open();
  expect(await woocommerce.fetchOrder(shop, "999999999")).toEqual({ ok: true, value: null });
  expect(await woocommerce.findOrders(shop, "987654321")).toEqual({ ok: true, value: [] });
  const missing = { ...shipment, orderExternalId: "999999999" };
  expect(await woocommerce.pushShipment(shop, missing)).toEqual({ ok: true, value: "order_missing" });
});

/** The order that the shipment belongs to, not shipped yet. */
function openUnsent(accepted?: Parameters<typeof open>[0]) {
  const opened = open(accepted);
  opened.store.setStatus(1001, "processing");
  return opened;
}

test("a refused key is rejected, and a refused tracking number is not reported as sent", async () => {
  const outsider = open({ ...key, consumerSecret: "cs_other" });
  expect(await woocommerce.listChangedOrders(outsider.shop, window, null)).toMatchObject({ failure: { code: "credentials_rejected" } });
  const { shop, store } = openUnsent({ ...key, permissions: "read" });
  expect(await woocommerce.pushShipment(shop, shipment)).toMatchObject({ failure: { code: "credentials_insufficient" } });
  const writable = openUnsent().shop;
  const locked = { ...writable, client: withoutWrites(writable.client) };
  expect(await woocommerce.pushShipment(locked, shipment)).toMatchObject({ failure: { code: "invalid_response" } });
  expect(store.orders.get(1001)?.status).toBe("processing");
});

test("a key is accepted only if orders arrive", async () => {
  const client: ShopClient = {
    baseUrl: "https://shop.example",
    send: (request) => withoutWrites(open().shop.client).send({ ...request, method: "POST" }),
  };
  expect(await woocommerce.preflight({ client, credentials })).toMatchObject({ failure: { code: "invalid_response" } });
  expect(await woocommerce.preflight(open().shop)).toMatchObject({ ok: true });
});

test("a tracking number is sent once", async () => {
  const { shop, store } = openUnsent();
  expect(await woocommerce.pushShipment(shop, shipment)).toEqual({ ok: true, value: "pushed" });
  expect(await woocommerce.pushShipment(shop, shipment)).toEqual({ ok: true, value: "already_there" });
  expect(store.orders.get(1001)?.notes.filter(({ forCustomer }) => forCustomer)).toHaveLength(1);
});

test("a tracking number that Magento refuses with status 200 is not reported as sent", async () => {
  const token = { accessToken: "token-1", accessTokenSecret: "secret-1", consumerKey: "consumer-1", consumerSecret: "secret-2" };
  const store = new FakeStore(orders);
  store.setStatus(1001, "processing");
  const reads = { ...token, resources: ["Magento_Sales::actions_view", "Magento_Sales::shipment"] };
  const direct = directShopClient({ shopSystem: "magento", store, key: reads });
  for (const client of [behindNotice(direct), without4xx(direct), withoutWrites(direct)])
    expect(await magento.pushShipment({ client, credentials: token }, shipment)).toMatchObject({ ok: false });
});

test("a tracking number that PrestaShop refuses with status 200 is not reported as sent", async () => {
  const apiKey = "FULLKKKKKKKKKKKKKKKKKKKKKKKKKKKK";
  const store = new FakeStore(orders);
  store.setStatus(1001, "processing");
  const resources = ["orders", "order_details", "order_carriers", "order_histories", "order_states", "configurations", "shop_urls"];
  const rights = Object.fromEntries([...resources, "countries", "states", "currencies"].map((resource) => [resource, ["GET"]]));
  const direct = directShopClient({ shopSystem: "prestashop", store, key: { apiKey, rights } });
  for (const client of [behindNotice(direct), without4xx(direct), withoutWrites(direct)])
    expect(await prestashop.pushShipment({ client, credentials: { key: apiKey } }, shipment)).toMatchObject({ ok: false });
  expect(store.orders.get(1001)?.status).toBe("processing");
});

test("an order that PrestaShop does not have is gone, whatever is printed before the answer", async () => {
  const apiKey = "FULLKKKKKKKKKKKKKKKKKKKKKKKKKKKK";
  const direct = directShopClient({ shopSystem: "prestashop", store: new FakeStore(orders), key: { apiKey } });
  for (const client of [direct, behindNotice(direct), without4xx(direct)])
    expect(await prestashop.fetchOrder({ client, credentials: { key: apiKey } }, "999999999")).toEqual({ ok: true, value: null });
});
