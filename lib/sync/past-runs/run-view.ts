import type { RunFailureCode } from "@/lib/health/failures";

/** One order sync as the page shows it: plain JSON, instants as ISO strings in UTC. */
export interface RunView {
  id: string;
  integrationId: string;
  /** A `RunTrigger` (lib/sync/triggers.ts). */
  trigger: string;
  /** `waiting`: a backfill behind another run. */
  status: "waiting" | "queued" | "running" | "succeeded" | "failed";
  phase: "queued" | "preflight" | "fetching" | "comparing" | "done";
  /** The name of the person who asked, or null for a job. */
  requestedBy: string | null;
  requestedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  windowFrom: string | null;
  windowTo: string | null;
  /** Orders the shop says are to be fetched; null until it said so. */
  total: number | null;
  fetched: number;
  created: number;
  updated: number;
  unchanged: number;
  quarantined: number;
  /** The count check; null if not compared. */
  shopCount: number | null;
  ourCount: number | null;
  /** The window of modification times that was compared; null where it has no such bound. */
  proofFrom: string | null;
  proofTo: string | null;
  /** All that is imported was compared, not only a part. */
  proofIsWhole: boolean;
  /** Orders that the shop counts but does not list; null if not determined. */
  unlisted: number | null;
  /** Orders that the shop counts status by status beyond those of its list; null where that was not asked. */
  statusDelta: number | null;
  failure: RunFailureCode | null;
  /** HTTP status that came with the failure, or null. */
  failureStatus: number | null;
  checkId: string | null;
  /** When this was read, in milliseconds: of two copies the page shows the newer one. */
  readAt: number;
}

/** One line of the list of syncs: a run, or consecutive no-op runs. */
export type RunEntry =
  | { kind: "run"; run: RunView }
  /** `from` and `to`: when the first and the last of them were asked for. */
  | { kind: "quiet"; id: string; count: number; from: Date; to: Date };

export const isActive = (run: Pick<RunView, "status">): boolean => run.status === "queued" || run.status === "running";
