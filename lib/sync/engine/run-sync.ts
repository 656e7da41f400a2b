import { waitAfterLimit } from "@/lib/connectors/http/wait-out-limits";
import type { OrderWindow } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { type KnownClock, type PaginationOutcome, paginateWindow } from "@/lib/sync/engine/paginate-window";
import { type Anchor, horizonOf, type PlannedWindow, planWindows, searchedSince, shownSince, windowBeyond } from "@/lib/sync/engine/plan";
import type { Backfill, RunCheckpoint, SyncPorts } from "@/lib/sync/engine/ports";
import { type CountCheck, type CountCheckPlan, checkCounts } from "@/lib/sync/engine/reconcile-counts";
import { rescanOpenOrders, restoreRemoved, retryQuarantined } from "@/lib/sync/engine/reread-orders";
import { searchBackdatedOrders } from "@/lib/sync/engine/search-backdated";
import { triggerPolicy } from "@/lib/sync/triggers";

export type RunOutcome =
  | { kind: "succeeded"; countCheck: CountCheck | null }
  | { kind: "failed"; failure: RunFailure; countCheck?: CountCheck }
  /** The worker stops. Stored pages stay, and another worker continues. */
  | { kind: "stopped" };

/** After this many plans with a moved clock, the shop has several clocks: use the slowest. */
const STEADY_PLANS = 2;

/**
 * One order sync: preflight, every gap of the ledger, count check. Reaches shop, clock and store only through its ports. A failing shop is
 * an outcome; only a lost lease or a database error throws.
 */
export async function runSync(ports: SyncPorts): Promise<RunOutcome> {
  const outcome = await run(ports);
  // Stopped while waiting for a rate limit: the shop has not failed.
  const isCutShort = outcome.kind === "failed" && ports.signal.aborted && waitAfterLimit(outcome.failure, 0) !== null;
  return isCutShort ? { kind: "stopped" } : outcome;
}

async function run(ports: SyncPorts): Promise<RunOutcome> {
  const { shop, store } = ports;
  const policy = triggerPolicy(store.trigger);
  let clockSkewMs: number | null = null;
  if (policy.preflight !== null) {
    const answer = await shop.preflight(policy.preflight === "connector" ? null : policy.preflight);
    if (!answer.ok) return { kind: "failed", failure: answer.failure };
    clockSkewMs = answer.clockSkewMs;
    await store.updateShop({ ...answer.value, ...(clockSkewMs === null ? {} : { clockSkewMs }) });
  }

  const caughtUp = await catchUp(ports, clockSkewMs);
  if (caughtUp.kind !== "caught_up") return caughtUp;
  if (policy.fetchesFutureOrders) {
    const { skewMs } = caughtUp;
    const future = await paginateWindow(ports, windowBeyond(skewMs, ports.clock.now()), { skewMs, isSteady: false });
    if (future.kind === "failed" || future.kind === "stopped") return future;
  }
  if (!policy.isRoutine && (!caughtUp.checkpoint.isDescribed || policy.describesShop)) await describeShop(ports);
  const backfill = await store.readBackfill();
  return backfill ? runBackfill(ports, backfill, caughtUp) : finish(ports, caughtUp);
}

/** Optional: a failure here does not fail the run. */
async function describeShop({ shop, store }: SyncPorts): Promise<void> {
  const answer = await shop.describe();
  if (!answer.ok) return;
  const { version, timeZone, statusNames } = answer.value;
  await store.updateShop({ shopSystemVersion: version, timeZone, ...(statusNames ? { statusNames } : {}) });
}

interface CaughtUp {
  kind: "caught_up";
  checkpoint: RunCheckpoint;
  skewMs: number;
  /** Start of the last window; null if it starts at the first order. */
  tailFrom: Date | null;
  /** The newest stored order, if the shop did not list it. */
  missed: Anchor | null;
}

type Unfinished = Extract<RunOutcome, { kind: "failed" | "stopped" }>;

