import { describe, expect, it } from "vitest";
import { SELF_HOSTED, type SelfHosted } from "@/lib/connectors/shop-systems";
import { playScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

// Behaviour measured on real shops that a check easily gets wrong.

const check = (
  shopSystem: SelfHosted,
  { credentials, ...scene }: Omit<Parameters<typeof playScene>[0], "shopSystem" | "check"> & { credentials?: unknown } = {},
) => playScene({ ...scene, shopSystem, check: { credentials } });

const isHome: FrontRule = ({ url = "" }) => url === "/" || url.startsWith("/?") || url.startsWith("/en/");

describe.concurrent.each(SELF_HOSTED)("%s", (shopSystem) => {
  for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
    it(`is asked for JSON or anything, and for nothing that exists where it could change, ${credentials ? "a" : "no"} key`, async () => {
      const { result, requests } = await check(shopSystem, { credentials });
      expect(result).toMatchObject({ verdict: "healthy", causes: [] });
      expect(requests.length).toBe(result.requests);
      for (const { method, url, headers, body } of requests) {
        // Magento answers 500 to clients that accept HTML only.
        expect(headers["accept"], url).toMatch(/json|\*\/\*/);
        if (method === "GET" || method === "OPTIONS") continue;
        // PrestaShop prefers an id in the body to the one in the path, and would store a new history.
        expect(body).not.toMatch(/<id\b|"id"|"order_?id"/i);
        expect(url).toMatch(/\/999999999(?:[/?]|$)/);
        expect(url).not.toContain("order_histories");
      }
    });

  it("with a closed or broken storefront is healthy as long as its API answers", async () => {
    const closed: FrontRule = (request, response, from) => {
      if (!isHome(request, response, from)) return false;
      response.writeHead(503, { "Content-Type": "text/html", "Retry-After": "3600" });
      response.end("<html><head><title>Maintenance</title></head><body>We'll be back soon.</body></html>");
      return true;
    };
    const broken: FrontRule = (request, response, from) => isHome(request, response, from) && refuseLikeNginx(response, 502, "Bad Gateway");
    for (const rule of [closed, broken])
      for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
        expect((await check(shopSystem, { rule, credentials })).result).toMatchObject({ verdict: "healthy", causes: [] });
  });

  for (const rewriting of ["missing_apache", "missing_nginx"] as const)
    it(`without its rewriting (${rewriting}) has a missing API, and no refused methods`, async () => {
      const { result } = await check(shopSystem, { behaviour: { rewriting } });
      expect(result.causes.map(({ code, reason }) => [code, reason])).toEqual([["api_not_found", "rewrite_missing"]]);
    });
});

describe.concurrent("prestashop", () => {
  for (const version of ["1.7.8.11", "8.2.1"])
    it(`${version}: a key of the wrong length is distinguished from a stripped header`, async () => {
      const { result } = await check("prestashop", { credentials: { apiKey: "SHORT" }, version });
      expect(result.causes.map(({ code }) => code)).toEqual(["credentials_rejected"]);
      const lost = await check("prestashop", { credentials: { apiKey: "SHORT" }, version, behaviour: { stripAuthorization: true } });
      expect(lost.result.causes.map(({ code }) => code)).toEqual(["authorization_header_stripped"]);
    });

  it("whose webservice is off says so to any key, and to no one else", async () => {
    for (const credentials of [undefined, SCENE_KEYS.prestashop, { apiKey: "X".repeat(32) }]) {
      const { result } = await check("prestashop", { credentials, behaviour: { apiDisabled: true } });
      expect(result.causes.map(({ code, reason }) => [code, reason])).toEqual([["api_disabled", "webservice_disabled"]]);
    }
  });
});
