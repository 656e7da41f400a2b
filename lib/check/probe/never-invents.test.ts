import { describe, expect, it, vi } from "vitest";
import type { CheckResult } from "@/lib/check/result";
import { checkScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import type { RandomFailure } from "@/lib/testing/fake-shops/behaviour";
import type { FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

vi.setConfig({ testTimeout: 180_000 });

const named = ({ causes }: CheckResult): string[] => causes.map(({ code }) => code);

const SHOP_SYSTEMS: readonly FakeShopSystemName[] = ["woocommerce", "magento", "prestashop"];
const SEEDS = [1, 4];

describe.concurrent("a shop that fails a fifth of all requests by chance, in every way", () => {
  for (const shopSystem of SHOP_SYSTEMS)
    for (const seed of SEEDS)
      for (const credentials of [undefined, SCENE_KEYS[shopSystem]])
        it(`${shopSystem}, ${credentials ? "a" : "no"} key, seed ${seed}: is unstable at most`, async () => {
          const result = await checkScene({ shopSystem, behaviour: { failsAtRandom: { share: 0.2, seed } }, check: { credentials } });
          expect(named(result).filter((code) => code !== "unstable")).toEqual([]);
          expect(["healthy", "degraded"]).toContain(result.verdict);
        });
});

describe.concurrent("a shop that fails a fifth of all requests by chance, always in the same way", () => {
  const ways: readonly (readonly [RandomFailure])[] = [[500], [503], ["reset"], ["cut"]];
  for (const way of ways)
    for (const seed of [3, 7])
      it(`${way.join()}, seed ${seed}: is unstable at most`, async () => {
        const result = await checkScene({ behaviour: { failsAtRandom: { share: 0.2, seed, ways: way } } });
        expect(named(result).filter((code) => code !== "unstable")).toEqual([]);
      });
});

describe.concurrent("a shop that fails four fifths of all requests by chance", () => {
  for (const shopSystem of SHOP_SYSTEMS)
    it(`${shopSystem}: no closed path, ban or limit is invented from the few answers that passed`, async () => {
      const result = await checkScene({ shopSystem, behaviour: { failsAtRandom: { share: 0.8, seed: 11 } } });
      expect(named(result)).toEqual(["unstable"]);
    });
});

describe.concurrent("a shop that fails many requests in one way only", () => {
  const shops: readonly (readonly [number, RandomFailure, number])[] = [
    [0.6, 500, 8],
    [0.8, 500, 11],
    [0.6, "reset", 2],
    [0.8, "reset", 10],
  ];
  for (const [share, way, seed] of shops)
    it(`${100 * share} % ${way}, seed ${seed}: is unstable`, async () => {
      const check = { credentials: SCENE_KEYS.prestashop };
      const result = await checkScene({ shopSystem: "prestashop", behaviour: { failsAtRandom: { share, seed, ways: [way] } }, check });
      expect(named(result)).toEqual(["unstable"]);
    });
});

it.concurrent("a path that always closes without an answer, beside pages that pass, is a rule and no chance", async () => {
  const result = await checkScene({
    rule: ({ url, socket }) => {
      if (!url?.startsWith("/wp-json")) return false;
      socket.destroy();
      return true;
    },
  });
  expect(named(result)).not.toContain("unstable");
  expect(result.causes).toHaveLength(1);
});

describe.concurrent("a limit that closes connections or answers 503 without a word", () => {
  const refuseAll: Record<string, FrontRule> = {
    "503": (_request, response) => refuseLikeNginx(response, 503),
    "closed connections": ({ socket }) => Boolean(socket.destroy()),
  };
  it.each(Object.keys(refuseAll))("is distinguished from chance by its order: %s", async (how) => {
    const passedAt: Record<string, number[]> = {};
    const result = await checkScene({
      rule: (request, response, from) => {
        const recent = (passedAt[from] ?? []).filter((at) => at > Date.now() - 3_000);
        passedAt[from] = recent;
        if (recent.length >= 5) return refuseAll[how]?.(request, response, from) ?? false;
        recent.push(Date.now());
        return false;
      },
    });
    expect(named(result)).toEqual(["rate_limited"]);
  });
});

it.concurrent("a shop whose every answer breaks off is no noise, and asked no more than a quiet one", async () => {
  const whole = '<?xml version="1.0" encoding="UTF-8"?>\n<prestashop><errors><error><code>13</code></error></errors></prestashop>';
  const result = await checkScene({
    shopSystem: "prestashop",
    rule: (_request, response) => {
      response.writeHead(401, { "Content-Type": "text/xml", "PSWS-Version": "8.1.6" }).end(whole.slice(0, -4));
      return true;
    },
  });
  expect(result.causes.map(({ code, reason }) => [code, reason])).toEqual([["invalid_response", "truncated"]]);
});

describe.concurrent("beside such failures", () => {
  it("a User-Agent that is refused by resets is still found", async () => {
    const result = await checkScene({
      rule: ({ headers, socket }) => {
        if (!headers["user-agent"]?.startsWith("Sendcloud/1.0.0")) return false;
        socket.destroy();
        return true;
      },
    });
    expect(result.causes.map(({ code, userAgents }) => [code, userAgents.length])).toEqual([["user_agent_blocked", 1]]);
  });
});

it.concurrent("a shop that takes more than three seconds for each answer is slow, and nothing is blocked", async () => {
  const result = await checkScene({ behaviour: { delayMs: 3_200 }, check: { budget: 5 } });
  expect(result).toMatchObject({ verdict: "degraded", causes: [{ code: "slow", affects: [] }] });
  expect(Number(result.causes[0]?.details["median"])).toBeGreaterThanOrEqual(3.2);
});

it.concurrent("a shop that answers its first visitors too late is slow, and nothing timed out for good", async () => {
  let asked = 0;
  const result = await checkScene({
    rule: () => {
      asked += 1;
      return asked <= 2;
    },
    check: { timeouts: { firstByteMs: 4_000 } },
  });
  expect(result).toMatchObject({ verdict: "degraded", causes: [{ code: "slow", details: { late: 2 } }] });
});
