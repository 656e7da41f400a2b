import { NEEDS_ACTION_SQL } from "@/lib/incidents/needs-action-sql";
import { Prisma } from "@/lib/infra/prisma-client/client";
import type { OrderPace } from "@/lib/integrations/list/missed-orders";
import { orderPaceSql } from "@/lib/integrations/list/order-pace-sql";

/** After this time, shops that should recover automatically appear in the queue. */
const SLOW_HOURS = 24;
/** More incidents than this are an outage of many shops (lib/operations/fleet); the oldest are enough. */
const MAX_CANDIDATES = 2_000;

export interface CandidateRow {
  id: string;
  merchantId: string;
  merchantName: string;
  integrationId: string;
  openedAt: Date;
  closedAt: Date | null;
  facts: unknown;
  /** Whether it lasts until someone acts. */
  needsAction: boolean;
  parcels: number;
  pace: OrderPace | null;
  threads: number;
  askedAt: Date | null;
  /** The open problem that several shops share. */
  shared: { id: string; cause: string } | null;
  work: unknown;
}

/**
 * All open incidents that need a person: those that last until someone acts, that should have recovered by now, or about which the merchant asks.
 * As in describeIncident, a shop that a person stopped, or announced maintenance for, needs none.
 */
export function queueStatement(): Prisma.Sql {
  return Prisma.sql`
    with open as materialized (
      select i.merchant_id, i.id, i.integration_id, i.opened_at, i.closed_at, i.facts, ${Prisma.raw(NEEDS_ACTION_SQL)} as needs_action
      from incident i where i.closed_at is null and i.facts->>'quietSince' is null
    ), candidate as materialized (
      select o.*, t.threads, t.asked_at from open o
        left join lateral (
          select count(*)::int as threads, max(last_message_at) filter (where last_from = 'merchant') as asked_at from support_thread t
          where t.merchant_id = o.merchant_id and t.integration_id = o.integration_id and t.status <> 'solved'
        ) t on true
      where (o.needs_action or t.threads > 0 or exists (
          select from jsonb_each(o.facts->'lanes') lane where (lane.value->>'failingSince')::timestamptz < now() - make_interval(hours => ${SLOW_HOURS})))
        and not exists (select from lane l where l.merchant_id = o.merchant_id and l.integration_id = o.integration_id
          and (l.reason = 'window_announced' or (l.lane = 'orders_in' and l.state in ('paused', 'off'))))
      order by o.opened_at, o.id limit ${MAX_CANDIDATES}
    )
    select c.id, c.merchant_id as "merchantId", m.name as "merchantName", c.integration_id as "integrationId", c.opened_at as "openedAt",
      c.closed_at as "closedAt", c.facts, c.needs_action as "needsAction", c.threads, c.asked_at as "askedAt", p.pace, outage.shared,
      (select count(*)::int from shipment s where s.merchant_id = c.merchant_id and s.integration_id = c.integration_id and s.status <> 'sent') as parcels,
      case when w.version is null then null else json_build_object('version', w.version, 'assignee', w.assignee, 'snoozedAt', w.snoozed_at,
        'snoozedUntil', w.snoozed_until, 'snoozeReason', w.snooze_reason, 'handoverNote', w.handover_note, 'noteBy', w.note_by, 'changedBy', w.changed_by,
        'changedAt', w.changed_at) end as work
    from candidate c join merchant m on m.id = c.merchant_id
      left join incident_work w on w.merchant_id = c.merchant_id and w.incident_id = c.id
      left join lateral (${Prisma.raw(orderPaceSql("c.merchant_id", "c.integration_id"))}) p on true
      left join lateral (
        select json_build_object('id', f.id, 'cause', f.cause) as shared from fleet_incident_shop member join fleet_incident f on f.id = member.incident_id
        where member.merchant_id = c.merchant_id and member.shop_incident_id = c.id and member.left_at is null and f.resolved_at is null
        order by f.started_at, f.id limit 1) outage on true`;
}

/** Orders from which the usual total of an order is known. */
const PRICED_ORDERS = 50;

/** The mean total of a shop's newest orders, if they have one currency, whose code a shop may have made up. */
export const priceStatement = (merchantIds: readonly string[], integrationIds: readonly string[]): Prisma.Sql => Prisma.sql`
  select shop.integration_id as "integrationId", avg(newest.total)::float8 as mean, min(newest.currency) as currency
  from unnest(${[...merchantIds]}::uuid[], ${[...integrationIds]}::uuid[]) as shop (merchant_id, integration_id)
    cross join lateral (
      select o.total, o.currency from shop_order o where o.merchant_id = shop.merchant_id and o.integration_id = shop.integration_id
      order by o.placed_at desc limit ${PRICED_ORDERS}) newest
  group by 1 having count(distinct newest.currency) = 1 and min(newest.currency) ~ '^[A-Za-z]{3}$'`;
