import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";

interface Named {
  merchantId: string;
  integrationId: string;
}

const BATCH = 100;
const POSTPONE_SECONDS = 3600;
/** A hint whose job was lost is picked up after this long. */
const LOST_AFTER_SECONDS = 30;
/** A request whose job was lost is picked up after this long. */
const REQUEST_LOST_AFTER_SECONDS = 300;

/** Queues the daily check of webhooks, and requests whose job was lost. @returns the number of shops */
export function startDueWebhookChecks(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const due = await tx.$queryRaw<Named[]>`
      with due as (
        select merchant_id, integration_id from shop_webhook
        where next_check_at <= now()
          or (state in ('wanted', 'unwanted') and next_check_at is null and since < now() - make_interval(secs => ${REQUEST_LOST_AFTER_SECONDS}))
        order by next_check_at nulls first limit ${BATCH} for update skip locked
      )
      update shop_webhook w set next_check_at = now() + make_interval(secs => ${POSTPONE_SECONDS}) from due
      where w.merchant_id = due.merchant_id and w.integration_id = due.integration_id
      returning w.merchant_id as "merchantId", w.integration_id as "integrationId"`;
    await enqueueAll(tx, "tend-webhooks", due);
    return due.length;
  });
}

/** Requeues hints that no worker has fetched, except those of shops that are paused or off. @returns the number of shops */
export function restartLostHints(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const lost = await tx.$queryRaw<Named[]>`
      with lost as (
        select merchant_id, integration_id, external_id from shop_webhook_hint h
        where hinted_at < now() - make_interval(secs => ${LOST_AFTER_SECONDS})
          and not exists (
            select 1 from lane l where l.merchant_id = h.merchant_id and l.integration_id = h.integration_id and l.lane = 'orders_in'
              and l.state in ('paused', 'off'))
        limit ${BATCH} for update skip locked
      ), again as (
        update shop_webhook_hint h set hinted_at = now() from lost
        where h.merchant_id = lost.merchant_id and h.integration_id = lost.integration_id and h.external_id = lost.external_id
      )
      select distinct merchant_id as "merchantId", integration_id as "integrationId" from lost`;
    await enqueueAll(tx, "fetch-hinted", lost);
    return lost.length;
  });
}

/**
 * Creates the partitions of deliveries for the coming week, and drops expired ones.
 * @returns how many days were dropped
 */
export async function keepDeliveryDays(_scope: PlatformScope): Promise<number> {
  const [kept] = await inPlatform((tx) => tx.$queryRaw<{ dropped: number }[]>`select keep_delivery_days() as dropped`);
  return kept?.dropped ?? 0;
}
