import { SECOND_MS } from "@/lib/base/units";
import { FIXERS, type Fixer } from "@/lib/health/lane/fixer";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { SPELLS, WEEK_SQL } from "@/lib/operations/fleet/filter";

export const WEEKLY_DIMENSIONS = ["cause", "blocker", "network"] as const;
type Weekly = (typeof WEEKLY_DIMENSIONS)[number];

/** How many shops a cause, blocker or network hurt in the last seven days, and in the seven before. */
export interface WeeklyCount {
  dimension: Weekly;
  value: string;
  thisWeek: number;
  lastWeek: number;
  /** From the first sight until the proof of the end, of those that ended in these weeks; null if none did. */
  medianMs: number | null;
  /** Who could fix it. */
  fixers: Fixer[];
}

/** Of each dimension, those that hurt most. */
const MAX_VALUES = 10;

type Row = Omit<WeeklyCount, "medianMs" | "fixers"> & { medianSeconds: number | null; fixers: string[] };

/** Counts the shops of `shopsOf` in filter.ts, so that each number equals the length of its list. */
export async function countWeeks(_scope: PlatformScope): Promise<WeeklyCount[]> {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<Row[]>`
      with valued as (
        select v.dimension, v.value, s.integration_id, s.fixer, s.began, s.ended
        from (${SPELLS}) s
          join lane l on l.merchant_id = s.merchant_id and l.integration_id = s.integration_id and l.lane = 'orders_in' and l.state not in ('paused', 'off')
          left join fleet_fact f on f.merchant_id = s.merchant_id and f.integration_id = s.integration_id
          cross join lateral (values ('cause', s.cause), ('blocker', s.blocker), ('network', f.network)) v (dimension, value)
        where v.value is not null
      ), counted as (
        select dimension, value, count(distinct integration_id) filter (where ${WEEK_SQL.this})::int as "thisWeek",
          count(distinct integration_id) filter (where ${WEEK_SQL.last})::int as "lastWeek",
          percentile_cont(0.5) within group (order by extract(epoch from ended - began)::float8) filter (where ended is not null) as "medianSeconds",
          array_agg(distinct fixer) as fixers
        from valued s group by dimension, value
      ), placed as (
        select *, row_number() over (partition by dimension order by "thisWeek" desc, "lastWeek" desc, value) as place from counted
      )
      select dimension, value, "thisWeek", "lastWeek", "medianSeconds", fixers from placed where place <= ${MAX_VALUES} order by dimension, place`,
  );
  return rows.map(({ medianSeconds, fixers, ...row }) => ({
    ...row,
    medianMs: medianSeconds === null ? null : medianSeconds * SECOND_MS,
    fixers: FIXERS.filter((fixer) => fixers.includes(fixer)),
  }));
}
