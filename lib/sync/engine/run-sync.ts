import { waitAfterLimit } from "@/lib/connectors/http/wait-out-limits";
import type { OrderWindow } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { type KnownClock, type PaginationOutcome, paginateWindow, type Slice } from "@/lib/sync/engine/paginate-window";
import { type Anchor, horizonOf, type PlannedWindow, planWindows, searchedSince, shownSince, windowBeyond } from "@/lib/sync/engine/plan";
import type { Backfill, RunCheckpoint, SyncPorts } from "@/lib/sync/engine/ports";
import { type CountCheck, type CountCheckPlan, checkCounts } from "@/lib/sync/engine/reconcile-counts";
import { rescanOpenOrders } from "@/lib/sync/engine/rescan-open-orders";
import { restoreRemoved } from "@/lib/sync/engine/restore-removed";
import { retryQuarantined } from "@/lib/sync/engine/retry-quarantined";
import { searchBackdatedOrders } from "@/lib/sync/engine/search-backdated";

export type RunOutcome =
  | { kind: "succeeded"; proof: CountCheck | null }
  | { kind: "failed"; failure: RunFailure; proof?: CountCheck }
  /** The worker stops: what is stored is stored, the rest is for the next one. */
  | { kind: "stopped" };

/** A shop whose clock still shows another time after so many plans has several clocks: the slowest one counts. */
const STEADY_PLANS = 2;

/** Whoever pressed Refresh hears within this time that the shop does not answer. */
const PATIENCE_MS = 10_000;
/** Where the shop is asked what it is, once it has said so: its version and zone hardly change. */
const DESCRIBES_ANEW: readonly string[] = ["rescan", "first_import"];

/** Orders with times of the future are looked for once a night, and with the first import. */
const LOOKS_BEYOND: readonly string[] = ["rescan", "first_import"];

/** Whoever presses Refresh wants all that was set aside to be tried again, and so does the night; other runs ask for what is due. */
const RETRIES_SET_ASIDE: readonly string[] = ["refresh", "rescan", "first_import"];

/**
 * One order sync: preflight, walk of every hole of the ledger, count proof. Knows the shop, the clock and the store by their ports alone.
 * A shop in trouble is an outcome; only a lost lease or a broken database throws.
 */
export async function runSync(ports: SyncPorts): Promise<RunOutcome> {
  const outcome = await run(ports);
  // The worker stops while the shop wants to be left alone for a moment: the next one asks again.
  const isCutShort = outcome.kind === "failed" && ports.signal.aborted && waitAfterLimit(outcome.failure, 0) !== null;
  return isCutShort ? { kind: "stopped" } : outcome;
}

async function run(ports: SyncPorts): Promise<RunOutcome> {
  const { shop, store } = ports;
  let clockSkewMs: number | null = null;
  if (store.trigger !== "schedule") {
    const answer = await shop.preflight(store.trigger === "refresh" ? PATIENCE_MS : null);
    if (!answer.ok) return { kind: "failed", failure: answer.failure };
    clockSkewMs = answer.clockSkewMs;
    await store.updateShop({ ...answer.value, ...(clockSkewMs === null ? {} : { clockSkewMs }) });
  }

  const caughtUp = await catchUp(ports, clockSkewMs);
  if (caughtUp.kind !== "caught_up") return caughtUp;
  if (LOOKS_BEYOND.includes(store.trigger)) {
    const beyond = await paginateWindow(ports, windowBeyond(caughtUp.skewMs, ports.clock.now()), {
      skewMs: caughtUp.skewMs,
      isSteady: false,
    });
    if (beyond.kind === "failed" || beyond.kind === "stopped") return beyond;
  }
  if (store.trigger !== "schedule" && (!caughtUp.standing.isDescribed || DESCRIBES_ANEW.includes(store.trigger))) await describeShop(ports);
  const backfill = await store.readBackfill();
  return backfill ? runBackfill(ports, backfill, caughtUp) : finish(ports, caughtUp.standing, caughtUp);
}

/** The orders are here without it: what cannot be told now is told another time. */
async function describeShop({ shop, store }: SyncPorts): Promise<void> {
  const told = await shop.describe();
  if (told.ok) await store.updateShop({ platformVersion: told.value.version, timeZone: told.value.timeZone });
}

