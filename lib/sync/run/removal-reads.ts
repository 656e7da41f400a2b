import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/** When the first run ended as suspiciously empty since the counts of the whole shop last agreed. */
export async function readSuspectedSince(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<Date | null> {
  const [found] = await tx.$queryRaw<{ since: Date | null }[]>`
    with recent as (
      select requested_at, finished_at, failure, status = 'succeeded' and proof_is_whole and shop_count = our_count as agreed from sync_run
      where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and requested_at > now() - interval '30 days'
    )
    select min(finished_at) as since from recent
    where failure = 'suspiciously_empty' and requested_at > coalesce((select max(requested_at) from recent where agreed), '-infinity')`;
  return found?.since ?? null;
}

/** Orders that may come back, of which no more are asked for in one run. */
const REMOVED_LATELY = 20;

export async function listRemovedLately(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ externalId: string }[]>`
    select external_id as "externalId" from shop_order
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at > now() - interval '30 days'
    order by removed_at desc, id limit ${REMOVED_LATELY}`;
  return rows.map(({ externalId }) => externalId);
}

const CONFIRMATION_HOURS = 24;

/** Whether a member has confirmed lately that the shop has no orders. */
export async function isConfirmedEmpty(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<boolean> {
  const emptyConfirmedAt = { gt: new Date(Date.now() - CONFIRMATION_HOURS * 3_600_000) };
  return (await tx.integration.count({ where: { merchantId, id: integrationId, emptyConfirmedAt } })) > 0;
}

/**
 * The shop's time up to which the last run that compared all counts had read; null where none did. A later run may have been interrupted before
 * its comparison.
 */
export async function readComparedUntil(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<Date | null> {
  const [found] = await tx.$queryRaw<{ until: Date | null }[]>`
    select max(r.started_at) + make_interval(secs => least(i.clock_skew_ms, 0) / 1000.0) as until
    from integration i join sync_run r on r.merchant_id = i.merchant_id and r.integration_id = i.id
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid and r.status = 'succeeded' and r.proof_is_whole
      and r.shop_count is not null and r.requested_at > now() - interval '30 days'
    group by i.clock_skew_ms`;
  return found?.until ?? null;
}
