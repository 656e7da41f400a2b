import { ok, type Result, refuse } from "@/lib/base/result";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { LANES } from "@/lib/health/lane/lane-name";
import { inShop, lockShop } from "@/lib/health/lock-shop";
import { enterOpenWindow, findOpenWindow } from "@/lib/health/open-maintenance";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { type PlannedMaintenance, problemOfWindow, type WindowProblem } from "@/lib/sync/maintenance/window";

/** Planned windows per shop; more are probably a mistake. */
const MAX_PLANNED = 50;

/** Plans a window, which takes effect at once if it has begun. */
export const planMaintenance = (
  scope: MerchantScope,
  { integrationId, ...input }: PlannedMaintenance & { integrationId: string; timeZone: string },
) =>
  inShop<{ windowId: string }, "too_many_windows" | WindowProblem>(scope, integrationId, async ({ tx, record }) => {
    const { merchantId, actor } = scope;
    const { startsAt, endsAt } = input;
    const now = new Date();
    const problem = problemOfWindow(input, now);
    if (problem) return refuse(problem);
    const ahead = await tx.maintenanceWindow.count({ where: { merchantId, integrationId, cancelledAt: null, endsAt: { gt: now } } });
    if (ahead >= MAX_PLANNED) return refuse("too_many_windows");
    const begun = startsAt <= now;
    const { id: windowId } = await tx.maintenanceWindow.create({
      data: { ...input, merchantId, integrationId, source: "page", createdBy: actor, announcedAt: begun ? now : null },
      select: { id: true },
    });
    if (begun) await enterOpenWindow(tx, scope, integrationId, now);
    await record({ action: "maintenance_planned", details: { from: startsAt.toISOString(), to: endsAt.toISOString() } });
    return ok({ windowId });
  });

/** Cancels a window; a current one ends now, and the next sync is due at once. */
export function cancelMaintenance(scope: MerchantScope, input: { windowId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const now = new Date();
  return inMerchant(merchantId, async (tx) => {
    const key = { merchantId_id: { merchantId, id: input.windowId } };
    const window = await tx.maintenanceWindow.findUnique({ where: key });
    if (!window || window.cancelledAt || window.endsAt <= now) return refuse("not_found");
    const { integrationId, startsAt, endsAt } = window;
    await lockShop(tx, scope, integrationId);
    await tx.maintenanceWindow.update({ where: key, data: { cancelledAt: now } });
    if (startsAt <= now) await leaveWindow(tx, scope, integrationId, now);
    const details = { from: startsAt.toISOString(), to: endsAt.toISOString() };
    await recordAudit(tx, scope, { action: "maintenance_cancelled", integrationId, details });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

/** Resumes both lanes unless another window still holds them. */
async function leaveWindow(tx: Transaction, scope: MerchantScope, integrationId: string, now: Date): Promise<void> {
  if (await findOpenWindow(tx, scope.merchantId, integrationId, now)) return void (await enterOpenWindow(tx, scope, integrationId, now));
  for (const lane of LANES) await applyLaneEvent(tx, scope, { integrationId, lane, event: { kind: "maintenance_ended" }, now });
}

/** Revokes the token of deploy scripts and its predecessor. */
export const revokeMaintenanceToken = (scope: MerchantScope, { integrationId }: { integrationId: string }) =>
  inShop(scope, integrationId, async ({ update, record }) => {
    await update({ maintenanceTokenHash: null, maintenanceTokenPreviousHash: null, maintenanceTokenPreviousUntil: null });
    await record({ action: "maintenance_token_revoked" });
    return ok(true);
  });
