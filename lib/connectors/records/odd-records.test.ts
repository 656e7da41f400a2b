import { expect, test } from "vitest";
import { readMagentoOrder } from "@/lib/connectors/magento/read-order";
import { magentoListSchema } from "@/lib/connectors/magento/schema";
import { readPrestashopOrder } from "@/lib/connectors/prestashop/read-order";
import type { OrderRecord } from "@/lib/connectors/records/order-fields";
import type { ReadableOrder, ShopClient } from "@/lib/connectors/shop";
import { readShopifyOrder } from "@/lib/connectors/shopify/read-order";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { readWooOrder } from "@/lib/connectors/woocommerce/read-order";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { findLost, paginateOrders } from "@/lib/testing/paginate-orders";
import { recentOrders } from "@/lib/testing/sync-shop";

// Records as PHP and plugins write them, if they contain all that an order needs. Others are quarantined, never guessed.

type Fields = Record<string, unknown>;

const orderOf = (record: OrderRecord): ReadableOrder => {
  if (record.kind !== "order") throw new Error(record.kind === "unreadable" ? record.unreadable.error : record.kind);
  return record.order;
};
const errorOf = (record: OrderRecord): string => (record.kind === "unreadable" ? record.unreadable.error : record.kind);

const line = { id: 5, name: "Mug", sku: "M", quantity: 2, price: 6, total: "12.00" };
const woo = (fields: Fields): OrderRecord =>
  readWooOrder({
    id: 7,
    number: "7",
    status: "processing",
    currency: "EUR",
    total: "12.00",
    total_tax: "0.00",
    shipping_total: "0.00",
    discount_total: "0.00",
    date_created_gmt: "2026-11-24T22:34:29",
    date_modified_gmt: "2026-11-24T22:34:29",
    date_paid_gmt: null,
    billing: { first_name: "A", country: "NL" },
    shipping: { first_name: "A", country: "NL" },
    line_items: [line],
    fee_lines: [],
    ...fields,
  });

const item = { item_id: 5, name: "Mug", sku: "M", qty_ordered: 2, price: 6, row_total: 12 };
const magento = (fields: Fields): OrderRecord =>
  readMagentoOrder(
    {
      entity_id: 7,
      increment_id: "000000007",
      state: "new",
      status: "pending",
      store_id: 1,
      order_currency_code: "EUR",
      grand_total: 12,
      created_at: "2026-11-24 22:34:29",
      updated_at: "2026-11-24 22:34:29",
      items: [item],
      ...fields,
    },
    new Map(),
  );

const row = { id: "5", product_name: "Mug", product_reference: "M", product_quantity: "2", unit_price_tax_excl: "6.000000" };
const prestashop = (fields: Fields): OrderRecord =>
  readPrestashopOrder(
    {
      id: 7,
      reference: "XKBNAJUOY",
      id_address_delivery: "1",
      id_address_invoice: "2",
      id_customer: "3",
      id_currency: "1",
      current_state: "2",
      valid: "1",
      date_add: "2026-11-24 23:34:29",
      date_upd: "2026-11-24 23:34:29",
      invoice_date: "",
      total_paid: "12.000000",
      associations: { order_rows: [row] },
      ...fields,
    },
    {
      lookups: {
        settings: {
          timeZone: "Europe/Amsterdam",
          weightUnit: "kg",
          shippedState: "4",
          closedStates: [],
          paymentErrorState: "",
          shopName: "",
          version: "",
          defaultCurrency: "1",
          shopId: null,
        },
        countries: new Map(),
        states: new Map(),
        currencies: new Map([["1", { id: "1", iso_code: "EUR" }]]),
        orderStates: new Map(),
      },
      addresses: new Map(),
      customers: new Map(),
      details: new Map(),
      before: new Date("2026-12-01T00:00:00Z"),
    },
  );

const named = (record: OrderRecord): string[] => orderOf(record).lines.map(({ name }) => name);

test("a list from which PHP removed items arrives as an object, and is read as a list", () => {
  expect(named(woo({ line_items: { 1: line, 3: { ...line, id: 6, name: "Cup" } }, fee_lines: {} }))).toEqual(["Mug", "Cup"]);
  expect(named(magento({ items: { 1: item } }))).toEqual(["Mug"]);
  expect(named(prestashop({ associations: { order_rows: { 2: row } } }))).toEqual(["Mug"]);
  expect(errorOf(woo({ line_items: { note: "see attachment" } }))).toBe("line_items: wrong");
  expect(errorOf(woo({ line_items: { 0: "see attachment" } }))).toBe("line_items.0: wrong");
  expect(errorOf(woo({ line_items: null }))).toBe("line_items: missing");
});

