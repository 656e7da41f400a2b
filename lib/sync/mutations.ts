import { ok, type Result, refuse } from "@/lib/base/result";
import { HOUR_MS } from "@/lib/base/units";
import { startCheck } from "@/lib/check/mutations";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { LANES } from "@/lib/health/lane/lane-name";
import { inShop, lockShop } from "@/lib/health/lock-shop";
import { enterOpenWindow } from "@/lib/health/open-maintenance";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfActor } from "@/lib/identity/accounts/actor";
import type { AuditAction } from "@/lib/identity/audit/actions";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { hashToken, newToken } from "@/lib/infra/secret-token";
import { OVERLAP_HOURS } from "@/lib/sync/maintenance/token";
import { MAX_MAINTENANCE_HOURS } from "@/lib/sync/maintenance/window";
import { type RefreshRefusal, type StartedRun, startRun } from "@/lib/sync/run/start-run";

/** Refresh: starts a run or joins the active one. `not_found` for unknown and foreign ids. */
export function requestRefresh(scope: MerchantScope, input: { integrationId: string }): Promise<Result<StartedRun, RefreshRefusal>> {
  return inMerchant(scope.merchantId, (tx) => startRun(tx, scope, input.integrationId, "refresh"));
}

/** Retries a quarantined order in a Refresh, or in the next sync if none may start now. */
export function retryQuarantinedOrder(
  scope: MerchantScope,
  { integrationId, quarantinedId }: { integrationId: string; quarantinedId: string },
): Promise<Result<StartedRun, RefreshRefusal>> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const { count } = await tx.quarantinedOrder.updateMany({
      where: { merchantId, integrationId, id: quarantinedId, resolvedAt: null },
      // The one that has waited longest is retried first.
      data: { lastSeenAt: new Date(0) },
    });
    return count === 0 ? refuse({ code: "not_found" as const }) : startRun(tx, scope, integrationId, "refresh");
  });
}

/** The import after connecting a shop or replacing its credentials. Not rate limited, since the fault may be fixed now. */
export function requestFirstImport(scope: MerchantScope, input: { integrationId: string }): Promise<Result<StartedRun, RefreshRefusal>> {
  return inMerchant(scope.merchantId, (tx) => startRun(tx, scope, input.integrationId, "first_import"));
}

/**
 * Records that the shop really has no orders: the next run removes the stored ones if the shop still counts none. Starts that run, unless a
 * Refresh has just started one.
 */
export const confirmEmptyShop = (scope: MerchantScope, { integrationId }: { integrationId: string }) =>
  inShop(scope, integrationId, async ({ tx, update, record }) => {
    await update({ emptyConfirmedAt: new Date() });
    await record({ action: "empty_shop_confirmed" });
    await startRun(tx, scope, integrationId, "refresh");
    return ok(true);
  });

export interface StartedRefreshes {
  started: (StartedRun & { integrationId: string })[];
  /** Integrations that were refused, with the reason. */
  refused: { integrationId: string; reason: RefreshRefusal }[];
}

/** Refreshes several integrations, each in its own transaction, so that a refusal does not stop the others. */
export async function requestRefreshOfMany(scope: MerchantScope, integrationIds: readonly string[]): Promise<StartedRefreshes> {
  const result: StartedRefreshes = { started: [], refused: [] };
  for (const integrationId of integrationIds) {
    const outcome = await requestRefresh(scope, { integrationId });
    if (outcome.ok) result.started.push({ ...outcome.value, integrationId });
    else result.refused.push({ integrationId, reason: outcome.reason });
  }
  return result;
}

/** Refreshes every throttled integration of the merchant. */
export async function requestRefreshOfThrottled(scope: MerchantScope): Promise<StartedRefreshes> {
  const { merchantId } = scope;
  const throttled = await inMerchant(merchantId, (tx) =>
    tx.lane.findMany({ where: { merchantId, lane: "orders_in", state: "throttled" }, select: { integrationId: true } }),
  );
  return requestRefreshOfMany(
    scope,
    throttled.map(({ integrationId }) => integrationId),
  );
}

/** Pauses both lanes. An active run continues to its end. */
export function pauseSync(scope: MerchantScope, input: { integrationId: string }): Promise<Result<true, "not_found">> {
  return moveLanes(scope, input.integrationId, "sync_paused", { kind: "paused", by: nameOfActor(scope.actor) });
}

/** Ends a pause, or switches on lanes that are off; the next sync is due at once. */
export function resumeSync(scope: MerchantScope, input: { integrationId: string }): Promise<Result<true, "not_found">> {
  return moveLanes(scope, input.integrationId, "sync_resumed", { kind: "resumed" });
}

