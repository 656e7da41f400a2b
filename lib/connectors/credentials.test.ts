import { describe, expect, test } from "vitest";
import { CREDENTIAL_PROBLEMS, parseCredentials } from "@/lib/connectors/credentials";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import de from "@/lib/i18n/messages/de/credentials.json";
import en from "@/lib/i18n/messages/en/credentials.json";

describe("pasted credentials", () => {
  test("are accepted with blanks and invisible characters around a key", () => {
    const parsed = parseCredentials("woocommerce", { consumerKey: "\u200B ck_abcdef12\n", consumerSecret: "\tcs_abcdef12 " });
    expect(parsed).toEqual({ ok: true, value: { consumerKey: "ck_abcdef12", consumerSecret: "cs_abcdef12" } });
  });

  const [ck, cs] = [`ck_${"0123456789abcdef".repeat(3).slice(0, 40)}`, `cs_${"fedcba9876543210".repeat(3).slice(0, 40)}`];
  const half = (value: string): [string, string] => [value.slice(0, 20), value.slice(20)];

  test.each<[what: string, typed: (value: string, label: string) => string]>([
    ["no-break spaces", (value) => `\u00A0${value}\u202F`],
    ["zero-width characters within it", (value) => `${half(value).join("\u200B")}\uFEFF`],
    ["a soft hyphen", (value) => half(value).join("\u00AD")],
    ["directional marks", (value) => `\u202A${value}\u202C`],
    ["curly quotes", (value) => `“${value}”`],
    ["straight quotes and a comma", (value) => `"${value}",`],
    ["a line break in its middle", (value) => half(value).join("\r\n")],
    ["its label", (value, label) => `${label}: ${value}`],
    ["its label on a separate line, as copied from pages", (value, label) => `${label}\n\t${value}\n`],
    ["its label and a broken line", (value, label) => `${label}:\n${half(value).join("\n")}`],
    ["brackets", (value) => `<${value}>`],
  ])("are accepted with %s", (_what, typed) => {
    expect(parseCredentials("woocommerce", { consumerKey: typed(ck, "Consumer key"), consumerSecret: typed(cs, "Clave secreta") })).toEqual(
      {
        ok: true,
        value: { consumerKey: ck, consumerSecret: cs },
      },
    );
    const key = "ABCDEFGH23456789ABCDEFGH23456789";
    const broken = (label: string): boolean => /^\w.*\n.*\n/s.test(typed(key, label)) && !typed(key, label).includes(key);
    if (!broken("Key")) expect(parseCredentials("prestashop", { key: typed(key, "Clé") })).toEqual({ ok: true, value: { key } });
    const token = "abcdefgh23456789abcdefgh23456789";
    if (!broken("Key"))
      expect(parseCredentials("magento", { accessToken: typed(token, "Access Token") })).toEqual({
        ok: true,
        value: { accessToken: token },
      });
    const shopify = "shpat_0123456789abcdef0123456789abcdef";
    expect(parseCredentials("shopify", { accessToken: typed(shopify, "Token") })).toEqual({ ok: true, value: { accessToken: shopify } });
  });

  test("are split if key and secret are pasted together, and accepted if a phone capitalized a key", () => {
    const both = `Consumer key\n${ck}\nConsumer secret\n${cs}`;
    expect(parseCredentials("woocommerce", { consumerKey: both, consumerSecret: both })).toEqual({
      ok: true,
      value: { consumerKey: ck, consumerSecret: cs },
    });
    expect(parseCredentials("woocommerce", { consumerKey: `C${ck.slice(1)}`, consumerSecret: cs })).toMatchObject({ ok: true });
  });

  test.each([
    [ck.slice(0, 40), "cut_off"],
    [`Consumer key: ${ck.slice(0, 42)}`, "cut_off"],
    ["…89abcde", "only_its_end"],
    ["...89abcde", "only_its_end"],
    ["abcd EFGH 1234 ijkl MNOP 5678", "application_password"],
    ["••••••••", "masked"],
    ["*****", "masked"],
    [`${ck} ${ck.replaceAll("0", "1")}`, "several"],
    [cs, "is_the_secret"],
    [`Consumer secret: ${cs}`, "is_the_secret"],
    [ck.slice(3), "not_a_consumer_key"],
    ["https://shop.example/wp-admin", "not_a_consumer_key"],
    ["\u200B\u00A0", "missing"],
  ])("are refused with an explanation: %s", (consumerKey, problem) => {
    expect(parseCredentials("woocommerce", { consumerKey, consumerSecret: cs })).toEqual({ ok: false, reason: { consumerKey: problem } });
  });

  test("are reported if several Magento values are in one field, and words are not taken for values", () => {
    const values = ["a", "b", "c", "d"].map((sign) => sign.repeat(32));
    expect(parseCredentials("magento", { accessToken: values.join("\n") })).toEqual({ ok: false, reason: { accessToken: "several" } });
    expect(parseCredentials("magento", { accessToken: "access token" })).toEqual({ ok: false, reason: { accessToken: "not_a_token" } });
    expect(parseCredentials("magento", { accessToken: values[0], consumerKey: "\u200B" })).toMatchObject({ ok: true });
  });

  test("are reported as swapped rather than wrong if their fields are swapped", () => {
    expect(parseCredentials("woocommerce", { consumerKey: "cs_abcdef12", consumerSecret: "ck_abcdef12" })).toEqual({
      ok: false,
      reason: { consumerKey: "is_the_secret", consumerSecret: "is_the_key" },
    });
    expect(parseCredentials("woocommerce", { consumerKey: "hello", consumerSecret: "" })).toEqual({
      ok: false,
      reason: { consumerKey: "not_a_consumer_key", consumerSecret: "missing" },
    });
    expect(parseCredentials("shopify", { accessToken: "shpss_1234567890" })).toEqual({
      ok: false,
      reason: { accessToken: "is_the_secret" },
    });
  });

  test("need all four Magento values or the access token alone, nothing in between", () => {
    const four = {
      consumerKey: "k".repeat(32),
      consumerSecret: "s".repeat(32),
      accessToken: "t".repeat(32),
      accessTokenSecret: "u".repeat(32),
    };
    expect(parseCredentials("magento", four)).toEqual({ ok: true, value: four });
    const alone = parseCredentials("magento", { accessToken: "t".repeat(32), consumerKey: "", consumerSecret: " ", accessTokenSecret: "" });
    expect(alone).toEqual({ ok: true, value: { accessToken: "t".repeat(32) } });
    expect(parseCredentials("magento", { ...four, consumerSecret: "" })).toEqual({ ok: false, reason: { consumerSecret: "missing" } });
  });

  test("need 32 characters for PrestaShop", () => {
    expect(parseCredentials("prestashop", { key: "A".repeat(32) }).ok).toBe(true);
    for (const key of ["MADE@UP?MADE#UP-MADE_UP?MADE#UP1", "?made@UP-made_UP#made?UP-made#UP", "_".repeat(32)])
      for (const typed of [key, ` ${key}\n`, `Key: "${key}"`])
        expect(parseCredentials("prestashop", { key: typed })).toEqual({ ok: true, value: { key } });
    expect(parseCredentials("prestashop", { key: "A".repeat(31) })).toEqual({ ok: false, reason: { key: "not_a_webservice_key" } });
  });

  test("are never repeated in a refusal, and empty fields are refused as missing", () => {
    for (const shopSystem of SHOP_SYSTEMS) {
      expect(JSON.stringify(parseCredentials(shopSystem, { key: "hunter2!", accessToken: "hunter2!" }))).not.toContain("hunter2");
      const empty = parseCredentials(shopSystem, {});
      expect(empty.ok ? [] : Object.values(empty.reason)).toContain("missing");
    }
  });
});

test.each([
  ["en", en],
  ["de", de],
] as const)("every credential problem has a text in %s", (_language, { problems }) => {
  expect(Object.keys(problems).sort()).toEqual([...CREDENTIAL_PROBLEMS].sort());
});
