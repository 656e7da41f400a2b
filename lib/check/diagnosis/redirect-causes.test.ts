import { expect, test } from "vitest";
import { causeOfRedirect } from "@/lib/check/diagnosis/redirect-causes";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { Observation } from "@/lib/check/probe/observation";
import { judgeRedirect } from "@/lib/connectors/net/redirect";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// PrestaShop itself redirects requests for another host to its main domain, and appends the path as `url=`, as recorded of 8.2.1. Only between a
// name and its `www.` it keeps the path; any other host is sent to the shop's root.

const egress = { addresses: ["127.0.0.2"], control: null };
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };

test("a changed main domain of PrestaShop asks for the new address, and for no repair of a server", async () => {
  const mainDomain = "new-shop.example";
  const shop = await startFakeShop({ shopSystem: "prestashop", credentials: [], behaviour: { mainDomain } });
  try {
    const { causes } = await runCheck({ url: shop.url, shopSystem: "prestashop", credentials: null, egress, policy });
    expect(causes).toMatchObject([
      { code: "redirected_to_other_host", reason: "main_domain_changed", details: { address: `http://${mainDomain}` } },
    ]);
  } finally {
    await shop.close();
  }
});

test.each([
  ["/api/", "https://www.shop.example/api/?url=", "https://www.shop.example"],
  ["/api/orders/9", "https://www.shop.example/api/orders/9?url=orders%2F9", "https://www.shop.example"],
  ["/api/orders?limit=1", "https://www.shop.example/api/orders?limit=1?url=orders&limit=1", "https://www.shop.example"],
  ["/api/", "https://new.example/?url=", "https://new.example"],
  ["/api/orders/9?limit=1", "https://new.example/?url=orders%2F9&limit=1", "https://new.example"],
  ["/api/orders", "https://new.example/en/index.php?url=orders", "https://new.example/en"],
  // A server that drops the path, and one that adds its own query.
  ["/api/orders", "https://www.shop.example/", null],
  ["/api/orders", "https://www.shop.example/api/orders?from=old", null],
])("the redirect of %s to %s leads to %s", (path, location, address) => {
  const baseUrl = "https://shop.example";
  const observation = { baseUrl, question: { request: { method: "GET", path } }, redirect: judgeRedirect(baseUrl + path, location) };
  const { reason, details } = causeOfRedirect({ ...observation, reading: null, probe: {} } as unknown as Observation);
  expect([reason === "main_domain_changed", details["address"] ?? null]).toEqual([address !== null, address]);
});
