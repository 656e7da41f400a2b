import { MINUTE_MS } from "@/lib/base/units";
import { CAUSE_CODES } from "@/lib/check/causes";
import type { FailingShop, FleetTotals } from "@/lib/check/shop-traits";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { LIVE_CHANNEL } from "@/lib/infra/live/events";
import { publish } from "@/lib/infra/live/publish";
import { type Cluster, findClusters, MIN_CLUSTER_SHOPS } from "@/lib/operations/fleet/find-clusters";

// Opens, updates and ends shared incidents. An advisory lock admits one worker at a time.

const LOCK = 4_711_001;
/** An incident ends when only this share of its shops is left. */
const LEFT_SHARE = 0.1;

/** Shops whose own incident says that imports or tracking fail, or holds the cause while they go on another way. A paused shop shows nothing. */
async function readFailing(tx: Transaction): Promise<FailingShop[]> {
  const rows = await tx.$queryRaw<(Omit<FailingShop, "cause"> & { cause: string })[]>`
    select f.merchant_id as "merchantId", f.integration_id as "integrationId", f.cause, f.network, f.egress, f.blocker, f.server, f.shop_system as "shopSystem", f.since
    from fleet_fact f
      join incident own on own.merchant_id = f.merchant_id and own.integration_id = f.integration_id and own.closed_at is null
      join lane l on l.merchant_id = f.merchant_id and l.integration_id = f.integration_id and l.lane = 'orders_in' and l.state <> 'paused'
    where f.cause is not null and (exists (select 1 from jsonb_each(own.facts->'lanes') failing where failing.value->>'failingSince' is not null
        and failing.value->>'state' in ('throttled', 'action_needed'))
      or exists (select 1 from jsonb_array_elements(own.facts->'causes') held where held->>'code' = f.cause and held->>'clearedAt' is null))`;
  return rows.flatMap((row) => {
    const cause = CAUSE_CODES.find((code) => code === row.cause);
    return cause ? [{ ...row, cause }] : [];
  });
}

async function readTotals(tx: Transaction): Promise<FleetTotals> {
  const rows = await tx.$queryRaw<{ network: string | null; server: string | null; shopSystem: string; count: number }[]>`
    select network, server, shop_system as "shopSystem", count(*)::int as count from fleet_fact group by 1, 2, 3`;
  const totals = { all: 0, network: new Map<string, number>(), server: new Map<string, number>(), shopSystem: new Map<string, number>() };
  for (const row of rows) {
    totals.all += row.count;
    for (const dimension of ["network", "server", "shopSystem"] as const) {
      const value = row[dimension];
      if (value !== null) totals[dimension].set(value, (totals[dimension].get(value) ?? 0) + row.count);
    }
  }
  return totals;
}

async function readOpen(tx: Transaction) {
  const rows = await tx.$queryRaw<{ id: string; mostShops: number; shops: string[] | null }[]>`
    select i.id, i.most_shops as "mostShops", (select array_agg(s.integration_id::text) from fleet_incident_shop s where s.incident_id = i.id and s.left_at is null) as shops
    from fleet_incident i where i.resolved_at is null order by i.started_at`;
  return rows.map(({ shops, ...row }) => ({ ...row, shops: new Set(shops ?? []) }));
}

type OpenIncident = Awaited<ReturnType<typeof readOpen>>[number];

async function notifyMerchants(tx: Transaction, shops: readonly { merchantId: string }[]): Promise<void> {
  const merchants = [...new Set(shops.map(({ merchantId }) => merchantId))];
  await tx.$executeRaw`
    select count(pg_notify(${LIVE_CHANNEL}, json_build_object('kind', 'incident', 'merchantId', merchant)::text))
    from unnest(${merchants}::text[]) as merchant`;
}

/** Refreshes the pages of all merchants with a shop in the incident. */
export const notifyMembers = async (tx: Transaction, incidentId: string): Promise<void> =>
  notifyMerchants(
    tx,
    await tx.fleetIncidentShop.findMany({ where: { incidentId, leftAt: null }, select: { merchantId: true }, distinct: ["merchantId"] }),
  );

