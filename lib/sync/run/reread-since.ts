import { BREAKS } from "@/lib/connectors/records/breakdowns";
import type { Transaction } from "@/lib/infra/db";
import { REREAD_ORDERS } from "@/lib/sync/engine/limits";
import { type RunTriggerPolicy, triggersThat } from "@/lib/sync/triggers";

/** Orders that were committed late while the last nightly run was reading. */
const NIGHTLY_OVERLAP_SECONDS = 600;

/** Since when a run reads orders again that the ledger confirms; null if it reads none. */
export async function readRereadSince(
  tx: Transaction,
  merchantId: string,
  integrationId: string,
  { rereadsDay, isRefresh }: RunTriggerPolicy,
): Promise<Date | null> {
  if (rereadsDay) return lastNightlyRun(tx, merchantId, integrationId);
  return isRefresh ? newestOrdersSince(tx, merchantId, integrationId) : null;
}

/** The shop's time at which the last nightly run began; two days ago where none is recorded, at most seven. */
async function lastNightlyRun(tx: Transaction, merchantId: string, integrationId: string): Promise<Date | null> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    select greatest(coalesce(max(r.started_at), now() - interval '2 days'), now() - interval '7 days')
      + make_interval(secs => least(i.clock_skew_ms, 0) / 1000.0 - ${NIGHTLY_OVERLAP_SECONDS}::int) as since
    from integration i left join sync_run r on r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status = 'succeeded'
      and r.trigger = any(${triggersThat(({ rereadsDay }) => rereadsDay)})
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid group by i.clock_skew_ms`;
  return found?.since ?? null;
}

/**
 * Since when to read the newest orders again; null if their oldest second holds too many. Orders before one that the shop breaks on are
 * skipped: their list cannot be read.
 */
async function newestOrdersSince(tx: Transaction, merchantId: string, integrationId: string): Promise<Date | null> {
  const [oldest] = await tx.$queryRaw<{ since: Date | null }[]>`
    with broken as (
      select coalesce(date_trunc('second', max(modified_at)) + interval '1 second', '-infinity') as until from order_set_aside
      where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and resolved_at is null and error = ${BREAKS}
    ), oldest as (
      select date_trunc('second', min(modified_at)) as since from (select modified_at from shop_order
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null
          and modified_at >= (select until from broken)
        order by modified_at desc limit ${REREAD_ORDERS}) newest
    )
    select since from oldest where (select count(*) from (select 1 from shop_order o where o.merchant_id = ${merchantId}::uuid
      and o.integration_id = ${integrationId}::uuid and o.modified_at >= oldest.since limit ${2 * REREAD_ORDERS + 1}) many) <= ${2 * REREAD_ORDERS}`;
  return oldest?.since ?? null;
}
