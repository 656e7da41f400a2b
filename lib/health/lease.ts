/** A worker that says nothing for so long is given up, and its run or check goes to another one. */
export const LEASE_SECONDS = 10;
/** A worker that is alive says so this often. */
export const HEARTBEAT_MS = 3_000;
/** A run or check on which so many workers died is failed instead of killing the next one. */
export const MAX_ATTEMPTS = 5;

/** Another worker took over: this one must not write any more. */
export class LeaseLost extends Error {
  constructor(runId: string) {
    super(`The lease of ${runId} is held by another worker.`);
    this.name = "LeaseLost";
  }
}
