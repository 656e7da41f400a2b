import { systemClock } from "@/lib/base/clock";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { LeaseLost } from "@/lib/health/lease";
import { missingCredentials, openShop, unlockShop } from "@/lib/health/open-shop";
import { releaseConnections } from "@/lib/health/shop-connections";
import type { ShopPort } from "@/lib/health/shop-port";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { type RunOutcome, runSync } from "@/lib/sync/engine/run-sync";
import type { RoutineClaim } from "@/lib/sync/routine/claim";
import { openRoutinePorts } from "@/lib/sync/routine/deferred-store";
import type { NoopEnd } from "@/lib/sync/routine/finalize-noop-runs";
import { countSync, executeHeldRun, outcomeOfInternalError, recordOutcome } from "@/lib/sync/run/execute-run";
import { askingOf } from "@/lib/sync/run/lifecycle";
import { type HeldRun, openSyncStore } from "@/lib/sync/run/store";

export interface RoutineEnvironment {
  outside: OutsideConfig;
  /** Aborted if the worker stops, the lease is lost, or the first page is not the last: then the queue continues the run. */
  stop: AbortController;
  /** Ends a no-op run in a batch; false if it must be ended separately. */
  finalize(end: NoopEnd): Promise<boolean>;
}

/** A longer rate limit is left to the next sync, since many routine syncs share this worker. */
const MAX_WAIT_MS = 20_000;

export async function executeRoutine(claim: RoutineClaim, leaseOwner: string, environment: RoutineEnvironment): Promise<void> {
  const { integrationId, runId, merchantId } = claim;
  const scope = jobScope("sync-orders", merchantId);
  const held: HeldRun = { runId, integrationId, leaseOwner, trigger: "schedule", attempt: 1 };
  if (!claim.hasConnection) return executeHeldRun(scope, held, { outside: environment.outside, signal: environment.stop.signal });
  let isFinalized = false;
  try {
    isFinalized = await executeConnected(claim, scope, held, environment);
  } finally {
    if (!isFinalized) await releaseConnections(scope, runId);
  }
}

/** @returns whether the run was ended in a batch, including its connection */
async function executeConnected(claim: RoutineClaim, scope: MerchantScope, held: HeldRun, environment: RoutineEnvironment) {
  const shop = unlockShop(scope, claim.shop, claim.integrationId);
  if (!shop) throw new LeaseLost(held.runId);
  if (!shop.ok || shop.facts.credentials === null) {
    const outcome: RunOutcome = { kind: "failed", failure: shop.ok ? missingCredentials() : shop.failure };
    await recordOutcome(scope, held, outcome, null);
    countSync(claim.shop.shopSystem, outcome);
    return false;
  }
  const { outside, stop } = environment;
  const port = openShop(shop.facts, outside, {}, { signal: stop.signal, maxWaitMs: MAX_WAIT_MS });
  const ports = openRoutinePorts(claim, stoppingAfterFirstPage(port, stop), openSyncStore(scope, held));
  const outcome = await runSync({ shop: ports.shop, store: ports.store, clock: systemClock, signal: stop.signal })
    .catch((error: unknown) => outcomeOfInternalError(error, held))
    .finally(() => port.close());
  const seen = askingOf(port);
  const noopRun = outcome.kind === "succeeded" && claim.laneIsHealthy ? ports.noopRun() : null;
  const isFinalized =
    noopRun !== null &&
    outcome.kind === "succeeded" &&
    (await environment.finalize({ claim, run: noopRun, countCheck: outcome.countCheck, times: seen.times }));
  if (!isFinalized) {
    if (outcome.kind === "succeeded") await ports.flush();
    await recordOutcome(scope, held, outcome, seen);
  }
  countSync(claim.shop.shopSystem, outcome);
  return isFinalized;
}

/** Keeps a routine sync short: it stops after the first page, and the queue continues. */
function stoppingAfterFirstPage(shop: ShopPort, stop: AbortController): ShopPort {
  let isPaginating = true;
  return {
    ...shop,
    async listChangedOrders(window, after) {
      const answer = await shop.listChangedOrders(window, after);
      if (isPaginating && answer.ok && answer.value.next) stop.abort();
      return answer;
    },
    // Pagination is done; the search for a difference has its own limit.
    countOrders(window) {
      isPaginating = false;
      return shop.countOrders(window);
    },
  };
}
