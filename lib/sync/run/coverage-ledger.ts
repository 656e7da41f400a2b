import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import type { Sql } from "@/lib/infra/sql";
import type { Interval } from "@/lib/sync/engine/ledger";
import { cutAfterClockMove } from "@/lib/sync/engine/plan";
import type { RunRef } from "@/lib/sync/run/start-waiting-runs";

/** The rows of one shop, in a transaction. */
export interface ShopRows {
  tx: Transaction;
  merchantId: string;
  integrationId: string;
}

// The ledger in the database: which times of the shop have been read.

/**
 * Adds an interval to the ledger: it merges with the rows that it overlaps or touches, like `normalize` of lib/sync/engine/ledger.ts. A row's
 * confirmed_at belongs to its end: when everything before it had been requested.
 */
export async function confirm(
  sql: Sql,
  { merchantId }: MerchantScope,
  { integrationId, runId }: RunRef,
  covered: Interval,
  askedAt: Date,
): Promise<void> {
  const [from, to] = [new Date(covered.from), new Date(covered.to)];
  await sql.query(CONFIRM, [merchantId, integrationId, from, to, runId, askedAt]);
}

/** $1 merchant, $2 integration, $3 from, $4 to, $5 run, $6 asked at. */
const CONFIRM = `with merged as (
      delete from coverage_interval
      where merchant_id = $1::uuid and integration_id = $2::uuid and covered_from <= $4::timestamptz and covered_to >= $3::timestamptz
      returning covered_from, covered_to, confirmed_at
    )
    insert into coverage_interval (merchant_id, id, integration_id, covered_from, covered_to, run_id, confirmed_at)
    select $1::uuid, gen_random_uuid(), $2::uuid, least(min(covered_from), $3::timestamptz), greatest(max(covered_to), $4::timestamptz), $5::uuid,
      case when max(covered_to) > $4::timestamptz then (array_agg(confirmed_at order by covered_to desc))[1] else $6::timestamptz end
    from merged`;

/** A shop now shows older orders that it had hidden, within confirmed times: the ledger starts anew. */
export async function clearLedgerIfHidden({ tx, merchantId, integrationId }: ShopRows): Promise<void> {
  await tx.coverageInterval.deleteMany({ where: { merchantId, integrationId, integration: { historyDays: { not: null } } } });
}

/** Cuts the ledger where the shop's clock, set back, will repeat times. */
export async function cutLedgerForClock(rows: ShopRows, skewMs: number): Promise<void> {
  const { tx, merchantId, integrationId } = rows;
  const newest = await tx.coverageInterval.findFirst({
    where: { merchantId, integrationId },
    orderBy: { coveredTo: "desc" },
    select: { confirmedAt: true, integration: { select: { clockSkewMs: true } } },
  });
  const cut = newest && cutAfterClockMove(newest.confirmedAt, newest.integration.clockSkewMs, skewMs);
  if (cut) await cutLedgerAt(rows, cut);
}

/** Nothing from this time on counts as read. */
export async function cutLedgerAt({ tx, merchantId, integrationId }: ShopRows, cut: Date): Promise<void> {
  await tx.coverageInterval.deleteMany({ where: { merchantId, integrationId, coveredFrom: { gte: cut } } });
  await tx.coverageInterval.updateMany({ where: { merchantId, integrationId, coveredTo: { gt: cut } }, data: { coveredTo: cut } });
}

/**
 * The shop's time up to which the last run that compared all counts had read; null if none did. Later runs may have been interrupted before
 * comparing.
 */
async function readComparedUntil({ tx, merchantId, integrationId }: ShopRows): Promise<Date | null> {
  const [found] = await tx.$queryRaw<{ until: Date | null }[]>`
    select max(r.started_at) + make_interval(secs => least(i.clock_skew_ms, 0) / 1000.0) as until
    from integration i join sync_run r on r.merchant_id = i.merchant_id and r.integration_id = i.id
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid and r.status = 'succeeded' and r.count_check_is_whole
      and r.shop_count is not null and r.requested_at > now() - interval '30 days'
    group by i.clock_skew_ms`;
  return found?.until ?? null;
}

/** Nothing since the last run that compared all counts, or from this earlier time on, counts as read. */
export async function cutLedger(rows: ShopRows, from: Date): Promise<void> {
  const compared = await readComparedUntil(rows);
  await cutLedgerAt(rows, compared && compared < from ? compared : from);
}
