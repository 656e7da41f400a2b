import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayKeepKey } from "@/lib/connectors/net/redirect";
import { overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";

describe("a shop address is understood in every common spelling", () => {
  test.each([
    ["shop.example", "https://shop.example"],
    ["  https://Shop.Example/  ", "https://shop.example"],
    ["http://shop.example", "http://shop.example"],
    ["shop.example:8443", "https://shop.example:8443"],
    ["127.0.0.2:8080", "https://127.0.0.2:8080"],
    ["//shop.example/store/", "https://shop.example/store"],
    ["https://shop.example/store?utm=1#top", "https://shop.example/store"],
    ["https://shop.example//store//de/", "https://shop.example/store/de"],
    ["https://shop.example/%7Eada/caf%c3%a9", "https://shop.example/~ada/caf%C3%A9"],
    ["https://shop.example/wp-admin/admin.php?page=wc-settings", "https://shop.example"],
    ["https://shop.example/store/wp-json/wc/v3", "https://shop.example/store"],
    ["https://shop.example/store/wc-api/v3/orders", "https://shop.example/store"],
    ["https://shop.example/rest/V1", "https://shop.example"],
    ["https://shop.example/rest/default/V1/orders", "https://shop.example"],
    ["https://shop.example/store/index.php/rest/all/V1", "https://shop.example/store"],
    ["https://shop.example/rest", "https://shop.example/rest"],
    ["https://[2001:db8::1]:444/x", "https://[2001:db8::1]:444/x"],
    ["bücher.example", "https://xn--bcher-kva.example"],
    ["https://shop.example./store", "https://shop.example/store"],
    ["https://admin.shopify.com/store/tea-house/settings/apps", "https://tea-house.myshopify.com"],
    ["tea-house.myshopify.com/admin/settings/apps/development", "https://tea-house.myshopify.com"],
    ["HTTPS://SHOP.EXAMPLE/Store", "https://shop.example/Store"],
    ["https:// shop.example", "https://shop.example"],
    ["https://\u00A0shop.example", "https://shop.example"],
    ["https//shop.example", "https://shop.example"],
    ["https://https://shop.example", "https://shop.example"],
    ["https://http://shop.example/x", "http://shop.example/x"],
    ["\u202Ahttps://shop.example\u200E", "https://shop.example"],
    ["shop\u200B.example\uFEFF", "https://shop.example"],
    ['"https://shop.example/"', "https://shop.example"],
    ["„shop.example“", "https://shop.example"],
    ["<https://shop.example/store>", "https://shop.example/store"],
    ["shop.example,", "https://shop.example"],
    ["2001:db8::1", "https://[2001:db8::1]"],
    ["[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x"],
    ["fe80::1", "https://[fe80::1]"],
  ])("%s", (text, expected) => {
    expect(parseShopAddress(text)).toEqual({ ok: true, value: expected });
  });
});

describe("text that is not a shop address is refused with its reason", () => {
  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["https://user:secret@shop.example", "credentials"],
    // A user name before the web server's name is hardly ever meant.
    ["user@shop.example", "email"],
    [" Info@Shop.example ", "email"],
    ["https://user@shop.example", "credentials"],
    ["user:secret@shop.example", "credentials"],
    ["ftp://shop.example", "scheme"],
    ["javascript:alert(1)", "scheme"],
    ["mailto:me@shop.example", "email"],
    ["my shop", "not_an_address"],
    ["shop", "not_an_address"],
    ["https://", "not_an_address"],
    [`https://${"a".repeat(300_000)}.example`, "too_long"],
  ])("%.40s", (text, reason) => {
    expect(parseShopAddress(text)).toEqual({ ok: false, reason });
  });
});

test("a key is only sent to the server it was entered for, and never with less protection", () => {
  const goes = (from: string, to: string): boolean => mayKeepKey(from, to);
  expect(goes("https://shop.example/a", "https://shop.example")).toBe(true);
  expect(goes("https://shop.example/a", "https://shop.example/a/de")).toBe(true);
  expect(goes("http://shop.example", "https://shop.example")).toBe(true);
  expect(goes("http://shop.example", "https://www.shop.example")).toBe(true);
  expect(goes("https://www.shop.example", "https://shop.example")).toBe(true);
  for (const [from, to] of [
    ["https://shop.example", "https://evil.example"],
    ["https://shop.example/a", "https://shop.example/b"],
    ["https://shop.example/a", "https://shop.example/ab"],
    ["https://host.example/~ada", "https://host.example/~bob"],
    ["https://shop.example", "https://store.shop.example"],
    ["https://www.shop.example", "http://shop.example"],
    ["https://shop.example", "http://shop.example"],
    ["https://shop.example", "https://shop.example:8443"],
    ["http://shop.example", "https://shop.example:8443"],
    ["http://shop.example:8080", "https://shop.example"],
    ["https://shop.example", "https://shop.example.evil.example"],
  ] as const)
    expect([to, goes(from, to)]).toEqual([to, false]);
});

test("an address without a scheme has a plain-http variant, one with a scheme has none", () => {
  for (const [text, expected] of [
    ["shop.example", "http://shop.example"],
    [" //shop.example/store/ ", "http://shop.example/store"],
    ["“shop.example:8081”", "http://shop.example:8081"],
    ["127.0.0.1:8081", "http://127.0.0.1:8081"],
    ["shop.example:443", "http://shop.example:443"],
    ["2001:db8::1", "http://[2001:db8::1]"],
    ["shop.example/wp-admin/", "http://shop.example"],
    ["https://shop.example", null],
    ["HTTP://shop.example", null],
    ["tea-house.myshopify.com", null],
    ["me@shop.example", null],
    ["my shop", null],
    ["", null],
    [`${"a".repeat(300_000)}.example`, null],
  ] as const)
    expect([text, overPlainHttp(text)]).toEqual([text, expected]);
});

test("parsing a stored address again changes nothing", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = parseShopAddress(url);
      if (!once.ok) return;
      expect(parseShopAddress(once.value)).toEqual(once);
    }),
  );
});

test("no text makes the parser throw", () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void [parseShopAddress(text), overPlainHttp(text)]));
});
