import type { RunFailureCode } from "@/lib/health/failures";
import type { RefusalCode } from "@/lib/integrations/bulk-schema";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** A press of Refresh for several shops, as the server started it. */
export interface BulkRefresh {
  /** `joined`: a run was on its way already, and is watched. */
  runs: { integrationId: string; runId: string; joined: boolean }[];
  refused: { integrationId: string; code: RefusalCode }[];
}

const areRecords = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null);

/** Whether a value that was kept in this browser is still such a press. */
export const isBulkRefresh = (kept: unknown): kept is BulkRefresh =>
  typeof kept === "object" && kept !== null && "runs" in kept && areRecords(kept.runs) && "refused" in kept && areRecords(kept.refused);

export interface BulkProgress {
  shops: number;
  /** Shops whose run has ended. */
  ended: number;
  /** Orders fetched by the runs that are still on their way, and how many they are to fetch as far as they know. */
  fetched: number;
  total: number;
}

/** Why a shop was not refreshed: nothing was started, or what was started did not succeed. */
export type NotRefreshed = { kind: "refused"; code: RefusalCode } | { kind: "failed"; code: RunFailureCode; status: number | null };

export interface BulkSum {
  succeeded: number;
  created: number;
  updated: number;
  /** Milliseconds from the press to the end of the last run; null while one has no end. */
  tookMs: number | null;
  /** Shops of which a run was on its way already. */
  joinedIds: string[];
  left: { integrationId: string; reason: NotRefreshed }[];
}

/** What came of it, by the runs as they ended; `connected`: the shops that there still are. */
export function sumUpBulk(
  pressed: Pick<BulkRefresh, "runs" | "refused">,
  runs: readonly RunView[],
  connected: ReadonlySet<string>,
): BulkSum {
  const succeeded = runs.filter(({ status }) => status === "succeeded");
  const ends = runs.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [new Date(finishedAt).getTime()]));
  const begins = runs.map(({ requestedAt }) => new Date(requestedAt).getTime());
  const sum = (count: (run: RunView) => number): number => succeeded.reduce((total, run) => total + count(run), 0);
  const failed = runs.filter(({ status }) => status !== "succeeded");
  // The run of a shop that was disconnected goes with it.
  const gone = pressed.runs.filter(({ integrationId }) => !connected.has(integrationId));
  return {
    succeeded: succeeded.length,
    created: sum(({ created }) => created),
    updated: sum(({ updated }) => updated),
    tookMs: ends.length === 0 || ends.length < runs.length ? null : Math.max(...ends) - Math.min(...begins),
    joinedIds: pressed.runs.filter(({ joined }) => joined).map(({ integrationId }) => integrationId),
    left: [
      ...failed.map(({ integrationId, failure, failureStatus }) => ({
        integrationId,
        reason: { kind: "failed" as const, code: failure ?? ("internal_error" as const), status: failureStatus },
      })),
      ...gone.map(({ integrationId }) => ({ integrationId, reason: { kind: "refused" as const, code: "not_found" as const } })),
      ...pressed.refused.map(({ integrationId, code }) => ({ integrationId, reason: { kind: "refused" as const, code } })),
    ],
  };
}

/** Shops of which the same is to be said. */
export interface AnsweredShops {
  /** How many and why. */
  words: string;
  /** Those of them that there still are. */
  shops: { id: string; name: string }[];
}

/** The sum in the words of whoever pressed (tell-bulk.ts). */
export interface BulkOutcome extends Omit<BulkSum, "joinedIds" | "left"> {
  notRefreshed: number;
  joined: AnsweredShops | null;
  /** What most shops have in common stands first. */
  reasons: AnsweredShops[];
}

/** How far a press is; `outcome` once every run has ended. */
export interface BulkNews {
  progress: BulkProgress;
  outcome: BulkOutcome | null;
}
