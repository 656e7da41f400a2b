import type http from "node:http";
import { describe, expect, it } from "vitest";
import type { CheckResult } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { checkScene, egress, SCENE_KEYS } from "@/lib/testing/check-scene";
import { refuseLikeNginx } from "@/lib/testing/start-front";

const ORDERS = { woocommerce: "/wp-json/wc/", magento: "/rest/V1/orders", prestashop: "/api/orders" } as const;
type ShopSystem = keyof typeof ORDERS;
const [FIRST = "", SECOND = ""] = egress.addresses;

type Refuse = (response: http.ServerResponse) => true;
/** A plugin's refusal in the format of WordPress' API. */
const inWordsOfRest: Refuse = (response) => {
  response.writeHead(403, { "Content-Type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify({ code: "rest_forbidden", message: "Not for you.", data: { status: 403 } }));
  return true;
};

const check = (shopSystem: ShopSystem, who: string, refuse: Refuse, credentials: unknown): Promise<CheckResult> =>
  checkScene({
    shopSystem,
    check: { credentials },
    rule: (request, response, from) => {
      const isTarget = from === who || request.headers["user-agent"] === who;
      return isTarget && (request.url ?? "").startsWith(ORDERS[shopSystem]) && refuse(response);
    },
  });

/** The index is open to every client, and the orders below it are closed to one address or User-Agent. */
describe.concurrent("orders that are closed to one of our addresses or User-Agents", () => {
  for (const shopSystem of ["woocommerce", "magento", "prestashop"] as const)
    for (const who of [FIRST, SECOND, ...userAgents(shopSystem)])
      for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
        for (const refuse of shopSystem === "woocommerce" && !credentials ? [refuseLikeNginx, inWordsOfRest] : [refuseLikeNginx])
          it(`${shopSystem}: ${who}, ${credentials ? "a" : "no"} key, ${refuse === inWordsOfRest ? "by a plugin" : "by the server"}`, async () => {
            const result = await check(shopSystem, who, refuse as Refuse, credentials);
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

describe.concurrent("orders that a plugin closes to one of our addresses or User-Agents unless there is a key", () => {
  const checkGuests = (who: string, credentials: unknown, addresses = egress.addresses): Promise<CheckResult> =>
    checkScene({
      check: { credentials, egress: { addresses, control: addresses.length > 0 ? egress.control : null } },
      rule: (request, response, from) => {
        const isTarget = from === who || request.headers["user-agent"] === who;
        const isGuest = request.headers.authorization === undefined && !/[?&]oauth_consumer_key=/.test(request.url ?? "");
        return isTarget && isGuest && (request.url ?? "").startsWith(ORDERS.woocommerce) && inWordsOfRest(response);
      },
    });

  for (const who of [FIRST, SECOND, ...userAgents("woocommerce")]) {
    const isAddress = who === FIRST || who === SECOND;
    it(`${who}, no key: the dummy credential would pass, and is not taken for a key`, async () => {
      const result = await checkGuests(who, undefined);
      expect(result.causes.map(({ code, addresses, userAgents: names }) => [code, addresses, names])).toEqual([
        isAddress ? ["ip_blocked", [who], []] : ["user_agent_blocked", [], [who]],
      ]);
      expect(result.causes[0]).toMatchObject({ blocker: "wordpress", certainty: "proven", affects: ["orders_in", "tracking_out"] });
    });

    // The first visitor requests the orders without the key as well.
    if (who === FIRST || who === userAgents("woocommerce")[0]) continue;
    it(`${who}, a key that reads orders: access without a key is not needed`, async () => {
      expect(await checkGuests(who, SCENE_KEYS.woocommerce)).toMatchObject({ verdict: "healthy", causes: [] });
    });
  }

  it("are found closed with a single address, too", async () => {
    const [, long] = userAgents("woocommerce");
    const { causes } = await checkGuests(long, undefined, []);
    expect(causes.map(({ code, userAgents: names }) => [code, names])).toEqual([["user_agent_blocked", [long]]]);
  });
});

describe.concurrent("orders that are closed to every request without a key", () => {
  const isGuest = ({ headers, url }: http.IncomingMessage): boolean =>
    headers.authorization === undefined && !/[?&]oauth_consumer_key=/.test(url ?? "");
  const checkClosed = (shopSystem: ShopSystem, refuse: Refuse, isRefused: (request: http.IncomingMessage, from: string) => boolean) =>
    checkScene({
      shopSystem,
      check: { credentials: SCENE_KEYS[shopSystem] },
      rule: (request, response, from) =>
        (request.url ?? "").startsWith(ORDERS[shopSystem]) && (isGuest(request) || isRefused(request, from)) && refuse(response),
    });

  for (const shopSystem of ["woocommerce", "magento", "prestashop"] as const)
    for (const refuse of [refuseLikeNginx, inWordsOfRest]) {
      const by = refuse === inWordsOfRest ? "an application" : "the server";
      it(`${shopSystem}, by ${by}: the key that opens them is all that is needed`, async () => {
        expect(await checkClosed(shopSystem, refuse, () => false)).toMatchObject({ verdict: "healthy", causes: [], untested: [] });
      });

      it(`${shopSystem}, by ${by}: a method that is refused to the key as well is found`, async () => {
        const { causes } = await checkClosed(shopSystem, refuse, ({ method }) => method === "DELETE");
        expect(causes.map(({ code, methods }) => [code, methods])).toEqual([["method_blocked", ["DELETE"]]]);
      });
    }
});
