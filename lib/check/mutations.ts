import { ok, type Result, refuse } from "@/lib/base/result";
import { HOUR_MS, SECOND_MS } from "@/lib/base/units";
import { CONFIRM_AFTER_MS, isUnconfirmed } from "@/lib/check/regions";
import { checkResultSchema } from "@/lib/check/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { spendQuota, targetOf } from "@/lib/identity/quota/spend";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { publish } from "@/lib/infra/live/publish";

export type CheckTrigger = "manual" | "test_again" | "host_test" | "sync_failed" | "connect" | "schedule";

/** Minimum time between two checks of an integration that a person starts: each sends about two dozen requests. */
const CHECK_PAUSE_SECONDS = 15;
/** The same for retests, which send only a few requests; also applies to readers of a shared report. */
export const TEST_AGAIN_PAUSE_SECONDS = 10;

const PAUSE_SECONDS: Partial<Record<CheckTrigger, number>> = {
  manual: CHECK_PAUSE_SECONDS,
  test_again: TEST_AGAIN_PAUSE_SECONDS,
  host_test: TEST_AGAIN_PAUSE_SECONDS,
};

/** `quota_spent`: too many checks of this merchant or person, or of a host that has accepted no key (lib/identity/quota). */
export type CheckRefusal = { code: "not_found" } | { code: "too_soon" | "quota_spent"; retryAfterSeconds: number };

export interface StartedCheck {
  checkId: string;
  /** True if a check was already queued or running. */
  joined: boolean;
}

/** Joining an active check and clicking too soon cost nothing. `isPaid`: the quota was spent already, or the check belongs to a paced job. */
async function spendCheck(scope: MerchantScope, integrationId: string, trigger: CheckTrigger, isPaid: boolean): Promise<number | null> {
  const { merchantId } = scope;
  const since = new Date(Date.now() - (PAUSE_SECONDS[trigger] ?? 0) * SECOND_MS);
  const [shop, recent] = await inMerchant(merchantId, async (tx) => [
    await tx.integration.findFirst({ where: { merchantId, id: integrationId }, select: { baseUrl: true, credentialsKeyId: true } }),
    await tx.reachabilityCheck.count({
      where: {
        merchantId,
        integrationId,
        OR: [{ status: { in: ["queued", "running"] } }, { trigger, requestedAt: { gt: since } }],
      },
    }),
  ]);
  if (!shop || recent > 0) return null;
  const wait = isPaid ? null : await spendQuota({ scope }, "check");
  if (wait !== null || shop.credentialsKeyId !== null) return wait;
  return spendQuota({ scope, target: await targetOf(shop.baseUrl) }, "unproven_check");
}

/** Starts a check or joins the active one. `not_found` for unknown ids and those of other merchants. */
export async function requestCheck(
  scope: MerchantScope,
  input: { integrationId: string; trigger: CheckTrigger; isPaid?: boolean },
): Promise<Result<StartedCheck, CheckRefusal>> {
  const wait = await spendCheck(scope, input.integrationId, input.trigger, input.isPaid ?? false);
  if (wait !== null) return refuse({ code: "quota_spent", retryAfterSeconds: wait });
  return inMerchant(scope.merchantId, (tx) => startCheck(tx, scope, input.integrationId, input.trigger));
}

/** Retests one cause of the newest check, by its index; a complete check follows in the same job if its requests end differently. */
export async function requestTestAgain(
  scope: MerchantScope,
  { integrationId, ofCheckId, causeIndex }: { integrationId: string; ofCheckId: string; causeIndex: number },
): Promise<Result<StartedCheck, CheckRefusal>> {
  const { merchantId } = scope;
  const wait = await spendCheck(scope, integrationId, "test_again", false);
  if (wait !== null) return refuse({ code: "quota_spent", retryAfterSeconds: wait });
  return inMerchant(merchantId, async (tx) => {
    const [known] = await tx.$queryRaw<{ id: string }[]>`
      select id from reachability_check where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
        and id = ${ofCheckId}::uuid and status = 'done' and jsonb_array_length(result->'causes') > ${causeIndex}::int`;
    if (!known) return refuse({ code: "not_found" });
    return startCheck(tx, scope, integrationId, "test_again", { ofCheckId, causeIndex });
  });
}

