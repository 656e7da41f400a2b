import { ok, type Result, refuse } from "@/lib/base/result";
import { laneReasonSchema } from "@/lib/health/lane";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";

/**
 * What starts a run. A person's `refresh` is rate limited; `first_import` follows connecting or new credentials; `rescan` is the nightly one; `backfill` reads a chosen
 * window anew (lib/sync/backfill); `silence` asks a shop that has become too quiet (lib/sync/silence).
 */
export const RUN_TRIGGERS = ["schedule", "refresh", "canary", "first_import", "rescan", "backfill", "silence"] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** A person starts at most one new run of an integration in this time. */
export const REFRESH_PAUSE_SECONDS = 60;

export type RefreshRefusal =
  | { code: "not_found" }
  | { code: "no_credentials" }
  /** `by` names who paused it. */
  | { code: "paused"; by: string }
  | { code: "too_soon"; retryAfterSeconds: number };

export interface StartedRun {
  runId: string;
  /** True when a run was already on its way: both watch that one. */
  joined: boolean;
}

interface Standing {
  has_credentials: boolean;
  state: string | null;
  reason_params: unknown;
  active_run: string | null;
  refreshed_seconds_ago: number | null;
}

/**
 * Starts a run in the caller's transaction, or joins the one on its way: run, audit event, job and news are committed together. The
 * integration's row is held meanwhile, so that presses at the same instant become one run.
 */
export async function startRun(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  trigger: RunTrigger,
): Promise<Result<StartedRun, RefreshRefusal>> {
  const { merchantId, actor } = scope;
  await lockShop(tx, scope, integrationId);
  const [standing] = await tx.$queryRaw<Standing[]>`
    select i.credentials is not null as has_credentials, l.state, l.reason_params,
      (select id from sync_run r where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.status in ('queued', 'running')) as active_run,
      (select extract(epoch from clock_timestamp() - max(requested_at))::float8 from sync_run r
        where r.merchant_id = i.merchant_id and r.integration_id = i.id and r.trigger = 'refresh') as refreshed_seconds_ago
    from integration i left join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid`;
  if (!standing) return refuse({ code: "not_found" });
  if (standing.active_run !== null) {
    if (trigger === "refresh")
      await recordAudit(tx, scope, { action: "refresh_joined", integrationId, details: { runId: standing.active_run } });
    return ok({ runId: standing.active_run, joined: true });
  }
  if (!standing.has_credentials) return refuse({ code: "no_credentials" });
  if (standing.state === "paused") return refuse({ code: "paused", by: pausedBy(standing.reason_params) });
  const waited = standing.refreshed_seconds_ago;
  if (trigger === "refresh" && waited !== null && waited < REFRESH_PAUSE_SECONDS)
    return refuse({ code: "too_soon", retryAfterSeconds: Math.max(1, Math.ceil(REFRESH_PAUSE_SECONDS - waited)) });

  const data = { merchantId, integrationId, trigger, requestedBy: actor };
  const [run] = await tx.syncRun.createManyAndReturn({ data, select: { id: true }, skipDuplicates: true });
  // The clock starts runs without the integration's row: one that it started since we looked is on its way, and is joined.
  if (!run) return startRun(tx, scope, integrationId, trigger);
  if (trigger === "refresh") await recordAudit(tx, scope, { action: "refresh_requested", integrationId, details: { runId: run.id } });
  const priority = actor.kind === "job" ? PRIORITY.schedule : PRIORITY.person;
  await enqueue(tx, "sync-orders", { merchantId, integrationId, runId: run.id }, { priority });
  await publish(tx, { kind: "run", merchantId, integrationId, runId: run.id });
  return ok({ runId: run.id, joined: false });
}

function pausedBy(params: unknown): string {
  const reason = laneReasonSchema.safeParse({ ...(typeof params === "object" ? params : {}), code: "paused_by" });
  return reason.success && reason.data.code === "paused_by" ? reason.data.by : "";
}
