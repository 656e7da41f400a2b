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
      const job = await tx.bulkJob.create({
        data: { kind, filter, reason, perMinute, total: 0, orderedBy: scope.actor, sourceAddress: scope.sourceAddress },
        select: { id: true },
      });
      const total = await tx.$executeRaw`
        insert into bulk_item (merchant_id, job_id, integration_id)
        select merchant_id, ${job.id}::uuid, integration_id from (${shopsOf(filter)}) shops limit ${MAX_SHOPS}`;
      const status = total === 0 ? { status: "done", endedAt: new Date() } : {};
      await tx.bulkJob.update({ where: { id: job.id }, data: { total, ...status } });
      const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const details = { jobId: job.id, kind, reason, perMinute, total, ...said };
      await recordPlatformEvent(tx, scope, { action: "bulk_started", details });
      await publish(tx, { kind: "fleet" });
      return total === 0 ? refuse("no_shop") : ok({ jobId: job.id, total });
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
