import type { RunFailure } from "@/lib/sync/failures";
import { horizonOf, type PlannedWindow, planWindows } from "@/lib/sync/plan";
import type { RunStanding } from "@/lib/sync/ports";
import { type CountProof, type ProofPlan, proveCounts } from "@/lib/sync/prove-counts";
import { rescanOpenOrders } from "@/lib/sync/rescan-open-orders";
import { type KnownClock, type SyncPorts, type WalkOutcome, walkWindow } from "@/lib/sync/walk-window";

export type RunOutcome =
  | { kind: "succeeded"; proof: CountProof | null }
  | { kind: "failed"; failure: RunFailure }
  /** The worker stops: what is stored is stored, the rest is for the next one. */
  | { kind: "stopped" };

/** A shop whose clock still shows another time after so many plans has several clocks: the slowest one counts. */
const STEADY_PLANS = 2;

/**
 * One order sync: preflight, walk of every hole of the ledger, count proof. Knows the shop, the clock and the store by their ports alone.
 * A shop in trouble is an outcome; only a lost lease or a broken database throws.
 */
export async function runSync(ports: SyncPorts): Promise<RunOutcome> {
  const { shop, store, clock } = ports;
  let clockSkewMs: number | null = null;
  if (store.trigger !== "schedule") {
    await store.enterPhase("preflight");
    const shopFacts = await shop.describe();
    if (!shopFacts.ok) return { kind: "failed", failure: shopFacts.failure };
    clockSkewMs = shopFacts.clockSkewMs;
    await store.noteShop({ platformVersion: shopFacts.value.version, ...(clockSkewMs === null ? {} : { clockSkewMs }) });
  }

  for (let plan = 1; ; plan += 1) {
    const standing: RunStanding = await store.readStanding();
    const skewMs: number = clockSkewMs ?? standing.clockSkewMs;
    const windows = planWindows({ ...standing, clockSkewMs: skewMs }, clock.now());
    const outcome = await walkAll(ports, windows, { skewMs, isSteady: plan <= STEADY_PLANS });
    if (outcome.kind === "failed" || outcome.kind === "stopped") return outcome;
    if (outcome.kind === "walked") return finish(ports, standing, { skewMs, tailFrom: windows.at(-1)?.from ?? null });
    clockSkewMs = plan < STEADY_PLANS ? outcome.clockSkewMs : Math.min(skewMs, outcome.clockSkewMs);
    await store.noteShop({ clockSkewMs });
  }
}

interface Walked {
  skewMs: number;
  /** Where the last window of the walk began; null at the first order. */
  tailFrom: Date | null;
}

/** After the walk: open orders one by one where the night asks for it, then the count proof. */
async function finish(ports: SyncPorts, standing: RunStanding, walked: Walked): Promise<RunOutcome> {
  if (ports.store.trigger === "rescan") {
    const failure = await rescanOpenOrders(ports);
    if (failure) return { kind: "failed", failure };
  }
  if (ports.signal.aborted) return { kind: "stopped" };
  // The routine proof is one request; it would be over before anybody read that it goes on.
  if (ports.store.trigger !== "schedule") await ports.store.enterPhase("comparing");
  const outcome = await proveCounts(ports, planProof(ports, standing, walked));
  return outcome.ok ? { kind: "succeeded", proof: outcome.proof } : { kind: "failed", failure: outcome.failure };
}

/**
 * Every run counts all that is imported. Where that costs more than one request, scheduled runs count what they walked last, and all of it
 * every few hours. What an earlier search could not explain is sought again only then, or when a person asks.
 */
function planProof({ shop, store, clock }: SyncPorts, { importFrom, proofs }: RunStanding, { skewMs, tailFrom }: Walked): ProofPlan {
  const isRoutine = store.trigger === "schedule";
  const isWhole = !isRoutine || shop.countsInOneRequest || !proofs.wholeCompared;
  return {
    window: { from: isWhole ? importFrom : tailFrom, to: horizonOf(skewMs, clock.now()) },
    isWhole,
    knownDifference: isRoutine && isWhole ? proofs.leftBySearch : null,
  };
}

async function walkAll(ports: SyncPorts, windows: readonly PlannedWindow[], known: KnownClock): Promise<WalkOutcome> {
  await ports.store.enterPhase("fetching", { from: windows[0]?.from ?? null, to: ports.clock.now() });
  let last: WalkOutcome = { kind: "stopped" };
  for (const window of windows) {
    last = ports.signal.aborted ? { kind: "stopped" } : await walkWindow(ports, window, known);
    if (last.kind !== "walked") return last;
  }
  return last;
}
