import { DAY_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import type { MerchantPrivacy } from "@/lib/infra/prisma-client/client";
import { stripOldOrders } from "@/lib/orders/privacy/strip-orders";

const EVERY_HOURS = 6;
const MERCHANTS = 20;
const BATCH = 500;
/** Per merchant and run; the next run continues. */
const MAX_BATCHES = 40;

type Due = Pick<MerchantPrivacy, "merchantId" | "orderDays" | "addressDays">;

/** Deletes orders past their merchant's retention, and removes buyers from orders. @returns how many merchants were processed */
export async function enforceRetention(_scope: PlatformScope, now: Date): Promise<number> {
  const due = await inPlatform(
    (tx) => tx.$queryRaw<Due[]>`
      update merchant_privacy set enforced_at = ${now} where merchant_id in (
        select merchant_id from merchant_privacy where (order_days is not null or address_days is not null)
          and (enforced_at is null or enforced_at < ${now}::timestamptz - make_interval(hours => ${EVERY_HOURS}))
        order by enforced_at nulls first limit ${MERCHANTS} for update skip locked)
      returning merchant_id::text as "merchantId", order_days as "orderDays", address_days as "addressDays"`,
  );
  for (const { merchantId, orderDays, addressDays } of due) {
    if (addressDays !== null) {
      const before = new Date(now.getTime() - addressDays * DAY_MS);
      await inBatches(merchantId, () => inPlatform((tx) => stripOldOrders(tx, merchantId, before, BATCH)));
      await forgetUnreadable(merchantId, before);
    }
    if (orderDays !== null) {
      const before = new Date(now.getTime() - orderDays * DAY_MS);
      await leaveOut(merchantId, before);
      await inBatches(merchantId, () => deleteOrders(merchantId, before));
      await forgetUnreadable(merchantId, before);
    }
  }
  return due.length;
}

async function inBatches(merchantId: string, work: () => Promise<number>): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) if ((await work()) < BATCH) return;
  // Not finished: the next run continues with this merchant.
  await inPlatform((tx) => tx.merchantPrivacy.updateMany({ where: { merchantId }, data: { enforcedAt: null } }));
}

/** Excludes the deleted orders from imports and count checks, so that they neither return nor count as missing. */
const leaveOut = (merchantId: string, before: Date): Promise<number> =>
  inPlatform(
    (tx) => tx.$executeRaw`
      update integration set import_from = ${before} where merchant_id = ${merchantId}::uuid and (import_from is null or import_from < ${before})`,
  );

const deleteOrders = (merchantId: string, before: Date): Promise<number> =>
  inPlatform(
    (tx) => tx.$executeRaw`
      delete from shop_order where merchant_id = ${merchantId}::uuid and id in (
        select id from shop_order where merchant_id = ${merchantId}::uuid and placed_at < ${before} order by placed_at limit ${BATCH} for update skip locked)`,
  );

/** Quarantined records may name a buyer, too; many have no readable date except when they were last seen. */
const forgetUnreadable = (merchantId: string, before: Date): Promise<number> =>
  inPlatform(
    (tx) => tx.$executeRaw`
      update quarantined_order set raw = '{"erased": true}' where merchant_id = ${merchantId}::uuid
        and coalesce(modified_at, last_seen_at) < ${before} and raw <> '{"erased": true}'::jsonb`,
  );
