import { describe, expect, it } from "vitest";
import { type Meaning, readAnswer } from "@/lib/check/diagnosis/read-answer";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { readRecordings, recordingsAreThere } from "@/lib/testing/recordings/read-recordings";

describe.skipIf(!recordingsAreThere())("recorded answers of real shops (beside the checkout)", () => {
  const expectAll = (file: string, shopSystem: ShopSystem, title: RegExp, meaning: Meaning) => {
    const found = readRecordings(file).filter((recording) => title.test(recording.title));
    expect(found.length, `${file} ${title}`).toBeGreaterThan(0);
    for (const { status, headers, body, method, title: name } of found) {
      const lower = Object.entries(Object.fromEntries(headers.map(([header, value]) => [header.toLowerCase(), value])));
      const seen = seeAnswer({ version: "1.1", status, headers: lower }, Buffer.from(body ?? ""), "complete");
      expect(readAnswer(seen, method ?? "GET", SHOP_PROBES[shopSystem]).meaning, `${file}: ${name}`).toBe(meaning);
    }
  };

  it("every method on a missing resource passes, whatever the status", () => {
    const methods = /^(?:GET|POST|PATCH|DELETE|PUT|OPTIONS) missing(?: order)?, none(?:, \{\})?$/;
    for (const file of ["woocommerce-10.txt", "woocommerce-11.txt", "woocommerce-10-behind-nginx.txt"])
      expectAll(file, "woocommerce", methods, "pass");
    for (const file of ["magento-2.4.txt", "magento-behind-nginx.txt"]) expectAll(file, "magento", methods, "pass");
    for (const file of ["prestashop-8.txt", "prestashop-1.7.txt", "prestashop-8-behind-nginx.txt"])
      expectAll(file, "prestashop", methods, "pass");
  });

  it("blocks, password prompts, lost rewriting and maintenance do not pass", () => {
    expectAll("htaccess-blocks.txt", "woocommerce", /^BLOCKED woo: (?:UA|from)/, "blocked");
    expectAll(
      "htaccess-blocks-on-all-three.txt",
      "woocommerce",
      /^(?:LimitExcept\(Require\)|RewriteCond METHOD \[.*\]) woo (?:OPTIONS|PATCH|DELETE)$/,
      "blocked",
    );
    expectAll("tls-proxy-without-forwarded-proto.txt", "woocommerce", /^BASIC WALL: Woo root/, "wall");
    expectAll("woocommerce-10.txt", "woocommerce", /^NO HTACCESS: (?:root|orders, none)$/, "not_found");
    expectAll("woocommerce-10.txt", "woocommerce", /^MAINTENANCE/, "maintenance");
    expectAll("magento-2.4.txt", "magento", /^MAINT: (?:orders|OPTIONS|POST)/, "maintenance");
    expectAll("plain-permalinks-and-fixed-address.txt", "woocommerce", /^PLAIN3: \/wp-json\/wc\/v3\/orders\/$/, "page");
  });

  it("a shop's answer about a missing URL is still its own", () => {
    expectAll("magento-2.4.txt", "magento", /^(?:unknown (?:route|version|store code)|\/rest)/, "pass");
    expectAll("woocommerce-10.txt", "woocommerce", /^unknown route/, "pass");
    // WooCommerce 2's legacy API is gone; its old path says nothing about wc/v3.
    for (const file of ["woocommerce-10.txt", "woocommerce-11.txt"]) expectAll(file, "woocommerce", /^legacy wc-api/, "not_found");
  });

  it("PrestaShop's refusal without a key and its error codes are recognised", () => {
    expectAll("prestashop-8.txt", "prestashop", /^(?:root|orders), (?:none|wrong key)$/, "pass");
    expectAll("prestashop-8.txt", "prestashop", /^WS DISABLED, (?:key|fake key) arrives/, "pass");
  });
});
