import type { ServerResponse } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { checkScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import type { FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

vi.setConfig({ testTimeout: 60_000 });

const answer = (response: ServerResponse, status: number, type: string, body: string, headers: Record<string, string> = {}): true => {
  response.writeHead(status, { "Content-Type": type, ...headers }).end(body);
  return true;
};
const codes = (result: Awaited<ReturnType<typeof checkScene>>) =>
  result.causes.map(({ code, reason, methods }) => [code, reason, ...methods].filter(Boolean).join(" "));

describe.concurrent("a broken content encoding is the cause, whatever the status", () => {
  const broken = (response: ServerResponse, status: number) =>
    answer(response, status, "application/json", '{"code":"woocommerce_rest_cannot_view"}', { "Content-Encoding": "gzip" });

  it.each([401, 404])("on everything, with status %i", async (status) => {
    const result = await checkScene({ rule: (_request, response) => broken(response, status) });
    expect(codes(result)).toEqual(["invalid_response bad_encoding"]);
    expect(result.verdict).toBe("blocked");
  });

  it.each([401, 404])("on orders only, with status %i", async (status) => {
    const rule: FrontRule = (request, response) => (request.url ?? "").includes("/orders") && broken(response, status);
    expect(codes(await checkScene({ rule }))).toEqual(["invalid_response bad_encoding"]);
  });
});

describe.concurrent("WordPress codes of a security plugin", () => {
  const forbidden = (response: ServerResponse, code: string, status = 403) =>
    answer(response, status, "application/json; charset=UTF-8", JSON.stringify({ code, message: "Sorry.", data: { status } }));

  it.each(["rest_forbidden", "rest_cannot_delete", "rest_method_not_allowed"])(
    "%s on PATCH and DELETE is a refusal where the path speaks WooCommerce's codes to POST",
    async (code) => {
      const rule: FrontRule = (request, response) => /PATCH|DELETE/.test(request.method ?? "") && forbidden(response, code);
      const result = await checkScene({ rule });
      expect(codes(result)).toEqual(["method_blocked PATCH DELETE"]);
      expect(result.causes[0]?.blocker).toBe("wordpress");
    },
  );

  it("sent to a key as well refuse the method", async () => {
    const rule: FrontRule = (request, response) => request.method === "DELETE" && forbidden(response, "rest_cannot_delete");
    for (const credentials of [undefined, SCENE_KEYS.woocommerce])
      expect(codes(await checkScene({ rule, check: credentials ? { credentials } : {} }))).toEqual(["method_blocked DELETE"]);
  });

  it("sent to guests only refuse no method, since the methods pass with a key", async () => {
    const rule: FrontRule = (request, response) =>
      /PATCH|DELETE/.test(request.method ?? "") &&
      !/Basic|oauth_signature="/.test(request.headers.authorization ?? "") &&
      forbidden(response, "rest_forbidden", 401);
    expect(codes(await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } }))).toEqual([]);
  });

  it("sent to guests for every write refuse no method", async () => {
    const rule: FrontRule = (request, response) =>
      /POST|PATCH|DELETE/.test(request.method ?? "") && forbidden(response, "rest_forbidden", 401);
    expect(codes(await checkScene({ rule }))).toEqual([]);
  });
});

describe.concurrent("errors of JSON:API with status 401", () => {
  const jsonApi = JSON.stringify({
    errors: [
      { status: "401", code: "9", title: "The resource owner or authorization server denied the request.", detail: "Missing header" },
    ],
  });
  const shopware: FrontRule = (request, response) =>
    (request.url ?? "").split("?")[0] === "/"
      ? answer(response, 200, "text/html", '<html><link href="/bundles/storefront/a.css"><body>Shop</body></html>')
      : answer(response, 401, "application/vnd.api+json", jsonApi);

  it.each(["prestashop", "woocommerce", "magento"] as const)("belong to another shop system if %s is expected", async (shopSystem) => {
    const result = await checkScene({ shopSystem, rule: shopware });
    expect(codes(result)).toEqual(["wrong_shop_system"]);
    expect(result.causes[0]?.details).toMatchObject({ expected: shopSystem, found: "shopware" });
  });

  it("belong to a gateway if the home page is that of the shop", async () => {
    const rule: FrontRule = (request, response) =>
      (request.url ?? "").includes("/wp-json") && answer(response, 401, "application/vnd.api+json", jsonApi);
    expect(codes(await checkScene({ rule }))).toEqual(["access_denied"]);
  });
});

