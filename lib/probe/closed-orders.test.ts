import type http from "node:http";
import { describe, expect, it } from "vitest";
import type { CheckResult } from "@/lib/checks/result";
import { userAgents } from "@/lib/egress/identity";
import { runCheck } from "@/lib/probe/check-shop";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const KEYS = {
  woocommerce: { consumerKey: `ck_${"a1".repeat(20)}`, consumerSecret: `cs_${"b2".repeat(20)}` },
  magento: { accessToken: "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4" },
  prestashop: { apiKey: "LABKEYLABKEYLABKEYLABKEYLABKEY42" },
} as const;
const ORDERS = { woocommerce: "/wp-json/wc/", magento: "/rest/V1/orders", prestashop: "/api/orders" } as const;
type Platform = keyof typeof ORDERS;
const [FIRST, SECOND] = ["127.0.0.2", "127.0.0.3"] as const;

type Refuse = (response: http.ServerResponse) => true;
/** A plugin's refusal, in the words of WordPress' API. */
const inWordsOfRest: Refuse = (response) => {
  response.writeHead(403, { "Content-Type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify({ code: "rest_forbidden", message: "Not for you.", data: { status: 403 } }));
  return true;
};

async function check(platform: Platform, who: string, refuse: Refuse, credentials: unknown): Promise<CheckResult> {
  const shop = await startFakeShop({ platform, credentials: [KEYS[platform]] as never });
  const front = await startFront(shop.url, (request, response, from) => {
    const isMeant = from === who || request.headers["user-agent"] === who;
    return isMeant && (request.url ?? "").startsWith(ORDERS[platform]) && refuse(response);
  });
  try {
    const egress = { addresses: [FIRST, SECOND], control: "127.0.0.4" };
    return await runCheck({ url: front.url, platform, credentials, egress, policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] } });
  } finally {
    await front.close();
    await shop.close();
  }
}

/** The index is open to everybody, and the orders below it are closed to one address or one name. */
describe.concurrent("orders that are closed to one of us alone", { timeout: 60_000 }, () => {
  for (const platform of ["woocommerce", "magento", "prestashop"] as const)
    for (const who of [FIRST, SECOND, ...userAgents(platform)])
      for (const credentials of [undefined, KEYS[platform]])
        for (const refuse of platform === "woocommerce" && !credentials ? [refuseLikeNginx, inWordsOfRest] : [refuseLikeNginx])
          it(`${platform}: ${who}, ${credentials ? "a" : "no"} key, ${refuse === inWordsOfRest ? "by a plugin" : "by the server"}`, async () => {
            const result = await check(platform, who, refuse as Refuse, credentials);
            const isAddress = who === FIRST || who === SECOND;
            expect(result.causes.map(({ code, addresses, userAgents }) => [code, addresses, userAgents])).toEqual([
              isAddress ? ["ip_blocked", [who], []] : ["user_agent_blocked", [], [who]],
            ]);
            expect(result.verdict).toBe("blocked");
            expect(result.causes[0]).toMatchObject({
              blocker: refuse === inWordsOfRest ? "wordpress" : "nginx",
              certainty: "proven",
              affects: ["orders_in", "tracking_out"],
            });
          });
});

describe.concurrent("orders that a plugin closes to one of us, unless there is a key", { timeout: 60_000 }, () => {
  async function checkGuests(who: string, credentials: unknown, addresses: string[] = [FIRST, SECOND]): Promise<CheckResult> {
    const shop = await startFakeShop({ platform: "woocommerce", credentials: [KEYS.woocommerce] });
    const front = await startFront(shop.url, (request, response, from) => {
      const isMeant = from === who || request.headers["user-agent"] === who;
      const isGuest = request.headers.authorization === undefined && !/[?&]oauth_consumer_key=/.test(request.url ?? "");
      return isMeant && isGuest && (request.url ?? "").startsWith(ORDERS.woocommerce) && inWordsOfRest(response);
    });
    try {
      const egress = { addresses, control: addresses.length > 0 ? "127.0.0.4" : null };
      const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
      return await runCheck({ url: front.url, platform: "woocommerce", credentials, egress, policy });
    } finally {
      await front.close();
      await shop.close();
    }
  }

  for (const who of [FIRST, SECOND, ...userAgents("woocommerce")]) {
    const isAddress = who === FIRST || who === SECOND;
    it(`${who}, no key: the made-up one of the header would get through, and is no key`, async () => {
      const result = await checkGuests(who, undefined);
      expect(result.causes.map(({ code, addresses, userAgents: names }) => [code, addresses, names])).toEqual([
        isAddress ? ["ip_blocked", [who], []] : ["user_agent_blocked", [], [who]],
      ]);
      expect(result.causes[0]).toMatchObject({ blocker: "wordpress", certainty: "proven", affects: ["orders_in", "tracking_out"] });
    });

    // Of whoever is asked first the orders are asked without the key as well.
    if (who === FIRST || who === userAgents("woocommerce")[0]) continue;
    it(`${who}, a key that reads orders: nobody has to be let in without one`, async () => {
      expect(await checkGuests(who, KEYS.woocommerce)).toMatchObject({ verdict: "healthy", causes: [] });
    });
  }

  it("is found with a single address too", async () => {
    const [, long] = userAgents("woocommerce");
    const { causes } = await checkGuests(long, undefined, []);
    expect(causes.map(({ code, userAgents: names }) => [code, names])).toEqual([["user_agent_blocked", [long]]]);
  });
});
