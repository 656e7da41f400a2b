import type { RunFailure } from "@/lib/sync/failures";
import { horizonOf, type PlannedWindow, planWindows } from "@/lib/sync/plan";
import type { RunStanding } from "@/lib/sync/ports";
import { type CountProof, proveCounts } from "@/lib/sync/prove-counts";
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
    if (outcome.kind === "walked") return finish(ports, standing, skewMs);
    clockSkewMs = plan < STEADY_PLANS ? outcome.clockSkewMs : Math.min(skewMs, outcome.clockSkewMs);
    await store.noteShop({ clockSkewMs });
  }
}

/** After the walk: open orders one by one where the night asks for it, then the count proof where it is due. */
async function finish(ports: SyncPorts, standing: RunStanding, skewMs: number): Promise<RunOutcome> {
  if (ports.store.trigger === "rescan") {
    const failure = await rescanOpenOrders(ports);
    if (failure) return { kind: "failed", failure };
  }
  return standing.proofDue ? prove(ports, standing, skewMs) : { kind: "succeeded", proof: null };
}

async function prove(ports: SyncPorts, { importFrom }: RunStanding, skewMs: number): Promise<RunOutcome> {
  if (ports.signal.aborted) return { kind: "stopped" };
  await ports.store.enterPhase("comparing");
  const outcome = await proveCounts(ports, { from: importFrom, to: horizonOf(skewMs, ports.clock.now()) });
  return outcome.ok ? { kind: "succeeded", proof: outcome.proof } : { kind: "failed", failure: outcome.failure };
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