/** Reads every gap of the ledger up to now, and plans again if the shop's clock has moved. */
async function catchUp(ports: SyncPorts, measuredMs: number | null): Promise<CaughtUp | Unfinished> {
  const { store, clock } = ports;
  let clockSkewMs = measuredMs;
  for (let plan = 1; ; plan += 1) {
    const checkpoint: RunCheckpoint = await store.readCheckpoint();
    const skewMs: number = clockSkewMs ?? checkpoint.clockSkewMs;
    const windows = planWindows({ ...checkpoint, clockSkewMs: skewMs }, clock.now());
    const outcome = await paginateAll(ports, windows, { skewMs, isSteady: plan <= STEADY_PLANS });
    if (outcome.kind === "failed" || outcome.kind === "stopped") return outcome;
    if (outcome.kind !== "clock_moved") {
      const missed = outcome.kind === "completed" ? outcome.missed : null;
      return { kind: "caught_up", checkpoint, skewMs, tailFrom: windows.at(-1)?.from ?? null, missed };
    }
    clockSkewMs = plan < STEADY_PLANS ? outcome.clockSkewMs : Math.min(skewMs, outcome.clockSkewMs);
    await store.updateShop({ clockSkewMs });
  }
}

async function paginateAll(ports: SyncPorts, windows: readonly PlannedWindow[], known: KnownClock): Promise<PaginationOutcome> {
  // A backfill's row keeps the window that a person chose.
  const { isBackfill } = triggerPolicy(ports.store.trigger);
  await ports.store.enterPhase("fetching", isBackfill ? undefined : { from: windows[0]?.from ?? null, to: ports.clock.now() });
  let last: PaginationOutcome = { kind: "stopped" };
  for (const window of windows) {
    last = ports.signal.aborted ? { kind: "stopped" } : await paginateWindow(ports, window, known);
    if (last.kind !== "completed") return last;
  }
  return last;
}

/** Pages of a backfill between two catch-ups, so that new orders do not wait for the end of a long backfill. */
const SLICE = 10;

/** Rereads the chosen window from where an earlier worker stopped, and compares the counts of that window. */
async function runBackfill(ports: SyncPorts, chosen: Backfill, start: CaughtUp): Promise<RunOutcome> {
  const { store } = ports;
  let { window, pagedUntil } = chosen;
  let caughtUp = start;
  for (;;) {
    const from = pagedUntil ?? window.from;
    if (from && from >= window.to) break;
    if (ports.signal.aborted) return { kind: "stopped" };
    // Catching up has just measured the clock; if it was unsteady, the slowest reading.
    const known: KnownClock = { skewMs: caughtUp.skewMs, isSteady: false };
    const outcome = await paginateWindow(ports, { from, to: window.to, anchor: null }, known, SLICE);
    if (outcome.kind === "failed" || outcome.kind === "stopped") return outcome;
    if (outcome.kind === "completed") break;
    // Stopping a backfill moves the end of its window.
    ({ window, pagedUntil } = (await store.readBackfill()) ?? { window, pagedUntil });
    const again = await catchUp(ports, null);
    if (again.kind !== "caught_up") return again;
    caughtUp = again;
  }
  if (ports.signal.aborted) return { kind: "stopped" };
  await store.enterPhase("comparing");
  const placedFrom = shownSince(caughtUp.checkpoint.historyDays, ports.clock.now());
  return compareCounts(ports, { window: { ...window, placedFrom }, isWhole: false });
}

/** A shop that looks empty confirms nothing: hidden orders may have changed since. */
async function finish(ports: SyncPorts, caughtUp: CaughtUp): Promise<RunOutcome> {
  const outcome = await reconcile(ports, caughtUp);
  if (outcome.kind === "failed" && outcome.failure.code === "suspiciously_empty")
    await ports.store.cutLedger(new Date(Math.max(0, ...caughtUp.checkpoint.covered.map(({ to }) => to))));
  return outcome;
}

