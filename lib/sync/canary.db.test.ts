import { afterAll, describe, expect, it } from "vitest";
import { closeQueue } from "@/lib/jobs/enqueue";
import { PLATFORMS } from "@/lib/shops/platforms";
import { lookAtShop } from "@/lib/sync/canary";
import { inMerchant } from "@/lib/system/db";
import { LOOPBACK, recentOrders, startSyncedShop } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

describe.each(PLATFORMS)("the canary before a slow shop of %s", (platform) => {
  it("hears nothing of it while it is broken or refuses us, and starts a sync with its first healthy answer", async () => {
    const { shop, scope, integrationId } = await startSyncedShop(recentOrders(3), { platform });
    const { merchantId } = scope;
    const runs = () => inMerchant(merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId }, select: { trigger: true } }));
    try {
      const slow = { state: "throttled", failures: 4, failingSince: new Date(), nextSyncAt: new Date(Date.now() + 3_600_000) };
      await inMerchant(merchantId, (tx) => tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: slow }));
      for (const behaviour of [
        { serverErrors: { next: "all", status: 503 } },
        { rateLimit: { next: "all", retryAfterSeconds: 40 } },
        { blockedUserAgents: { texts: ["sendcloud"] } },
      ] as const) {
        shop.setBehaviour(behaviour);
        expect(await lookAtShop(scope, integrationId, LOOPBACK)).toBe(false);
      }
      expect(await runs()).toEqual([]);
      shop.setBehaviour({});
      expect(await lookAtShop(scope, integrationId, LOOPBACK)).toBe(true);
      expect(await runs()).toEqual([{ trigger: "canary" }]);
    } finally {
      await shop.close();
    }
  });
});
