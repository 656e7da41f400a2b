import { setTimeout as wait } from "node:timers/promises";
import type { Result } from "@/lib/base/result";
import type { RunFailure } from "@/lib/health/failures";
import { type LockedShop, withShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { finishRun, requeue } from "@/lib/sync/run/lifecycle";
import { clearSilence } from "@/lib/sync/silence/resolve-silence";

// When a shop moves or its key changes, its active run is revoked in the same transaction, so that nothing read with the old facts is
// stored afterwards.

/** A worker holds the active run. */
class ActiveRunHeld extends Error {}

const TRIES = 20;
const PAUSE_MS = 50;

/** Locks the active run. Call this first: workers lock a run before its shop. */
export const lockActiveRun = (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<unknown> =>
  tx.$queryRaw`select 1 from sync_run where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
    and status in ('queued', 'running') for update`;

/** `inShop` that locks the active run first, and starts again while a worker holds it. */
export async function inShopAndRun<Value, Reason>(
  scope: MerchantScope,
  integrationId: string,
  work: (shop: LockedShop) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | "not_found">> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inMerchant(scope.merchantId, async (tx) => {
        await lockActiveRun(tx, scope, integrationId);
        return withShop(tx, scope, integrationId, work);
      });
    } catch (error) {
      if (!(error instanceof ActiveRunHeld) || tries >= TRIES) throw error;
      await wait(PAUSE_MS);
    }
  }
}

/**
 * Revokes the active run, within `inShopAndRun`: requeues it, or ends it with `failure`. Also locks the
 * lane, so that the schedule starts no run with the old facts.
 */
export async function revokeActiveRun(tx: Transaction, scope: MerchantScope, integrationId: string, failure: RunFailure | null) {
  const { merchantId } = scope;
  await tx.$queryRaw`select 1 from lane
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and lane = 'orders_in' for no key update`;
  const active = await tx.syncRun.count({ where: { merchantId, integrationId, status: { in: ["queued", "running"] } } });
  const held = await tx.$queryRaw<{ id: string; status: string }[]>`select id, status from sync_run
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status in ('queued', 'running') for update skip locked`;
  // Its holder may be waiting for the shop.
  if (held.length < active) throw new ActiveRunHeld();
  for (const { id, status } of held) {
    const ref = { integrationId, runId: id };
    if (failure) {
      const { code, ...params } = failure;
      await clearSilence(tx, scope, ref);
      await finishRun(tx, scope, ref, { status: "failed", failure: code, failureParams: params });
    } else if (status === "running") await requeue(tx, scope, ref, { attempt: 0 });
  }
}
