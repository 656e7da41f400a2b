import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";
import { Prisma } from "@/lib/infra/prisma-client/client";

const ALIASES = { s: Prisma.raw("s"), w: Prisma.raw("w") };

/**
 * SQL: whether a waiting parcel may be pushed now. Not while the lane is paused or off, nor before the end of announced maintenance or a
 * requested wait, unless a user sent the parcel again. A window counts from its start, even before the lanes have entered it.
 */
export function mayBePushed(alias: keyof typeof ALIASES): Prisma.Sql {
  const parcel = ALIASES[alias];
  return Prisma.sql`not exists (select 1 from lane l
      where l.merchant_id = ${parcel}.merchant_id and l.integration_id = ${parcel}.integration_id
        and (l.lane = 'tracking_out' and l.state in ('paused', 'off')
          or ${parcel}.sent_again_at is null and l.state = 'maintenance' and l.reason in ('window_announced', 'asked_to_wait')
            and (l.reason_params->>'until')::timestamptz > clock_timestamp()))
    and (${parcel}.sent_again_at is not null or not exists (select 1 from maintenance_window m
      where m.merchant_id = ${parcel}.merchant_id and m.integration_id = ${parcel}.integration_id and m.announced_at is null and m.cancelled_at is null
        and m.starts_at <= clock_timestamp() and m.ends_at > clock_timestamp()))`;
}

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
