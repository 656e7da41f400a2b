import { ok, type Result, refuse } from "@/lib/base/result";
import { MINUTE_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { inPlatform } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { type FleetFilter, isEmptyFilter, shopsOf } from "@/lib/operations/fleet/filter";
import type { AskHost, BulkOrder } from "@/lib/operations/fleet/schema";

/** One day at the highest rate. */
const MAX_SHOPS = 200_000;

/** Starts a check or Refresh of all shops that currently match. Rejects an empty filter and one without matches. */
export function startBulkJob(
  scope: PlatformScope,
  filter: FleetFilter,
  { kind, reason, perMinute }: BulkOrder,
): Promise<Result<{ jobId: string; total: number }, "filter_empty" | "no_shop">> {
  return inPlatform(
    async (tx) => {
      if (isEmptyFilter(filter)) return refuse("filter_empty");
      const [job] = await tx.$queryRaw<{ id: string; total: number }[]>`
        with shop as materialized (select merchant_id, integration_id from (${shopsOf(filter)}) fit limit ${MAX_SHOPS}),
        job as (
          insert into bulk_job (id, kind, filter, reason, per_minute, total, ordered_by, source_address)
          select gen_random_uuid(), ${kind}, ${JSON.stringify(filter)}::jsonb, ${reason}, ${perMinute}, count(*), ${JSON.stringify(scope.actor)}::jsonb,
            ${scope.sourceAddress} from shop having count(*) > 0
          returning id, total
        ), item as (insert into bulk_item (merchant_id, job_id, integration_id) select merchant_id, job.id, integration_id from shop, job)
        select id, total from job`;
      if (!job) return refuse("no_shop");
      const { id: jobId, total } = job;
      const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const details = { jobId, kind, reason, perMinute, total, ...said };
      await recordPlatformEvent(tx, scope, { action: "bulk_started", details });
      await publish(tx, { kind: "fleet" });
      return ok({ jobId, total });
    },
    { timeoutMs: MINUTE_MS },
  );
}

/** Stops a job; shops already started continue. */
export function stopBulkJob(scope: PlatformScope, jobId: string): Promise<Result<true, "not_running">> {
  return inPlatform(async (tx) => {
    const { count } = await tx.bulkJob.updateMany({
      where: { id: jobId, status: "running" },
      data: { status: "stopped", endedAt: new Date() },
    });
    if (count === 0) return refuse("not_running");
    await recordPlatformEvent(tx, scope, { action: "bulk_stopped", details: { jobId } });
    await publish(tx, { kind: "fleet" });
    return ok(true);
  });
}

/** Plans the one mail about an incident to the host of its shops; `not_found` if it is over, asked already, or not of one network. */
export function askHostOfIncident(scope: PlatformScope, { incidentId, mailTo, locale }: AskHost): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const asked = await tx.$executeRaw`
      update fleet_incident set asked_to = ${mailTo}, asked_by = ${JSON.stringify(scope.actor)}::jsonb, ask_locale = ${locale}, mail_due_at = now(), mail_attempts = 0
      where id = ${incidentId}::uuid and resolved_at is null and traits ? 'network' and (asked_to is null or (asked_at is null and mail_due_at is null))`;
    if (asked === 0) return refuse("not_found");
    await recordPlatformEvent(tx, scope, { action: "fleet_host_asked", details: { incidentId, to: mailTo } });
    await publish(tx, { kind: "fleet" });
    return ok(true);
  });
}