/** In the caller's transaction, so that the check of a failed run is committed with the failure. */
export async function startCheck(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  trigger: CheckTrigger,
  again?: JobPayloads["check-shop"]["again"],
): Promise<Result<StartedCheck, CheckRefusal>> {
  const { merchantId, actor } = scope;
  const [known] = await tx.$queryRaw<{ id: string }[]>`
    select id from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid for no key update`;
  if (!known) return refuse({ code: "not_found" });
  const active = await tx.reachabilityCheck.findFirst({
    where: { merchantId, integrationId, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
  if (active) return ok({ checkId: active.id, joined: true });
  const pauseSeconds = PAUSE_SECONDS[trigger];
  if (pauseSeconds !== undefined) {
    const last = await tx.reachabilityCheck.findFirst({
      where: { merchantId, integrationId, trigger },
      orderBy: { requestedAt: "desc" },
      select: { requestedAt: true },
    });
    const waitedSeconds = last ? (Date.now() - last.requestedAt.getTime()) / SECOND_MS : Number.POSITIVE_INFINITY;
    if (waitedSeconds < pauseSeconds)
      return refuse({ code: "too_soon", retryAfterSeconds: Math.max(1, Math.ceil(pauseSeconds - waitedSeconds)) });
  }
  const check = await tx.reachabilityCheck.create({
    data: { merchantId, integrationId, trigger, requestedBy: actor },
    select: { id: true },
  });
  if (actor.kind !== "job") await recordAudit(tx, scope, { action: "check_requested", integrationId, details: { checkId: check.id } });
  const priority = actor.kind === "job" && trigger !== "host_test" ? PRIORITY.schedule : PRIORITY.person;
  await enqueue(tx, "check-shop", { merchantId, integrationId, checkId: check.id, ...(again ? { again } : {}) }, priority);
  await publish(tx, { kind: "check", merchantId, integrationId, checkId: check.id });
  return ok({ checkId: check.id, joined: false });
}

/** A failing shop is not checked after every failed run. */
const CHECK_AGAIN_AFTER_MS = 6 * HOUR_MS;
/** A healthy check does not explain a failure, so it is repeated sooner. */
const CHECK_HEALTHY_AGAIN_AFTER_MS = HOUR_MS;
/** Within CHECK_AGAIN_AFTER_MS, for shops that fail, recover and fail again. */
export const MAX_CHECKS_AFTER_FAILURES = 4;

/** Starts a check if a person waits for it (`always`); otherwise one requested `since` the failure began suffices. Returns its id or null. */
export async function startCheckAfterFailure(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  { always, since }: { always: boolean; since: Date },
): Promise<string | null> {
  if (!always) {
    const now = Date.now();
    const recent = await tx.reachabilityCheck.findMany({
      where: { merchantId: scope.merchantId, integrationId, requestedAt: { gt: new Date(now - CHECK_AGAIN_AFTER_MS) } },
      orderBy: { requestedAt: "desc" },
      select: { id: true, trigger: true, status: true, verdict: true, requestedAt: true },
    });
    // A failed check says nothing about the shop.
    const [newest] = recent.filter(({ status, requestedAt }) => status !== "failed" && requestedAt >= since);
    const ageMs = newest ? now - newest.requestedAt.getTime() : 0;
    const isEnough = newest?.verdict !== "healthy" || ageMs < CHECK_HEALTHY_AGAIN_AFTER_MS;
    if (newest && isEnough && !(ageMs >= CONFIRM_AFTER_MS && (await awaitsConfirmation(tx, scope, newest.id)))) return newest.id;
    if (recent.filter(({ trigger }) => trigger === "sync_failed").length >= MAX_CHECKS_AFTER_FAILURES) return newest?.id ?? null;
  }
  const started = await startCheck(tx, scope, integrationId, "sync_failed");
  return started.ok ? started.value.checkId : null;
}

/** A cause that only some of our regions see must be confirmed by a second check before anyone is asked to act. */
async function awaitsConfirmation(tx: Transaction, { merchantId }: MerchantScope, id: string): Promise<boolean> {
  const row = await tx.reachabilityCheck.findUnique({ where: { merchantId_id: { merchantId, id } }, select: { result: true } });
  const result = checkResultSchema.safeParse(row?.result);
  return result.success && result.data.causes.some((cause) => isUnconfirmed(cause, result.data));
}