describe.concurrent("a response that PrestaShop does not give to the request", () => {
  const xml =
    (body: string): FrontRule =>
    (_request, response) =>
      answer(response, 200, "text/xml; charset=utf-8", body);
  const json =
    (body: string): FrontRule =>
    (_request, response) =>
      answer(response, 200, "application/json", body);
  const declared = '<?xml version="1.0" encoding="UTF-8"?>\n';

  it.each<[string, FrontRule]>([
    ["empty", xml(`${declared}<prestashop></prestashop>`)],
    ["empty, without a declaration", xml("<prestashop/>")],
    ["malformed", xml(`${declared}<prestashop><orders><order id="1"></orders></prestashop>`)],
    ["another resource", xml(`${declared}<prestashop><products><product id="1"/></products></prestashop>`)],
    ["an error without a number", xml(`${declared}<prestashop><errors><error><message>no</message></error></errors></prestashop>`)],
    ["an empty list of orders in JSON", json('{"orders":[]}')],
  ])("%s", async (_name, rule) => {
    for (const credentials of [undefined, SCENE_KEYS.prestashop]) {
      const result = await checkScene({ shopSystem: "prestashop", rule, check: credentials ? { credentials } : {} });
      expect(result.verdict, JSON.stringify(codes(result))).toBe("blocked");
      expect(result.causes.map(({ code }) => code)).toEqual(["invalid_response"]);
    }
  });

  it.each(["1.7.8.11", "8.2.1"])("while PrestaShop %s itself is healthy, with and without a key", async (version) => {
    for (const credentials of [undefined, SCENE_KEYS.prestashop]) {
      const result = await checkScene({ shopSystem: "prestashop", version, check: credentials ? { credentials } : {} });
      expect(codes(result)).toEqual([]);
      expect(result.requests).toBeLessThanOrEqual(12);
    }
  });
});

describe.concurrent("a firewall that blocks made-up numbers", () => {
  const shopSystems: readonly FakeShopSystemName[] = ["woocommerce", "magento", "prestashop"];
  const dislikes: readonly [string, RegExp][] = [
    ["six nines", /9{6}/],
    ["eight digits and more", /\/\d{8,}/],
    ["one digit eight times", /(\d)\1{7}/],
  ];
  const cases = shopSystems.flatMap((shopSystem) => dislikes.map(([name, pattern]) => [shopSystem, name, pattern] as const));

  it.each(cases)("does not affect %s: %s", async (shopSystem, _name, pattern) => {
    const rule: FrontRule = (request, response) => pattern.test(request.url ?? "") && refuseLikeNginx(response);
    for (const credentials of [undefined, SCENE_KEYS[shopSystem]]) {
      const result = await checkScene({ shopSystem, rule, check: credentials ? { credentials } : {} });
      expect(codes(result)).toEqual([]);
      expect(result.verdict).toBe("healthy");
      // With a key, one more request checks that no order has that number.
      expect(result.requests).toBeLessThanOrEqual(credentials ? 13 : 12);
    }
  });

  it("does not hide a refused method", async () => {
    const rule: FrontRule = (request, response) =>
      (/9{6}/.test(request.url ?? "") || request.method === "PATCH") && refuseLikeNginx(response);
    expect(codes(await checkScene({ rule }))).toEqual(["method_blocked PATCH"]);
  });
});
