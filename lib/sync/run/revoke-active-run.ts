import { setTimeout as wait } from "node:timers/promises";
import type { RunFailure } from "@/lib/health/failures";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { finishRun, requeue } from "@/lib/sync/run/lifecycle";
import { clearSilence } from "@/lib/sync/silence/resolve-silence";

// What a run was begun with can stop being so: the shop moves, or its key is another one. The run is then taken from whoever works on it,
// in the transaction of the change: nothing that was read with the old facts is stored after it.

/** A run began between the two looks at it. */
class ActiveRunHeld extends Error {}

const TRIES = 20;
const PAUSE_MS = 50;

/** An own transaction for what takes a run: it begins anew where a run came between. */
export async function inMerchantRevokingRuns<Value>(merchantId: string, work: (tx: Transaction) => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inMerchant(merchantId, work);
    } catch (error) {
      if (!(error instanceof ActiveRunHeld) || tries >= TRIES) throw error;
      await wait(PAUSE_MS);
    }
  }
}

interface ActiveRun {
  id: string;
  status: string;
}

/** Holds the run that is on its way. Whoever works on a run holds it before the shop, so this comes before everything else. */
export const lockActiveRun = (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<unknown> =>
  tx.$queryRaw`select 1 from sync_run where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
    and status in ('queued', 'running') for update`;

/**
 * Takes the run on its way from its worker, within `inMerchantRevokingRuns` and after `lockActiveRun` and the shop. Where it can go on it is queued,
 * and read with what is true then; else it ends with `failure`. The lane is held, so that the clock starts no run with what was true before.
 */
export async function revokeActiveRun(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  failure: RunFailure | null,
): Promise<void> {
  const { merchantId } = scope;
  await tx.$queryRaw`select 1 from lane
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and lane = 'orders_in' for no key update`;
  const active = await tx.syncRun.count({ where: { merchantId, integrationId, status: { in: ["queued", "running"] } } });
  const held = await tx.$queryRaw<ActiveRun[]>`select id, status from sync_run
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status in ('queued', 'running') for update skip locked`;
  // Whoever holds it may be waiting for the shop.
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
