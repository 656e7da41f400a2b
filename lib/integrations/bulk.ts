import type { IntegrationRow } from "@/lib/integrations/row";
import type { RunView } from "@/lib/sync/run-view";

/** A press of Refresh for several shops, as the server started it. */
export interface BulkRefresh {
  /** The server's clock after all was committed: a row read later knows of its run. */
  at: number;
  runs: { integrationId: string; runId: string }[];
  refused: { integrationId: string; code: string }[];
}

const areRecords = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null);

/** Whether a value that was kept in this browser is still such a press. */
export const isBulkRefresh = (kept: unknown): kept is BulkRefresh =>
  typeof kept === "object" &&
  kept !== null &&
  "at" in kept &&
  typeof kept.at === "number" &&
  "runs" in kept &&
  areRecords(kept.runs) &&
  "refused" in kept &&
  areRecords(kept.refused);

export interface BulkProgress {
  shops: number;
  /** Shops whose run has ended. */
  ended: number;
  /** Orders fetched by the runs that are still on their way, and how many they are to fetch as far as they know. */
  fetched: number;
  total: number;
}

/** How far the runs are, by the rows as they are known now. A row that is gone, or was read later and shows no such run, has ended. */
export function measureBulk(bulk: BulkRefresh, rows: ReadonlyMap<string, IntegrationRow>): BulkProgress {
  const progress: BulkProgress = { shops: bulk.runs.length, ended: 0, fetched: 0, total: 0 };
  for (const { integrationId, runId } of bulk.runs) {
    const row = rows.get(integrationId);
    if (row?.run?.id === runId) {
      progress.fetched += row.run.fetched;
      progress.total += row.run.total ?? 0;
    } else if (!row || row.readAt >= bulk.at) progress.ended += 1;
  }
  return progress;
}

export interface BulkOutcome {
  succeeded: number;
  created: number;
  updated: number;
  /** Milliseconds from the press to the end of the last run; null while one has no end. */
  tookMs: number | null;
  /** Shops that were not refreshed: their run failed, or was refused. */
  failedIds: string[];
}

/** What came of it, by the runs as they ended. */
export function sumUpBulk(bulk: BulkRefresh, runs: readonly RunView[]): BulkOutcome {
  const succeeded = runs.filter(({ status }) => status === "succeeded");
  const ends = runs.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [new Date(finishedAt).getTime()]));
  const begins = runs.map(({ requestedAt }) => new Date(requestedAt).getTime());
  const sum = (count: (run: RunView) => number): number => succeeded.reduce((total, run) => total + count(run), 0);
  return {
    succeeded: succeeded.length,
    created: sum(({ created }) => created),
    updated: sum(({ updated }) => updated),
    tookMs: ends.length === 0 || ends.length < runs.length ? null : Math.max(...ends) - Math.min(...begins),
    failedIds: [
      ...runs.filter(({ status }) => status !== "succeeded").map(({ integrationId }) => integrationId),
      ...bulk.refused.map(({ integrationId }) => integrationId),
    ],
  };
}
