import { ANY_TIME, type Instants } from "@/lib/base/day-range";
import { afterCursor, type ListCursor, type Page, toPage } from "@/lib/base/list-cursor";
import { INCIDENT_DAYS } from "@/lib/base/retention";
import { DAY_MS } from "@/lib/base/units";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { type EffectSpan, effectChangesSchema, findEffectSpans, isHalting } from "@/lib/incidents/effect-spans";
import type { Incident } from "@/lib/incidents/incident";
import { toIncident } from "@/lib/incidents/record";
import type { Transaction } from "@/lib/infra/db";
import { Prisma, type IncidentEntry as StoredEntry, type Incident as StoredIncident } from "@/lib/infra/prisma-client/client";

/** An incident of a shop, and what it did to orders and parcels. */
export interface ShopIncident extends Incident {
  integrationId: string;
  shop: string;
  /** Oldest first. */
  spans: EffectSpan[];
  /** Orders that arrived late and parcels whose tracking number was sent late. */
  late: Record<LaneName, number>;
}

export interface IncidentQuery {
  integrationId: string | null;
  now: Date;
  /** Page of closed incidents, from 1; clamped to the last page. */
  page?: number;
  perPage?: number;
  /** Only incidents that overlap this period. */
  during?: Instants;
}

export const CLOSED_PER_PAGE = 50;

export interface Incidents {
  open: ShopIncident[];
  /** One page of closed incidents: those of one shop follow each other, the shop whose incident closed last comes first. */
  closed: ShopIncident[];
  closedCount: number;
  page: number;
}

type Found = Pick<StoredIncident, "id" | "integrationId" | "openedAt" | "closedAt" | "facts"> & { shop: string; changes: unknown };

const SELECT = Prisma.sql`select i.id, i.integration_id as "integrationId", i.opened_at as "openedAt", i.closed_at as "closedAt", i.facts, s.name as shop,
      (select json_agg(json_build_object('at', e.at, 'details', e.details) order by e.at, e.id) from incident_entry e
        where e.merchant_id = i.merchant_id and e.incident_id = i.id and e.kind = 'effect_changed') as changes
    from incident i join integration s on s.merchant_id = i.merchant_id and s.id = i.integration_id`;

const withSpans = ({ integrationId, shop, changes, ...row }: Found) => ({
  ...toIncident(row),
  integrationId,
  shop,
  spans: findEffectSpans(effectChangesSchema.parse(changes ?? []), row.closedAt),
});

