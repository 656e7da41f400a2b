import { log } from "@/lib/infra/log";

/** A lease expires after this time, and another worker takes over the run or check. */
export const LEASE_SECONDS = 10;
export const HEARTBEAT_MS = 3_000;
/** After this many attempts a run or check fails, so that it cannot stop yet another worker. */
export const MAX_ATTEMPTS = 5;

/** Another worker holds the lease: this one must stop writing. */
export class LeaseLost extends Error {
  constructor(runId: string) {
    super(`The lease of ${runId} is held by another worker.`);
    this.name = "LeaseLost";
  }
}

/** Runs `work` while renewing its lease. A failed renewal is only logged: the lease outlasts several. */
export async function whileRenewing<Value>(renew: () => Promise<unknown>, work: () => Promise<Value>, everyMs = HEARTBEAT_MS) {
  const heartbeat = setInterval(() => {
    renew().catch((error: unknown) => log.warn({ err: error }, "could not renew lease"));
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}
