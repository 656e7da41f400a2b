import { LEASE_SECONDS } from "@/lib/health/lease";
import type { StoredShop } from "@/lib/health/open-shop";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatformSql } from "@/lib/infra/sql";
import { POSTPONE_SECONDS } from "@/lib/sync/engine/plan";
import type { RunCheckpoint } from "@/lib/sync/engine/ports";
import { CHECKPOINT_COLUMNS, CHECKPOINT_JOINS, type CheckpointRow, ms, toCheckpoint } from "@/lib/sync/run/checkpoint";

/** A routine sync held by this worker, with everything needed to detect changes. */
export interface RoutineClaim {
  merchantId: string;
  integrationId: string;
  runId: string;
  /** The claim includes a connection held by the run; otherwise the run waits for one. */
  hasConnection: boolean;
  shop: StoredShop;
  syncIntervalSeconds: number;
  lagSeconds: number;
  /** The lane is `regular` without failures, and the shop refuses none of our visitors, so a no-op run changes neither lane nor incident. */
  laneIsHealthy: boolean;
  checkpoint: RunCheckpoint;
  newest: { id: string; from: number; to: number };
  /** Stored orders modified since `from`, by id. */
  known: { from: number; versions: ReadonlyMap<string, { modifiedAtMs: number; rawHash: string }> };
  /** Number of stored orders; null if any are quarantined, which requires an exact count. */
  ourCount: number | null;
}

/** How many syncs to claim, and for which merchants. */
export interface ClaimRequest {
  /** Identifies this worker in the leases. */
  leaseOwner: string;
  most: number;
  /** Limit per merchant, so that one with many shops leaves room for others. */
  mostOfMerchant: number;
  /** Merchants that have reached their limit. */
  busyMerchants: readonly string[];
}

interface ClaimedRow
  extends Omit<RoutineClaim, "shop" | "checkpoint" | "newest" | "known">,
    Omit<StoredShop, "historyDays">,
    CheckpointRow {
  cartsCounted: boolean | null;
  knownFromMs: number | null;
  /** [external id, time in milliseconds, hash]. */
  versions: [string, number, string][];
}

/** With more orders than this in the overlap, the store looks them up instead. */
const MAX_KNOWN_VERSIONS = 60;

/**
 * $1 lease owner, $2 limit, $3 limit per merchant, $4 busy merchants, $5 actor. Reads candidates without locks to apply the limit per
 * merchant; the lock then rechecks that they are due. Skips lanes with an active run, which locks its row before the lane: waiting for it
 * would deadlock.
 */