type Unfinished = Extract<RunOutcome, { kind: "failed" | "stopped" }>;

/** Walks every hole of the ledger up to the present, again when the shop's clock turns out to be elsewhere. */
async function catchUp(ports: SyncPorts, measuredMs: number | null): Promise<CaughtUp | Unfinished> {
  const { store, clock } = ports;
  let clockSkewMs = measuredMs;
  for (let plan = 1; ; plan += 1) {
    const standing: RunCheckpoint = await store.readCheckpoint();
    const skewMs: number = clockSkewMs ?? standing.clockSkewMs;
    const windows = planWindows({ ...standing, clockSkewMs: skewMs }, clock.now());
    const outcome = await paginateAll(ports, windows, { skewMs, isSteady: plan <= STEADY_PLANS });
    if (outcome.kind === "failed" || outcome.kind === "stopped") return outcome;
    if (outcome.kind !== "clock_moved") {
      const missed = outcome.kind === "walked" ? outcome.missed : null;
      return { kind: "caught_up", standing, skewMs, tailFrom: windows.at(-1)?.from ?? null, missed };
    }
    clockSkewMs = plan < STEADY_PLANS ? outcome.clockSkewMs : Math.min(skewMs, outcome.clockSkewMs);
    await store.updateShop({ clockSkewMs });
  }
}

/** Pages of a backfill between two looks at what came in meanwhile: new orders never wait for the end of a long one. */
const SLICE: Slice = { pages: 10 };

/** Reads the chosen window anew, from where an earlier worker came to its end, and compares the counts of that window. */
async function runBackfill(ports: SyncPorts, chosen: Backfill, start: CaughtUp): Promise<RunOutcome> {
  const { store } = ports;
  let { window, pagedUntil } = chosen;
  let caughtUp = start;
  for (;;) {
    const from = pagedUntil ?? window.from;
    if (from && from >= window.to) break;
    if (ports.signal.aborted) return { kind: "stopped" };
    // The clock was measured a moment ago; where it is unsteady the most careful reading of it counts.
    const known: KnownClock = { skewMs: caughtUp.skewMs, isSteady: false };
    const outcome = await paginateWindow(ports, { from, to: window.to, anchor: null }, known, SLICE);
    if (outcome.kind === "failed" || outcome.kind === "stopped") return outcome;
    if (outcome.kind === "walked") break;
    // Whoever stops it draws the end of the window in.
    ({ window, pagedUntil } = (await store.readBackfill()) ?? { window, pagedUntil });
    const again = await catchUp(ports, null);
    if (again.kind !== "caught_up") return again;
    caughtUp = again;
  }
  if (ports.signal.aborted) return { kind: "stopped" };
  await store.enterPhase("comparing");
  const placedFrom = shownSince(caughtUp.standing.historyDays, ports.clock.now());
  return compareCounts(ports, {
    window: { ...window, placedFrom },
    isWhole: false,
    knownDifference: null,
    checksReach: false,
    retriesQuarantined: false,
  });
}

interface CaughtUp {
  kind: "caught_up";
  standing: RunCheckpoint;
  skewMs: number;
  /** Where the last window of the walk began; null at the first order. */
  tailFrom: Date | null;
  /** The newest order here, where the walk did not meet it any more. */
  missed: Anchor | null;
}

/** What a shop that looks empty did not list is not confirmed: hidden orders may have changed meanwhile. */
async function finish(ports: SyncPorts, standing: RunCheckpoint, walked: CaughtUp): Promise<RunOutcome> {
  const outcome = await compareAll(ports, standing, walked);
  if (outcome.kind === "failed" && outcome.failure.code === "suspiciously_empty")
    await ports.store.cutLedger(new Date(Math.max(0, ...standing.covered.map(({ to }) => to))));
  return outcome;
}

