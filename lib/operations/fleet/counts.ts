import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";

export const COUNTED_DIMENSIONS = ["state", "cause", "shopSystem", "server", "blocker", "network", "egress"] as const;
export type Counted = (typeof COUNTED_DIMENSIONS)[number];

export interface FleetCount {
  dimension: Counted;
  value: string;
  count: number;
}

const MAX_VALUES = 20;

/** The shops of `shopsOf` in filter.ts; paused and switched-off shops only by their state, since bulk actions exclude them. */
const COUNT = Prisma.sql`
  with shop as (
    select i.shop_system, l.state, f.cause, f.server, f.blocker, f.network, f.egress
    from integration i
    join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
    left join fleet_fact f on f.merchant_id = i.merchant_id and f.integration_id = i.id
  ), counted as (
    select 'state' as dimension, state as value from shop
    union all
    select v.dimension, v.value from shop cross join lateral (values
      ('cause', cause), ('shopSystem', shop_system), ('server', server), ('blocker', blocker), ('network', case when cause is not null then network end)
    ) v (dimension, value) where shop.state not in ('paused', 'off') and v.value is not null
    union all
    select 'egress', unnest(egress) from shop where state not in ('paused', 'off')
  ), grouped as (
    select dimension, value, count(*)::int as count, row_number() over (partition by dimension order by count(*) desc, value) as place
    from counted group by 1, 2
  )
  select dimension, value, count from grouped where place <= ${MAX_VALUES} order by dimension, count desc, value`;

/** Number of shops per value now; networks and egress addresses only with failures. */
export const countFleet = (_scope: PlatformScope): Promise<FleetCount[]> => inPlatform((tx) => tx.$queryRaw<FleetCount[]>(COUNT));

/** Stores this hour's counts once. */
export async function recordHourlyCounts(_scope: PlatformScope): Promise<void> {
  await inPlatform(
    (tx) => tx.$executeRaw`
      insert into fleet_snapshot (at, dimension, value, count) select date_trunc('hour', now()), dimension, value, count from (${COUNT}) counted
      where not exists (select from fleet_snapshot where at = date_trunc('hour', now())) on conflict do nothing`,
  );
}

/** Hourly counts, oldest first, by `dimension value`; an hour without the value counts 0. */
export async function readCourse(_scope: PlatformScope, hours: number): Promise<Map<string, number[]>> {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<{ key: string; hour: number; count: number }[]>`
      select dimension || ' ' || value as key, (extract(epoch from date_trunc('hour', now()) - at) / 3600)::int as hour, count
      from fleet_snapshot where at > date_trunc('hour', now()) - make_interval(hours => ${hours})`,
  );
  const known = new Set(rows.map(({ hour }) => hour));
  const oldest = Math.max(0, ...known);
  const course = new Map<string, number[]>();
  for (const { key, hour, count } of rows) {
    const line = course.get(key) ?? Array.from({ length: oldest + 1 }, () => 0);
    line[oldest - hour] = count;
    course.set(key, line);
  }
  return course;
}
