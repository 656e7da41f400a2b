import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import type { BackfillWindow } from "@/lib/sync/backfill/window";
import { holdStartFacts } from "@/lib/sync/run/start-run";

export type BackfillRefusal = "not_found" | "no_credentials" | "backfill_paused" | "backfill_waits_already";

/**
 * Rereads a window of modification times. The run starts at once, or waits for the active one; a window that failed within the last day
 * resumes where it failed. @returns `waits` if it waits for another run of the shop
 */
export function requestBackfill(
  scope: MerchantScope,
  input: { integrationId: string } & BackfillWindow,
): Promise<Result<{ runId: string; waits: boolean }, BackfillRefusal>> {
  const { merchantId, actor } = scope;
  const { integrationId, from, to } = input;
  return inMerchant(merchantId, async (tx) => {
    const facts = await holdStartFacts(tx, scope, integrationId, "backfill");
    if (!facts) return refuse("not_found");
    if (!facts.hasCredentials) return refuse("no_credentials");
    if (facts.state === "paused") return refuse("backfill_paused");
    if (facts.isWaiting) return refuse("backfill_waits_already");
    const data = {
      merchantId,
      integrationId,
      trigger: "backfill",
      requestedBy: actor,
      windowFrom: from,
      windowTo: to,
      pagedUntil: await findFailedEnd(tx, merchantId, input),
    };
    const create = (status: "queued" | "waiting") =>
      tx.syncRun.createManyAndReturn({ data: { ...data, status }, select: { id: true }, skipDuplicates: true });
    const [free] = facts.activeRun ? [] : await create("queued");
    // A scheduled run may have started meanwhile: wait for it.
    const waits = !free;
    const [run] = free ? [free] : await create("waiting");
    if (!run) return refuse("backfill_waits_already");
    const details = { from: from.toISOString(), to: to.toISOString() };
    await recordAudit(tx, scope, { action: "backfill_requested", integrationId, details });
    if (!waits) await enqueue(tx, "sync-orders", { merchantId, integrationId, runId: run.id }, PRIORITY.person);
    await publish(tx, { kind: "run", merchantId, integrationId, runId: run.id });
    return ok({ runId: run.id, waits });
  });
}

/** Where a failed backfill of the same window ended. */
async function findFailedEnd(tx: Transaction, merchantId: string, { integrationId, from, to }: { integrationId: string } & BackfillWindow) {
  const failed = await tx.syncRun.findFirst({
    where: {
      merchantId,
      integrationId,
      trigger: "backfill",
      windowFrom: from,
      windowTo: to,
      requestedAt: { gt: new Date(Date.now() - DAY_MS) },
    },
    orderBy: { requestedAt: "desc" },
    select: { pagedUntil: true, status: true },
  });
  return failed?.status === "failed" ? failed.pagedUntil : null;
}

/** Stops a backfill: a waiting one is removed, a running one ends at its current page. Orders read so far stay. */
export function stopBackfill(scope: MerchantScope, { runId }: { runId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const [run] = await tx.$queryRaw<{ integration_id: string; status: string }[]>`
      select integration_id, status from sync_run
      where merchant_id = ${merchantId}::uuid and id = ${runId}::uuid and trigger = 'backfill' and status in ('waiting', 'queued', 'running')
      for update`;
    if (!run) return refuse("not_found");
    const key = { merchantId_id: { merchantId, id: runId } };
    if (run.status === "waiting") await tx.syncRun.delete({ where: key });
    else
      await tx.$executeRaw`
        update sync_run set window_to = greatest(paged_until, window_from + interval '1 second')
        where merchant_id = ${merchantId}::uuid and id = ${runId}::uuid`;
    await recordAudit(tx, scope, { action: "backfill_stopped", integrationId: run.integration_id });
    await publish(tx, { kind: "run", merchantId, integrationId: run.integration_id, runId });
    return ok(true);
  });
}
