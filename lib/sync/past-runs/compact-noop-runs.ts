import type { PrunedShop } from "@/lib/base/retention";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { isNoopRun } from "@/lib/sync/past-runs/prune-runs";

/** Runs younger than this are not compacted. */
const KEPT_DAYS = 8;
const BATCH = 100;
/** A backlog is compacted in steps of this many days. */
const DAYS_AT_ONCE = 4;

/**
 * Keeps one no-op run of every six hours, which represents the others and has their mean times: a compared one if possible. Keeps the newest
 * run, because pages show it, and runs that imported, failed, differed or followed a request. @returns the shops compacted
 */
export function compactNoopRuns(_scope: PlatformScope): Promise<PrunedShop[]> {
  return inPlatform(
    (tx) => tx.$queryRaw<PrunedShop[]>`
      with due as (
        select merchant_id, id, runs_compacted_until as since,
          date_bin('6 hours', least(now() - make_interval(days => ${KEPT_DAYS}), runs_compacted_until + make_interval(days => ${DAYS_AT_ONCE})), 'epoch') as until
        from integration where runs_compacted_until < now() - make_interval(days => ${KEPT_DAYS}, hours => 6)
        order by runs_compacted_until limit ${BATCH} for no key update skip locked
      ), quiet as (
        select r.merchant_id, r.id, r.requested_at, r.compacted_from, 1 + r.compacted as runs, r.dns_ms, r.connect_ms, r.tls_ms, r.first_byte_ms,
          first_value(r.id) over (partition by r.integration_id, date_bin('6 hours', r.requested_at, 'epoch')
            order by r.shop_count is null, r.requested_at desc, r.id desc) as kept_id
        from sync_run r join due d on r.merchant_id = d.merchant_id and r.integration_id = d.id
        where r.requested_at >= d.since and r.requested_at < d.until and ${isNoopRun("r")}
          and r.id is distinct from (select n.id from sync_run n where n.merchant_id = r.merchant_id and n.integration_id = r.integration_id
            and n.status = 'succeeded' and n.count_check_is_whole order by n.requested_at desc limit 1)
      ), compacted as (
        select kept_id, sum(runs)::int - 1 as compacted, min(coalesce(compacted_from, requested_at)) as compacted_from, avg(dns_ms) as dns_ms,
          avg(connect_ms) as connect_ms, avg(tls_ms) as tls_ms, avg(first_byte_ms) as first_byte_ms
        from quiet group by kept_id having count(*) > 1
      ), kept as (
        update sync_run r set compacted = f.compacted, compacted_from = f.compacted_from, dns_ms = f.dns_ms, connect_ms = f.connect_ms, tls_ms = f.tls_ms,
          first_byte_ms = f.first_byte_ms
        from compacted f where r.id = f.kept_id
      ), gone as (
        delete from sync_run r using quiet q where r.merchant_id = q.merchant_id and r.id = q.id and q.id <> q.kept_id
      ), moved as (
        update integration i set runs_compacted_until = d.until from due d where i.merchant_id = d.merchant_id and i.id = d.id
      )
      select merchant_id as "merchantId", id as "integrationId" from due`,
  );
}
