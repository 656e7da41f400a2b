import { describe, expect, it } from "vitest";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { checkScene, egress, SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

type ShopSystem = "woocommerce" | "magento" | "prestashop";
const [FIRST = "", SECOND = ""] = egress.addresses;

/** Checks a shop whose server replaces every 401 by its own page. */
const check = (shopSystem: ShopSystem, status: number, credentials: unknown, rule?: FrontRule) =>
  checkScene({ shopSystem, ...(rule ? { rule } : {}), pageInstead: (said) => (said === 401 ? status : null), check: { credentials } });

describe.concurrent("a shop whose server replaces its 401", () => {
  const healthy = [
    ["woocommerce", 401],
    ["woocommerce", 403],
    ["woocommerce", 404],
    ["magento", 401],
    ["prestashop", 401],
  ] as const;
  for (const [shopSystem, status] of healthy)
    for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
      it(`is healthy in twelve requests, ${shopSystem} with ${status}, ${credentials ? "a" : "no"} key`, async () => {
        const result = await check(shopSystem, status, credentials);
        expect(result).toMatchObject({ verdict: "healthy", causes: [] });
        expect(result.requests).toBeLessThanOrEqual(12);
        const asked = result.probes.filter(({ source }) => source === "egress").map(({ from, userAgent }) => `${from} ${userAgent}`);
        expect(new Set(asked).size).toBe(4);
      });

  const [SHORT, LONG] = userAgents("woocommerce");
  for (const method of ["POST", "OPTIONS", "PATCH", "DELETE"])
    for (const who of [FIRST, SECOND, SHORT, LONG])
      it(`is still found to refuse ${method} to ${who}`, async () => {
        const result = await check("woocommerce", 401, undefined, (request, response, from) => {
          const isTarget = request.method === method && (from === who || request.headers["user-agent"] === who);
          return isTarget && refuseLikeNginx(response);
        });
        const isAddress = who === FIRST || who === SECOND;
        expect(result.causes.map(({ code, methods, addresses, userAgents }) => [code, methods, addresses, userAgents])).toEqual([
          ["method_blocked", [method], isAddress ? [who] : [], isAddress ? [] : [who]],
        ]);
      });
});
