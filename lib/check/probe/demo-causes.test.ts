import { expect, it } from "vitest";
import { findCauses } from "@/lib/check/found-causes";
import { runCheck } from "@/lib/check/probe/check-shop";
import { LANES } from "@/lib/health/lane/lane-name";
import { egress, policy } from "@/lib/testing/check-scene";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const BLOCKED = DEMO_SHOPS.filter(({ lanes, certificate }) => certificate === "none" && LANES.some((lane) => lanes[lane].cause));

it.concurrent.each(BLOCKED.map((shop) => [shop.name, shop] as const))(
  "the check of %s finds the causes that the demo's incident names, so that it goes on as one",
  async (_, { shopSystem, behaviour, credentials, lanes }) => {
    const shop = await startFakeShop({ shopSystem, behaviour, credentials: [credentials] });
    try {
      const result = await runCheck({ url: shop.url, shopSystem, credentials, egress, policy });
      const found = findCauses(result, { shopSystem, methodFallback: false });
      const named = (lane: (typeof LANES)[number]) => {
        const { code, methods, userAgents, addresses } = lanes[lane].cause ?? {};
        return code ? [{ code, scope: { methods, userAgents, addresses } }] : [];
      };
      for (const lane of LANES)
        expect(found.filter((one) => one.lanes.includes(lane)).map(({ code, scope }) => ({ code, scope }))).toEqual(named(lane));
    } finally {
      await shop.close();
    }
  },
);
