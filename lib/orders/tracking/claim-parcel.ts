import { randomUUID } from "node:crypto";
import { whileRenewing } from "@/lib/health/lease";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { mayBePushed } from "@/lib/orders/tracking/due-pushes";

/** Without a heartbeat for this long, another worker may claim the parcel. */
const LEASE_SECONDS = 60;
const HEARTBEAT_MS = 15_000;

export interface ClaimedParcel {
  id: string;
  lease_owner: string;
  attempts: number;
  recorded_at: Date;
  external_id: string;
  placed_at: Date;
  carrier: string;
  tracking_number: string;
  tracking_url: string | null;
  /** What the shop was sent before the parcel was corrected. */
  replaces: { carrier: string; trackingNumber: string } | null;
  /** Changes when the URL or the credentials of the shop change. */
  reached_by: string;
}

/**
 * Leases the next due parcel whose order has no other push in progress: shops store the parcels of an order in one record, so concurrent pushes
 * would overwrite each other. Null when there is none.
 */
export async function claimParcel(scope: MerchantScope, integrationId: string): Promise<ClaimedParcel | null> {
  const { merchantId } = scope;
  const [claimed] = await inMerchant(merchantId, async (tx) => {
    // Serializes the claims of one shop, so that each sees the leases of the previous ones.
    await lockShop(tx, scope, integrationId);
    // The carrier cancelled it during a push whose worker died.
    const count =
      await tx.$executeRaw`delete from shipment where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
      and cancelled_at is not null and sent_at is null and (lease_until is null or lease_until < clock_timestamp())`;
    if (count > 0) {
      await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
      await publish(tx, { kind: "integration", merchantId, integrationId });
    }
    return tx.$queryRaw<ClaimedParcel[]>`
      update shipment s set lease_owner = ${randomUUID()}::uuid, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
        attempts = attempts + 1
      from shop_order o join integration i on i.merchant_id = o.merchant_id and i.id = o.integration_id
      where o.merchant_id = s.merchant_id and o.id = s.order_id and s.merchant_id = ${merchantId}::uuid and s.id = (
        select w.id from shipment w
        where w.merchant_id = ${merchantId}::uuid and w.integration_id = ${integrationId}::uuid and w.status = 'waiting'
          and w.next_push_at <= clock_timestamp()
          and not exists (select 1 from shipment t where t.order_id = w.order_id and t.lease_until > clock_timestamp())
          and ${mayBePushed("w")}
        order by w.next_push_at, w.id limit 1 for update skip locked)
      returning s.id, s.lease_owner, s.attempts, s.recorded_at, o.external_id, o.placed_at, s.carrier, s.tracking_number, s.tracking_url, s.replaces,
        md5(i.base_url || ' ' || coalesce(encode(i.credentials, 'hex'), '')) as reached_by`;
  });
  return claimed ?? null;
}

export const whileClaimed = <Value>({ merchantId }: MerchantScope, { id, lease_owner }: ClaimedParcel, work: () => Promise<Value>) => {
  const keep = (): Promise<number> =>
    inMerchant(
      merchantId,
      (tx) => tx.$executeRaw`
        update shipment set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
        where merchant_id = ${merchantId}::uuid and id = ${id}::uuid and lease_owner = ${lease_owner}::uuid`,
    );
  return whileRenewing(keep, work, HEARTBEAT_MS);
};