/** The incidents of the last months; none for unknown and foreign ids. */
export async function listIncidents(scope: MerchantScope, query: IncidentQuery): Promise<Incidents> {
  const { integrationId, now, page: asked = 1, perPage = CLOSED_PER_PAGE, during = ANY_TIME } = query;
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const since = new Date(Math.max(now.getTime() - INCIDENT_DAYS * DAY_MS, during.from?.getTime() ?? 0));
    const where = Prisma.sql`i.merchant_id = ${merchantId}::uuid and i.opened_at < ${during.to ?? now}
      ${integrationId === null ? Prisma.empty : Prisma.sql`and i.integration_id = ${integrationId}::uuid`}`;
    const open = await tx.$queryRaw<Found[]>`${SELECT} where ${where} and i.closed_at is null order by i.opened_at desc, i.id desc`;
    const [counted] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from incident i where ${where} and i.closed_at >= ${since}`;
    const closedCount = counted?.count ?? 0;
    const page = Math.min(asked, Math.max(1, Math.ceil(closedCount / perPage)));
    const closed = await tx.$queryRaw<Found[]>`${SELECT} where ${where} and i.closed_at >= ${since}
      order by max(i.closed_at) over (partition by i.integration_id) desc, i.integration_id, i.closed_at desc, i.id desc
      limit ${perPage} offset ${(page - 1) * perPage}`;
    const found = await countLate(tx, merchantId, [...open, ...closed]);
    return { open: found.slice(0, open.length), closed: found.slice(open.length), closedCount, page };
  });
}

/** One page of incidents, the newest first; `among`: only those of these shops. */
export function listIncidentsBefore(
  scope: MerchantScope,
  { before, limit, among }: { before: ListCursor | null; limit: number; among: readonly string[] | null },
): Promise<Page<ShopIncident>> {
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const found = await tx.$queryRaw<Found[]>`${SELECT} where i.merchant_id = ${merchantId}::uuid
      ${before ? Prisma.sql`and (i.opened_at, i.id) < (${before.at}, ${before.id}::uuid)` : Prisma.empty}
      ${among ? Prisma.sql`and i.integration_id = any (${[...among]}::uuid[])` : Prisma.empty}
      order by i.opened_at desc, i.id desc limit ${limit + 1}`;
    return toPage(await countLate(tx, merchantId, found), limit, ({ openedAt, id }) => ({ at: openedAt, id }));
  });
}

export interface IncidentEntry {
  id: string;
  at: Date;
  kind: string;
  /** The product itself for what it observed. */
  actor: Actor;
  details: Record<string, unknown>;
}

/** One incident with its timeline, newest first; null for unknown and foreign ids. */
export async function findIncident(scope: MerchantScope, id: string): Promise<{ incident: ShopIncident; entries: IncidentEntry[] } | null> {
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const found = await tx.$queryRaw<Found[]>`${SELECT} where i.merchant_id = ${merchantId}::uuid and i.id = ${id}::uuid`;
    const [incident] = await countLate(tx, merchantId, found);
    if (!incident) return null;
    const entries = await tx.incidentEntry.findMany({ where: { merchantId, incidentId: id }, orderBy: [{ at: "desc" }, { id: "desc" }] });
    return { incident, entries: entries.map(toEntry) };
  });
}

const toEntry = ({ id, at, kind, details, actor }: StoredEntry): IncidentEntry => ({
  id,
  at,
  kind,
  details: details as Record<string, unknown>,
  actor: readActor(actor),
});

/** What people did is in the audit log as well. */
const OBSERVED = ["opened", "came_back", "effect_changed", "cause_found", "cause_cleared", "quiet", "closed", "off_soon", "switched_off"];

/** What the incidents of a shop recorded by themselves, newest first; none for unknown and foreign ids. */
export async function listObservations(
  scope: MerchantScope,
  integrationId: string,
  { limit, before = null, within = ANY_TIME }: { limit: number; before?: ListCursor | null; within?: Instants },
): Promise<IncidentEntry[]> {
  const period = [...(within.from ? [{ at: { gte: within.from } }] : []), ...(within.to ? [{ at: { lt: within.to } }] : [])];
  const found = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.incidentEntry.findMany({
      where: { merchantId, incident: { integrationId }, kind: { in: OBSERVED }, AND: [afterCursor(before), ...period] },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit,
    }),
  );
  return found.map(toEntry);
}

/** From when until when orders or parcels had to wait; null if they never did. What still lasts has no late ones yet. */
function waitingTime(spans: readonly EffectSpan[], lane: LaneName): { from: Date; to: Date } | null {
  const own = spans.filter((span) => span.lane === lane && isHalting(span));
  const [from, to] = [own[0]?.from, own.findLast((span) => span.to !== null)?.to];
  return from && to ? { from, to } : null;
}

/** One statement for all incidents; both counts use their index by integration and time. Orders count from the import before, since later ones arrived late as well. */
async function countLate(tx: Transaction, merchantId: string, rows: readonly Found[]): Promise<ShopIncident[]> {
  const found = rows.map(withSpans);
  const waited = found.flatMap(({ id, integrationId, spans }) =>
    LANES.flatMap((lane) => {
      const time = waitingTime(spans, lane);
      return time ? [{ id, integrationId, lane, ...time }] : [];
    }),
  );
  const column = <Key extends keyof (typeof waited)[number]>(key: Key) => waited.map((one) => one[key]);
  const counts =
    waited.length === 0
      ? []
      : await tx.$queryRaw<{ id: string; lane: LaneName; count: number }[]>`
    select w.id, w.lane, case w.lane
      when 'orders_in' then (select count(*)::int from shop_order o where o.merchant_id = ${merchantId}::uuid and o.integration_id = w.integration_id
        and o.placed_at >= coalesce(before.requested_at, w.began) and o.placed_at < w.ended and o.first_seen_at >= w.began)
      else (select count(*)::int from shipment s where s.merchant_id = ${merchantId}::uuid and s.integration_id = w.integration_id
        and s.recorded_at >= w.began and s.recorded_at < w.ended) end as count
    from unnest(${column("id")}::uuid[], ${column("integrationId")}::uuid[], ${column("lane")}::text[], ${column("from")}::timestamptz[],
      ${column("to")}::timestamptz[]) as w (id, integration_id, lane, began, ended)
    left join lateral (
      select r.requested_at from sync_run r where r.merchant_id = ${merchantId}::uuid and r.integration_id = w.integration_id
        and r.status = 'succeeded' and r.requested_at < w.began
      order by r.requested_at desc limit 1) before on w.lane = 'orders_in'`;
  const countOf = (id: string, lane: LaneName): number => counts.find((row) => row.id === id && row.lane === lane)?.count ?? 0;
  return found.map((incident) => ({
    ...incident,
    late: { orders_in: countOf(incident.id, "orders_in"), tracking_out: countOf(incident.id, "tracking_out") },
  }));
}
