import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { HEARTBEAT_MS, LEASE_SECONDS, LeaseLost } from "@/lib/health/lease";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { continueFrom } from "@/lib/infra/observe/trace";
import { inPlatformSql } from "@/lib/infra/sql";
import { claimRoutineSyncs, type RoutineClaim } from "@/lib/sync/routine/claim";
import { executeRoutine } from "@/lib/sync/routine/execute-routine";
import { createBatchFinalizer } from "@/lib/sync/routine/finalize-noop-runs";

/** $1 lease owner; $2, $3, $4 parallel arrays of merchants, integrations and runs. */
const RENEW_LEASES = `
    with held as (
      select * from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as h(merchant_id, integration_id, run_id)
    ), runs as (
      update sync_run r set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) from held h
      where r.merchant_id = h.merchant_id and r.id = h.run_id and r.lease_owner = $1::uuid and r.status = 'running'
      returning r.id
    ), connections as (
      update shop_connection c set held_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) from held h
      where c.merchant_id = h.merchant_id and c.integration_id = h.integration_id and c.holder = h.run_id
    )
    select id as "runId" from runs`;

/** Renews the leases of all runs at once. @returns the runs that this worker still holds */
async function renewRoutineLeases(leaseOwner: string, claims: readonly RoutineClaim[]): Promise<Set<string>> {
  const columns = [claims.map((claim) => claim.merchantId), claims.map((claim) => claim.integrationId), claims.map((claim) => claim.runId)];
  const kept = await inPlatformSql(10_000, (sql) => sql.query<{ runId: string }>(RENEW_LEASES, [leaseOwner, ...columns]));
  return new Set(kept.map(({ runId }) => runId));
}

export interface RoutineOptions {
  /** The current egress configuration: our addresses can change while the worker runs. */
  outside(): Promise<OutsideConfig>;
  /** Concurrent syncs in this process, which mostly wait for shops. */
  concurrency: number;
  /** Stops claiming; running syncs go back to the queue. */
  signal: AbortSignal;
}

/** Syncs that became due meanwhile are claimed together. */
const PAUSE_MS = 100;
const IDLE_PAUSE_MS = 500;
const PAUSE_AFTER_ERROR_MS = 1_000;

/**
 * Runs due scheduled syncs in bulk, straight from their lanes: most change nothing, and a job and a transaction per step would cost more than
 * the shop's answer. @returns a promise that resolves after the signal, once the last sync has ended
 */
export async function runRoutineSyncs(scope: PlatformScope, { outside, concurrency, signal }: RoutineOptions): Promise<void> {
  const leaseOwner = randomUUID();
  const finalize = createBatchFinalizer(leaseOwner);
  const running = new Map<string, { claim: RoutineClaim; stop: AbortController }>();
  const ended = new Set<Promise<void>>();
  const stopAll = (): void => {
    for (const { stop } of running.values()) stop.abort();
  };
  signal.addEventListener("abort", stopAll);
  const heartbeat = setInterval(() => {
    const claims = [...running.values()].map(({ claim }) => claim);
    if (claims.length === 0) return;
    renewRoutineLeases(leaseOwner, claims).then(
      (kept) => {
        for (const { runId } of claims) if (!kept.has(runId)) running.get(runId)?.stop.abort();
      },
      (error: unknown) => log.warn({ err: error }, "could not renew leases"),
    );
  }, HEARTBEAT_MS);

  function start(claim: RoutineClaim, outsideNow: OutsideConfig): void {
    metrics().syncLag.observe(claim.lagSeconds);
    const stop = new AbortController();
    running.set(claim.runId, { claim, stop });
    const one = continueFrom({}, "routine sync", { "mooring.run": claim.runId }, () =>
      executeRoutine(claim, leaseOwner, { outside: outsideNow, stop, finalize }),
    )
      .catch((error: unknown) => {
        // The new holder of the lease ends the run.
        if (error instanceof LeaseLost) log.warn({ runId: claim.runId }, "lease lost to another worker");
        else log.error({ err: error, runId: claim.runId }, "routine sync failed; it is retried when its lease expires");
      })
      .finally(() => {
        running.delete(claim.runId);
        ended.delete(one);
      });
    ended.add(one);
  }

  const mostOfMerchant = Math.ceil(concurrency / 2);
  while (!signal.aborted) {
    let pauseMs = PAUSE_MS;
    try {
      const most = concurrency - running.size;
      if (most > 0) {
        const busyMerchants = merchantsWith(mostOfMerchant, running.values());
        const claims = await claimRoutineSyncs(scope, { leaseOwner, most, mostOfMerchant, busyMerchants });
        const outsideNow = await outside();
        for (const claim of claims) start(claim, outsideNow);
        if (claims.length === 0) pauseMs = IDLE_PAUSE_MS;
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, "could not claim routine syncs; retrying");
      pauseMs = PAUSE_AFTER_ERROR_MS;
    }
    await wait(pauseMs, undefined, { signal }).catch(() => {});
  }
  stopAll();
  while (ended.size > 0) await Promise.all(ended);
  clearInterval(heartbeat);
}

function merchantsWith(most: number, running: Iterable<{ claim: RoutineClaim }>): string[] {
  const counts = new Map<string, number>();
  for (const { claim } of running) counts.set(claim.merchantId, (counts.get(claim.merchantId) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= most).map(([merchantId]) => merchantId);
}
