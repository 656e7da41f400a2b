import { ok, type Result, refuse } from "@/lib/base/result";
import { toLaneReason } from "@/lib/health/lane/lane";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { type RunTrigger, triggerPolicy } from "@/lib/sync/triggers";

export type RefreshRefusal =
  | { code: "not_found" }
  | { code: "no_credentials" }
  /** `by` is the name of the person who paused it. */
  | { code: "paused"; by: string }
  | { code: "too_soon"; retryAfterSeconds: number };

export interface StartedRun {
  runId: string;
  /** An active run was joined instead of starting another one. */
  joined: boolean;
}

interface StartFacts {
  hasCredentials: boolean;
  state: string | null;
  reasonParams: unknown;
  activeRun: string | null;
  isWaiting: boolean;
  secondsSinceLast: number | null;
}

/** What decides whether a run may start; null for unknown and foreign ids. Locks the shop, so that concurrent requests share one run. */
export async function holdStartFacts(tx: Transaction, scope: MerchantScope, integrationId: string, trigger: RunTrigger) {
  const { merchantId } = scope;
  await lockShop(tx, scope, integrationId);
  const [facts] = await tx.$queryRaw<StartFacts[]>`
    select i.credentials is not null as "hasCredentials", l.state, l.reason_params as "reasonParams",
      (select id from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status in ('queued', 'running')) as "activeRun",
      exists (select 1 from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status = 'waiting') as "isWaiting",
      (select extract(epoch from clock_timestamp() - max(requested_at))::float8 from sync_run r
        where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.trigger = ${trigger}) as "secondsSinceLast"
    from integration i left join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid`;
  return facts ?? null;
}

/**
 * Starts a run in the caller's transaction, or joins the active one. Run, audit event, job and live event commit together.
 */
export async function startRun(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  trigger: RunTrigger,
): Promise<Result<StartedRun, RefreshRefusal>> {
  const { merchantId, actor } = scope;
  const { isRefresh, minIntervalSeconds } = triggerPolicy(trigger);
  const facts = await holdStartFacts(tx, scope, integrationId, trigger);
  if (!facts) return refuse({ code: "not_found" });
  if (facts.activeRun !== null) {
    if (isRefresh) await recordAudit(tx, scope, { action: "refresh_joined", integrationId, details: { runId: facts.activeRun } });
    return ok({ runId: facts.activeRun, joined: true });
  }
  if (!facts.hasCredentials) return refuse({ code: "no_credentials" });
  if (facts.state === "paused") return refuse({ code: "paused", by: pausedBy(facts.reasonParams) });
  const elapsed = facts.secondsSinceLast;
  if (minIntervalSeconds !== null && elapsed !== null && elapsed < minIntervalSeconds)
    return refuse({ code: "too_soon", retryAfterSeconds: Math.max(1, Math.ceil(minIntervalSeconds - elapsed)) });

  const data = { merchantId, integrationId, trigger, requestedBy: actor };
  const [run] = await tx.syncRun.createManyAndReturn({ data, select: { id: true }, skipDuplicates: true });
  // The schedule starts runs without locking the integration: join the one it has just started.
  if (!run) return startRun(tx, scope, integrationId, trigger);
  if (isRefresh) await recordAudit(tx, scope, { action: "refresh_requested", integrationId, details: { runId: run.id } });
  const priority = actor.kind === "job" ? PRIORITY.schedule : PRIORITY.person;
  await enqueue(tx, "sync-orders", { merchantId, integrationId, runId: run.id }, priority);
  await publish(tx, { kind: "run", merchantId, integrationId, runId: run.id });
  return ok({ runId: run.id, joined: false });
}

function pausedBy(params: unknown): string {
  const reason = toLaneReason("paused_by", params);
  return reason.code === "paused_by" ? reason.by : "";
}
