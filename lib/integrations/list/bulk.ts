import type { RunFailureCode } from "@/lib/health/failures";
import type { BulkRefresh, RefusalCode } from "@/lib/integrations/list/bulk-schema";
import type { RunView } from "@/lib/sync/past-runs/run-view";

const areRecords = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null);

/** Validates a bulk Refresh that was stored in the browser. */
export const isBulkRefresh = (kept: unknown): kept is BulkRefresh =>
  typeof kept === "object" && kept !== null && "runs" in kept && areRecords(kept.runs) && "refused" in kept && areRecords(kept.refused);

export interface BulkProgress {
  shops: number;
  ended: number;
  /** Number of orders fetched by active runs, and their expected total if known. */
  fetched: number;
  total: number;
}

/** Why a shop was not refreshed: no run was started, or the run failed. */
export type NotRefreshed = { kind: "refused"; code: RefusalCode } | { kind: "failed"; code: RunFailureCode; status: number | null };

export interface BulkSum {
  succeeded: number;
  created: number;
  updated: number;
  /** Milliseconds from the start to the end of the last run; null while a run is active. */
  tookMs: number | null;
  /** Shops that already had an active run. */
  joinedIds: string[];
  left: { integrationId: string; reason: NotRefreshed }[];
}

/** The outcome according to finished runs. `connected`: the shops that still exist. */
export function sumUpBulk(
  requested: Pick<BulkRefresh, "runs" | "refused">,
  runs: readonly RunView[],
  connected: ReadonlySet<string>,
): BulkSum {
  const succeeded = runs.filter(({ status }) => status === "succeeded");
  const ends = runs.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [new Date(finishedAt).getTime()]));
  const begins = runs.map(({ requestedAt }) => new Date(requestedAt).getTime());
  const sum = (count: (run: RunView) => number): number => succeeded.reduce((total, run) => total + count(run), 0);
  const failed = runs.filter(({ status }) => status !== "succeeded");
  // Runs of disconnected shops are deleted.
  const gone = requested.runs.filter(({ integrationId }) => !connected.has(integrationId));
  return {
    succeeded: succeeded.length,
    created: sum(({ created }) => created),
    updated: sum(({ updated }) => updated),
    tookMs: ends.length === 0 || ends.length < runs.length ? null : Math.max(...ends) - Math.min(...begins),
    joinedIds: requested.runs.filter(({ joined }) => joined).map(({ integrationId }) => integrationId),
    left: [
      ...failed.map(({ integrationId, failure, failureStatus }) => ({
        integrationId,
        reason: { kind: "failed" as const, code: failure ?? ("internal_error" as const), status: failureStatus },
      })),
      ...gone.map(({ integrationId }) => ({ integrationId, reason: { kind: "refused" as const, code: "not_found" as const } })),
      ...requested.refused.map(({ integrationId, code }) => ({ integrationId, reason: { kind: "refused" as const, code } })),
    ],
  };
}

export interface AnsweredShops {
  words: string;
  shops: { id: string; name: string }[];
}

/** The outcome in groups, for describe-bulk-result.ts. */
export interface BulkOutcome extends Omit<BulkSum, "joinedIds" | "left"> {
  notRefreshed: number;
  joined: AnsweredShops | null;
  /** Largest group first. */
  reasons: AnsweredShops[];
}

/** Progress of a bulk Refresh; `outcome` is set once every run has ended. */
export interface BulkNews {
  progress: BulkProgress;
  outcome: BulkOutcome | null;
}
