import type { PhaseTimes } from "@/lib/connectors/http/shop-exchanges";
import { nextTryAt } from "@/lib/health/lane/throttle";
import { LIVE_CHANNEL } from "@/lib/infra/live/events";
import { log } from "@/lib/infra/log";
import { inPlatformSql } from "@/lib/infra/sql";
import type { CountCheck } from "@/lib/sync/engine/reconcile-counts";
import type { RoutineClaim } from "@/lib/sync/routine/claim";
import type { NoopRun } from "@/lib/sync/routine/deferred-store";

export interface NoopEnd {
  claim: RoutineClaim;
  run: NoopRun;
  countCheck: CountCheck | null;
  times: PhaseTimes | null;
}

/**
 * $1 lease owner, $2 the ends as JSON. Ends a run only while this worker holds its lease, its lane is healthy and the ledger is unchanged
 * since the claim. Skips locked rows, so that batches never wait for each other, and runs that another one waits for.
 */
const FINALIZE = `
    with ended as (
      select * from jsonb_to_recordset($2::jsonb) as e(
        merchant_id uuid, integration_id uuid, run_id uuid, interval_id uuid, known_to timestamptz, covered_to timestamptz, asked_at timestamptz,
        next_sync_at timestamptz, window_from timestamptz, window_to timestamptz, fetched int, announced int,
        shop_count int, our_count int, count_check_from timestamptz, count_check_to timestamptz, count_check_is_whole boolean, is_searched boolean,
        dns_ms real, connect_ms real, tls_ms real, first_byte_ms real)
    ), free as (
      select e.* from ended e
        join sync_run r on r.merchant_id = e.merchant_id and r.id = e.run_id and r.lease_owner = $1::uuid and r.status = 'running'
        join lane l on l.merchant_id = e.merchant_id and l.integration_id = e.integration_id and l.lane = 'orders_in'
          and l.state = 'regular' and l.reason = 'none' and l.failures = 0 and l.failing_since is null
        join coverage_interval c on c.merchant_id = e.merchant_id and c.id = e.interval_id and c.covered_to = e.known_to
      where not exists (select 1 from sync_run w where w.merchant_id = e.merchant_id and w.integration_id = e.integration_id and w.status = 'waiting')
      for update of r, l, c skip locked
    ), runs as (
      update sync_run r set status = 'succeeded', phase = 'done', finished_at = clock_timestamp(), lease_owner = null, lease_until = null,
        window_from = e.window_from, window_to = e.window_to, total = e.announced, fetched = e.fetched, unchanged = e.fetched,
        shop_count = e.shop_count, our_count = e.our_count, count_check_from = e.count_check_from, count_check_to = e.count_check_to,
        count_check_is_whole = coalesce(e.count_check_is_whole, true), is_searched = coalesce(e.is_searched, false),
        dns_ms = e.dns_ms, connect_ms = e.connect_ms, tls_ms = e.tls_ms, first_byte_ms = e.first_byte_ms
      from free e where r.merchant_id = e.merchant_id and r.id = e.run_id
      returning r.id
    ), lanes as (
      update lane l set next_sync_at = e.next_sync_at, last_success_at = clock_timestamp(), delay_seconds = 0
      from free e where l.merchant_id = e.merchant_id and l.integration_id = e.integration_id and l.lane = 'orders_in'
    ), ledger as (
      update coverage_interval c set covered_to = e.covered_to, run_id = e.run_id, confirmed_at = e.asked_at
      from free e where c.merchant_id = e.merchant_id and c.id = e.interval_id and e.covered_to > c.covered_to
    ), connections as (
      delete from shop_connection c using free e
      where c.merchant_id = e.merchant_id and c.integration_id = e.integration_id and c.holder = e.run_id
    ), notified as (
      select pg_notify('${LIVE_CHANNEL}', json_build_object('kind', kind, 'merchantId', e.merchant_id, 'integrationId', e.integration_id,
        'runId', e.run_id)::text)
      from free e cross join (values ('run'), ('integration')) as news(kind)
    )
    select runs.id as "runId" from runs where (select count(*) from notified) >= 0`;

/** Ends many runs in one statement. @returns the runs that were ended; the others must be ended one by one */
async function finalizeNoopRuns(leaseOwner: string, ends: readonly NoopEnd[], now: Date): Promise<Set<string>> {
  const rows = ends.map((end) => toRow(end, now));
  const finalized = await inPlatformSql(30_000, (sql) => sql.query<{ runId: string }>(FINALIZE, [leaseOwner, JSON.stringify(rows)]));
  return new Set(finalized.map(({ runId }) => runId));
}

function toRow({ claim, run, countCheck, times }: NoopEnd, now: Date): Record<string, unknown> {
  const moment = { now, random: Math.random };
  return {
    merchant_id: claim.merchantId,
    integration_id: claim.integrationId,
    run_id: claim.runId,
    interval_id: claim.newest.id,
    known_to: new Date(claim.newest.to),
    covered_to: run.coveredTo === null ? null : new Date(run.coveredTo),
    asked_at: run.askedAt,
    next_sync_at: nextTryAt(claim.syncIntervalSeconds, null, moment),
    window_from: run.window?.from ?? null,
    window_to: run.window?.to ?? null,
    fetched: run.fetched,
    announced: run.announced,
    shop_count: countCheck?.shopCount ?? null,
    our_count: countCheck?.ourCount ?? null,
    count_check_from: countCheck?.window.from ?? null,
    count_check_to: countCheck?.window.to ?? null,
    count_check_is_whole: countCheck?.isWhole ?? null,
    is_searched: countCheck?.isSearched ?? null,
    dns_ms: times?.dnsMs ?? null,
    connect_ms: times?.connectMs ?? null,
    tls_ms: times?.tlsMs ?? null,
    first_byte_ms: times?.firstByteMs ?? null,
  };
}

const BATCH_WAIT_MS = 25;
const MAX_BATCH = 100;

interface Waiting {
  end: NoopEnd;
  resolve(isFinalized: boolean): void;
}

/** Batches the ends of no-op runs. @returns a function that ends one; false if it must be ended separately */
export function createBatchFinalizer(leaseOwner: string): (end: NoopEnd) => Promise<boolean> {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      const finalized = await finalizeNoopRuns(
        leaseOwner,
        batch.map(({ end }) => end),
        new Date(),
      ).catch((error: unknown) => {
        log.warn({ err: error, runs: batch.length }, "could not finalize runs together; they are finalized one by one");
        return new Set<string>();
      });
      for (const { end, resolve } of batch) resolve(finalized.has(end.claim.runId));
    }
    isWriting = false;
  }

  return (end) =>
    new Promise((resolve) => {
      waiting.push({ end, resolve });
      if (isWriting) return;
      isWriting = true;
      setTimeout(() => void write(), BATCH_WAIT_MS);
    });
}
