/** A lease expires after this long, and another worker takes its run or check. */
export const LEASE_SECONDS = 10;
export const HEARTBEAT_MS = 3_000;
/** After this many attempts, a run or check fails instead of stopping another worker. */
export const MAX_ATTEMPTS = 5;

/** Another worker holds the lease: this one must stop writing. */
export class LeaseLost extends Error {
  constructor(runId: string) {
    super(`The lease of ${runId} is held by another worker.`);
    this.name = "LeaseLost";
  }
}
