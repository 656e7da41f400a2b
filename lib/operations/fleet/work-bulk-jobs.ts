import { requestCheck } from "@/lib/check/mutations";
import { type MerchantScope, orderedScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { actorSchema } from "@/lib/identity/accounts/actor";
import { inPlatform } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { log } from "@/lib/infra/log";
import { finalizeBulkItems } from "@/lib/operations/fleet/finalize-bulk-items";
import { requestRefresh } from "@/lib/sync/mutations";

// Runs bulk jobs at their rate. Workers lock a job's row while they claim shops.

/** Maximum number of shops claimed at once, so that a burst does not follow a delay. */
const MAX_AT_ONCE = 10;
/** A claim not finished within this time is repeated. */
const CLAIM_SECONDS = 120;

/** Claims the due shops of one job and schedules the next ones. */
function takeDue() {
  return inPlatform(async (tx) => {
    const [job] = await tx.$queryRaw<
      { id: string; kind: string; reason: string; orderedBy: unknown; sourceAddress: string | null; perMinute: number; due: number }[]
    >`
      select id, kind, reason, ordered_by as "orderedBy", source_address as "sourceAddress", per_minute as "perMinute",
        least(${MAX_AT_ONCE}, greatest(1, floor(extract(epoch from now() - next_at) * per_minute / 60)::int)) as due
      from bulk_job where status = 'running' and next_at <= now() order by next_at limit 1 for update skip locked`;
    if (!job) return null;
    const shops = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      update bulk_item set outcome = 'taken', taken_at = now()
      where (merchant_id, job_id, integration_id) in (
        select merchant_id, job_id, integration_id from bulk_item where job_id = ${job.id}::uuid
          and (outcome = 'waiting' or (outcome = 'taken' and taken_at < now() - make_interval(secs => ${CLAIM_SECONDS})))
        limit ${job.due} for update skip locked)
      returning merchant_id as "merchantId", integration_id as "integrationId"`;
    await tx.$executeRaw`update bulk_job set next_at = now() + make_interval(secs => ${(60 / job.perMinute) * Math.max(1, shops.length)}) where id = ${job.id}::uuid`;
    return { jobId: job.id, ...job, shops };
  });
}

/** What a shop's item stores once it was taken. */
type Begun =
  | { outcome: "started" | "joined"; resultId: string }
  | { outcome: "refused"; result: "failed" /** A code of the refusal. */; detail: string; endedAt: Date };

const refused = (detail: string): Begun => ({ outcome: "refused", result: "failed", detail, endedAt: new Date() });

async function workOn(kind: string, scope: MerchantScope, integrationId: string): Promise<Begun> {
  if (kind === "refresh") {
    const run = await requestRefresh(scope, { integrationId });
    return run.ok ? { outcome: run.value.joined ? "joined" : "started", resultId: run.value.runId } : refused(run.reason.code);
  }
  const check = await requestCheck(scope, { integrationId, trigger: "manual", isPaid: true });
  return check.ok ? { outcome: check.value.joined ? "joined" : "started", resultId: check.value.checkId } : refused(check.reason.code);
}

/** Requests due checks and Refreshes on behalf of the staff member who started the job, and stores how they ended. */
export async function workBulkJobs(_scope: PlatformScope): Promise<void> {
  await finalizeBulkItems();
  const taken = await takeDue();
  if (!taken) return;
  const { jobId, kind, reason, sourceAddress, shops } = taken;
  const actor = actorSchema.parse(taken.orderedBy);
  const by = actor.kind === "staff" ? { ...actor, reason } : actor;
  for (const { merchantId, integrationId } of shops) {
    const begun = await workOn(kind, orderedScope(by, merchantId, sourceAddress), integrationId).catch((error: unknown) => {
      log.error({ err: error, jobId, integrationId }, "shop of a bulk job failed");
      return refused("internal_error");
    });
    await inPlatform(async (tx) => {
      await tx.bulkItem.updateMany({ where: { merchantId, jobId, integrationId }, data: begun });
      await publish(tx, { kind: "fleet" });
    });
  }
}
