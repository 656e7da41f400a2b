import { z } from "zod";
import { ANY_TIME, type Instants } from "@/lib/base/day-range";
import { INCIDENT_DAYS } from "@/lib/base/retention";
import { DAY_MS, MINUTE_MS } from "@/lib/base/units";
import { LANE_STATES, toLaneReason } from "@/lib/health/lane/lane";
import { LANES } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { listMembers } from "@/lib/identity/accounts/data";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { AuditEntry } from "@/lib/identity/audit/entry";
import type { Transaction } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { PROBLEM_KINDS } from "@/lib/notify/kinds";
import { findIncidents, type Incident, type IncidentMove } from "@/lib/operations/incidents/incidents";

/** Actions that may fix a shop or notify someone who can. Names: `incidents.acts.<code>`. */
const REMEDIAL_ACTIONS = [
  "credentials_replaced",
  "integration_address_changed",
  "maintenance_ended",
  "sync_resumed",
  "host_report_mailed",
  "host_report_shared",
  "host_report_reminded",
  "host_report_opened",
  "host_report_answered",
  "host_report_green",
] as const;
type RemedialAction = (typeof REMEDIAL_ACTIONS)[number];

/** The action that ends an incident may be recorded shortly before or after the transition. */
const AROUND_MS = 5 * MINUTE_MS;

interface RemedialAct {
  action: RemedialAction;
  by: string | null;
  at: Date;
}

