import { expect, it } from "vitest";
import { connectorFor } from "@/lib/connectors/registry";
import type { ShopClient } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { DEFAULT_SCOPES } from "@/lib/testing/fake-shops/shopify/resolvers";
import { FakeStore } from "@/lib/testing/fake-shops/store";

// The payment state of an order found by its number.

const KEYS = {
  woocommerce: { consumerKey: "ck_0123456789abcdef", consumerSecret: "cs_0123456789abcdef" },
  magento: { accessToken: "token-1", accessTokenSecret: "secret-1", consumerKey: "consumer-1", consumerSecret: "secret-2" },
  prestashop: { key: "P".repeat(32) },
  shopify: { accessToken: "shpat_0123456789abcdef" },
} as const;

async function find(
  shopSystem: ShopSystem,
  change: Partial<FakeOrder>,
  options: { text?: string; scopes?: readonly string[]; behaviour?: Behaviour } = {},
) {
  const [order] = generateOrders({ count: 1, from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-02T00:00:00Z"), seed: 3 });
  if (!order) throw new Error("no order");
  const store = new FakeStore([{ ...order, ...change }]);
  const key =
    shopSystem === "prestashop"
      ? { apiKey: KEYS.prestashop.key }
      : { ...KEYS[shopSystem], ...(options.scopes ? { scopes: options.scopes } : {}) };
  const client = directShopClient({ shopSystem, store, key: key as never, behaviour: options.behaviour ?? {} });
  const found = await connectorFor(shopSystem).findOrders({ client, credentials: KEYS[shopSystem] }, options.text ?? String(order.id));
  if (!found.ok) throw new Error(found.failure.detail);
  return found.value;
}

it.each<[string, ShopSystem, Partial<FakeOrder>, string | null]>([
  ["a transfer that has not arrived", "woocommerce", { status: "on-hold", paidAt: null }, "on-hold"],
  ["an order put on hold after it was paid", "woocommerce", { status: "on-hold", paidAt: new Date("2026-11-01T10:00:00Z") }, null],
  ["a failed payment", "woocommerce", { status: "failed", paidAt: null }, "failed"],
  ["a status of a plugin", "woocommerce", { status: "pending", wooStatus: "awaiting-deposit", paidAt: null }, "awaiting-deposit"],
  ["payment on delivery", "woocommerce", { status: "processing", paidAt: null }, null],
  ["an order in the trash", "woocommerce", { status: "trash", paidAt: null }, null],
  [
    "a payment that was not completed",
    "magento",
    { magentoState: ["pending_payment", "pending_payment"], paidAt: null },
    "pending_payment",
  ],
  ["a status of the merchant's own", "magento", { magentoState: ["new", "awaiting_transfer"], paidAt: null }, "awaiting_transfer"],
  ["a new order that was invoiced", "magento", { magentoState: ["new", "pending"], paidAt: new Date("2026-11-01T10:00:00Z") }, null],
  ["a transfer that has not arrived", "prestashop", { status: "on-hold", paidAt: null }, "Awaiting bank wire payment"],
  ["a payment error", "prestashop", { status: "failed", paidAt: null }, "Payment error"],
  ["a refund", "prestashop", { status: "refunded", paidAt: new Date("2026-11-01T10:00:00Z") }, null],
  ["an authorized payment that was not captured", "shopify", { status: "on-hold" }, "AUTHORIZED"],
  ["a voided payment", "shopify", { status: "cancelled" }, null],
])("an order found by number shows whether payment is awaited: %s in a %s shop", async (_what, shopSystem, change, unpaidStatus) => {
  expect(await find(shopSystem, change)).toMatchObject([{ unpaidStatus }]);
});

it("a Shopify draft order is found by an app that may read drafts, and causes no error for one that may not", async () => {
  const draft = { isDraft: true, number: "#D12" };
  const scopes = [...DEFAULT_SCOPES, "read_draft_orders"];
  expect(await find("shopify", draft, { text: "D12", scopes })).toMatchObject([{ place: "draft", number: "#D12", status: "OPEN" }]);
  expect(await find("shopify", draft, { text: "D1", scopes })).toEqual([]);
  expect(await find("shopify", draft, { text: "D12" })).toEqual([]);
});

it.each([
  ["ZU-2026-1001", "ZU-2026-1001"],
  ["zu-1001/2026", "#ZU-1001/2026"],
  ["0001001", "0001001"],
])("a WooCommerce order is found by the number %s, which a filter makes", async (text, number) => {
  const behaviour = { numbersByFilter: true };
  expect(await find("woocommerce", { id: 1001, number }, { text, behaviour })).toMatchObject([
    { externalId: "1001", number, place: "list" },
  ]);
  expect(await find("woocommerce", { id: 1001, number, status: "trash" }, { text, behaviour })).toMatchObject([{ place: "trash" }]);
  // Another order whose id is part of the number is not the one.
  expect(await find("woocommerce", { id: 1001, number: "ZU-2025-1001" }, { text: "ZU-2026-1001", behaviour })).toEqual([]);
});

it("a WooCommerce order in the trash is found by a number that a plugin stored", async () => {
  expect(await find("woocommerce", { number: "2026/0815", status: "trash" }, { text: "2026/0815" })).toMatchObject([{ place: "trash" }]);
});

it("WooCommerce: an order whose number is part of many newer ones is found behind them, and a shop with too many hits is not said to lack it", async () => {
  const from = new Date("2026-10-01T00:00:00Z");
  const withNewer = async (newer: number) => {
    const orders = generateOrders({ count: newer + 1, from, to: new Date("2026-11-02T00:00:00Z"), seed: 5 });
    const byAge = orders.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
    const numbered = byAge.map((order, index) => ({ ...order, number: index === 0 ? "7101" : `7101${1000 + index}` }));
    const client = directShopClient({ shopSystem: "woocommerce", store: new FakeStore(numbered), key: KEYS.woocommerce });
    const found = await connectorFor("woocommerce").findOrders({ client, credentials: KEYS.woocommerce }, "7101");
    return { found, id: String(byAge[0]?.id) };
  };
  for (const newer of [0, 20, 45, 150]) {
    const { found, id } = await withNewer(newer);
    expect(found, `${newer} newer`).toMatchObject({ ok: true, value: [{ externalId: id, number: "7101" }] });
  }
  const { found } = await withNewer(600);
  expect(found.ok).toBe(false);
});

it.each(["XXXXXKXXK", " xxxxxkxxk ", "XXXXXKXXK#2", "„XXXXXKXXK“", "XXXXXKXXK,", "(XXXXXKXXK)"])(
  "PrestaShop: a reference is found as the back office, a mail or a list writes it: %s",
  async (text) => {
    expect(await find("prestashop", {}, { text })).toMatchObject([{ number: "XXXXXKXXK" }]);
  },
);

it("PrestaShop: an order whose page is only a notice is found in the list, not said to be missing", async () => {
  const orders = generateOrders({ count: 3, from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-02T00:00:00Z"), seed: 3 });
  const [order] = orders;
  const client = directShopClient({ shopSystem: "prestashop", store: new FakeStore(orders), key: { apiKey: KEYS.prestashop.key } });
  const broken: ShopClient = {
    ...client,
    send: async (request) => {
      const sent = await client.send(request);
      const isDirect = new URL(request.path, "https://shop.example").pathname === `/api/orders/${order?.id}`;
      return sent.ok && isDirect
        ? { ...sent, answer: { ...sent.answer, body: "<b>Notice</b>: Undefined index: pack in pack.php on line 7" } }
        : sent;
    },
  };
  const look = (text: string) => connectorFor("prestashop").findOrders({ client: broken, credentials: KEYS.prestashop }, text);
  expect(await look(String(order?.id))).toMatchObject({ ok: true, value: [{ externalId: String(order?.id) }] });
  expect(await look("999999")).toEqual({ ok: true, value: [] });
});
