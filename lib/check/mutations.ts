import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { publish } from "@/lib/infra/live/publish";

/** What starts a check. */
export const CHECK_TRIGGERS = ["manual", "test_again", "host_test", "sync_failed", "connect", "schedule"] as const;
export type CheckTrigger = (typeof CHECK_TRIGGERS)[number];

/** A person starts at most one new check of an integration in this time: each one costs the shop two dozen requests. */
export const CHECK_PAUSE_SECONDS = 15;
/** The same for testing causes again, which costs the shop a handful; also for whoever was sent a report. */
export const TEST_AGAIN_PAUSE_SECONDS = 10;

const PAUSE_SECONDS: Partial<Record<CheckTrigger, number>> = {
  manual: CHECK_PAUSE_SECONDS,
  test_again: TEST_AGAIN_PAUSE_SECONDS,
  host_test: TEST_AGAIN_PAUSE_SECONDS,
};

export type CheckRefusal = { code: "not_found" } | { code: "too_soon"; retryAfterSeconds: number };

export interface StartedCheck {
  checkId: string;
  /** True when a check was already on its way: both watch that one. */
  joined: boolean;
}

/** Starts a check or joins the one on its way. Unknown and foreign ids are `not_found` alike. */
export function requestCheck(
  scope: MerchantScope,
  input: { integrationId: string; trigger: CheckTrigger },
): Promise<Result<StartedCheck, CheckRefusal>> {
  return inMerchant(scope.merchantId, (tx) => startCheck(tx, scope, input.integrationId, input.trigger));
}

/**
 * Repeats the requests of one cause of the newest check, named by its place there; where they end otherwise than before the whole check
 * follows in the same job. Joins a check that is on its way. `not_found` also when no such cause is stored.
 */
export function requestTestAgain(
  scope: MerchantScope,
  { integrationId, ofCheckId, causeIndex }: { integrationId: string; ofCheckId: string; causeIndex: number },
): Promise<Result<StartedCheck, CheckRefusal>> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const [known] = await tx.$queryRaw<{ id: string }[]>`
      select id from reachability_check where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
        and id = ${ofCheckId}::uuid and status = 'done' and jsonb_array_length(result->'causes') > ${causeIndex}::int`;
    if (!known) return refuse({ code: "not_found" });
    return startCheck(tx, scope, integrationId, "test_again", { ofCheckId, causeIndex });
  });
}

/** The same as requestCheck in the caller's transaction: the check that a failed run asks for is committed with the failure. */
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
  const active = await tx.check.findFirst({
    where: { merchantId, integrationId, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
  if (active) return ok({ checkId: active.id, joined: true });
  const pauseSeconds = PAUSE_SECONDS[trigger];
  if (pauseSeconds !== undefined) {
    const last = await tx.check.findFirst({
      where: { merchantId, integrationId, trigger },
      orderBy: { requestedAt: "desc" },
      select: { requestedAt: true },
    });
    const waitedSeconds = last ? (Date.now() - last.requestedAt.getTime()) / 1000 : Number.POSITIVE_INFINITY;
    if (waitedSeconds < pauseSeconds)
      return refuse({ code: "too_soon", retryAfterSeconds: Math.max(1, Math.ceil(pauseSeconds - waitedSeconds)) });
  }
  const check = await tx.check.create({ data: { merchantId, integrationId, trigger, requestedBy: actor }, select: { id: true } });
  if (actor.kind !== "job") await recordAudit(tx, scope, { action: "check_requested", integrationId, details: { checkId: check.id } });
  const priority = actor.kind === "job" && trigger !== "host_test" ? PRIORITY.schedule : PRIORITY.person;
  await enqueue(tx, "check-shop", { merchantId, integrationId, checkId: check.id, ...(again ? { again } : {}) }, { priority });
  await publish(tx, { kind: "check", merchantId, integrationId, checkId: check.id });
  return ok({ checkId: check.id, joined: false });
}

/** A shop in trouble is not examined at every try. */
const CHECK_AGAIN_AFTER_MS = 6 * 3_600_000;
/** A check that found nothing does not explain what fails all the same: another one may, a while later. */
const DOUBT_AFTER_MS = 3_600_000;
/** Shops that fail, recover and fail again in another way are examined so often within CHECK_AGAIN_AFTER_MS. */
export const MOST_CHECKS_AFTER_FAILURES = 4;

/**
 * The check that follows a failure, in the transaction of the failure. While a person waits (`always`) it is a new one; otherwise one of the
 * last hours is good enough, if it was made `since` this failure began: an older one saw the shop in order. @returns its id, or null when
 * there is none
 */
export async function startCheckAfterFailure(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  { always, since }: { always: boolean; since: Date },
): Promise<string | null> {
  if (!always) {
    const now = Date.now();
    const recent = await tx.check.findMany({
      where: { merchantId: scope.merchantId, integrationId, requestedAt: { gt: new Date(now - CHECK_AGAIN_AFTER_MS) } },
      orderBy: { requestedAt: "desc" },
      select: { id: true, trigger: true, status: true, verdict: true, requestedAt: true },
    });
    // One that failed on our side says nothing.
    const [newest] = recent.filter(({ status, requestedAt }) => status !== "failed" && requestedAt >= since);
    if (newest && (newest.verdict !== "healthy" || now - newest.requestedAt.getTime() < DOUBT_AFTER_MS)) return newest.id;
    if (recent.filter(({ trigger }) => trigger === "sync_failed").length >= MOST_CHECKS_AFTER_FAILURES) return newest?.id ?? null;
  }
  const started = await startCheck(tx, scope, integrationId, "sync_failed");
  return started.ok ? started.value.checkId : null;
}
