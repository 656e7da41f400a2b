import { ok, refuse } from "@/lib/base/result";
import { canFallBack, hasMethodFallback } from "@/lib/connectors/http/method-fallback";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { applyLaneEvent, toLaneFacts } from "@/lib/health/lane/apply-lane-event";
import { inShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { fallbackStarted } from "@/lib/orders/method-fallback/events";

/** Switches the fallback to POST for writes on or off. Switching it on pushes waiting parcels at once. */
export const setMethodFallback = (scope: MerchantScope, { integrationId, isOn }: { integrationId: string; isOn: boolean }) =>
  inShop<true, "not_found" | "no_fallback">(scope, integrationId, async ({ tx, before: shop, update, record }) => {
    const { merchantId } = scope;
    const shopSystem = toShopSystem(shop.shopSystem);
    if (!hasMethodFallback(shopSystem)) return refuse("no_fallback");
    if (shop.methodFallback === isOn) return ok(true);
    await update({ methodFallback: isOn });
    await record({ action: isOn ? "method_fallback_on" : "method_fallback_off" });
    if (isOn) {
      const row = await tx.lane.findUnique({
        where: { merchantId_integrationId_lane: { merchantId, integrationId, lane: "tracking_out" } },
      });
      const reason = row && toLaneFacts(row).reason;
      const isSolved = reason?.code === "causes_found" && reason.cause === "method_blocked" && reason.others === 0;
      if (isSolved && canFallBack(shopSystem, reason.methods))
        await applyLaneEvent(tx, scope, { integrationId, lane: "tracking_out", event: { kind: "check_clear" }, now: new Date() });
      await fallbackStarted.publish(tx, { scope, integrationId, shopSystem });
      await tx.shipment.updateMany({ where: { merchantId, integrationId, status: "waiting" }, data: { nextPushAt: new Date() } });
      await enqueue(tx, "push-shipments", { merchantId, integrationId }, PRIORITY.person);
    }
    return ok(true);
  });
