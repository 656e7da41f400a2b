import type { PlainJson } from "@/lib/base/plain-json";
import type { RunFailureCode } from "@/lib/health/failures";
import type { Prisma } from "@/lib/infra/prisma-client/client";

/** Columns of a stored run that pages show; prisma/schema.prisma documents each. */
export const RUN_COLUMNS = {
  id: true,
  integrationId: true,
  trigger: true,
  status: true,
  phase: true,
  requestedBy: true,
  checkId: true,
  visitor: true,
  requestedAt: true,
  startedAt: true,
  finishedAt: true,
  windowFrom: true,
  windowTo: true,
  total: true,
  fetched: true,
  created: true,
  updated: true,
  unchanged: true,
  quarantined: true,
  shopCount: true,
  ourCount: true,
  ourUnreadable: true,
  ourDismissed: true,
  countCheckFrom: true,
  countCheckTo: true,
  countCheckIsWhole: true,
  unlisted: true,
  statusDelta: true,
  failure: true,
  failureParams: true,
} as const satisfies Prisma.SyncRunSelect;

export type StoredRun = Prisma.SyncRunGetPayload<{ select: typeof RUN_COLUMNS }>;

/** As whom the shop was asked because it refuses the usual address or User-Agent, and the check that proved it. */
export type RunVisitor = { address: string | null; userAgent: string; cause: string; checkId: string };

/** One order sync as the page shows it. */
export interface RunView extends PlainJson<Omit<StoredRun, "status" | "phase" | "requestedBy" | "failure" | "failureParams" | "visitor">> {
  /** Null if the usual visitor asked. */
  visitor: RunVisitor | null;
  /** `waiting`: a backfill that follows another run. */
  status: "waiting" | "queued" | "running" | "succeeded" | "failed";
  phase: "queued" | "preflight" | "fetching" | "comparing" | "done";
  /** Name of the person who requested it; null for a job. */
  requestedBy: string | null;
  failure: RunFailureCode | null;
  /** HTTP status of the failure, or null. */
  failureStatus: number | null;
  /** When this was read, in milliseconds: of two copies, the page shows the newer one. */
  readAt: number;
}

/** One line of the list of syncs: a run, or consecutive no-op runs. */
export type RunEntry =
  | { kind: "run"; run: RunView }
  /** `from` and `to`: when the first and the last of them were requested. */
  | { kind: "quiet"; id: string; count: number; from: Date; to: Date };

export const isActive = (run: Pick<RunView, "status">): boolean => run.status === "queued" || run.status === "running";
