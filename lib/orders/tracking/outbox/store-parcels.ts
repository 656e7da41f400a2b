import { orderedIds } from "@/lib/base/ordered-ids";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import type { Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { toStorableText } from "@/lib/orders/storable";
import { UNDO_SECONDS } from "@/lib/orders/tracking/limits";
import type { Parcel, ShipmentSource } from "@/lib/orders/tracking/schema";

export interface RecordedShipments {
  recorded: number;
  /** Parcels that were recorded before: nothing is sent twice. */
  known: number;
  /** The new ones, in the order of the list. */
  shipmentIds: string[];
}

/** Stores the new parcels and enqueues their push to the shop; parcels that are stored already stay unchanged. */
export async function storeParcels(
  tx: Transaction,
  scope: MerchantScope,
  input: {
    integrationId: string;
    source: ShipmentSource;
    parcels: readonly (Parcel & { orderId: string })[];
    carrierParcelId?: bigint | undefined;
    /** The push waits `UNDO_SECONDS`. */
    mayBeUndone?: boolean;
  },
): Promise<RecordedShipments> {
  const { merchantId, actor } = scope;
  const { integrationId, source, parcels, mayBeUndone = false } = input;
  const nextPushAt = new Date(Date.now() + (mayBeUndone ? UNDO_SECONDS * 1000 : 0));
  // Prevents deadlocks between two lists with the same parcels in a different order.
  await lockShop(tx, scope, integrationId);
  // One JSON parameter for all rows, since a file has thousands. Ordered ids: the shop receives them in the order of the file.
  const ids = orderedIds(parcels.length);
  const rows = parcels.map(({ orderId, carrier, trackingNumber, trackingUrl }, index) => ({
    ...{ id: ids[index], order_id: orderId, carrier, tracking_number: trackingNumber, tracking_url: trackingUrl },
  }));
  const stored = await tx.$queryRaw<{ id: string }[]>`
    insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, tracking_url, source, recorded_by,
      next_push_at, carrier_parcel_id)
    select ${merchantId}::uuid, id, ${integrationId}::uuid, order_id, carrier, tracking_number, tracking_url, ${source},
      ${JSON.stringify(actor)}::jsonb, ${nextPushAt}, ${input.carrierParcelId ?? null}::bigint
    from jsonb_to_recordset(${toStorableText(JSON.stringify(rows))}::jsonb)
      as r(id uuid, order_id uuid, carrier text, tracking_number text, tracking_url text)
    on conflict do nothing returning id`;
  const recorded = stored.length;
  if (recorded > 0) {
    await recordAudit(tx, scope, { action: "shipments_recorded", integrationId, details: { count: recorded, source } });
    // Due pushes are found by their time as well (lib/orders/tracking/due-pushes.ts).
    if (!mayBeUndone) await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
  }
  return { recorded, known: parcels.length - recorded, shipmentIds: stored.map(({ id }) => id).sort() };
}
