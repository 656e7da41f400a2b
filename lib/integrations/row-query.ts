import type { LaneName, Verdict } from "@/lib/checks/result";
import type { CheckSummary, IntegrationRow, LaneView, RunProgress } from "@/lib/integrations/row";
import { isPlatform } from "@/lib/shops/platforms";
import { LANE_STATES, laneReasonSchema } from "@/lib/sync/lane";
import type { Transaction } from "@/lib/system/db";

interface LaneRecord {
  state: string;
  since: string;
  reason: string;
  reasonParams: Record<string, unknown>;
  nextSyncAt: string | null;
  nextLookAt: string | null;
  lastSuccessAt: string | null;
  failingSince: string | null;
}

interface RowRecord {
  id: string;
  name: string;
  platform: string;
  base_url: string;
  has_credentials: boolean;
  created_at: Date;
  last_order_at: Date | null;
  lanes: Partial<Record<LaneName, LaneRecord>> | null;
  run: RunProgress | null;
  newest_check: (Omit<CheckSummary, "verdict"> & { verdict: Verdict | null }) | null;
}

const instant = (text: string): string => new Date(text).toISOString();
const instantOrNull = (text: string | null): string | null => (text === null ? null : instant(text));

function laneView(record: LaneRecord | undefined, createdAt: Date): LaneView {
  const state = LANE_STATES.find((known) => known === record?.state) ?? "regular";
  if (!record)
    return {
      state,
      since: createdAt.toISOString(),
      reason: { code: "none" },
      nextSyncAt: null,
      nextLookAt: null,
      lastSuccessAt: null,
      failingSince: null,
    };
  const reason = laneReasonSchema.safeParse({ ...record.reasonParams, code: record.reason });
  return {
    state,
    since: instant(record.since),
    reason: reason.success ? reason.data : { code: "none" },
    nextSyncAt: instantOrNull(record.nextSyncAt),
    nextLookAt: instantOrNull(record.nextLookAt),
    lastSuccessAt: instantOrNull(record.lastSuccessAt),
    failingSince: instantOrNull(record.failingSince),
  };
}

function toRow(record: RowRecord, readAt: number): IntegrationRow {
  return {
    id: record.id,
    name: record.name,
    platform: isPlatform(record.platform) ? record.platform : "woocommerce",
    baseUrl: record.base_url,
    hasCredentials: record.has_credentials,
    lanes: {
      orders_in: laneView(record.lanes?.orders_in, record.created_at),
      tracking_out: laneView(record.lanes?.tracking_out, record.created_at),
    },
    lastOrderAt: record.last_order_at?.toISOString() ?? null,
    run: record.run && { ...record.run, requestedAt: instant(record.run.requestedAt), startedAt: instantOrNull(record.run.startedAt) },
    check: record.newest_check && { ...record.newest_check, at: instant(record.newest_check.at) },
    readAt,
  };
}

/**
 * The rows of one merchant by name, or of one integration: lanes, active run and newest check come in the same statement, each through an
 * index, so that 400 shops cost one round trip. `integrationId` null means all.
 */
export async function readIntegrationRows(tx: Transaction, merchantId: string, integrationId: string | null): Promise<IntegrationRow[]> {
  const readAt = Date.now();
  const records = await tx.$queryRaw<RowRecord[]>`
    select i.id, i.name, i.platform, i.base_url, i.credentials is not null as has_credentials, i.created_at, i.last_order_at, l.lanes, r.run, c.newest_check
    from integration i
    left join lateral (
      select jsonb_object_agg(lane, jsonb_build_object('state', state, 'since', since, 'reason', reason, 'reasonParams', reason_params,
        'nextSyncAt', next_sync_at, 'nextLookAt', next_look_at, 'lastSuccessAt', last_success_at, 'failingSince', failing_since)) as lanes
      from lane where lane.merchant_id = i.merchant_id and lane.integration_id = i.id
    ) l on true
    left join lateral (
      select jsonb_build_object('id', id, 'trigger', trigger, 'status', status, 'phase', phase, 'total', total, 'fetched', fetched,
        'requestedAt', requested_at, 'startedAt', started_at) as run
      from sync_run where sync_run.merchant_id = i.merchant_id and sync_run.integration_id = i.id and status in ('queued', 'running')
      limit 1
    ) r on true
    left join lateral (
      select jsonb_build_object('id', id, 'status', status, 'verdict', verdict, 'causeCodes', cause_codes, 'probesDone', probes_done,
        'at', coalesce(finished_at, requested_at)) as newest_check
      from reachability_check where reachability_check.merchant_id = i.merchant_id and reachability_check.integration_id = i.id
      order by requested_at desc limit 1
    ) c on true
    where i.merchant_id = ${merchantId}::uuid and (${integrationId}::uuid is null or i.id = ${integrationId}::uuid)
    order by lower(i.name), i.id`;
  return records.map((record) => toRow(record, readAt));
}
