import { describe, expect, it } from "vitest";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { runCheck } from "@/lib/check/probe/check-shop";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { SCENE_KEYS } from "@/lib/testing/check-scene";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

/** As nginx with `client_max_body_size`: only the length counts. */
const limitBodies =
  (bytes: number): FrontRule =>
  (request, response) =>
    Number(request.headers["content-length"] ?? 0) > bytes && refuseLikeNginx(response, 413, "Request Entity Too Large");

async function check(shopSystem: "woocommerce" | "magento" | "prestashop", rule: FrontRule, hasKey = false) {
  const shop = await startFakeShop({ shopSystem, credentials: [SCENE_KEYS[shopSystem]] as never });
  const front = await startFront(shop.url, rule);
  try {
    return await runCheck({ url: front.url, shopSystem, egress, policy, ...(hasKey ? { credentials: SCENE_KEYS[shopSystem] } : {}) });
  } finally {
    await front.close();
    await shop.close();
  }
}

const fixIds = (shopSystem: ShopSystem, cause: Parameters<typeof fixesFor>[0]): string[] =>
  fixesFor(cause, {
    url: "https://shop.test",
    shopSystem,
    server: "nginx",
    addresses: ["203.0.113.5"],
    userAgents: userAgents(shopSystem),
    methods: REQUIRED_METHODS,
  }).map(({ id }) => id);

describe.concurrent("a limit on the size of request bodies", () => {
  it.each(["woocommerce", "magento", "prestashop"] as const)("is told as that, not as refused methods: %s", async (shopSystem) => {
    for (const hasKey of [false, true]) {
      const result = await check(shopSystem, limitBodies(1), hasKey);
      expect(result.causes).toMatchObject([{ code: "body_too_large", methods: ["POST", "PATCH"], blocker: "nginx" }]);
      expect(result.verdict).toBe("degraded");
      const [cause] = result.causes;
      expect(fixIds(shopSystem, cause as never).slice(0, 1)).toEqual(["body_size.nginx"]);
    }
  });

  it("is not what refuses a single method by 413", async () => {
    const rule: FrontRule = (request, response) => request.method === "PATCH" && refuseLikeNginx(response, 413);
    expect((await check("woocommerce", rule)).causes).toMatchObject([{ code: "method_blocked", methods: ["PATCH"] }]);
  });

  it("is not what refuses methods without a body", async () => {
    const rule: FrontRule = (request, response) => request.method !== "GET" && refuseLikeNginx(response, 413);
    expect((await check("woocommerce", rule)).causes).toMatchObject([{ code: "method_blocked" }]);
  });
});
