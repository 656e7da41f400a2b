import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";
import { mayBePushed } from "@/lib/orders/tracking/may-be-pushed";

const BATCH = 200;
/** A job that has been at it for so long may have died with its worker; a second one beside it tells of other orders. */
const PATIENCE_SECONDS = 60;

/** Enqueues the shops that must be told of a parcel and for which no job is on its way. @returns how many */
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

/**
 * Makes parcels that wait after a failure due at once: what stood in the way is gone. They are told one after another, and the first failure
 * that meets them all puts the others off again.
 */
export const makePushesDue = (tx: Transaction, merchantId: string, integrationId: string): Promise<unknown> =>
  tx.$executeRaw`
    update shipment set next_push_at = now()
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status = 'waiting' and failure is not null and next_push_at > now()`;

/** Whether parcels wait after a failure. */
export const doParcelsWait = async (tx: Transaction, merchantId: string, integrationId: string): Promise<boolean> =>
  (await tx.shipment.count({ where: { merchantId, integrationId, status: "waiting", failure: { not: null } }, take: 1 })) > 0;
