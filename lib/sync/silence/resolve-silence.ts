import { HOUR_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import type { CountCheck } from "@/lib/sync/engine/reconcile-counts";
import { cutLedgerAt } from "@/lib/sync/run/coverage-ledger";
import type { RunRef } from "@/lib/sync/run/start-waiting-runs";

/**
 * Records the verdict on a silence when its run ends: quiet, or broken. Broken cuts the ledger at the last order before the silence, so that
 * everything since is reread.
 */
export async function resolveSilence(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { runId, integrationId }: RunRef,
  countCheck: CountCheck | null,
): Promise<void> {
  const silence = await tx.silence.findFirst({ where: { merchantId, integrationId, runId, verdict: "asking" } });
  if (!silence) return;
  // An order placed just now would have come with the next sync; an older one should have been imported.
  const [late] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from shop_order o
      join sync_run r on r.merchant_id = o.merchant_id and r.id = ${runId}::uuid
      join integration i on i.merchant_id = o.merchant_id and i.id = o.integration_id
    where o.merchant_id = ${merchantId}::uuid and o.integration_id = ${integrationId}::uuid and o.first_seen_at >= r.started_at
      and o.placed_at < ${silence.askedAt}::timestamptz - make_interval(secs => 2 * i.sync_interval_seconds)`;
  const found = late?.count ?? 0;
  const missing = countCheck ? Math.max(0, countCheck.shopCount - countCheck.ourCount) : 0;
  const isBroken = found > 0 || missing > 0;
  await tx.silence.update({
    where: { merchantId_integrationId: { merchantId, integrationId } },
    data: { verdict: isBroken ? "broken" : "quiet", found, missing, shopCount: countCheck?.shopCount ?? null, settledAt: new Date() },
  });
  if (!isBroken) return;
  await cutLedgerAt({ tx, merchantId, integrationId }, silence.since);
  await tx.lane.updateMany({
    where: { merchantId, integrationId, lane: "orders_in", state: "regular" },
    data: { nextSyncAt: new Date() },
  });
}

/** The shop did not answer: its lane shows that, and the silence is checked again in an hour. */
export async function clearSilence(tx: Transaction, { merchantId }: MerchantScope, { runId, integrationId }: RunRef): Promise<void> {
  const { count } = await tx.silence.deleteMany({ where: { merchantId, integrationId, runId, verdict: "asking" } });
  if (count === 0) return;
  await tx.integration.updateMany({
    where: { merchantId, id: integrationId },
    data: { nextSilenceCheckAt: new Date(Date.now() + HOUR_MS) },
  });
}
