import { describe, expect, it } from "vitest";
import { userAgents } from "@/lib/egress/identity";
import { runCheck } from "@/lib/probe/check-shop";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const KEYS = {
  woocommerce: { consumerKey: `ck_${"a1".repeat(20)}`, consumerSecret: `cs_${"b2".repeat(20)}` },
  magento: { accessToken: "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4" },
  prestashop: { apiKey: "LABKEYLABKEYLABKEYLABKEYLABKEY42" },
} as const;
type Platform = keyof typeof KEYS;
const [FIRST, SECOND] = ["127.0.0.2", "127.0.0.3"] as const;

/** A check of a shop whose server shows a page of its own in the place of every 401. */
async function check(platform: Platform, status: number, credentials: unknown, rule: FrontRule = () => false) {
  const shop = await startFakeShop({ platform, credentials: [KEYS[platform]] as never });
  const front = await startFront(shop.url, rule, (said) => (said === 401 ? status : null));
  try {
    const egress = { addresses: [FIRST, SECOND], control: "127.0.0.4" };
    return await runCheck({ url: front.url, platform, credentials, egress, policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] } });
  } finally {
    await front.close();
    await shop.close();
  }
}

describe.concurrent("a shop whose 401 its server replaces", { timeout: 60_000 }, () => {
  const healthy = [
    ["woocommerce", 401],
    ["woocommerce", 403],
    ["woocommerce", 404],
    ["magento", 401],
    ["prestashop", 401],
  ] as const;
  for (const [platform, status] of healthy)
    for (const credentials of [undefined, KEYS[platform]])
      it(`is healthy in twelve requests, ${platform} with ${status}, ${credentials ? "a" : "no"} key`, async () => {
        const result = await check(platform, status, credentials);
        expect(result).toMatchObject({ verdict: "healthy", causes: [] });
        // Of PrestaShop the key says what it may do: one more.
        expect(result.requests).toBeLessThanOrEqual(platform === "prestashop" && credentials ? 13 : 12);
        const asked = result.probes.filter(({ source }) => source === "egress").map(({ from, userAgent }) => `${from} ${userAgent}`);
        expect(new Set(asked).size).toBe(4);
      });

  const [SHORT, LONG] = userAgents("woocommerce");
  for (const method of ["POST", "OPTIONS", "PATCH", "DELETE"])
    for (const who of [FIRST, SECOND, SHORT, LONG])
      it(`is still seen to refuse ${method} to ${who}`, async () => {
        const result = await check("woocommerce", 401, undefined, (request, response, from) => {
          const isMeant = request.method === method && (from === who || request.headers["user-agent"] === who);
          return isMeant && refuseLikeNginx(response);
        });
        const isAddress = who === FIRST || who === SECOND;
        expect(result.causes.map(({ code, methods, addresses, userAgents }) => [code, methods, addresses, userAgents])).toEqual([
          ["method_blocked", [method], isAddress ? [who] : [], isAddress ? [] : [who]],
        ]);
      });
});
