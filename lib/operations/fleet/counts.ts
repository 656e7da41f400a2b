import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";

/** Dimensions of the fleet counts. */
export const COUNTED = ["state", "cause", "platform", "server", "blocker", "network", "egress"] as const;
export type Counted = (typeof COUNTED)[number];

export interface FleetCount {
  dimension: Counted;
  value: string;
  count: number;
}

/** Number of most frequent values kept per dimension. */
const MOST_VALUES = 20;

const COUNT = Prisma.sql`
  with counted as (
    select 'state' as dimension, state as value from lane where lane = 'orders_in'
    union all select 'cause', cause from fleet_fact where cause is not null
    union all select 'platform', platform from fleet_fact
    union all select 'server', server from fleet_fact where server is not null
    union all select 'blocker', blocker from fleet_fact where blocker is not null
    union all select 'network', network from fleet_fact where network is not null and cause is not null
    union all select 'egress', unnest(egress) from fleet_fact
  ), grouped as (
    select dimension, value, count(*)::int as count, row_number() over (partition by dimension order by count(*) desc, value) as place
    from counted group by 1, 2
  )
  select dimension, value, count from grouped where place <= ${MOST_VALUES} order by dimension, count desc, value`;

/** Number of shops per value now; networks and egress addresses only with failures. */
export const countFleet = (_scope: PlatformScope): Promise<FleetCount[]> => inPlatform((tx) => tx.$queryRaw<FleetCount[]>(COUNT));

/** Stores the counts of this hour, once. @returns 0 always */
export async function keepHour(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    if (await isKept(tx)) return 0;
    await tx.$executeRaw`
      insert into fleet_snapshot (at, dimension, value, count) select date_trunc('hour', now()), dimension, value, count from (${COUNT}) counted
      on conflict do nothing`;
    return 0;
  });
}

async function isKept(tx: Transaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ kept: boolean }[]>`
    select exists (select 1 from fleet_snapshot where at = date_trunc('hour', now())) as kept`;
  return row?.kept ?? false;
}

/** The counts of the last hours, oldest first, by `dimension value`; an hour without the value counts 0. */
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
