import { PAGE_SIZE, pageNumber } from "@/lib/base/paging";
import { printQuery, type Query } from "@/lib/base/route";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { NEEDS_ACTION_SQL } from "@/lib/incidents/needs-action-sql";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { sqlWithin } from "@/lib/infra/sql";
import { estimateMissedOrders, type OrderPace } from "@/lib/integrations/list/missed-orders";
import { orderPaceSql } from "@/lib/integrations/list/order-pace-sql";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readIntegrationRow } from "@/lib/integrations/list/row-query";

// Shops that need attention: those that need action, and those that should recover automatically but have not.

export const QUEUE_SORTS = ["effect", "age"] as const;
export const QUEUE_STATES = ["all", "action_needed", "slow_for_long", "asked"] as const;

export interface QueueQuery {
  sort: (typeof QUEUE_SORTS)[number];
  /** `asked`: shops with an unsolved question to support. */
  state: (typeof QUEUE_STATES)[number];
  page: number;
}

export const parseQueueQuery = (query: Record<string, unknown>): QueueQuery => ({
  sort: QUEUE_SORTS.find((sort) => sort === query["sort"]) ?? "effect",
  state: QUEUE_STATES.find((state) => state === query["state"]) ?? "all",
  page: pageNumber.parse(query["page"]),
});

export const printQueueQuery = ({ sort, state, page }: QueueQuery): Query =>
  printQuery({ sort: sort !== "effect" && sort, state: state !== "all" && state, page: page > 1 && page });

/** After this time, shops that should recover automatically appear in the queue. */
const SLOW_HOURS = 24;
/** More shops than this are an incident, not a queue (lib/operations/fleet); showing the oldest is enough. */
const MAX_CANDIDATES = 2_000;

interface Candidate {
  merchantId: string;
  merchantName: string;
  integrationId: string;
  since: Date;
  parcels: number;
  pace: OrderPace | null;
  threads: number;
}

export function queueStatement(state: QueueQuery["state"]): Prisma.Sql {
  const waits = Prisma.sql`l.state = 'action_needed'`;
  const slow = Prisma.sql`(l.state = 'throttled' and l.failing_since < now() - make_interval(hours => ${SLOW_HOURS}))`;
  const fits = state === "action_needed" ? waits : state === "slow_for_long" ? slow : Prisma.sql`(${waits} or ${slow})`;
  const asked = Prisma.sql`select merchant_id, integration_id, min(opened_at) as since from support_thread
    where status <> 'solved' and integration_id is not null group by 1, 2`;
  const lanes = Prisma.sql`select l.merchant_id, l.integration_id, min(coalesce(l.failing_since, l.since)) as since from lane l
    where l.state <> 'regular' and ${fits} group by 1, 2`;
  // Orders of a partly blocked shop still arrive, so its lanes show nothing.
  const partly = Prisma.sql`select merchant_id, integration_id, coalesce((select min((cause->>'firstSeenAt')::timestamptz)
      from jsonb_array_elements(facts->'causes') cause where cause->>'clearedAt' is null), opened_at) as since
    from incident where closed_at is null and facts->>'quietSince' is null and ${Prisma.raw(NEEDS_ACTION_SQL)}`;
  // As in describeIncident: a shop that a person stopped, or announced maintenance for, needs no support.
  const troubled = Prisma.sql`select * from (${state === "slow_for_long" ? lanes : Prisma.sql`${lanes} union all ${partly}`}) shop
    where not exists (select from lane l where l.merchant_id = shop.merchant_id and l.integration_id = shop.integration_id
      and (l.reason = 'window_announced' or (l.lane = 'orders_in' and l.state in ('paused', 'off'))))`;
  const found = state === "asked" ? asked : state === "all" ? Prisma.sql`${troubled} union all ${asked}` : troubled;
  return Prisma.sql`
    with candidate as materialized (
      select merchant_id, integration_id, min(since) as since from (${found}) found group by 1, 2 order by 3 limit ${MAX_CANDIDATES}
    )
    select c.merchant_id as "merchantId", m.name as "merchantName", c.integration_id as "integrationId", c.since,
      (select count(*)::int from shipment s where s.merchant_id = c.merchant_id and s.integration_id = c.integration_id and s.status <> 'sent') as parcels,
      p.pace,
      (select count(*)::int from support_thread t where t.merchant_id = c.merchant_id and t.integration_id = c.integration_id and t.status <> 'solved') as threads
    from candidate c join merchant m on m.id = c.merchant_id
      left join lateral (${Prisma.raw(orderPaceSql("c.merchant_id", "c.integration_id"))}) p on true`;
}

/** The cost so far: estimated missed orders plus waiting parcels. */
const effectOf = ({ parcels, pace }: Candidate): number => parcels + ((pace && estimateMissedOrders(pace)) ?? 0);

interface QueueEntry {
  merchantId: string;
  merchantName: string;
  /** Unsolved questions to support. */
  threads: number;
  row: IntegrationRow;
}

export interface QueuePage {
  entries: QueueEntry[];
  total: number;
}

/** One page of the shops that need attention, by effect or by age. */
export function listQueue(_scope: PlatformScope, { sort, state, page }: QueueQuery): Promise<QueuePage> {
  return inPlatform(async (tx) => {
    const candidates = await tx.$queryRaw<Candidate[]>(queueStatement(state));
    const older = (a: Candidate, b: Candidate): number => a.since.getTime() - b.since.getTime();
    const effects = new Map(candidates.map((candidate) => [candidate, effectOf(candidate)]));
    const larger = (a: Candidate, b: Candidate): number => (effects.get(b) ?? 0) - (effects.get(a) ?? 0);
    candidates.sort((a, b) => (sort === "age" ? older(a, b) : larger(a, b) || older(a, b)));
    const shown = candidates.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    const entries: QueueEntry[] = [];
    for (const { merchantId, merchantName, integrationId, threads } of shown) {
      const row = await readIntegrationRow(sqlWithin(tx), merchantId, integrationId);
      if (row) entries.push({ merchantId, merchantName, threads, row });
    }
    return { entries, total: candidates.length };
  });
}
