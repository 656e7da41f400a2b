import { describe, expect, test } from "vitest";
import de from "@/lib/i18n/messages/de/credentials.json";
import en from "@/lib/i18n/messages/en/credentials.json";
import { CREDENTIAL_PROBLEMS, credentialFields, credentialSteps, parseCredentials } from "@/lib/shops/credentials";
import { PLATFORMS } from "@/lib/shops/platforms";

describe("what people paste", () => {
  test("blanks and invisible characters around a key do no harm", () => {
    const parsed = parseCredentials("woocommerce", { consumerKey: "\u200B ck_abcdef12\n", consumerSecret: "\tcs_abcdef12 " });
    expect(parsed).toEqual({ ok: true, value: { consumerKey: "ck_abcdef12", consumerSecret: "cs_abcdef12" } });
  });

  test("swapped fields are told apart from wrong ones", () => {
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

  test("Magento takes all four values or the access token alone, nothing between", () => {
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

  test("a PrestaShop key has 32 characters", () => {
    expect(parseCredentials("prestashop", { key: "A".repeat(32) }).ok).toBe(true);
    expect(parseCredentials("prestashop", { key: "A".repeat(31) })).toEqual({ ok: false, reason: { key: "not_a_webservice_key" } });
  });

  test("no refusal holds a value, and nothing at all is refused in words", () => {
    for (const platform of PLATFORMS) {
      expect(JSON.stringify(parseCredentials(platform, { key: "hunter2!", accessToken: "hunter2!" }))).not.toContain("hunter2");
      const empty = parseCredentials(platform, {});
      expect(empty.ok ? [] : Object.values(empty.reason)).toContain("missing");
    }
  });
});

describe.each([
  ["en", en],
  ["de", de],
] as const)("words in %s", (_language, messages) => {
  test("every field, step and problem has them", () => {
    expect(Object.keys(messages.problems).sort()).toEqual([...CREDENTIAL_PROBLEMS].sort());
    for (const platform of PLATFORMS) {
      const words = messages.platforms[platform];
      expect(Object.keys(words.fields)).toEqual(credentialFields(platform).map((field) => field.name));
      expect(Object.keys(words.steps)).toEqual(Array.from({ length: credentialSteps(platform) }, (_, index) => String(index + 1)));
    }
  });
});
