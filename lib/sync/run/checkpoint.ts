import { BREAKS } from "@/lib/connectors/records/breakdowns";
import { COUNT_CHECK_INTERVAL_HOURS, MAX_ANCHOR_CROWD } from "@/lib/sync/engine/plan";
import type { RecentCountChecks, RunCheckpoint } from "@/lib/sync/engine/ports";

// What a run knows before it starts, read the same way by a claim of many syncs and by a single run.

export interface CheckpointRow extends RecentCountChecks {
  isDescribed: boolean;
  importFrom: Date | null;
  historyDays: number | null;
  clockSkewMs: number;
  /** [id, from, to] in milliseconds, in order. */
  intervals: [string, number, number][] | null;
  anchorId: string | null;
  anchorAtMs: number | null;
  anchorPlacedMs: number | null;
  anchorCrowd: number;
  brokenSinceMs: number | null;
}

/** SQL: an instant in milliseconds. */
export const ms = (instant: string): string => `(extract(epoch from ${instant}) * 1000)::float8`;

/** SQL: the columns of `CheckpointRow` for integration `i` with `CHECKPOINT_JOINS`. */
export const CHECKPOINT_COLUMNS = `
      i.shop_system_version is not null or i.shop_time_zone is not null as "isDescribed",
      i.import_from as "importFrom", i.history_days as "historyDays", i.clock_skew_ms as "clockSkewMs", ledger.intervals,
      anchor.external_id as "anchorId", ${ms("anchor.modified_at")} as "anchorAtMs", ${ms("anchor.placed_at")} as "anchorPlacedMs",
      coalesce(crowd.size, 0)::int as "anchorCrowd", ${ms("broken.since")} as "brokenSinceMs",
      coalesce(counts."wholeCompared", false) as "wholeCompared", counts."leftBySearch", counts.unlisted`;

export const CHECKPOINT_JOINS = `
      cross join lateral (
        select jsonb_agg(jsonb_build_array(c.id, ${ms("c.covered_from")}, ${ms("c.covered_to")}) order by c.covered_from) as intervals,
          (array_agg(c.covered_from order by c.covered_from desc))[1] as newest_from, max(c.covered_to) as newest_to
        from coverage_interval c where c.merchant_id = i.merchant_id and c.integration_id = i.id
      ) ledger
      left join lateral (
        select o.external_id, o.modified_at, o.placed_at from shop_order o
        where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.removed_at is null
          and o.modified_at >= ledger.newest_from and o.modified_at < ledger.newest_to
        order by o.modified_at desc limit 1
      ) anchor on true
      left join lateral (
        select count(*) as size from (select 1 from shop_order o where o.merchant_id = i.merchant_id and o.integration_id = i.id
          and o.modified_at = anchor.modified_at limit ${MAX_ANCHOR_CROWD + 1}) o
      ) crowd on true
      left join lateral (
        select min(a.modified_at) as since from quarantined_order a where a.merchant_id = i.merchant_id and a.integration_id = i.id
          and a.resolved_at is null and a.error = '${BREAKS}' and a.modified_at >= date_trunc('second', anchor.modified_at) + interval '1 second'
      ) broken on true
      left join lateral (
        select (array_agg(r.shop_count - r.our_count order by r.requested_at desc))[1]
            in (0, (array_agg(r.shop_count - r.our_count order by r.requested_at desc) filter (where r.is_searched))[1]) as "wholeCompared",
          (array_agg(r.shop_count - r.our_count order by r.requested_at desc) filter (where r.is_searched))[1] as "leftBySearch",
          (array_agg(r.unlisted order by r.requested_at desc) filter (where r.is_searched))[1] as unlisted
        from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status = 'succeeded' and r.shop_count is not null
          and r.count_check_is_whole and r.requested_at > now() - make_interval(hours => ${COUNT_CHECK_INTERVAL_HOURS})
      ) counts on true`;

export function toCheckpoint(row: CheckpointRow, rereadSince: Date | null): RunCheckpoint {
  const { isDescribed, importFrom, historyDays, clockSkewMs, wholeCompared, leftBySearch, unlisted } = row;
  const { anchorId, anchorAtMs, anchorPlacedMs, anchorCrowd, brokenSinceMs } = row;
  const hasAnchor = anchorId !== null && anchorAtMs !== null && anchorPlacedMs !== null && anchorCrowd <= MAX_ANCHOR_CROWD;
  return {
    isDescribed,
    importFrom,
    historyDays,
    clockSkewMs,
    rereadSince,
    covered: (row.intervals ?? []).map(([, from, to]) => ({ from, to })),
    anchor: hasAnchor ? { externalId: anchorId, modifiedAt: new Date(anchorAtMs), placedAt: new Date(anchorPlacedMs) } : null,
    brokenSince: brokenSinceMs === null ? null : new Date(brokenSinceMs),
    recentChecks: { wholeCompared, leftBySearch, unlisted },
  };
}