/** The remedial actions during an incident, oldest first. */
function actsDuring(incident: Incident, entries: readonly Pick<AuditEntry, "action" | "actor" | "at">[], now: Date): RemedialAct[] {
  const from = incident.beganAt.getTime() - AROUND_MS;
  const to = (incident.endedAt ?? now).getTime() + AROUND_MS;
  return entries
    .flatMap(({ action, actor, at }): RemedialAct[] => {
      const known = REMEDIAL_ACTIONS.find((one) => one === action);
      if (!known || at.getTime() < from || at.getTime() > to) return [];
      return [{ action: known, by: actor.kind === "job" ? null : actor.name, at }];
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

export interface IncidentView extends Incident {
  integrationId: string;
  shop: string;
  /**
   * Order import: once ended, orders that arrived late, counted from the previous import; while open, orders placed since that arrived
   * another way. Tracking: parcels recorded during the incident.
   */
  affected: number;
  /** Names of notified members and channels, without former members. */
  notified: { people: string[]; formerPeople: number; channels: string[] };
  /** Actions during the incident, oldest first. */
  acts: RemedialAct[];
  /** Server software before and after, if both are known and differ. */
  serverChange: { before: string; after: string } | null;
}

export interface IncidentQuery {
  integrationId: string | null;
  now: Date;
  /** Page of ended incidents, from 1; clamped to the last page. */
  page?: number;
  perPage?: number;
  /** Only incidents that overlap this period. */
  during?: Instants;
}

export const ENDED_PER_PAGE = 50;

export interface Incidents {
  open: IncidentView[];
  /** One page of ended incidents, most recently ended first. */
  ended: IncidentView[];
  endedCount: number;
  page: number;
  pages: number;
}

const moveSchema = z
  .object({
    id: z.string(),
    integrationId: z.string(),
    lane: z.enum(LANES),
    fromState: z.enum(LANE_STATES),
    toState: z.enum(LANE_STATES),
    reason: z.string(),
    reasonParams: z.unknown(),
    at: z.date(),
  })
  .transform(({ fromState: from, toState: to, reason: code, reasonParams, ...rest }): IncidentMove & { integrationId: string } => ({
    ...rest,
    from,
    to,
    reason: toLaneReason(code, reasonParams),
  }));

const latestFirst = (one: Date | null, other: Date | null): number => (other?.getTime() ?? 0) - (one?.getTime() ?? 0);

/** Incidents of the last months with their effect and actions; none for unknown and foreign ids. */
export async function listIncidents(
  scope: MerchantScope,
  { integrationId, now, page: asked = 1, perPage = ENDED_PER_PAGE, during = ANY_TIME }: IncidentQuery,
): Promise<Incidents> {
  const { merchantId } = scope;
  const only = integrationId === null ? {} : { integrationId };
  const { views, ...found } = await readMerchant(scope, async ({ tx }) => {
    const moves = await tx.laneTransition.findMany({
      where: { merchantId, ...only, at: { gte: new Date(now.getTime() - INCIDENT_DAYS * DAY_MS) } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      omit: { merchantId: true, actor: true },
    });
    const known = moves.flatMap((row) => moveSchema.safeParse(row).data ?? []);
    const lanes = Map.groupBy(known, ({ integrationId, lane }) => `${integrationId} ${lane}`);
    const found = [...lanes.values()].flatMap((own) =>
      findIncidents(own, now)
        .filter(
          ({ beganAt, endedAt }) =>
            (during.to === null || beganAt < during.to) && (during.from === null || (endedAt ?? now) >= during.from),
        )
        .map((incident) => ({ ...incident, integrationId: own[0]?.integrationId ?? "" })),
    );
    const open = found.filter(({ endedAt }) => endedAt === null).sort((one, other) => latestFirst(one.beganAt, other.beganAt));
    const ended = found.filter(({ endedAt }) => endedAt !== null).sort((one, other) => latestFirst(one.endedAt, other.endedAt));
    const pages = Math.max(1, Math.ceil(ended.length / perPage));
    const page = Math.min(asked, pages);
    const shown = [...open, ...ended.slice((page - 1) * perPage, page * perPage)];
    const views = shown.length === 0 ? [] : await complete(tx, merchantId, shown, now);
    return { views, opened: open.length, endedCount: ended.length, page, pages };
  });
  const { opened, ...counts } = found;
  const notified = await nameNotified(scope, views);
  return { open: notified.slice(0, opened), ended: notified.slice(opened), ...counts };
}

type Unnamed = Omit<IncidentView, "notified"> & { notified: { personIds: string[]; channels: string[] } };

/** People do not belong to a merchant, so their names are read separately from its data. */
async function nameNotified(scope: MerchantScope, views: readonly Unnamed[]): Promise<IncidentView[]> {
  const members = views.some(({ notified }) => notified.personIds.length > 0) ? await listMembers(scope) : [];
  const names = new Map(members.map(({ personId, name }) => [personId, name]));
  return views.map(({ notified: { personIds, channels }, ...view }) => {
    const people = personIds.flatMap((id) => names.get(id) ?? []).sort((one, other) => one.localeCompare(other));
    return { ...view, notified: { people, formerPeople: personIds.length - people.length, channels } };
  });
}

type Found = Incident & { integrationId: string };

async function complete(tx: Transaction, merchantId: string, found: readonly Found[], now: Date): Promise<Unnamed[]> {
  const ids = [...new Set(found.map(({ integrationId }) => integrationId))];
  const firstMs = Math.min(...found.map(({ beganAt }) => beganAt.getTime()));
  const entries = await tx.auditEvent.findMany({
    where: {
      merchantId,
      integrationId: { in: ids },
      action: { in: [...REMEDIAL_ACTIONS] },
      at: { gte: new Date(firstMs - DAY_MS) },
    },
    select: { integrationId: true, action: true, actor: true, at: true },
  });
  const costs = await countAffected(tx, merchantId, found, now);
  return found.map((incident, index) => {
    const own = entries.flatMap(({ integrationId, actor, ...entry }) =>
      integrationId === incident.integrationId ? [{ ...entry, actor: readActor(actor) }] : [],
    );
    const { shop = "", affected = 0, personIds = [], channels = [], before = null, after = null } = costs.get(index) ?? {};
    return {
      ...incident,
      notified: { personIds, channels },
      shop,
      affected,
      acts: actsDuring(incident, own, now),
      serverChange: before !== null && after !== null && before !== after ? { before, after } : null,
    };
  });
}

interface Cost {
  index: number;
  shop: string;
  affected: number;
  personIds: string[];
  channels: string[];
  before: string | null;
  after: string | null;
}

/** The Server header in the result of a check. */
const serverOf = Prisma.sql`nullif(concat_ws(' ', c.result->'server'->>'software', c.result->'server'->>'version'), '')`;

/** Names, orders, parcels and server software of all incidents in one statement; each part uses its index by integration and time. */
async function countAffected(tx: Transaction, merchantId: string, found: readonly Found[], now: Date) {
  const rows = await tx.$queryRaw<Cost[]>`
    select (i.place - 1)::int as index, (select name from integration where merchant_id = ${merchantId}::uuid and id = i.integration_id) as shop,
      case when i.imports
        then (select count(*)::int from shop_order o where o.merchant_id = ${merchantId}::uuid and o.integration_id = i.integration_id
          and o.placed_at >= case when i.is_over then coalesce(last.requested_at, i.began) else i.began end
          and o.placed_at < i.ended and (not i.is_over or o.first_seen_at >= i.began))
        else (select count(*)::int from shipment s where s.merchant_id = ${merchantId}::uuid and s.integration_id = i.integration_id
          and s.recorded_at >= i.began and s.recorded_at < i.ended) end as affected,
      coalesce(t.people, '{}') as "personIds", coalesce(t.channels, '{}') as channels,
      (select ${serverOf} from reachability_check c where c.merchant_id = ${merchantId}::uuid and c.integration_id = i.integration_id
        and c.status = 'done' and c.requested_at <= i.began order by c.requested_at desc limit 1) as before,
      (select ${serverOf} from reachability_check c where c.merchant_id = ${merchantId}::uuid and c.integration_id = i.integration_id
        and c.status = 'done' and c.verdict = 'healthy' and c.requested_at > i.began order by c.requested_at limit 1) as after
    from unnest(${found.map(({ integrationId }) => integrationId)}::uuid[], ${found.map((one) => one.lane === "orders_in")}::boolean[],
      ${found.map(({ beganAt }) => beganAt)}::timestamptz[], ${found.map(({ endedAt }) => endedAt ?? now)}::timestamptz[],
      ${found.map(({ endedAt }) => endedAt !== null)}::boolean[]) with ordinality as i (integration_id, imports, began, ended, is_over, place)
    left join lateral (
      select r.requested_at from sync_run r where r.merchant_id = ${merchantId}::uuid and r.integration_id = i.integration_id
        and r.status = 'succeeded' and r.requested_at < i.began
      order by r.requested_at desc limit 1) last on i.imports and i.is_over
    left join lateral (
      select array_agg(distinct d.person_id::text) filter (where d.person_id is not null) as people,
        array_agg(distinct c.name) filter (where c.id is not null) as channels
      from notification n join notification_delivery d on d.merchant_id = n.merchant_id and n.id = any(d.notification_ids) and d.status = 'sent'
        left join notification_channel c on c.merchant_id = d.merchant_id and c.id = d.channel_id
      where n.merchant_id = ${merchantId}::uuid and n.integration_id = i.integration_id and n.kind = any(${[...PROBLEM_KINDS]}::text[])
        and n.at >= i.began - interval '1 minute' and n.at < i.ended + interval '1 minute') t on true`;
  return new Map(rows.map(({ index, ...cost }) => [index, cost]));
}
