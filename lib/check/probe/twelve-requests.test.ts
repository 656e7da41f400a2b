import { describe, expect, it } from "vitest";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import { SELF_HOSTED } from "@/lib/connectors/platforms";
import { checkScene, egress, SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

const [FIRST = "", SECOND = ""] = egress.addresses;

describe.concurrent("a healthy shop gets twelve requests at most", () => {
  for (const platform of SELF_HOSTED)
    for (const credentials of [undefined, SCENE_KEYS[platform]]) {
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
        it(`${platform}, to be detected where its home page ${how}, ${credentials ? "a" : "no"} key`, async () => {
          const result = await checkScene({ platform, rule, check: { platform: undefined, credentials } });
          expect(result).toMatchObject({ platform, verdict: "healthy", causes: [] });
          expect(result.requests).toBeLessThanOrEqual(12);
        });
    }

  for (const platform of SELF_HOSTED)
    for (const address of [FIRST, SECOND]) {
      const wantsKey: FrontRule = (request, response, from) =>
        from === address && !request.headers.authorization && refuseLikeNginx(response);
      const check = (rule: FrontRule) => checkScene({ platform, rule, check: { credentials: SCENE_KEYS[platform] } });

      it(`${platform} that lets ${address} in with a key alone`, async () => {
        const result = await check(wantsKey);
        expect(result).toMatchObject({ verdict: "healthy", causes: [] });
        expect(result.requests).toBeLessThanOrEqual(12);
        expect(new Set(result.probes.map(({ from, userAgent }) => `${from} ${userAgent}`)).size).toBe(4);
      });

      it(`${platform} that lets ${address} in with a key alone, and by no PATCH`, async () => {
        const result = await check(
          (request, response, from) =>
            wantsKey(request, response, from) || (from === address && request.method === "PATCH" && refuseLikeNginx(response)),
        );
        expect(result.causes).toMatchObject([{ code: "method_blocked", methods: ["PATCH"], userAgents: [], addresses: [address] }]);
      });

      it(`${platform} that refuses ${address}, key or none`, async () => {
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

  const ROOTS = { woocommerce: "/wp-json/?", magento: "/rest/V1/directory/", prestashop: "/api/" } as const;
  // A 403 may be about the User-Agent, which is varied first.
  for (const platform of SELF_HOSTED)
    for (const credentials of [undefined, SCENE_KEYS[platform]])
      for (const [status, most] of [
        [403, 20],
        [404, 12],
      ] as const)
        it(`${platform} whose index is refused by ${status}, and nothing else, ${credentials ? "a" : "no"} key, ${most} at most`, async () => {
          const isIndex = (url: string): boolean => (platform === "prestashop" ? url === ROOTS[platform] : url.startsWith(ROOTS[platform]));
          const rule: FrontRule = (request, response) => isIndex(request.url ?? "") && refuseLikeNginx(response, status, "Forbidden");
          const result = await checkScene({ platform, rule, check: { credentials } });
          expect(result).toMatchObject({ verdict: "healthy", causes: [] });
          expect(result.requests).toBeLessThanOrEqual(most);
        });

  for (const platform of SELF_HOSTED)
    it(`${platform} that answers no request without a key`, async () => {
      const rule: FrontRule = (request, response) => !request.headers.authorization && refuseLikeNginx(response);
      const result = await checkScene({ platform, rule, check: { credentials: SCENE_KEYS[platform] } });
      expect(result).toMatchObject({ verdict: "healthy", causes: [] });
      expect(result.requests).toBeLessThanOrEqual(12);
    });

  /** Statuses that a server replaces by its own pages: nginx those configured, Apache all (ProxyErrorOverride). */
  const REPLACED = [[400], [404], [405], [400, 401, 404], [400, 401, 403, 404, 405, 500]];
  for (const platform of SELF_HOSTED)
    for (const credentials of [undefined, SCENE_KEYS[platform]])
      for (const statuses of REPLACED)
        it(`${platform} behind pages of the server's own for ${statuses.join(", ")}, ${credentials ? "a" : "no"} key`, async () => {
          const pageInstead = (status: number) => (statuses.includes(status) ? status : null);
          const result = await checkScene({ platform, pageInstead, check: { credentials } });
          expect(result).toMatchObject({ verdict: "healthy", causes: [] });
          expect(result.requests).toBeLessThanOrEqual(12);
        });

  it("PrestaShop whose 401 became a 404 of the server's own, with a key", async () => {
    const pageInstead = (status: number) => (status === 401 ? 404 : null);
    const result = await checkScene({ platform: "prestashop", pageInstead, check: { credentials: SCENE_KEYS.prestashop } });
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

  it("without a hint on home page and roots, not every identity requests all of them", async () => {
    const rule: FrontRule = (request, response) => refuseLikeNginx(response, request.url === "/" ? 403 : 404, "Not Found");
    const result = await checkScene({ rule, check: { platform: undefined } });
    expect(result.probes.filter(({ purpose }) => reasonOf(purpose) === "detect").length).toBeLessThanOrEqual(8);
    expect(result.platform).toBe(null);
  });
});
