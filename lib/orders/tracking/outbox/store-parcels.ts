import { orderedIds } from "@/lib/base/ordered-ids";
import { SECOND_MS } from "@/lib/base/units";
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
  /** Number of parcels recorded before; nothing is sent twice. */
  known: number;
  /** The new parcels, in the order of the list. */
  shipmentIds: string[];
}

/** A parcel of a known order. */
export type ParcelOfShop = Parcel & { orderId: string; integrationId: string };

/** Stores new parcels and enqueues their push to the shops; parcels already stored stay unchanged. */
export async function storeParcels(
  tx: Transaction,
  scope: MerchantScope,
  input: {
    source: ShipmentSource;
    parcels: readonly ParcelOfShop[];
    carrierParcelId?: bigint | undefined;
    /** The push waits `UNDO_SECONDS`. */
    mayBeUndone?: boolean;
  },
): Promise<RecordedShipments> {
  const { merchantId, actor } = scope;
  const { source, parcels, mayBeUndone = false } = input;
  const nextPushAt = new Date(Date.now() + (mayBeUndone ? UNDO_SECONDS * SECOND_MS : 0));
  // Prevents deadlocks between lists that contain the same parcels in a different order.
  for (const integrationId of [...new Set(parcels.map((parcel) => parcel.integrationId))].sort()) await lockShop(tx, scope, integrationId);
  // One JSON parameter for all rows, since a file has thousands. Ordered ids: the shop receives them in the order of the file.
  const ids = orderedIds(parcels.length);
  const rows = parcels.map(({ orderId, integrationId, carrier, trackingNumber, trackingUrl }, index) => ({
    id: ids[index],
    integration_id: integrationId,
    order_id: orderId,
    carrier,
    tracking_number: trackingNumber,
    tracking_url: trackingUrl,
  }));
  const stored = await tx.$queryRaw<{ id: string; integrationId: string }[]>`
    insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, tracking_url, source, recorded_by,
      next_push_at, carrier_parcel_id)
    select ${merchantId}::uuid, id, integration_id, order_id, carrier, tracking_number, tracking_url, ${source},
      ${JSON.stringify(actor)}::jsonb, ${nextPushAt}, ${input.carrierParcelId ?? null}::bigint
    from jsonb_to_recordset(${toStorableText(JSON.stringify(rows))}::jsonb)
      as r(id uuid, integration_id uuid, order_id uuid, carrier text, tracking_number text, tracking_url text)
    on conflict do nothing returning id, integration_id as "integrationId"`;
  for (const [integrationId, { length: count }] of Map.groupBy(stored, (parcel) => parcel.integrationId)) {
    await recordAudit(tx, scope, { action: "shipments_recorded", integrationId, details: { count, source } });
    // Delayed pushes are found by their due time (lib/orders/tracking/due-pushes.ts).
    if (!mayBeUndone) await enqueue(tx, "push-shipments", { merchantId, integrationId }, PRIORITY.person);
    await publish(tx, { kind: "integration", merchantId, integrationId });
  }
  return { recorded: stored.length, known: parcels.length - stored.length, shipmentIds: stored.map(({ id }) => id).sort() };
}
