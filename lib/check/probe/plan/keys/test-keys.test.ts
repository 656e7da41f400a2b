import tls from "node:tls";
import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeKeys, FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { type FakeShopOptions, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const egress = { addresses: ["127.0.0.2"], control: null };
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };

/** Checks a shop that knows `known` with the key `given`; its data must be the same afterwards. */
async function checkKeys<Name extends FakeShopSystemName>(
  shopSystem: Name,
  known: readonly FakeKeys[Name][],
  given: unknown,
  more: { behaviour?: Behaviour; version?: string; tls?: NonNullable<FakeShopOptions<Name>["tls"]> } = {},
) {
  const shop = await startFakeShop({ shopSystem, credentials: known, ...more });
  try {
    const before = shop.shop.digest();
    const result = await runCheck({ url: shop.url, shopSystem, credentials: given, egress, policy });
    expect(shop.shop.digest()).toEqual(before);
    return result.causes.map(({ code, reason, affects }) => [code, reason, affects.join()]);
  } finally {
    await shop.close();
  }
}

const woo = { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" };
const presta = { apiKey: "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345" };
const magento = { accessToken: "token0123456789token0123456789to" };
const shopify = { accessToken: "shpat_0123456789abcdef" };
const BOTH = "orders_in,tracking_out";
/** What the connector calls in PrestaShop 8, except weights and addresses of a multistore. */
const needed: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ["addresses", "configurations", "countries", "currencies", "customers", "order_states", "orders", "states"].map((name) => [
      name,
      ["GET"],
    ]),
  ),
  order_carriers: ["GET", "POST", "PATCH"],
  order_histories: ["POST"],
};

