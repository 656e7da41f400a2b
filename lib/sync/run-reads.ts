import type { MerchantScope } from "@/lib/accounts/access";
import { actorSchema } from "@/lib/accounts/actor";
import { RUN_FAILURES } from "@/lib/sync/failures";
import type { RunView } from "@/lib/sync/run-view";
import { inMerchant, type Transaction } from "@/lib/system/db";
import type { SyncRun } from "@/lib/system/prisma-client/client";

const STATUSES = ["waiting", "queued", "running", "succeeded", "failed"] as const;
const PHASES = ["queued", "preflight", "fetching", "comparing", "done"] as const;

function statusOf(params: unknown): number | null {
  const status = typeof params === "object" && params !== null && "status" in params ? params.status : null;
  return typeof status === "number" ? status : null;
}

export function toRunView(run: SyncRun, readAt: number): RunView {
  const actor = actorSchema.safeParse(run.requestedBy);
  return {
    id: run.id,
    integrationId: run.integrationId,
    trigger: run.trigger,
    status: STATUSES.find((status) => status === run.status) ?? "failed",
    phase: PHASES.find((phase) => phase === run.phase) ?? "queued",
    requestedBy: actor.success && actor.data.kind !== "job" ? actor.data.name : null,
    requestedAt: run.requestedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    windowFrom: run.windowFrom?.toISOString() ?? null,
    windowTo: run.windowTo?.toISOString() ?? null,
    total: run.total,
    fetched: run.fetched,
    created: run.created,
    updated: run.updated,
    unchanged: run.unchanged,
    setAside: run.setAside,
    shopCount: run.shopCount,
    ourCount: run.ourCount,
    proofFrom: run.proofFrom?.toISOString() ?? null,
    proofTo: run.proofTo?.toISOString() ?? null,
    proofIsWhole: run.proofIsWhole,
    failure: run.failure === null ? null : (RUN_FAILURES.find((code) => code === run.failure) ?? "internal_error"),
    failureStatus: statusOf(run.failureParams),
    checkId: run.checkId,
    readAt,
  };
}

const newestRuns = (tx: Transaction, merchantId: string, integrationId: string, limit: number): Promise<SyncRun[]> =>
  tx.syncRun.findMany({
    where: { merchantId, integrationId, status: { not: "waiting" } },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: limit,
  });

/** The newest runs of an integration that have their turn, newest first; empty for unknown and foreign ids. */
export async function listRunViews(scope: MerchantScope, integrationId: string, limit: number): Promise<RunView[]> {
  const readAt = Date.now();
  const runs = await inMerchant(scope.merchantId, (tx) => newestRuns(tx, scope.merchantId, integrationId, limit));
  return runs.map((run) => toRunView(run, readAt));
}

/** These runs of the merchant, in no order; unknown and foreign ids are left out. */
export async function listRunsById(scope: MerchantScope, runIds: readonly string[]): Promise<RunView[]> {
  const { merchantId } = scope;
  const readAt = Date.now();
  const runs = await inMerchant(merchantId, (tx) => tx.syncRun.findMany({ where: { merchantId, id: { in: [...runIds] } } }));
  return runs.map((run) => toRunView(run, readAt));
}