test("an empty object may arrive as an empty list or text", () => {
  for (const empty of [[], "", null, false]) {
    expect(orderOf(woo({ billing: empty })).billing.name).toBe("");
    expect(orderOf(magento({ billing_address: empty, extension_attributes: empty })).shipping.name).toBe("");
    expect(named(prestashop({ associations: empty }))).toEqual([]);
    expect(named(prestashop({ associations: { order_rows: empty } }))).toEqual([]);
  }
  expect(orderOf(magento({ extension_attributes: { shipping_assignments: [{ shipping: [] }] } })).shipping.name).toBe("");
  expect(errorOf(prestashop({ associations: { order_rows: "see attachment" } }))).toBe("associations.order_rows: wrong");
});

test("a Magento row without a parent is recognized in all its spellings", () => {
  for (const none of [null, 0, "0", "", undefined]) expect(named(magento({ items: [{ ...item, parent_item_id: none }] }))).toEqual(["Mug"]);
  expect(named(magento({ items: [item, { ...item, item_id: 6, parent_item_id: 5 }] }))).toEqual(["Mug"]);
});

test("a zero date is read as no date where an order can be without one", () => {
  for (const never of ["0000-00-00T00:00:00", "-0001-11-30T00:00:00", "", null, false])
    expect(orderOf(woo({ date_paid_gmt: never })).paidAt).toBeNull();
  expect(errorOf(woo({ date_created_gmt: "-0001-11-30T00:00:00" }))).toBe("date_created_gmt: wrong");
  expect(errorOf(magento({ created_at: "0000-00-00 00:00:00" }))).toBe("created_at: wrong");
});

test("a plugin's currency code is accepted, and other text is not", () => {
  expect(orderOf(woo({ currency: "usdt" })).currency).toBe("USDT");
  expect(orderOf(woo({ currency: "POINTS" })).currency).toBe("POINTS");
  for (const none of ["", "€", "12", "Euro (EUR)"]) expect(errorOf(woo({ currency: none }))).toBe("currency: wrong");
});

test("customer data completes addresses that lack it", () => {
  const address = { firstname: "A", lastname: "B", street: ["Kade 1"], email: null, telephone: null };
  const reported = orderOf(
    magento({
      customer_email: "a@shop.example",
      billing_address: address,
      extension_attributes: { shipping_assignments: [{ shipping: { address: { ...address, email: "b@shop.example" } } }] },
    }),
  );
  expect([reported.billing.email, reported.shipping.email]).toEqual(["a@shop.example", "b@shop.example"]);
  const money = { shopMoney: { amount: "12.00", currencyCode: "EUR" } };
  const shopify = readShopifyOrder({
    legacyResourceId: "7",
    name: "#7",
    createdAt: "2026-11-24T22:34:29Z",
    updatedAt: "2026-11-24T22:34:29Z",
    currencyCode: "EUR",
    email: null,
    phone: "+31 20 000 0000",
    currentTotalPriceSet: money,
    lineItems: { nodes: [] },
    billingAddress: { name: "A", phone: "+31 20 111 1111" },
    shippingAddress: { name: "A", phone: null },
  });
  expect([orderOf(shopify).billing.phone, orderOf(shopify).shipping.phone]).toEqual(["+31 20 111 1111", "+31 20 000 0000"]);
});

test("an impossible count is ignored", async () => {
  const [window, store] = [{ from: null, to: new Date() }, new FakeStore(recentOrders(5))];
  for (const said of ["99999999999", "-1", "", "many", "1e3"]) {
    const client = directShopClient({ shopSystem: "woocommerce", store, key: { consumerKey: "ck_test", consumerSecret: "cs_test" } });
    const lying: ShopClient = {
      ...client,
      async send(request) {
        const sent = await client.send(request);
        return sent.ok ? { ...sent, answer: { ...sent.answer, headers: { ...sent.answer.headers, "x-wp-total": said } } } : sent;
      },
    };
    const key = { consumerKey: "ck_test", consumerSecret: "cs_test" };
    expect(await woocommerce.countOrders({ client: lying, credentials: key }, window), said).toMatchObject({ ok: true, value: null });
    const list: Parameters<typeof paginateOrders>[0] = (asked, ...rest) =>
      woocommerce.listChangedOrders({ client: asked, credentials: key }, ...rest);
    expect(await list(lying, window, null)).toMatchObject({ value: { windowTotal: null } });
    expect(findLost(store, [await paginateOrders(list, lying, window)])).toEqual([]);
  }
});

test("a Magento list with an impossible count is the shop's failure", () => {
  const read = (said: unknown) => magentoListSchema.safeParse({ items: null, total_count: said });
  for (const said of [99_999_999_999, -1, "many"]) expect(read(said).success, `${said}`).toBe(false);
  expect(read("12").data).toEqual({ items: [], total_count: 12 });
});

test("an amount is read with any number of decimals, and never guessed", () => {
  for (const total of ["-12.50", "0", "1.234", "1000", 12.5, "99999999.99999999"])
    expect(orderOf(woo({ total })).total).toBe(String(total));
  for (const total of ["12,50", "1.234,50", "1,234.50", "€ 12", "", null, "1e3", "NaN"])
    expect(errorOf(woo({ total }))).toMatch(/^total: (?:wrong|missing)$/);
});