/**
 * Announces maintenance from now on: until it ends, failures do not count; then imports resume by themselves. A script that announces again
 * moves the end of its window, as long as the whole window stays within `MAX_MAINTENANCE_HOURS`.
 */
export async function announceMaintenance(
  scope: MerchantScope,
  input: { integrationId: string; until: Date },
): Promise<Result<true, "not_found" | "window_invalid">> {
  const hours = (input.until.getTime() - Date.now()) / HOUR_MS;
  if (!(hours > 0 && hours <= MAX_MAINTENANCE_HOURS)) return refuse("window_invalid");
  const event = { kind: "maintenance_announced" as const, until: input.until, by: nameOfActor(scope.actor) };
  const { merchantId, actor } = scope;
  const { integrationId, until: endsAt } = input;
  const details = { until: endsAt.toISOString() };
  return moveLanes(scope, integrationId, "maintenance_announced", event, details, async (tx) => {
    const now = new Date();
    const window = { merchantId, integrationId, startsAt: now, endsAt, source: "script", createdBy: actor, announcedAt: now };
    const longest = new Date(endsAt.getTime() - MAX_MAINTENANCE_HOURS * HOUR_MS);
    const { count } = await tx.maintenanceWindow.updateMany({
      where: { merchantId, integrationId, source: "script", cancelledAt: null, startsAt: { lte: now, gte: longest }, endsAt: { gt: now } },
      data: { endsAt },
    });
    if (count === 0) await tx.maintenanceWindow.create({ data: window });
  });
}

/** Ends maintenance early; the next sync is due at once. */
export function endMaintenance(scope: MerchantScope, { integrationId }: { integrationId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return moveLanes(scope, integrationId, "maintenance_ended", { kind: "maintenance_ended" }, {}, async (tx) => {
    const now = new Date();
    await tx.maintenanceWindow.updateMany({
      where: { merchantId, integrationId, cancelledAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
      data: { cancelledAt: now },
    });
  });
}

/** Creates the token for deploy scripts, which is shown once. The previous one stays valid for `OVERLAP_HOURS`. */
export function makeMaintenanceToken(scope: MerchantScope, { integrationId }: { integrationId: string }) {
  const token = newToken();
  return inShop(scope, integrationId, async ({ before, update, record }) => {
    await update({
      maintenanceTokenHash: hashToken(token),
      maintenanceTokenPreviousHash: before.maintenanceTokenHash,
      maintenanceTokenPreviousUntil: new Date(Date.now() + OVERLAP_HOURS * HOUR_MS),
    });
    await record({ action: "maintenance_token_made" });
    return ok({ token });
  });
}

/** Applies an event to both lanes of a shop; the audit log gets their states before and after. */
const moveLanes = (
  scope: MerchantScope,
  integrationId: string,
  action: AuditAction,
  event: LaneEvent,
  details: Record<string, string> = {},
  also: (tx: Transaction) => Promise<unknown> = async () => {},
): Promise<Result<true, "not_found">> =>
  inShop(scope, integrationId, async ({ tx, before: { credentials }, record }) => {
    const { merchantId } = scope;
    const before = await laneStates(tx, merchantId, integrationId);
    await also(tx);
    for (const lane of LANES) await applyLaneEvent(tx, scope, { integrationId, lane, event, now: new Date() });
    // The findings of an earlier check no longer apply to lanes that start anew.
    const newest = {
      where: { merchantId, integrationId, status: "done" },
      orderBy: { requestedAt: "desc" },
      select: { causeCodes: true },
    } as const;
    if (event.kind === "resumed" && (await tx.reachabilityCheck.findFirst(newest))?.causeCodes.length)
      await startCheck(tx, scope, integrationId, "schedule");
    // Maintenance that was announced before or during the pause is not over.
    if (event.kind === "resumed") await enterOpenWindow(tx, scope, integrationId, new Date());
    // The key may have been dropped while the shop was off.
    if (event.kind === "resumed" && !credentials)
      await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: { kind: "key_dropped" }, now: new Date() });
    await record({ action, details, before, after: await laneStates(tx, merchantId, integrationId) });
    return ok(true);
  });

async function laneStates(tx: Transaction, merchantId: string, integrationId: string): Promise<Record<string, string>> {
  const lanes = await tx.lane.findMany({ where: { merchantId, integrationId }, select: { lane: true, state: true } });
  return Object.fromEntries(lanes.map(({ lane, state }) => [lane, state]));
}
