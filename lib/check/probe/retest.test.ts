import { describe, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { RETEST_REQUESTS, retestCause } from "@/lib/check/probe/retest";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const KEY = { consumerKey: `ck_${"a1".repeat(20)}`, consumerSecret: `cs_${"b2".repeat(20)}` };
const PRESTA_KEY = { apiKey: "LABKEYLABKEYLABKEYLABKEYLABKEY42" };
const outside = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};

interface Scene {
  shopSystem?: "woocommerce" | "prestashop";
  behaviour: Behaviour;
  /** Credentials of the check; the shop knows KEY or PRESTA_KEY. */
  credentials?: Record<string, string>;
  /** The shop's behaviour during the retest. */
  later?: Behaviour;
}

async function checkAndRetest({ shopSystem = "woocommerce", behaviour, credentials, later = behaviour }: Scene) {
  const shop =
    shopSystem === "woocommerce"
      ? await startFakeShop({ shopSystem, credentials: [KEY], behaviour })
      : await startFakeShop({ shopSystem, credentials: [PRESTA_KEY], behaviour });
  try {
    const input = { ...outside, url: shop.url, shopSystem, credentials };
    const previous = await runCheck(input);
    const [cause] = previous.causes;
    if (!cause) throw new Error("the shop has no cause");
    shop.setBehaviour(later);
    const before = { data: shop.shop.digest(), asked: shop.requests.length };
    const again = await retestCause({ ...input, previous, cause });
    expect(shop.shop.digest()).toEqual(before.data);
    expect(JSON.stringify(again)).not.toContain(KEY.consumerSecret);
    return { previous, cause, again, asked: shop.requests.length - before.asked };
  } finally {
    await shop.close();
  }
}

describe.concurrent("a cause that was found by a credential is retested without a full check", () => {
  const scenes: readonly (readonly [string, string, Scene])[] = [
    ["the header is lost", "authorization_header_stripped", { behaviour: { stripAuthorization: true } }],
    ["the header is lost, seen with a key", "authorization_header_stripped", { behaviour: { stripAuthorization: true }, credentials: KEY }],
    ["an unknown key", "credentials_rejected", { behaviour: {}, credentials: { ...KEY, consumerKey: "ck_unknown" } }],
    [
      "PrestaShop's header is lost",
      "authorization_header_stripped",
      { shopSystem: "prestashop", behaviour: { stripAuthorization: true }, credentials: PRESTA_KEY },
    ],
    ["PrestaShop's webservice is off", "api_disabled", { shopSystem: "prestashop", behaviour: { apiDisabled: true } }],
  ];
  for (const [name, code, scene] of scenes)
    it(name, async () => {
      const { previous, cause, again, asked } = await checkAndRetest(scene);
      expect(cause.code).toBe(code);
      expect(again?.causes).toEqual(previous.causes);
      expect(asked).toBeLessThanOrEqual(RETEST_REQUESTS);
      expect(again?.requests).toBe(asked);
      const now = again?.probes.find(({ id }) => id === cause.evidence.fail);
      const then = previous.probes.find(({ id }) => id === cause.evidence.fail);
      expect(now?.at.localeCompare(then?.at ?? "")).toBe(1);
      expect(again?.probes.map(({ id, purpose, path }) => [id, purpose, path])).toEqual(
        previous.probes.map(({ id, purpose, path }) => [id, purpose, path]),
      );
    });

  it("requires a full check once the header arrives, and if the shop is down", async () => {
    const behaviour = { stripAuthorization: true };
    expect((await checkAndRetest({ behaviour, later: {} })).again).toBeNull();
    expect((await checkAndRetest({ behaviour, later: { maintenance: true } })).again).toBeNull();
  });
});

it("a limit for every client is retested by one request", async () => {
  const { cause, again, asked } = await checkAndRetest({ behaviour: { rateLimit: { next: "all", retryAfterSeconds: 60 } } });
  expect(cause.code).toBe("rate_limited");
  expect(again?.causes).toEqual([cause]);
  expect(asked).toBe(1);
});
