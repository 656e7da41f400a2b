import { log } from "@/lib/infra/log";
import { finalizeNoopRuns, type NoopEnd } from "@/lib/sync/routine/finalize-noop-runs";

const GATHER_MS = 25;
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
      setTimeout(() => void write(), GATHER_MS);
    });
}