/** After the walk: open orders one by one where the night asks for it, then the count check. */
async function compareAll(ports: SyncPorts, standing: RunCheckpoint, walked: CaughtUp): Promise<RunOutcome> {
  await ports.store.resolveNameless();
  const retried = await retryQuarantined(ports, RETRIES_SET_ASIDE.includes(ports.store.trigger) ? "all" : "due");
  if (retried) return { kind: "failed", failure: retried };
  if (ports.store.trigger === "rescan") {
    const failure = await rescanOpenOrders(ports);
    if (failure) return { kind: "failed", failure };
  }
  if (ports.signal.aborted) return { kind: "stopped" };
  if (walked.missed !== null) {
    const failure = await searchBackdatedOrders(ports, walked.missed, importedWindow(ports, standing, walked));
    if (failure) return { kind: "failed", failure };
  }
  // The routine proof is a request or two; it would be over before anybody read that it goes on.
  if (ports.store.trigger !== "schedule") await ports.store.enterPhase("comparing");
  return compareCounts(ports, planCountCheck(ports, standing, walked));
}

/** The end of a run: the shop's count beside ours, and what was learnt of how it counts. */
async function compareCounts(ports: SyncPorts, plan: CountCheckPlan): Promise<RunOutcome> {
  const { shop, store } = ports;
  const known = shop.cartsCounted();
  const { proof = null, ...outcome } = await checkCounts(ports, plan);
  const learnt = shop.cartsCounted();
  if (learnt !== null && learnt !== known) await store.updateShop({ cartsCounted: learnt });
  if (!outcome.ok) return { kind: "failed", failure: outcome.failure, ...(proof ? { proof } : {}) };
  if (proof === null && store.trigger !== "schedule") {
    const failure = await restoreRemoved(ports);
    if (failure) return { kind: "failed", failure };
  }
  const statusDelta = plan.isWhole && store.trigger !== "schedule" ? await compareStatuses(ports) : null;
  return { kind: "succeeded", proof: proof && { ...proof, statusDelta } };
}

/** Orders that the shop counts status by status beyond those of its list. Its report may be a moment old: what is gone the next time is no difference. */
async function compareStatuses({ shop, signal }: SyncPorts): Promise<number | null> {
  let difference: number | null = null;
  for (let times = 0; times < 2 && !signal.aborted; times += 1) {
    const sum = await shop.compareStatuses();
    difference = sum.ok && sum.value ? sum.value.byStatus - sum.value.listed : null;
    if (!difference) break;
  }
  return difference;
}

/**
 * Every run counts all that is imported. Where that costs more than one request, scheduled runs count what they walked last, and all of it
 * every few hours. What an earlier search could not explain is sought again only then, or when a person asks.
 */
function planCountCheck(ports: SyncPorts, standing: RunCheckpoint, walked: CaughtUp): CountCheckPlan {
  const { shop, store } = ports;
  const { proofs } = standing;
  const isRoutine = store.trigger === "schedule";
  const isWhole = !isRoutine || shop.countsCheaply || !proofs.wholeCompared;
  const whole = importedWindow(ports, standing, walked);
  return {
    window: isWhole ? whole : { ...whole, from: walked.tailFrom },
    isWhole,
    ...(isRoutine && isWhole ? { knownDifference: proofs.leftBySearch, knownUnlisted: proofs.unlisted } : { knownDifference: null }),
    checksReach: isRoutine && standing.historyDays === null,
    retriesQuarantined: !RETRIES_SET_ASIDE.includes(store.trigger),
  };
}

/** All that is imported, and that the shop shows. */
function importedWindow({ clock }: SyncPorts, standing: RunCheckpoint, { skewMs }: CaughtUp): OrderWindow {
  const now = clock.now();
  return { from: searchedSince(standing, now), to: horizonOf(skewMs, now), placedFrom: shownSince(standing.historyDays, now) };
}

async function paginateAll(ports: SyncPorts, windows: readonly PlannedWindow[], known: KnownClock): Promise<PaginationOutcome> {
  // The window of a backfill was chosen by a person and stays in its row.
  const isBackfill = ports.store.trigger === "backfill";
  await ports.store.enterPhase("fetching", isBackfill ? undefined : { from: windows[0]?.from ?? null, to: ports.clock.now() });
  let last: PaginationOutcome = { kind: "stopped" };
  for (const window of windows) {
    last = ports.signal.aborted ? { kind: "stopped" } : await paginateWindow(ports, window, known);
    if (last.kind !== "walked") return last;
  }
  return last;
}