const CLAIM = `
    with candidates as (
      select l.merchant_id, l.integration_id, l.next_sync_at from lane l
      where l.lane = 'orders_in' and l.next_sync_at <= now() and l.state not in ('paused', 'off') and l.last_success_at is not null
        and l.merchant_id <> all($4::uuid[]) and not exists (
          select 1 from sync_run r where r.merchant_id = l.merchant_id and r.integration_id = l.integration_id and r.status in ('queued', 'running'))
      order by l.next_sync_at limit 4 * $2::int
    ), fair as (
      select c.*, row_number() over (partition by c.merchant_id order by c.next_sync_at) as place from candidates c
    ), due as (
      select l.merchant_id, l.integration_id, l.state = 'regular' and l.reason = 'none' and l.failures = 0 and l.failing_since is null as is_quiet,
        l.next_sync_at as due_at
      from fair f join lane l on l.merchant_id = f.merchant_id and l.integration_id = f.integration_id and l.lane = 'orders_in'
      where f.place <= $3::int and l.next_sync_at <= now() and l.state not in ('paused', 'off')
      order by f.next_sync_at limit $2::int for update of l skip locked
    ), put_off as (
      update lane set next_sync_at = now() + make_interval(secs => ${POSTPONE_SECONDS}) from due
      where lane.merchant_id = due.merchant_id and lane.integration_id = due.integration_id and lane.lane = 'orders_in'
    ), started as (
      insert into sync_run (merchant_id, id, integration_id, trigger, status, phase, requested_by, started_at, lease_owner, lease_until, attempt)
      select i.merchant_id, gen_random_uuid(), i.id, 'schedule', 'running', 'fetching', $5::jsonb, clock_timestamp(), $1::uuid,
        clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), 1
      from due join integration i on i.merchant_id = due.merchant_id and i.id = due.integration_id
      where i.credentials is not null
      on conflict (merchant_id, integration_id) where status in ('queued', 'running') do nothing
      returning merchant_id, integration_id, id
    ), connected as (
      insert into shop_connection as held (merchant_id, integration_id, slot, holder, held_until)
      select s.merchant_id, s.integration_id, free.slot, s.id, clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      from started s cross join lateral (
        select slot from (values (1), (2)) as place(slot)
        where not exists (select 1 from shop_connection c where c.merchant_id = s.merchant_id and c.integration_id = s.integration_id
          and c.slot = place.slot and c.held_until > clock_timestamp())
        order by slot limit 1
      ) free
      on conflict (merchant_id, integration_id, slot) do update set holder = excluded.holder, held_until = excluded.held_until
        where held.held_until <= clock_timestamp()
      returning holder
    )
    select i.merchant_id as "merchantId", i.id as "integrationId", s.id as "runId",
      exists (select 1 from connected c where c.holder = s.id) as "hasConnection",
      i.base_url as "baseUrl", i.shop_system as "shopSystem", i.credentials, i.credentials_key_id as "credentialsKeyId", i.carts_counted as "cartsCounted", i.refused_visitors as "refusedVisitors",
      i.sync_interval_seconds as "syncIntervalSeconds", due.is_quiet and i.refused_visitors = '[]'::jsonb and not exists (
        select 1 from incident o where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.closed_at is null) as "laneIsHealthy",
      extract(epoch from now() - due.due_at)::float8 as "lagSeconds", ours.count as "ourCount",
      ${ms("since.at")} as "knownFromMs", coalesce(recent.versions, '[]'::jsonb) as versions, ${CHECKPOINT_COLUMNS}
    from started s
      join integration i on i.merchant_id = s.merchant_id and i.id = s.integration_id
      join due on due.merchant_id = s.merchant_id and due.integration_id = s.integration_id
      ${CHECKPOINT_JOINS}
      cross join lateral (
        select least(anchor.modified_at, ledger.newest_to - make_interval(secs => 130 + 2 * abs(i.clock_skew_ms) / 1000.0)) as at
      ) since
      left join lateral (
        select jsonb_agg(jsonb_build_array(o.external_id, ${ms("o.modified_at")}, encode(o.raw_hash, 'hex'))) as versions
        from (select external_id, modified_at, raw_hash from shop_order o
          where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.removed_at is null and o.modified_at >= since.at
          limit ${MAX_KNOWN_VERSIONS + 1}) o
      ) recent on true
      left join lateral (
        select count(*)::int as count from shop_order o
        where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.removed_at is null
          and (i.import_from is null or o.modified_at >= i.import_from)
          and (i.history_days is null or o.placed_at >= now() - make_interval(days => i.history_days - 1))
        having not exists (select 1 from quarantined_order a where a.integration_id = i.id and a.merchant_id = i.merchant_id and a.resolved_at is null)
      ) ours on true`;

/** Claims due routine syncs in one statement: each becomes a running run under this worker's lease, and a concurrent Refresh joins it. */
export function claimRoutineSyncs(scope: PlatformScope, request: ClaimRequest): Promise<RoutineClaim[]> {
  return inPlatformSql(30_000, async (sql) => {
    const values = [request.leaseOwner, request.most, request.mostOfMerchant, request.busyMerchants, JSON.stringify(scope.actor)];
    return (await sql.query<ClaimedRow>(CLAIM, values)).map(toClaim);
  });
}

function toClaim(row: ClaimedRow): RoutineClaim {
  const {
    baseUrl,
    shopSystem,
    credentials,
    credentialsKeyId,
    cartsCounted,
    refusedVisitors,
    intervals,
    knownFromMs,
    versions,
    ...claimed
  } = row;
  const [id, from, to] = intervals?.at(-1) ?? ["", 0, 0];
  return {
    ...claimed,
    shop: { baseUrl, shopSystem, credentials, credentialsKeyId, cartsCounted, refusedVisitors },
    checkpoint: toCheckpoint(row, null),
    newest: { id, from, to },
    known: {
      from: knownFromMs !== null && versions.length <= MAX_KNOWN_VERSIONS ? knownFromMs : Number.POSITIVE_INFINITY,
      versions: new Map(versions.map(([externalId, modifiedAtMs, rawHash]) => [externalId, { modifiedAtMs, rawHash }])),
    },
  };
}
