import { z } from "zod";
import { printQuery, type Query } from "@/lib/base/route";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { LANE_STATES } from "@/lib/health/lane/lane";
import { Prisma } from "@/lib/infra/prisma-client/client";

/** What became of a shop in a bulk job. `skipped`: the job was stopped before; `unknown`: no longer stored. */
export const BULK_RESULTS = ["failed", "passed", "running", "waiting", "skipped", "unknown"] as const;
export type BulkResult = (typeof BULK_RESULTS)[number];

/** The same of an item `b` of a job `j` in the database. */
export const BULK_RESULT_SQL = Prisma.sql`case when b.result is not null then b.result when b.outcome in ('started', 'joined') then 'running'
  when j.status = 'running' then 'waiting' else 'skipped' end`;

/** The last seven days, and the seven before. */
const WEEKS = ["this", "last"] as const;
export type Week = (typeof WEEKS)[number];

/** Each cause of a shop and how long it lasted, of incidents that lasted into these weeks. */
export const SPELLS = Prisma.sql`
  select n.merchant_id, n.integration_id, c ->> 'code' as cause, c ->> 'blocker' as blocker, c ->> 'fixer' as fixer,
    (c ->> 'firstSeenAt')::timestamptz as began, coalesce((c ->> 'clearedAt')::timestamptz, n.closed_at) as ended
  from incident n cross join lateral jsonb_array_elements(n.facts -> 'causes') c
  where n.closed_at is null or n.closed_at > now() - interval '14 days'`;

/** Whether a spell `s` lasted into that week. */
export const WEEK_SQL = {
  this: Prisma.sql`(s.ended is null or s.ended > now() - interval '7 days')`,
  last: Prisma.sql`(s.began < now() - interval '7 days' and (s.ended is null or s.ended > now() - interval '14 days'))`,
} satisfies Record<Week, Prisma.Sql>;

// PostgreSQL rejects text with U+0000.
const value = z
  .string()
  .min(1)
  .max(120)
  .refine((text) => !text.includes("\u0000"));

export const fleetFilterSchema = z.object({
  state: z.enum(LANE_STATES).optional(),
  cause: value.optional(),
  shopSystem: z.enum(SHOP_SYSTEMS).optional(),
  server: value.optional(),
  blocker: value.optional(),
  network: value.optional(),
  egress: value.optional(),
  /** When the shops had that cause, blocker or network's failure, instead of now. */
  week: z.enum(WEEKS).optional(),
  incident: z.uuid().optional(),
  /** Shops of a bulk job, alone or with what became of them there. */
  job: z.uuid().optional(),
  result: z.enum(BULK_RESULTS).optional(),
  detail: value.optional(),
});
export type FleetFilter = z.infer<typeof fleetFilterSchema>;
const FILTER_KEYS = fleetFilterSchema.keyof().options;

/** Parses the query of the URL; unknown values are ignored. */
export function parseFleetFilter(query: Record<string, unknown>): FleetFilter {
  const said = FILTER_KEYS.flatMap((key) => {
    const one = fleetFilterSchema.shape[key].safeParse(query[key]);
    return one.success && one.data !== undefined ? [[key, one.data]] : [];
  });
  const { job, result, detail, ...filter } = fleetFilterSchema.parse(Object.fromEntries(said));
  // Without its job, a result would say nothing, and the filter would hold more shops than meant.
  return job === undefined ? filter : { ...filter, job, result, detail };
}

export const printFleetFilter = (filter: FleetFilter): Query => printQuery(filter);

export const isEmptyFilter = (filter: FleetFilter): boolean => Object.values(filter).every((said) => said === undefined);

export function shopsOf(filter: FleetFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`l.state not in ('paused', 'off')`];
  if (filter.state) parts.push(Prisma.sql`l.state = ${filter.state}`);
  if (filter.week) parts.push(hurtIn(filter.week, filter));
  if (filter.cause && !filter.week) parts.push(Prisma.sql`f.cause = ${filter.cause}`);
  if (filter.shopSystem) parts.push(Prisma.sql`i.shop_system = ${filter.shopSystem}`);
  if (filter.server) parts.push(Prisma.sql`f.server = ${filter.server}`);
  if (filter.blocker && !filter.week) parts.push(Prisma.sql`f.blocker = ${filter.blocker}`);
  if (filter.network)
    parts.push(Prisma.sql`f.network = ${filter.network} and ${filter.week ? Prisma.sql`true` : Prisma.sql`f.cause is not null`}`);
  if (filter.egress) parts.push(Prisma.sql`${filter.egress} = any(f.egress)`);
  if (filter.incident)
    parts.push(Prisma.sql`exists (select 1 from fleet_incident_shop s where s.merchant_id = i.merchant_id and s.integration_id = i.id
      and s.incident_id = ${filter.incident}::uuid and s.left_at is null)`);
  if (filter.job)
    parts.push(Prisma.sql`exists (select 1 from bulk_item b join bulk_job j on j.id = b.job_id where b.merchant_id = i.merchant_id and b.integration_id = i.id
      and b.job_id = ${filter.job}::uuid ${bulkPart(filter)})`);
  return Prisma.sql`select i.merchant_id, i.id as integration_id from integration i
    join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
    left join fleet_fact f on f.merchant_id = i.merchant_id and f.integration_id = i.id
    where ${Prisma.join(parts, " and ")}`;
}

function hurtIn(week: Week, { cause, blocker }: FleetFilter): Prisma.Sql {
  const parts = [WEEK_SQL[week]];
  if (cause) parts.push(Prisma.sql`s.cause = ${cause}`);
  if (blocker) parts.push(Prisma.sql`s.blocker = ${blocker}`);
  return Prisma.sql`exists (select 1 from (${SPELLS}) s
    where s.merchant_id = i.merchant_id and s.integration_id = i.id and ${Prisma.join(parts, " and ")})`;
}

/** What narrows the items `b` of a job. */
export const bulkPart = ({ result, detail }: Pick<FleetFilter, "result" | "detail">): Prisma.Sql => Prisma.sql`
  ${result ? Prisma.sql`and ${BULK_RESULT_SQL} = ${result}` : Prisma.empty} ${detail ? Prisma.sql`and b.detail = ${detail}` : Prisma.empty}`;