async function join(tx: Transaction, incidentId: string, shops: readonly FailingShop[]): Promise<FailingShop[]> {
  const joined = await tx.$queryRaw<{ id: string }[]>`
    insert into fleet_incident_shop (merchant_id, incident_id, integration_id, shop_incident_id)
    select m, ${incidentId}::uuid, i, own.id from unnest(${shops.map(({ merchantId }) => merchantId)}::uuid[], ${shops.map(({ integrationId }) => integrationId)}::uuid[]) as shop (m, i)
      join incident own on own.merchant_id = m and own.integration_id = i and own.closed_at is null
    where not exists (select 1 from fleet_incident_shop other where other.merchant_id = m and other.integration_id = i and other.left_at is null)
    on conflict (merchant_id, incident_id, integration_id) do update set left_at = null, shop_incident_id = excluded.shop_incident_id
    returning integration_id::text as id`;
  const ids = new Set(joined.map(({ id }) => id));
  return shops.filter(({ integrationId }) => ids.has(integrationId));
}

const countMerchants = (tx: Transaction, incidentId: string): Promise<unknown> => tx.$executeRaw`
  update fleet_incident set most_merchants = (select count(distinct merchant_id) from fleet_incident_shop where incident_id = ${incidentId}::uuid)
  where id = ${incidentId}::uuid`;

async function openIncident(tx: Transaction, cluster: Cluster): Promise<void> {
  const { id } = await tx.fleetIncident.create({
    data: { startedAt: cluster.startedAt, traits: cluster.traits, cause: cluster.cause, mostShops: cluster.shops.length },
    select: { id: true },
  });
  const joined = await join(tx, id, cluster.shops);
  await countMerchants(tx, id);
  await notifyMerchants(tx, joined);
}

async function growIncident(tx: Transaction, incident: OpenIncident, cluster: Cluster): Promise<number> {
  const added = await join(
    tx,
    incident.id,
    cluster.shops.filter(({ integrationId }) => !incident.shops.has(integrationId)),
  );
  if (added.length === 0) return 0;
  for (const { integrationId } of added) incident.shops.add(integrationId);
  await tx.fleetIncident.update({ where: { id: incident.id }, data: { mostShops: Math.max(incident.mostShops, incident.shops.size) } });
  await countMerchants(tx, incident.id);
  await notifyMerchants(tx, added);
  return added.length;
}

/** Removes recovered shops, and ends incidents that nearly all shops have left. */
async function settle(tx: Transaction, open: readonly OpenIncident[], failing: ReadonlySet<string>): Promise<number> {
  let changed = 0;
  for (const incident of open) {
    const gone = [...incident.shops].filter((id) => !failing.has(id));
    const left = incident.shops.size - gone.length;
    const isOver = left < MIN_CLUSTER_SHOPS && left <= LEFT_SHARE * incident.mostShops;
    if (gone.length === 0 && !isOver) continue;
    const who = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      update fleet_incident_shop set left_at = now() where incident_id = ${incident.id}::uuid and left_at is null
        and (${isOver} or integration_id = any(${gone}::uuid[]))
      returning merchant_id::text as "merchantId", integration_id::text as "integrationId"`;
    if (isOver) await tx.fleetIncident.update({ where: { id: incident.id }, data: { resolvedAt: new Date() } });
    await notifyMerchants(tx, who);
    changed += who.length + (isOver ? 1 : 0);
  }
  return changed;
}

/** Two incidents are the same if they share most shops. */
function findSame(open: readonly OpenIncident[], cluster: Cluster): OpenIncident | undefined {
  const shared = (incident: OpenIncident): number => cluster.shops.filter(({ integrationId }) => incident.shops.has(integrationId)).length;
  return open
    .map((incident) => ({ incident, count: shared(incident) }))
    .filter(({ incident, count }) => count * 2 >= Math.min(incident.shops.size, cluster.shops.length) && count > 0)
    .sort((a, b) => b.count - a.count)[0]?.incident;
}

/** Opens, updates and ends incidents, unless another worker does. */
export async function watchFleet(_scope: PlatformScope): Promise<void> {
  return inPlatform(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}) as taken`;
      if (!lock?.taken) return;
      const [failing, totals, open] = [await readFailing(tx), await readTotals(tx), await readOpen(tx)];
      let changed = 0;
      for (const cluster of findClusters(failing, totals)) {
        const same = findSame(open, cluster);
        if (same) changed += await growIncident(tx, same, cluster);
        else {
          await openIncident(tx, cluster);
          changed += 1;
        }
      }
      changed += await settle(tx, open, new Set(failing.map(({ integrationId }) => integrationId)));
      if (changed > 0) await publish(tx, { kind: "fleet" });
    },
    { timeoutMs: MINUTE_MS },
  );
}
