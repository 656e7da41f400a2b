import { describe, expect, it } from "vitest";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import { SELF_HOSTED, type SelfHosted } from "@/lib/connectors/shop-systems";
import { checkScene, egress, SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

const [FIRST = "", SECOND = ""] = egress.addresses;

describe.concurrent("a healthy shop gets twelve requests at most", () => {
  for (const shopSystem of SELF_HOSTED)
    for (const credentials of [undefined, SCENE_KEYS[shopSystem]]) {
      const pages: Readonly<Record<string, FrontRule>> = {
        "gives its name away": () => false,
        "is closed": (request, response) => request.url === "/" && refuseLikeNginx(response),
        "says nothing": (request, response) => {
          if (request.url !== "/") return false;
          response.end("<html>Soon</html>");
          return true;
        },
      };
      for (const [how, rule] of Object.entries(pages))
        it(`${shopSystem}, to be detected where its home page ${how}, ${credentials ? "a" : "no"} key`, async () => {
          const result = await checkScene({ shopSystem, rule, check: { shopSystem: undefined, credentials } });
          expect(result).toMatchObject({ shopSystem, verdict: "healthy", causes: [] });
          expect(result.requests).toBeLessThanOrEqual(12);
        });
    }

  for (const shopSystem of SELF_HOSTED)
    for (const address of [FIRST, SECOND]) {
      const wantsKey: FrontRule = (request, response, from) =>
        from === address && !request.headers.authorization && refuseLikeNginx(response);
      const check = (rule: FrontRule) => checkScene({ shopSystem, rule, check: { credentials: SCENE_KEYS[shopSystem] } });

      it(`${shopSystem} that lets ${address} in with a key alone`, async () => {
        const result = await check(wantsKey);
        expect(result).toMatchObject({ verdict: "healthy", causes: [] });
        expect(result.requests).toBeLessThanOrEqual(12);
        expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(4);
      });

      it(`${shopSystem} that lets ${address} in with a key alone, and by no PATCH`, async () => {
        const result = await check(
          (request, response, from) =>
            wantsKey(request, response, from) || (from === address && request.method === "PATCH" && refuseLikeNginx(response)),
        );
        expect(result.causes).toMatchObject([{ code: "method_blocked", methods: ["PATCH"], userAgents: [], addresses: [address] }]);
      });

      it(`${shopSystem} that refuses ${address}, key or none`, async () => {
        const result = await check((_, response, from) => from === address && refuseLikeNginx(response));
        expect(result.causes).toMatchObject([{ code: "ip_blocked", addresses: [address], certainty: "proven" }]);
      });
    }

  it("with only its index reported as missing", async () => {
    const rule: FrontRule = (request, response) =>
      Boolean(request.url?.startsWith("/wp-json/?")) && refuseLikeNginx(response, 404, "Not Found");
    const result = await checkScene({ rule });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
  });

  const ROOTS: Record<SelfHosted, RegExp> = { woocommerce: /^\/wp-json\/\?/, magento: /^\/rest\/V1\/directory\//, prestashop: /^\/api\/$/ };
  // A 403 may be about the User-Agent, which is varied first.
  for (const shopSystem of SELF_HOSTED)
    for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
      for (const [status, most] of [
        [403, 20],
        [404, 12],
      ] as const)
        it(`${shopSystem} whose index is refused by ${status}, and nothing else, ${credentials ? "a" : "no"} key, ${most} at most`, async () => {
          const rule: FrontRule = (request, response) =>
            ROOTS[shopSystem].test(request.url ?? "") && refuseLikeNginx(response, status, "Forbidden");
          const result = await checkScene({ shopSystem, rule, check: { credentials } });
          expect(result).toMatchObject({ verdict: "healthy", causes: [] });
          expect(result.requests).toBeLessThanOrEqual(most);
        });

  for (const shopSystem of SELF_HOSTED)
    it(`${shopSystem} that answers no request without a key`, async () => {
      const rule: FrontRule = (request, response) => !request.headers.authorization && refuseLikeNginx(response);
      const result = await checkScene({ shopSystem, rule, check: { credentials: SCENE_KEYS[shopSystem] } });
      expect(result).toMatchObject({ verdict: "healthy", causes: [] });
      expect(result.requests).toBeLessThanOrEqual(12);
    });

  /** Statuses that a server replaces by its own pages: nginx those configured, Apache all (ProxyErrorOverride). */
  const REPLACED = [[400], [404], [405], [400, 401, 404], [400, 401, 403, 404, 405, 500]];
  for (const shopSystem of SELF_HOSTED)
    for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
      for (const statuses of REPLACED)
        it(`${shopSystem} behind pages of the server's own for ${statuses.join(", ")}, ${credentials ? "a" : "no"} key`, async () => {
          const pageInstead = (status: number) => (statuses.includes(status) ? status : null);
          const result = await checkScene({ shopSystem, pageInstead, check: { credentials } });
          expect(result).toMatchObject({ verdict: "healthy", causes: [] });
          expect(result.requests).toBeLessThanOrEqual(12);
        });

  it("PrestaShop whose 401 became a 404 of the server's own, with a key", async () => {
    const pageInstead = (status: number) => (status === 401 ? 404 : null);
    const result = await checkScene({ shopSystem: "prestashop", pageInstead, check: { credentials: SCENE_KEYS.prestashop } });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
  });

  it("WordPress that sends guests to its sign-in, with a key", async () => {
    const rule: FrontRule = (request, response) => {
      if (request.headers.authorization?.includes(SCENE_KEYS.woocommerce.consumerKey)) return false;
      response.writeHead(302, { Location: "/wp-login.php" }).end();
      return true;
    };
    const result = await checkScene({ rule, check: { credentials: SCENE_KEYS.woocommerce } });
    expect(result).toMatchObject({ verdict: "healthy", causes: [] });
    expect(result.requests).toBeLessThanOrEqual(12);
  });

  it("without a hint on home page and roots, not every visitor requests all of them", async () => {
    const rule: FrontRule = (request, response) => refuseLikeNginx(response, request.url === "/" ? 403 : 404, "Not Found");
    const result = await checkScene({ rule, check: { shopSystem: undefined } });
    expect(result.probes.filter(({ purpose }) => reasonOf(purpose) === "detect").length).toBeLessThanOrEqual(8);
    expect(result.shopSystem).toBe(null);
  });
});
