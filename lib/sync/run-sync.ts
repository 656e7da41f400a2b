import type { RunFailure } from "@/lib/sync/failures";
import { horizonOf, type PlannedWindow, planWindows } from "@/lib/sync/plan";
import { type CountProof, proveCounts } from "@/lib/sync/prove-counts";
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
  const { shop, store, clock, signal } = ports;
  const standing = await store.readStanding();
  let clockSkewMs = standing.clockSkewMs;

  if (standing.trigger !== "schedule") {
    await store.enterPhase("preflight");
    const shopFacts = await shop.describe();
    if (!shopFacts.ok) return { kind: "failed", failure: shopFacts.failure };
    clockSkewMs = shopFacts.clockSkewMs ?? clockSkewMs;
    await store.noteShop({ platformVersion: shopFacts.value.version, clockSkewMs });
  }

  for (let plan = 1, walked = false; !walked; plan += 1) {
    const current = { ...(await store.readStanding()), clockSkewMs };
    const outcome = await walkAll(ports, planWindows(current, clock.now()), { skewMs: clockSkewMs, isSteady: plan <= STEADY_PLANS });
    if (outcome.kind === "failed" || outcome.kind === "stopped") return outcome;
    walked = outcome.kind === "walked";
    if (outcome.kind === "clock_moved") {
      clockSkewMs = plan < STEADY_PLANS ? outcome.clockSkewMs : Math.min(clockSkewMs, outcome.clockSkewMs);
      await store.noteShop({ clockSkewMs });
    }
  }
  if (signal.aborted) return { kind: "stopped" };
  if (!standing.proofDue) return { kind: "succeeded", proof: null };

  await store.enterPhase("comparing");
  const outcome = await proveCounts(ports, { from: standing.importFrom, to: horizonOf(clockSkewMs, clock.now()) });
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
