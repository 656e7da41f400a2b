import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";

export interface RunRef {
  integrationId: string;
  runId: string;
}

export interface QueuedRun extends RunRef {
  merchantId: string;
}

export async function enqueueRuns(tx: Transaction, runs: readonly QueuedRun[]): Promise<void> {
  await enqueueAll(tx, "sync-orders", runs);
  for (const run of runs) await publish(tx, { kind: "run", ...run });
}

/** Starts the run that waited for the ended one, in the transaction of that end. In a paused shop it keeps waiting. */
export async function startWaitingRun(tx: Transaction, merchantId: string, integrationId: string): Promise<void> {
  const runs = await tx.$queryRaw<QueuedRun[]>`
    update sync_run w set status = 'queued', requested_at = clock_timestamp()
    where w.merchant_id = ${merchantId}::uuid and w.integration_id = ${integrationId}::uuid and w.status = 'waiting'
      and not exists (select 1 from sync_run a where a.merchant_id = w.merchant_id and a.integration_id = w.integration_id
        and a.status in ('queued', 'running'))
      and not exists (select 1 from lane l where l.merchant_id = w.merchant_id and l.integration_id = w.integration_id
        and l.lane = 'orders_in' and l.state = 'paused')
    returning w.merchant_id as "merchantId", w.integration_id as "integrationId", w.id as "runId"`;
  await enqueueRuns(tx, runs);
}

/** Starts runs that waited for a pause to end. @returns their number */
export function startWaitingRuns(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const runs = await tx.$queryRaw<QueuedRun[]>`
      update sync_run w set status = 'queued', requested_at = clock_timestamp()
      from (
        select r.merchant_id, r.id from sync_run r
          join integration i on i.merchant_id = r.merchant_id and i.id = r.integration_id
          join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
        where r.status = 'waiting' and l.state <> 'paused'
          and not exists (select 1 from sync_run a where a.merchant_id = r.merchant_id and a.integration_id = r.integration_id
            and a.status in ('queued', 'running'))
        limit 50 for no key update of i skip locked
      ) free
      where w.merchant_id = free.merchant_id and w.id = free.id and w.status = 'waiting'
      returning w.merchant_id as "merchantId", w.integration_id as "integrationId", w.id as "runId"`;
    await enqueueRuns(tx, runs);
    return runs.length;
  });
}
