import type { MerchantScope } from "@/lib/accounts/access";
import { actorSchema } from "@/lib/accounts/actor";
import { CAUSE_CODES, type CauseCode, type CheckResult, checkResultSchema, VERDICTS, type Verdict } from "@/lib/checks/result";
import { inMerchant } from "@/lib/system/db";
import type { Check } from "@/lib/system/prisma-client/client";

/** One check without its probes: what a list shows. Plain JSON, instants as ISO strings in UTC. */
export interface CheckSummaryView {
  id: string;
  integrationId: string;
  /** manual | sync_failed | connect | schedule */
  trigger: string;
  status: "queued" | "running" | "done" | "failed";
  /** The name of the person who asked, or null for a job. */
  requestedBy: string | null;
  requestedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  verdict: Verdict | null;
  causeCodes: CauseCode[];
  probesDone: number;
  /** Why the check itself failed: our trouble, never the shop's. */
  failure: string | null;
  /** When this was read, in milliseconds: of two copies the page shows the newer one. */
  readAt: number;
}

export interface CheckView extends CheckSummaryView {
  /** Null until done, and for a stored result of a version this code does not know. */
  result: CheckResult | null;
}

const STATUSES = ["queued", "running", "done", "failed"] as const;

function summarize(row: Omit<Check, "result">, readAt: number): CheckSummaryView {
  const actor = actorSchema.safeParse(row.requestedBy);
  return {
    id: row.id,
    integrationId: row.integrationId,
    trigger: row.trigger,
    status: STATUSES.find((status) => status === row.status) ?? "failed",
    requestedBy: actor.success && actor.data.kind !== "job" ? actor.data.name : null,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    verdict: VERDICTS.find((verdict) => verdict === row.verdict) ?? null,
    causeCodes: CAUSE_CODES.filter((code) => row.causeCodes.includes(code)),
    probesDone: row.probesDone,
    failure: row.failure,
    readAt,
  };
}

function toView(row: Check | null, readAt: number): CheckView | null {
  if (!row) return null;
  const result = checkResultSchema.safeParse(row.result);
  return { ...summarize(row, readAt), result: result.success ? result.data : null };
}

/** One check, or null for unknown and foreign ids alike. */
export async function getCheck(scope: MerchantScope, checkId: string): Promise<CheckView | null> {
  const readAt = Date.now();
  const { merchantId } = scope;
  const row = await inMerchant(merchantId, (tx) => tx.check.findUnique({ where: { merchantId_id: { merchantId, id: checkId } } }));
  return toView(row, readAt);
}

/** The newest check that has a result, or null: what the page tells of while the next one runs. */
export async function latestCheck(scope: MerchantScope, integrationId: string): Promise<CheckView | null> {
  const readAt = Date.now();
  const { merchantId } = scope;
  const row = await inMerchant(merchantId, (tx) =>
    tx.check.findFirst({ where: { merchantId, integrationId, status: "done" }, orderBy: [{ requestedAt: "desc" }, { id: "desc" }] }),
  );
  return toView(row, readAt);
}

/** The newest checks of an integration whatever their state, newest first; empty for unknown and foreign ids. */
export async function listChecks(scope: MerchantScope, integrationId: string, limit = 20): Promise<CheckSummaryView[]> {
  const readAt = Date.now();
  const { merchantId } = scope;
  const rows = await inMerchant(merchantId, (tx) =>
    tx.check.findMany({
      where: { merchantId, integrationId },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      take: limit,
      omit: { result: true },
    }),
  );
  return rows.map((row) => summarize(row, readAt));
}
