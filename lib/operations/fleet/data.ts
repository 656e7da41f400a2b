import { PAGE_SIZE } from "@/lib/base/paging";
import { type CauseCode, toCauseCode } from "@/lib/check/causes";
import { type Traits, toTraits } from "@/lib/check/shop-traits";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { inPlatform } from "@/lib/infra/db";
import type { BulkJob, FleetIncident } from "@/lib/infra/prisma-client/client";
import { sqlWithin } from "@/lib/infra/sql";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readRowsAcross } from "@/lib/integrations/list/row-query";
import { MIN_MERCHANTS } from "@/lib/notify/shared-incident";
import { type FleetFilter, fleetFilterSchema, shopsOf } from "@/lib/operations/fleet/filter";
import { MIN_CLUSTER_SHOPS } from "@/lib/operations/fleet/find-clusters";
import type { BulkKind } from "@/lib/operations/fleet/schema";

export interface FleetIncidentView extends Pick<FleetIncident, "id" | "startedAt" | "resolvedAt" | "mostShops" | "askedTo" | "askedAt"> {
  traits: Traits;
  cause: CauseCode;
  /** Number of shops in it now, and its maximum. */
  shops: number;
  merchants: number;
}

type IncidentRow = Omit<FleetIncidentView, "traits" | "cause"> & { traits: unknown; cause: string };
const toIncident = (row: IncidentRow): FleetIncidentView => ({ ...row, traits: toTraits(row.traits), cause: toCauseCode(row.cause) });

export async function listFleetIncidents(_scope: PlatformScope, limit = 20): Promise<FleetIncidentView[]> {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<IncidentRow[]>`
      select i.id, i.started_at as "startedAt", i.resolved_at as "resolvedAt", i.traits, i.cause, i.most_shops as "mostShops",
        i.asked_to as "askedTo", i.asked_at as "askedAt", count(s.integration_id) filter (where s.left_at is null)::int as shops, count(distinct s.merchant_id)::int as merchants
      from fleet_incident i left join fleet_incident_shop s on s.incident_id = i.id
      group by i.id order by i.resolved_at is not null, i.started_at desc limit ${limit}`,
  );
  return rows.map(toIncident);
}

const OWN_TROUBLED_SHOPS = `select s.incident_id as "incidentId", i.id, i.name from fleet_incident_shop s
    join integration i on i.merchant_id = s.merchant_id and i.id = s.integration_id
    where s.merchant_id = $1::uuid and s.left_at is null and ($2::uuid is null or s.integration_id = $2::uuid) order by i.name`;

/** The open shared incidents of the merchant's shops, if enough merchants share them to be anonymous. Names only the merchant's own shops. */
export async function listKnownProblems(scope: MerchantScope, integrationId: string | null = null) {
  const { merchantId } = scope;
  const own = await readMerchant(scope, ({ sql }) =>
    sql.query<{ incidentId: string; id: string; name: string }>(OWN_TROUBLED_SHOPS, [merchantId, integrationId]),
  );
  if (own.length === 0) return [];
  const ids = [...new Set(own.map(({ incidentId }) => incidentId))];
  const incidents = await inPlatform((tx) =>
    tx.fleetIncident.findMany({
      where: { id: { in: ids }, resolvedAt: null, mostMerchants: { gte: MIN_MERCHANTS } },
      orderBy: { startedAt: "asc" },
      include: { _count: { select: { shops: { where: { leftAt: null } } } } },
    }),
  );
  return incidents.map(({ id, startedAt, cause, traits, mostShops, _count }) => ({
    incidentId: id,
    startedAt,
    cause: toCauseCode(cause),
    traits: toTraits(traits),
    // A small remaining count would identify individual shops.
    shops: _count.shops >= MIN_CLUSTER_SHOPS ? _count.shops : mostShops,
    own: own.filter(({ incidentId }) => incidentId === id).map((shop) => ({ id: shop.id, name: shop.name })),
  }));
}

export async function countShops(_scope: PlatformScope, filter: FleetFilter): Promise<number> {
  const [row] = await inPlatform((tx) => tx.$queryRaw<{ count: number }[]>`select count(*)::int as count from (${shopsOf(filter)}) shops`);
  return row?.count ?? 0;
}

export interface FittingShop {
  merchantId: string;
  merchantName: string;
  row: IntegrationRow;
}

export function listFittingShops(_scope: PlatformScope, filter: FleetFilter, page: number): Promise<FittingShop[]> {
  return inPlatform(async (tx) => {
    const shops = await tx.$queryRaw<{ merchantId: string; merchantName: string; integrationId: string }[]>`
      select m.id as "merchantId", m.name as "merchantName", fit.integration_id as "integrationId"
      from (${shopsOf(filter)}) fit join merchant m on m.id = fit.merchant_id
      order by lower(m.name), m.id, fit.integration_id limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
    const rows = await readRowsAcross(sqlWithin(tx), shops);
    return shops.flatMap(({ merchantId, merchantName, integrationId }) => {
      const row = rows.get(integrationId);
      return row ? [{ merchantId, merchantName, row }] : [];
    });
  });
}

export interface BulkJobView extends Pick<BulkJob, "id" | "reason" | "perMinute" | "createdAt" | "endedAt" | "total"> {
  kind: BulkKind;
  status: "running" | "stopped" | "done";
  filter: FleetFilter;
  orderedBy: Actor;
  passed: number;
  failed: number;
  /** Checks and runs that have not ended. */
  running: number;
  /** Shops with a result. */
  ended: number;
}

interface JobRow extends Omit<BulkJobView, "filter" | "orderedBy" | "kind" | "status"> {
  kind: string;
  status: string;
  filter: unknown;
  orderedBy: unknown;
}

const toJob = (row: JobRow): BulkJobView => ({
  ...row,
  kind: row.kind === "refresh" ? "refresh" : "check",
  status: row.status === "running" || row.status === "stopped" ? row.status : "done",
  filter: fleetFilterSchema.safeParse(row.filter).data ?? {},
  orderedBy: readActor(row.orderedBy),
});

/** The newest bulk jobs, or only `jobId`, with their progress. */
export async function listBulkJobs(_scope: PlatformScope, jobId: string | null = null): Promise<BulkJobView[]> {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<JobRow[]>`
      select j.id, j.kind, j.status, j.filter, j.reason, j.ordered_by as "orderedBy", j.per_minute as "perMinute", j.created_at as "createdAt",
        j.ended_at as "endedAt", j.total, count(*) filter (where i.result = 'passed')::int as passed, count(*) filter (where i.result = 'failed')::int as failed,
        count(*) filter (where i.result is null and i.outcome in ('started', 'joined'))::int as running, count(i.result)::int as ended
      from (select * from bulk_job where (${jobId}::uuid is null or id = ${jobId}::uuid) order by created_at desc limit 10) j
        left join bulk_item i on i.job_id = j.id
      group by j.id, j.kind, j.status, j.filter, j.reason, j.ordered_by, j.per_minute, j.created_at, j.ended_at, j.total order by j.created_at desc`,
  );
  return rows.map(toJob);
}

export type KnownProblem = Awaited<ReturnType<typeof listKnownProblems>>[number];