describe.concurrent("key problems are reported without changing anything", () => {
  it("WooCommerce over http: signed as its connector signs", async () => {
    expect(await checkKeys("woocommerce", [woo], woo)).toEqual([]);
    expect(await checkKeys("woocommerce", [], woo)).toEqual([["credentials_rejected", "unknown_key", BOTH]]);
    expect(await checkKeys("woocommerce", [{ ...woo, consumerSecret: "cs_other" }], woo)).toEqual([
      ["credentials_rejected", "wrong_secret", BOTH],
    ]);
    expect(await checkKeys("woocommerce", [{ ...woo, permissions: "read" }], woo)).toEqual([
      ["credentials_insufficient", "read_only", "tracking_out"],
    ]);
    expect(await checkKeys("woocommerce", [{ ...woo, permissions: "write" }], woo)).toEqual([
      ["credentials_insufficient", "cannot_read_orders", "orders_in"],
    ]);
  });

  it("WooCommerce over http: a shop reached by another address than its own has no wrong key", async () => {
    const behaviour = { ownAddress: "http://www.shop.example" };
    expect(await checkKeys("woocommerce", [woo], woo, { behaviour })).toEqual([]);
    expect(await checkKeys("woocommerce", [{ ...woo, consumerSecret: "cs_other" }], woo, { behaviour })).toEqual([
      ["credentials_rejected", "wrong_secret", BOTH],
    ]);
  });

  it("a shop whose clock is wrong refuses every signature", async () => {
    expect(await checkKeys("woocommerce", [woo], woo, { behaviour: { clockSkewMs: 3_600_000 } })).toEqual([
      ["credentials_rejected", "clock_skew", BOTH],
    ]);
  });

  it("a stripped Authorization header is found without any key, and explains a key that is not accepted", async () => {
    const behaviour = { stripAuthorization: true };
    for (const given of [undefined, woo]) {
      expect(await checkKeys("woocommerce", [woo], given, { behaviour })).toEqual([["authorization_header_stripped", null, BOTH]]);
    }
    for (const given of [undefined, presta]) {
      expect(await checkKeys("prestashop", [presta], given, { behaviour })).toEqual([["authorization_header_stripped", null, BOTH]]);
    }
    for (const given of [undefined, magento]) {
      expect(await checkKeys("magento", [magento], given, { behaviour })).toEqual([["authorization_header_stripped", null, BOTH]]);
    }
  });

  it("WooCommerce over http: a stripped header hides no wrong key, since the signature is read from the URL", async () => {
    const behaviour = { stripAuthorization: true };
    const lost = ["authorization_header_stripped", null, BOTH];
    expect(await checkKeys("woocommerce", [], woo, { behaviour })).toEqual([lost, ["credentials_rejected", "unknown_key", BOTH]]);
    expect(await checkKeys("woocommerce", [{ ...woo, consumerSecret: "cs_other" }], woo, { behaviour })).toEqual([
      lost,
      ["credentials_rejected", "wrong_secret", BOTH],
    ]);
    expect(await checkKeys("woocommerce", [{ ...woo, permissions: "read" }], woo, { behaviour })).toEqual([
      lost,
      ["credentials_insufficient", "read_only", "tracking_out"],
    ]);
  });

  it("PrestaShop: unknown keys, rights by resource, both versions", async () => {
    expect(await checkKeys("prestashop", [presta], presta)).toEqual([]);
    expect(await checkKeys("prestashop", [presta], { key: presta.apiKey }, { version: "1.7.8.11" })).toEqual([]);
    expect(await checkKeys("prestashop", [], presta)).toEqual([["credentials_rejected", "key_inactive", BOTH]]);
    expect(await checkKeys("prestashop", [{ ...presta, active: false }], presta)).toEqual([["credentials_rejected", "key_inactive", BOTH]]);
    expect(await checkKeys("prestashop", [], { apiKey: "tooshort" })).toEqual([["credentials_rejected", "key_inactive", BOTH]]);
    const powerless = { ...presta, rights: {} };
    expect(await checkKeys("prestashop", [powerless], presta)).toEqual([["credentials_insufficient", "no_permissions", BOTH]]);
    const mayRead = { ...presta, rights: { ...needed, order_carriers: ["GET", "POST"] } };
    expect(await checkKeys("prestashop", [mayRead], presta)).toEqual([["credentials_insufficient", "method_not_allowed", "tracking_out"]]);
    const { ["orders"]: _orders, ...withoutOrders } = needed;
    const mayNot = { ...presta, rights: withoutOrders };
    expect(await checkKeys("prestashop", [mayNot], presta)).toEqual([["credentials_insufficient", "cannot_read_orders", BOTH]]);
    const mayNothing = { ...presta, rights: { products: ["GET"] } };
    expect(await checkKeys("prestashop", [mayNothing], presta)).toEqual([["credentials_insufficient", "method_not_allowed", BOTH]]);
  });

  it("PrestaShop: every right that the connector needs, and no other one", async () => {
    const causesWith = async (rights: Readonly<Record<string, readonly string[]>>, version = "8.2.1") => {
      const shop = await startFakeShop({ shopSystem: "prestashop", credentials: [{ ...presta, rights }], version });
      try {
        const { causes } = await runCheck({ url: shop.url, shopSystem: "prestashop", credentials: presta, egress, policy });
        return causes.map(({ code, affects, details }) => [code, affects.join(), details["right"]]);
      } finally {
        await shop.close();
      }
    };
    expect(await causesWith(needed)).toEqual([]);
    expect(await causesWith({ ...needed, order_carriers: ["GET", "POST", "PUT"] }, "1.7.8.11")).toEqual([]);
    const { ["addresses"]: _one, ...blind } = needed;
    expect(await causesWith(blind)).toEqual([["credentials_insufficient", "orders_in", "GET addresses"]]);
    expect(await causesWith({ ...needed, order_histories: ["GET"] })).toEqual([
      ["credentials_insufficient", "tracking_out", "POST order_histories"],
    ]);
    const { ["states"]: _two, ["order_carriers"]: _three, ...few } = needed;
    expect(await causesWith(few)).toEqual([
      ["credentials_insufficient", BOTH, "GET order_carriers, GET states, POST order_carriers, PATCH order_carriers"],
    ]);
  });

  it("in any language: the words of a refusal are compared, not read", async () => {
    const behaviour: Behaviour = { speaks: (message) => [...message].reverse().join("") };
    const http = (known: readonly FakeKeys["woocommerce"][]) => checkKeys("woocommerce", known, woo, { behaviour });
    expect(await http([])).toEqual([["credentials_rejected", "unknown_key", BOTH]]);
    expect(await http([{ ...woo, consumerSecret: "cs_other" }])).toEqual([["credentials_rejected", "wrong_secret", BOTH]]);
    expect(await http([{ ...woo, permissions: "write" }])).toEqual([["credentials_insufficient", "cannot_read_orders", "orders_in"]]);
    expect(await checkKeys("woocommerce", [woo], woo, { behaviour: { ...behaviour, clockSkewMs: 3_600_000 } })).toEqual([
      ["credentials_rejected", "clock_skew", BOTH],
    ]);
    const integration = { ...magento, consumerKey: "c".repeat(32), consumerSecret: "d".repeat(32), accessTokenSecret: "e".repeat(32) };
    const signed = (known: Partial<typeof integration>, more: Behaviour = {}) =>
      checkKeys("magento", [{ ...integration, ...known }], integration, { behaviour: { ...behaviour, ...more } });
    expect(await signed({})).toEqual([]);
    expect(await signed({ consumerKey: "f".repeat(32) })).toEqual([["credentials_rejected", "unknown_key", BOTH]]);
    expect(await signed({ accessToken: "f".repeat(32) })).toEqual([["credentials_rejected", "unknown_key", BOTH]]);
    expect(await signed({ consumerSecret: "f".repeat(32) })).toEqual([["credentials_rejected", "wrong_secret", BOTH]]);
    expect(await signed({ accessTokenSecret: "f".repeat(32) })).toEqual([["credentials_rejected", "wrong_secret", BOTH]]);
    expect(await signed({}, { clockSkewMs: -3_600_000 })).toEqual([["credentials_rejected", "clock_skew", BOTH]]);
  });

  it("a disabled PrestaShop webservice is found without a key", async () => {
    expect(await checkKeys("prestashop", [presta], undefined, { behaviour: { apiDisabled: true } })).toEqual([
      ["api_disabled", "webservice_disabled", BOTH],
    ]);
  });

  it("Magento: bearer tokens, switched off or not", async () => {
    expect(await checkKeys("magento", [magento], magento)).toEqual([]);
    expect(await checkKeys("magento", [magento], magento, { behaviour: { bearerDisabled: true } })).toEqual([
      ["credentials_rejected", "bearer_disabled", BOTH],
    ]);
  });

  it("Magento behind a proxy that ends TLS: a signature for http proves that X-Forwarded-Proto is missing, not that the key is wrong", async () => {
    const authority = await makeCertificateAuthority({ name: "Keys" });
    tls.setDefaultCACertificates([...tls.getCACertificates(), authority.rootPem]);
    const integration = { ...magento, consumerKey: "c".repeat(32), consumerSecret: "d".repeat(32), accessTokenSecret: "e".repeat(32) };
    const behind = async (known: Partial<typeof integration>, behaviour: Behaviour) =>
      checkKeys("magento", [{ ...integration, ...known }], integration, { behaviour, tls: await authority.issue(["127.0.0.1"]) });
    expect(await behind({}, {})).toEqual([]);
    expect(await behind({}, { seesHttp: true })).toEqual([["credentials_rejected", "http_scheme_unknown", BOTH]]);
    expect(await behind({ consumerSecret: "f".repeat(32) }, {})).toEqual([["credentials_rejected", "wrong_secret", BOTH]]);
  });

  it("Magento: the rights of a token, also of one that may only ship", async () => {
    const may = (resources: readonly string[], known: FakeKeys["magento"] = magento) =>
      checkKeys("magento", [{ ...known, resources }], known);
    const [orders, ship] = ["Magento_Sales::actions_view", "Magento_Sales::ship"];
    expect(await may([orders, ship])).toEqual([]);
    expect(await may([orders])).toEqual([["credentials_insufficient", "missing_scope", "tracking_out"]]);
    expect(await may([ship])).toEqual([["credentials_insufficient", "cannot_read_orders", "orders_in"]]);
    expect(await may(["Magento_Catalog::products"])).toEqual([["credentials_insufficient", "cannot_read_orders", BOTH]]);
    const integration = { ...magento, consumerKey: "c".repeat(32), consumerSecret: "d".repeat(32), accessTokenSecret: "e".repeat(32) };
    expect(await may([ship], integration)).toEqual([["credentials_insufficient", "cannot_read_orders", "orders_in"]]);
    expect(await may([], integration)).toEqual([["credentials_insufficient", "cannot_read_orders", BOTH]]);
  });

  it("Shopify: tokens and frozen shops", async () => {
    expect(await checkKeys("shopify", [shopify], shopify)).toEqual([]);
    expect(await checkKeys("shopify", [], shopify)).toEqual([["credentials_rejected", "unknown_key", BOTH]]);
    expect(await checkKeys("shopify", [shopify], shopify, { behaviour: { apiDisabled: true } })).toEqual([
      ["api_disabled", "shop_frozen", BOTH],
    ]);
  });
});
