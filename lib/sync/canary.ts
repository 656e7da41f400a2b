import type { MerchantScope } from "@/lib/accounts/access";
import type { OutsideConfig } from "@/lib/egress/config";
import { isBlockPage } from "@/lib/shops/block-pages";
import { createShopClient } from "@/lib/shops/client";
import { isHtml } from "@/lib/shops/failures";
import type { Platform } from "@/lib/shops/platforms";
import type { ShopAnswer } from "@/lib/shops/shop";
import { SHOPIFY_API_VERSION } from "@/lib/shops/shopify/probes";
import { applyLaneEvent } from "@/lib/sync/lanes";
import { readShop } from "@/lib/sync/open-shop";
import { withConnections } from "@/lib/sync/shop-connections";
import { startRun } from "@/lib/sync/start-run";
import { inMerchant } from "@/lib/system/db";

/** Where the API speaks without a key: its refusal is as good as any answer. */
const LOOK_PATHS: Record<Platform, string> = {
  woocommerce: "/wp-json/wc/v3/orders",
  magento: "/rest/V1/orders?searchCriteria[pageSize]=1",
  prestashop: "/api/",
  // Without a version Shopify answers with a page of its own.
  shopify: `/admin/api/${SHOPIFY_API_VERSION}/shop.json`,
};

const LOOK_MAX_BYTES = 64 * 1024;
/** A look that finds no free connection for so long is left to the next one. */
const LOOK_WAITS_MS = 30_000;

/** Whether the shop's own software speaks: it may refuse a request without a key, but it is neither down nor hidden. */
export function isAlive(answer: ShopAnswer): boolean {
  if (answer.status >= 500 || answer.status === 429 || (answer.status >= 300 && answer.status < 400)) return false;
  if (isBlockPage(answer)) return false;
  const speaksForPrestaShop = "psws-version" in answer.headers || /prestashop/i.test(answer.headers["www-authenticate"] ?? "");
  return speaksForPrestaShop || (!isHtml(answer) && answer.body.trim() !== "");
}

/** One unauthenticated GET of a shop in trouble. The first healthy answer starts a sync in the same transaction. */
export async function lookAtShop(scope: MerchantScope, integrationId: string, outside: OutsideConfig): Promise<boolean> {
  const shop = await readShop(scope, integrationId);
  if (!shop) return false;
  const { baseUrl, platform } = shop.ok ? shop.facts : shop.address;
  const sent = await withConnections(scope, integrationId, { wanted: 1, signal: AbortSignal.timeout(LOOK_WAITS_MS) }, () => {
    const client = createShopClient({ baseUrl, platform, ...outside, timeouts: { headersMs: 15_000, totalMs: 20_000 } });
    return client
      .send({ method: "GET", path: LOOK_PATHS[platform], headers: { accept: "application/json" }, maxBytes: LOOK_MAX_BYTES })
      .finally(() => client.close());
  });
  // Others are asking this shop all the while: what they find moves the lane, and the next look is due by itself.
  if (!sent) return false;
  const alive = sent.ok && isAlive(sent.answer);
  await inMerchant(scope.merchantId, async (tx) => {
    const event = alive ? ({ kind: "look_answered" } as const) : ({ kind: "look_failed" } as const);
    const before = await tx.lane.findFirst({
      where: { merchantId: scope.merchantId, integrationId, lane: "orders_in" },
      select: { state: true, failingSince: true },
    });
    const after = await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event, now: new Date() });
    const isAwaited =
      before?.state === "throttled" || before?.state === "maintenance" || (before?.state === "regular" && before.failingSince !== null);
    if (alive && isAwaited && after.nextSyncAt && after.nextSyncAt.getTime() <= Date.now())
      await startRun(tx, scope, integrationId, "canary");
  });
  return alive;
}
