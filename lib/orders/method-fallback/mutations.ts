import { ok, type Result, refuse } from "@/lib/base/result";
import { canFallBack, hasMethodFallback } from "@/lib/connectors/http/method-fallback";
import { isPlatform } from "@/lib/connectors/platforms";
import { applyLaneEvent, toLaneFacts } from "@/lib/health/apply-lane-event";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";

/** Switches the fallback to POST for writes on or off. Switching it on pushes waiting parcels at once. */
export function setMethodFallback(
  scope: MerchantScope,
  { integrationId, isOn }: { integrationId: string; isOn: boolean },
): Promise<Result<true, "not_found" | "no_fallback">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const key = { merchantId_id: { merchantId, id: integrationId } };
    const shop = await tx.integration.findUnique({ where: key, select: { platform: true, methodFallback: true } });
    if (!shop || !isPlatform(shop.platform)) return refuse("not_found");
    if (!hasMethodFallback(shop.platform)) return refuse("no_fallback");
    if (shop.methodFallback === isOn) return ok(true);
    await tx.integration.update({ where: key, data: { methodFallback: isOn } });
    await recordAudit(tx, scope, { action: isOn ? "method_fallback_on" : "method_fallback_off", integrationId });
    if (isOn) {
      const row = await tx.lane.findUnique({
        where: { merchantId_integrationId_lane: { merchantId, integrationId, lane: "tracking_out" } },
      });
      const reason = row && toLaneFacts(row).reason;
      const isSolved = reason?.code === "causes_found" && reason.cause === "method_blocked" && reason.others === 0;
      if (isSolved && canFallBack(shop.platform, reason.methods))
        await applyLaneEvent(tx, scope, { integrationId, lane: "tracking_out", event: { kind: "check_clear" }, now: new Date() });
      await tx.shipment.updateMany({ where: { merchantId, integrationId, status: "waiting" }, data: { nextPushAt: new Date() } });
      await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    }
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}
