import { systemClock } from "@/lib/base/clock";
import { MINUTE_MS } from "@/lib/base/units";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { INTERACTIVE_TIMEOUTS } from "@/lib/connectors/http/client";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { ownFailure, type RunFailure } from "@/lib/health/failures";
import { LeaseLost, whileRenewing } from "@/lib/health/lease";
import { missingCredentials, openShop, readShop } from "@/lib/health/open-shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";
import { noteOutcome } from "@/lib/infra/observe/outcomes";
import { type RunOutcome, runSync } from "@/lib/sync/engine/run-sync";
import { type Asking, askingOf, claimRun, failRun, releaseRun, renewLease, succeedRun } from "@/lib/sync/run/lifecycle";
import type { RunRef } from "@/lib/sync/run/start-waiting-runs";
import { type HeldRun, openSyncStore } from "@/lib/sync/run/store";
import { triggerPolicy } from "@/lib/sync/triggers";

export interface RunEnvironment {
  outside: OutsideConfig;
  /** Aborted when the worker stops: the run goes back to the queue after the current page. */
  signal: AbortSignal;
}

/** The longest rate limit that a run waits out. */
const MAX_WAIT_MS = MINUTE_MS;

/** Attempts before an internal error fails the run. */
const TRIES = 3;

export async function executeRun(scope: MerchantScope, ref: RunRef, environment: RunEnvironment): Promise<void> {
  const held = await claimRun(scope, ref);
  if (held) await executeHeldRun(scope, held, environment);
}

export async function executeHeldRun(scope: MerchantScope, held: HeldRun, environment: RunEnvironment): Promise<void> {
  const lost = new AbortController();
  const renew = (): Promise<void> =>
    renewLease(scope, held).catch((error: unknown) => {
      if (!(error instanceof LeaseLost)) throw error;
      lost.abort();
    });
  try {
    await whileRenewing(renew, async () => {
      const { shopSystem, outcome, seen } = await attempt(scope, held, environment, AbortSignal.any([environment.signal, lost.signal]));
      await recordOutcome(scope, held, outcome, seen);
      countSync(shopSystem, outcome);
    });
  } catch (error) {
    // The new holder of the lease ends the run.
    if (!(error instanceof LeaseLost)) throw error;
    log.warn({ runId: held.runId }, "lease lost to another worker");
  }
}

interface Attempt {
  shopSystem: ShopSystem;
  outcome: RunOutcome;
  /** Null if the shop was not asked. */
  seen: Asking | null;
}

async function attempt(scope: MerchantScope, held: HeldRun, { outside }: RunEnvironment, signal: AbortSignal): Promise<Attempt> {
  const shop = await readShop(scope, held.integrationId);
  if (!shop) throw new LeaseLost(held.runId); // disconnected meanwhile: the run went with it
  if (!shop.ok) return { shopSystem: shop.address.shopSystem, outcome: { kind: "failed", failure: shop.failure }, seen: null };
  const { facts } = shop;
  const { shopSystem } = facts;
  if (facts.credentials === null) return { shopSystem, outcome: { kind: "failed", failure: missingCredentials() }, seen: null };
  let seen: Asking | null = null;
  const outcome = await withConnections(scope, held.integrationId, { wanted: 1, signal }, async () => {
    const timeouts = triggerPolicy(held.trigger).isRefresh ? INTERACTIVE_TIMEOUTS : {};
    const port = openShop(facts, outside, timeouts, { signal, maxWaitMs: MAX_WAIT_MS });
    return runSync({ shop: port, store: openSyncStore(scope, held), clock: systemClock, signal }).finally(() => {
      seen = askingOf(port);
      return port.close();
    });
  }).catch((error: unknown) => outcomeOfInternalError(error, held));
  return { shopSystem, outcome: outcome ?? { kind: "stopped" }, seen };
}

/** The outcome of a run after an error that is not the shop's. Rethrows LeaseLost. */
export function outcomeOfInternalError(error: unknown, held: HeldRun): RunOutcome {
  if (error instanceof LeaseLost) throw error;
  log.error({ err: error, runId: held.runId, attempt: held.attempt }, "sync failed with an internal error");
  // Stored pages stay, and the next worker continues.
  return held.attempt < TRIES ? { kind: "stopped" } : { kind: "failed", failure: internalError(error) };
}

/** Counts an ended run by its result: `succeeded`, `stopped`, or the code of its failure. */
export function countSync(shopSystem: string, outcome: RunOutcome): void {
  const code = outcome.kind === "failed" ? outcome.failure.code : outcome.kind;
  metrics().syncs.inc({ shop_system: shopSystem, outcome: code });
  noteOutcome("import", code);
}

export async function recordOutcome(scope: MerchantScope, held: HeldRun, outcome: RunOutcome, seen: Asking | null): Promise<void> {
  if (outcome.kind === "succeeded") await succeedRun(scope, held, outcome.countCheck, seen);
  else if (outcome.kind === "failed") await failRun(scope, held, outcome.failure, seen, outcome.countCheck);
  else await releaseRun(scope, held);
}

const internalError = (error: unknown): RunFailure => ownFailure("internal_error", error instanceof Error ? error.name : "unknown error");
