import { describe, expect, test } from "vitest";
import { prestashop } from "@/lib/connectors/prestashop/index";
import { ownShopOf } from "@/lib/connectors/prestashop/lookups";
import type { OrderWindow, Shipment } from "@/lib/connectors/shop";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { paginateOrders } from "@/lib/testing/paginate-orders";

// A PrestaShop with several shops answers at the URL of each, and lists the orders of that shop or, if shared, of its whole group. An integration
// means the shop at its URL: otherwise a merchant who connects two shops of a group would get every order and every parcel twice.

const credentials = { key: "FULLKKKKKKKKKKKKKKKKKKKKKKKKKKKK" };
const window: OrderWindow = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") };
const orders = generateOrders({ count: 90, from: new Date("2026-11-01T00:00:00Z"), to: window.to, seed: 4 }).map((order, index) => ({
  ...order,
  status: "processing" as const,
  shopId: (index % 3) + 1,
}));
const idsOf = (shopId: number): string[] => orders.filter((order) => order.shopId === shopId).map(({ id }) => String(id));

const shopUrls: NonNullable<Behaviour["shopUrls"]> = [
  { shopId: 1, domain: "shop.example", uri: "/" },
  { shopId: 2, domain: "shop.example", uri: "/second/" },
  { shopId: 3, domain: "third.example", uri: "/" },
];

interface More extends Pick<Behaviour, "sharesOrders" | "unlisted" | "currencyElsewhere"> {
  shopUrls?: typeof shopUrls;
  rights?: Record<string, string[]>;
}

const open = (baseUrl: string, more: More = {}) =>
  directShopClient({
    shopSystem: "prestashop",
    store: new FakeStore(orders),
    key: { apiKey: credentials.key, ...(more.rights ? { rights: more.rights } : {}) },
    baseUrl,
    behaviour: {
      shopUrls: more.shopUrls ?? shopUrls,
      sharesOrders: more.sharesOrders ?? true,
      unlisted: more.unlisted ?? [],
      currencyElsewhere: more.currencyElsewhere ?? false,
    },
    timeZone: "Europe/Paris",
  });
const listed = async (client: ReturnType<typeof open>): Promise<string[]> => [
  ...(
    await paginateOrders((asked, part, after) => prestashop.listChangedOrders({ client: asked, credentials }, part, after), client, window)
  ).versions.keys(),
];

describe.each<[string, number]>([
  ["https://shop.example", 1],
  ["https://SHOP.example/second", 2],
  ["http://third.example", 3],
])("at %s", (baseUrl, shopId) => {
  const own = idsOf(shopId);

  test.each([true, false])("only the orders of that shop are imported and counted; orders are shared: %s", async (sharesOrders) => {
    expect((await listed(open(baseUrl, { sharesOrders }))).toSorted()).toEqual(own.toSorted());
    expect(await prestashop.countOrders({ client: open(baseUrl, { sharesOrders }), credentials }, window)).toMatchObject({
      value: own.length,
    });
  });

  test("an order of another shop does not belong to this one", async () => {
    for (const { id } of orders.slice(0, 3)) {
      const isOwn = own.includes(String(id));
      const fetched = await prestashop.fetchOrder({ client: open(baseUrl), credentials }, String(id));
      expect(fetched.ok && fetched.value !== null).toBe(isOwn);
      const shipment: Shipment = { id: "s", orderExternalId: String(id), carrier: "DHL", trackingNumber: "JD1", trackingUrl: null };
      expect(await prestashop.pushShipment({ client: open(baseUrl), credentials }, shipment)).toMatchObject({
        value: isOwn ? "pushed" : "order_missing",
      });
    }
  });
});

test("settings are those of the shop, otherwise of all shops, never of another one", async () => {
  const described = async (baseUrl: string) => {
    const shop = await prestashop.describe({ client: open(baseUrl), credentials });
    return shop.ok ? [shop.value.name, shop.value.timeZone] : null;
  };
  expect(await described("https://shop.example/second")).toEqual(["Second shop", "Europe/Paris"]);
  expect(await described("https://shop.example")).toEqual(["Test shop", "Europe/Paris"]);
});

test("one shop at several addresses, or a key that may not read them, imports what PrestaShop lists", async () => {
  const one = shopUrls.map((url) => ({ ...url, shopId: 1 }));
  expect(await listed(open("https://shop.example", { shopUrls: one }))).toHaveLength(orders.length);
  const names = [
    "addresses",
    "configurations",
    "countries",
    "currencies",
    "customers",
    "order_details",
    "order_states",
    "orders",
    "states",
  ];
  const rights = Object.fromEntries(names.map((name) => [name, ["GET"]]));
  expect(await listed(open("https://shop.example", { rights }))).toHaveLength(orders.length);
  expect(await listed(open("https://shop.example", { rights, sharesOrders: false }))).toHaveLength(idsOf(1).length);
});

test("orders in a currency that only another shop of the multistore still has are imported, not quarantined", async () => {
  const client = open("https://shop.example", { currencyElsewhere: true });
  expect(await listed(client)).toHaveLength(idsOf(1).length);
  const [first = ""] = idsOf(1);
  expect(await prestashop.fetchOrder({ client, credentials }, first)).toMatchObject({ value: { currency: "EUR" } });
});

test("an order of its own that a plugin hides from lists is fetched and gets its number, and one of another shop is not", async () => {
  const [hidden = "", other = ""] = [idsOf(1)[0], idsOf(2)[0]];
  const may = ["addresses", "configurations", "countries", "currencies", "customers", "order_states", "orders", "states"];
  const withoutAddresses = Object.fromEntries([...may, "order_details"].map((name) => [name, ["GET"]]));
  for (const rights of [undefined, withoutAddresses]) {
    const client = open("https://shop.example", { sharesOrders: false, unlisted: [Number(hidden)], ...(rights ? { rights } : {}) });
    expect(await prestashop.fetchOrder({ client, credentials }, hidden)).toMatchObject({ value: { externalId: hidden } });
    expect(await prestashop.fetchOrder({ client, credentials }, other)).toEqual({ ok: true, value: null });
    const shipment: Shipment = { id: "s", orderExternalId: hidden, carrier: "DHL", trackingNumber: "JD1", trackingUrl: null };
    if (!rights) expect(await prestashop.pushShipment({ client, credentials }, shipment)).toMatchObject({ value: "pushed" });
  }
});

test.each<[string, string | null]>([
  ["https://shop.example", "1"],
  ["https://shop.example:8443", "1"],
  ["https://shop.example/second/", "2"],
  ["https://shop.example/secondhand", "1"],
  ["https://shop.example/second/inside", "2"],
  ["https://other.example", null],
])("%s is shop %s by PrestaShop's own rule", (baseUrl, shopId) => {
  const rows = shopUrls.map(({ shopId: id, domain, uri }) => ({
    id_shop: String(id),
    active: "1",
    domain,
    domain_ssl: "",
    physical_uri: "/",
    virtual_uri: uri.slice(1),
  }));
  expect(ownShopOf(baseUrl, rows)).toBe(shopId);
  expect(
    ownShopOf(
      baseUrl,
      rows.map((row) => ({ ...row, id_shop: "1" })),
    ),
  ).toBeNull();
});
