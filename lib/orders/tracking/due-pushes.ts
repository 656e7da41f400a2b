import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";
import { mayBePushed } from "@/lib/orders/tracking/may-be-pushed";

const BATCH = 200;
/** After this time the job counts as dead. A second one running beside it is harmless: it pushes other orders. */
const PATIENCE_SECONDS = 60;

/** Enqueues a push for every shop with due parcels and no pending job. @returns how many */
export function startDuePushes(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const due = await tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      select distinct s.merchant_id as "merchantId", s.integration_id as "integrationId" from shipment s
      where s.status = 'waiting' and s.next_push_at <= now()
        and not exists (select 1 from shipment t where t.order_id = s.order_id and t.lease_until > now())
        and ${mayBePushed("s")}
        and not exists (
          select 1 from pgboss.job j where j.name = 'push-shipments' and j.data->>'integrationId' = s.integration_id::text
            and (j.state in ('created', 'retry') or (j.state = 'active' and j.started_on > now() - make_interval(secs => ${PATIENCE_SECONDS}))))
      limit ${BATCH}`;
    await enqueueAll(tx, "push-shipments", due);
    return due.length;
  });
}