/** After pagination: quarantined orders, open orders if due, orders of a restored shop, and the count check. */
async function reconcile(ports: SyncPorts, caughtUp: CaughtUp): Promise<RunOutcome> {
  const { store, signal } = ports;
  const policy = triggerPolicy(store.trigger);
  await store.resolveNameless();
  const retryFailure = await retryQuarantined(ports, policy.retriesQuarantined);
  if (retryFailure) return { kind: "failed", failure: retryFailure };
  if (policy.rescansOpenOrders) {
    const failure = await rescanOpenOrders(ports);
    if (failure) return { kind: "failed", failure };
  }
  if (signal.aborted) return { kind: "stopped" };
  if (caughtUp.missed !== null) {
    const failure = await searchBackdatedOrders(ports, caughtUp.missed, importedWindow(ports, caughtUp));
    if (failure) return { kind: "failed", failure };
  }
  // A routine check takes one or two requests: too short to show as a phase.
  if (!policy.isRoutine) await store.enterPhase("comparing");
  return compareCounts(ports, planCountCheck(ports, caughtUp));
}

async function compareCounts(ports: SyncPorts, plan: CountCheckPlan): Promise<RunOutcome> {
  const { shop, store } = ports;
  const policy = triggerPolicy(store.trigger);
  const known = shop.cartsCounted();
  const { countCheck = null, ...outcome } = await checkCounts(ports, plan);
  const cartsCounted = shop.cartsCounted();
  if (cartsCounted !== null && cartsCounted !== known) await store.updateShop({ cartsCounted });
  if (!outcome.ok) return { kind: "failed", failure: outcome.failure, ...(countCheck ? { countCheck } : {}) };
  if (countCheck === null && !policy.isRoutine) {
    const failure = await restoreRemoved(ports);
    if (failure) return { kind: "failed", failure };
  }
  const statusDelta = plan.isWhole && policy.comparesStatuses ? await compareStatuses(ports) : null;
  return { kind: "succeeded", countCheck: countCheck && { ...countCheck, statusDelta } };
}

/**
 * Orders in the shop's counts by status beyond its list. The report may lag, so only a repeated difference counts; it carries the names of
 * statuses, which are stored.
 */
async function compareStatuses({ shop, store, signal }: SyncPorts): Promise<number | null> {
  let difference: number | null = null;
  for (let times = 0; times < 2 && !signal.aborted; times += 1) {
    const sum = await shop.compareStatuses();
    if (!sum.ok || sum.value === null) return null;
    const { listed, byStatus, statusNames } = sum.value;
    if (times === 0) await store.updateShop({ statusNames });
    difference = listed === null ? null : byStatus - listed;
    if (!difference) break;
  }
  return difference;
}

/**
 * Every run counts all imported orders. If that takes more than one request, routine runs count only their last window, and everything every
 * few hours. Routine runs search for a known difference again only at that interval.
 */
function planCountCheck(ports: SyncPorts, caughtUp: CaughtUp): CountCheckPlan {
  const { shop, store } = ports;
  const { recentChecks, historyDays } = caughtUp.checkpoint;
  const { isRoutine, retriesQuarantined, rescansOpenOrders } = triggerPolicy(store.trigger);
  const isWhole = !isRoutine || shop.countsCheaply || !recentChecks.wholeCompared;
  const whole = importedWindow(ports, caughtUp);
  const known = isRoutine && isWhole ? recentChecks : null;
  return {
    window: isWhole ? whole : { ...whole, from: caughtUp.tailFrom },
    isWhole,
    knownDifference: known?.leftBySearch ?? null,
    knownUnlisted: known?.unlisted ?? null,
    checksReach: isRoutine && historyDays === null,
    retriesQuarantined: retriesQuarantined === "due",
    comparesPart: rescansOpenOrders,
  };
}

/** All orders that are imported and that the shop shows. */
function importedWindow({ clock }: SyncPorts, { checkpoint, skewMs }: CaughtUp): OrderWindow {
  const now = clock.now();
  return { from: searchedSince(checkpoint, now), to: horizonOf(skewMs, now), placedFrom: shownSince(checkpoint.historyDays, now) };
}
