import { hasTrait, toCauseCode } from "@/lib/check/causes";
import { currentSummary } from "@/lib/check/current-result";
import { type RefusedVisitors, toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import { readableUrlOrNull } from "@/lib/connectors/readable-url";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { toLaneReason, toLaneState } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { refusedReason } from "@/lib/health/refused-reason";
import { openCauses } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";
import { viewIncident } from "@/lib/incidents/incident-view";
import { toIncident } from "@/lib/incidents/record";
import type { Incident as StoredIncident } from "@/lib/infra/prisma-client/client";
import type { Sql } from "@/lib/infra/sql";
import { estimateMissedOrders, type OrderPace } from "@/lib/integrations/list/missed-orders";
import { orderPaceSql } from "@/lib/integrations/list/order-pace-sql";
import type { CheckSummary, IntegrationRow, LaneView, RunProgress } from "@/lib/integrations/list/row";
import { MIN_MERCHANTS } from "@/lib/notify/shared-incident";
import { COUNTS_AGREE_SQL } from "@/lib/sync/past-runs/count-claim";

/** JSON from the database, whose instants have another ISO format. */
interface LaneRecord extends Omit<LaneView, "state" | "reason"> {
  state: string;
  reason: string;
  params: Record<string, unknown>;
}

interface CheckRecord extends CheckSummary {
  startedAt: string;
}

interface RowRecord {
  id: string;
  name: string;
  shop_system: string;
  base_url: string;
  has_credentials: boolean;
  method_fallback: boolean;
  credentials_stored_at: Date | null;
  refused_visitors: unknown;
  created_at: Date;
  last_order_at: Date | null;
  lanes: Partial<Record<LaneName, LaneRecord>> | null;
  parcels: number;
  /** Set only while orders do not flow. */
  pace: OrderPace | null;
  counts_agree: boolean | null;
  run: RunProgress | null;
  newest_check: CheckRecord | null;
  shared: { shops: number; since: string; isAsked: boolean; isAtHost: boolean } | null;
  incident: Pick<StoredIncident, "id" | "openedAt" | "closedAt" | "facts"> | null;
}

const instant = (at: string): string => new Date(at).toISOString();
const instantOrNull = (at: string | null): string | null => at && instant(at);

const NOTHING_YET = {
  nextSyncAt: null,
  nextRecoveryProbeAt: null,
  lastSuccessAt: null,
  failingSince: null,
  failedAttempts: 0,
  lastFailedAt: null,
};

/** A lane that goes on although some of our visitors are refused has the cause as its reason. */
function withRefused(view: LaneView, [refused]: readonly RefusedVisitors[]): LaneView {
  if (!refused || view.state !== "regular") return view;
  return { ...view, since: refused.since, reason: refusedReason(refused) };
}

function laneView(record: LaneRecord | undefined, createdAt: Date): LaneView {
  if (!record) return { state: "regular", since: createdAt.toISOString(), reason: { code: "none" }, ...NOTHING_YET };
  const { state, since, reason, params, failedAttempts, ...instants } = record;
  return {
    state: toLaneState(state),
    since: instant(since),
    reason: reason === "none" ? { code: reason } : toLaneReason(reason, params),
    nextSyncAt: instantOrNull(instants.nextSyncAt),
    nextRecoveryProbeAt: instantOrNull(instants.nextRecoveryProbeAt),
    lastSuccessAt: instantOrNull(instants.lastSuccessAt),
    failingSince: instantOrNull(instants.failingSince),
    failedAttempts,
    lastFailedAt: instantOrNull(instants.lastFailedAt),
  };
}

/** Without a key no tracking is sent either, so the import lane's state counts for both. */
function lanesOf({ lanes, created_at: createdAt, refused_visitors: stored }: RowRecord): Record<LaneName, LaneView> {
  const refused = toRefusedVisitors(stored);
  const ordersIn = withRefused(laneView(lanes?.orders_in, createdAt), refused);
  const begun = ordersIn.reason.code === "no_credentials" && ordersIn.lastSuccessAt === null;
  return { orders_in: ordersIn, tracking_out: begun ? ordersIn : withRefused(laneView(lanes?.tracking_out, createdAt), refused) };
}

function checkSummary(
  { credentials_stored_at: keyStoredAt }: RowRecord,
  lanes: IntegrationRow["lanes"],
  { startedAt, at, ...check }: CheckRecord,
): CheckSummary {
  const since = {
    working: LANES.filter((lane) => lanes[lane].state === "regular"),
    isKeyReplaced: keyStoredAt !== null && new Date(startedAt) < keyStoredAt,
  };
  return { ...check, ...currentSummary(check, since), at: instant(at) };
}

/** Of the incident and not of the newest check, which may still run or not have asked for it. */
const hostCausesOf = (incident: Incident | null): string[] =>
  (incident ? openCauses(incident) : []).map(({ code }) => code).filter((code) => !hasTrait(toCauseCode(code), "not_for_hosts"));

function toRow(record: RowRecord, readAt: number): IntegrationRow {
  const lanes = lanesOf(record);
  const incident = record.incident && toIncident(record.incident);
  return {
    id: record.id,
    name: record.name,
    shopSystem: toShopSystem(record.shop_system),
    baseUrl: record.base_url,
    readableUrl: readableUrlOrNull(record.base_url),
    hasCredentials: record.has_credentials,
    methodFallback: record.method_fallback,
    lanes,
    lastOrderAt: record.last_order_at?.toISOString() ?? null,
    effect: { parcels: record.parcels, missedOrders: record.pace && estimateMissedOrders(record.pace), countsAgree: record.counts_agree },
    run: record.run && { ...record.run, requestedAt: instant(record.run.requestedAt), startedAt: instantOrNull(record.run.startedAt) },
    check: record.newest_check && checkSummary(record, lanes, record.newest_check),
    shared: record.shared && { ...record.shared, since: instant(record.shared.since) },
    hostCauses: hostCausesOf(incident),
    incident: incident && viewIncident(incident),
    readAt,
  };
}

/** What the head of a shop's page shows besides the row. */
export interface ShopFacts {
  serverSoftware: string | null;
  importFrom: Date | null;
}

const FACTS = 'i.server_software as "serverSoftware", i.import_from as "importFrom",';

/** $1 merchant, $2 one or more ids. */
const rowsText = (which: "one" | "some"): string => {
  const one = which === "one";
  const ids = one ? "= $2::uuid" : "= any($2::uuid[])";
  const ofOne = `and integration_id ${ids}`;
  return `
    select ${one ? FACTS : ""} i.id, i.name, i.shop_system, i.base_url, i.credentials is not null as has_credentials, i.method_fallback, i.credentials_stored_at, i.refused_visitors, i.created_at, i.last_order_at, own.lanes, r.run, c.newest_check,
      coalesce(s.parcels, 0) as parcels, p.pace, counted.agree as counts_agree, happened.incident, outage.shared
    from integration i
    left join (
      select integration_id, json_object_agg(lane, json_build_object('state', state, 'since', since, 'reason', reason, 'params', reason_params,
        'nextSyncAt', next_sync_at, 'nextRecoveryProbeAt', next_recovery_probe_at, 'lastSuccessAt', last_success_at, 'failingSince', failing_since,
        'failedAttempts', failed_attempts, 'lastFailedAt', last_failed_at)) as lanes,
        bool_or(lane = 'orders_in' and state <> 'regular') as halts
      from lane where merchant_id = $1::uuid ${ofOne}
      group by integration_id
    ) own on own.integration_id = i.id
    left join (
      select integration_id, json_build_object('id', id, 'trigger', trigger, 'status', status, 'phase', phase, 'total', total, 'fetched', fetched,
        'requestedAt', requested_at, 'startedAt', started_at) as run
      from sync_run where merchant_id = $1::uuid ${ofOne} and status in ('queued', 'running')
    ) r on r.integration_id = i.id
    left join lateral (
      select json_build_object('id', id, 'status', status, 'verdict', verdict, 'causeCodes', cause_codes, 'probesDone', probes_done,
        'seen', ${one ? "probes_seen" : "'[]'::jsonb"}, 'at', coalesce(finished_at, requested_at),
        'startedAt', coalesce(started_at, requested_at)) as newest_check
      from reachability_check where reachability_check.merchant_id = i.merchant_id and reachability_check.integration_id = i.id
      order by requested_at desc limit 1
    ) c on true
    left join (
      select integration_id, count(*)::int as parcels from shipment
      where merchant_id = $1::uuid ${ofOne} and status <> 'sent'
      group by integration_id
    ) s on s.integration_id = i.id
    left join lateral (${orderPaceSql("i.merchant_id", "i.id")} and own.halts) p on true
    left join lateral (
      select ${COUNTS_AGREE_SQL} as agree
      from sync_run where sync_run.merchant_id = i.merchant_id and sync_run.integration_id = i.id and status = 'succeeded'
      order by requested_at desc limit 1
    ) counted on true
    left join lateral (
      select json_build_object('id', id, 'openedAt', opened_at, 'closedAt', closed_at, 'facts', facts) as incident
      from incident where incident.merchant_id = i.merchant_id and incident.integration_id = i.id
      order by opened_at desc, id desc limit 1
    ) happened on true
    left join lateral (
      select json_build_object('shops', f.most_shops, 'since', f.started_at, 'isAsked', f.asked_at is not null,
        'isAtHost', coalesce(fact.network = f.traits->>'network', false)) as shared
      from fleet_incident_shop member join fleet_incident f on f.id = member.incident_id
        join fleet_fact fact on fact.merchant_id = i.merchant_id and fact.integration_id = i.id and fact.cause = f.cause
          and (fact.network = f.traits->>'network' or f.traits->>'network' is null
            and f.traits->>'blocker' is null
            and (f.traits->>'egress' is not null or f.traits->>'server' is null and f.traits->>'shopSystem' is null))
      where member.merchant_id = i.merchant_id and member.integration_id = i.id and member.left_at is null
        and f.resolved_at is null and f.most_merchants >= ${MIN_MERCHANTS}
      limit 1
    ) outage on true
    where i.merchant_id = $1::uuid and i.id ${ids}`;
};

const ONE = rowsText("one");
const SOME = rowsText("some");
/** One integration with lanes, effect, active run and newest check in one statement, or null. Reads the pace only in an outage. */
export async function readIntegrationRow(sql: Sql, merchantId: string, integrationId: string): Promise<IntegrationRow | null> {
  return (await readShop(sql, merchantId, integrationId))?.row ?? null;
}

/** The same with what its page shows besides. */
export async function readShop(sql: Sql, merchantId: string, integrationId: string): Promise<(ShopFacts & { row: IntegrationRow }) | null> {
  const readAt = Date.now();
  const [record] = await sql.query<RowRecord & ShopFacts>(ONE, [merchantId, integrationId]);
  if (!record) return null;
  const { serverSoftware, importFrom } = record;
  return { serverSoftware, importFrom, row: toRow(record, readAt) };
}

/** The rows of shops of several merchants by their ids, one statement per merchant. */
export async function readRowsAcross(
  sql: Sql,
  shops: readonly { merchantId: string; integrationId: string }[],
): Promise<Map<string, IntegrationRow>> {
  const rows = new Map<string, IntegrationRow>();
  for (const [merchantId, own] of Map.groupBy(shops, (shop) => shop.merchantId)) {
    const ids = own.map(({ integrationId }) => integrationId);
    for (const row of await readIntegrationRows(sql, merchantId, ids)) rows.set(row.id, row);
  }
  return rows;
}

/** The rows of these ids, in their order; omits unknown and foreign ids. */
export async function readIntegrationRows(sql: Sql, merchantId: string, ids: readonly string[]): Promise<IntegrationRow[]> {
  if (ids.length === 0) return [];
  const readAt = Date.now();
  const records = await sql.query<RowRecord>(SOME, [merchantId, ids]);
  const rows = new Map(records.map((record) => [record.id, toRow(record, readAt)]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}
