import { MASK } from "@/lib/base/mask-secrets";
import { ok } from "@/lib/base/result";
import { forgetEndings } from "@/lib/health/endings/watch-endings";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { missingCredentials } from "@/lib/health/open-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { NO_KEY, OF_KEY } from "@/lib/integrations/mutations";
import { beginErasure } from "@/lib/orders/privacy/erase-buyer";
import { inShopAndRun, revokeActiveRun } from "@/lib/sync/run/revoke-active-run";

/** After the merchant uninstalled the app, deletes its tokens, which no longer work; the shop needs a new approval. */
export const dropInstallation = (scope: MerchantScope, integrationId: string) =>
  inShopAndRun(scope, integrationId, async ({ tx, update, record }) => {
    await update(NO_KEY);
    await forgetEndings(tx, scope, integrationId, OF_KEY);
    await revokeActiveRun(tx, scope, integrationId, missingCredentials());
    await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: { kind: "key_dropped" }, now: new Date() });
    await record({ action: "app_uninstalled", before: { credentials: MASK }, after: { credentials: null } });
    return ok(true);
  });

/** Throws for a shop of another merchant, whose id must not enter this merchant's log. */
const requireShop = (tx: Transaction, { merchantId }: MerchantScope, id: string): Promise<unknown> =>
  tx.integration.findUniqueOrThrow({ where: { merchantId_id: { merchantId, id } }, select: { id: true } });

/** A buyer by e-mail address, if known, and by their orders. */
interface ErasedBuyer {
  email: string | null;
  ids: readonly string[];
}

/** Begins to erase a buyer from all of the merchant's data, or the buyers of all orders of the shop. Numbers, amounts and states stay. */
export function erasePersonalData(scope: MerchantScope, integrationId: string, which: ErasedBuyer | "all"): Promise<void> {
  return inPlatform(async (tx) => {
    await requireShop(tx, scope, integrationId);
    const { email, ids } = which === "all" ? { email: null, ids: "all" as const } : which;
    await beginErasure(tx, scope, { email, orders: { integrationId, externalIds: ids } });
  });
}

/** A buyer requested their data; the merchant must answer within thirty days. Records only the orders that contain it, never the buyer. */
export const recordDataRequest = (scope: MerchantScope, integrationId: string, orders: readonly string[]): Promise<void> =>
  inMerchant(scope.merchantId, async (tx) => {
    await requireShop(tx, scope, integrationId);
    await recordAudit(tx, scope, { action: "personal_data_requested", integrationId, details: { orders: orders.join(", ") } });
    await publish(tx, { kind: "integration", merchantId: scope.merchantId, integrationId });
  });
