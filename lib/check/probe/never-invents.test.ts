import { describe, expect, it, vi } from "vitest";
import type { CheckResult } from "@/lib/check/result";
import { checkScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import type { FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";

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
