import { ok, type Result, refuse } from "@/lib/base/result";
import { isPlatform } from "@/lib/connectors/platforms";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { UNDO_SECONDS } from "@/lib/orders/tracking/limits";
import type { CalledParcel } from "@/lib/orders/tracking/match-order";
import { findOrders } from "@/lib/orders/tracking/outbox/find-orders";
import { type RecordedShipments, storeParcels } from "@/lib/orders/tracking/outbox/store-parcels";
import type { LineProblem, Parcel, ShipmentSource } from "@/lib/orders/tracking/schema";

export interface RecordShipments {
  integrationId: string;
  source: ShipmentSource;
  shipments: readonly CalledParcel[];
  /** The parcel id of the carrier. */
  carrierParcelId?: bigint;
}

export type RecordRefusal = { code: "not_found" } | { code: "lines_wrong"; problems: LineProblem[] };

/** Records parcels and enqueues their push to the shop in one transaction: all of them or, with one invalid line, none. */
export const recordShipments = (scope: MerchantScope, input: RecordShipments): Promise<Result<RecordedShipments, RecordRefusal>> =>
  inMerchant(scope.merchantId, (tx) => recordShipmentsIn(tx, scope, input));

/** `recordShipments` in the caller's transaction. `preview` only validates. */
export async function recordShipmentsIn(
  tx: Transaction,
  scope: MerchantScope,
  input: RecordShipments,
  options: { preview?: boolean } = {},
): Promise<Result<RecordedShipments, RecordRefusal>> {
  const { merchantId } = scope;
  const { integrationId, shipments } = input;
  const shop = await tx.integration.findUnique({ where: { merchantId_id: { merchantId, id: integrationId } }, select: { platform: true } });
  if (!shop) return refuse({ code: "not_found" });
  const { orders, problems } = await findOrders(tx, scope, input, isPlatform(shop.platform) ? shop.platform : "woocommerce");
  if (problems.length > 0) return refuse({ code: "lines_wrong", problems });
  if (options.preview) return ok({ recorded: shipments.length, known: 0, shipmentIds: [] });

  const parcels = shipments.map((shipment, index) => ({ ...shipment, orderId: orders[index] ?? "" }));
  const recorded = await storeParcels(tx, scope, { integrationId, source: input.source, parcels, carrierParcelId: input.carrierParcelId });
  // The carrier withdrew the cancellation.
  if (input.carrierParcelId !== undefined)
    await tx.shipment.updateMany({
      where: { merchantId, integrationId, carrierParcelId: input.carrierParcelId, cancelledAt: { not: null } },
      data: { cancelledAt: null },
    });
  return ok(recorded);
}

/** Records one parcel of an order and enqueues its push. An order that was removed from the shop counts as not found. */
export function markShipped(scope: MerchantScope, input: Parcel & { orderId: string }): Promise<Result<RecordedShipments, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const order = await tx.order.findUnique({
      where: { merchantId_id: { merchantId, id: input.orderId }, removedAt: null },
      select: { integrationId: true },
    });
    if (!order) return refuse("not_found");
    return ok(await storeParcels(tx, scope, { integrationId: order.integrationId, source: "form", parcels: [input] }));
  });
}

export interface ManyShipped {
  /** The new parcels, for the undo. */
  shipmentIds: string[];
  /** Parcels that were recorded before: nothing is sent twice. */
  known: number;
  /** Orders that do not exist or were removed from the shop. */
  missing: string[];
}

/** Records one parcel for each of several orders, of one or more shops. The push waits `UNDO_SECONDS`. */
export function markManyShipped(scope: MerchantScope, parcels: readonly (Parcel & { orderId: string })[]): Promise<ManyShipped> {
  const { merchantId, actor } = scope;
  return inMerchant(merchantId, async (tx) => {
    const ids = parcels.map(({ orderId }) => orderId);
    const found = await tx.order.findMany({
      where: { merchantId, id: { in: ids }, removedAt: null },
      select: { id: true, integrationId: true },
    });
    const shopOf = new Map(found.map(({ id, integrationId }) => [id, integrationId]));
    const nextPushAt = new Date(Date.now() + UNDO_SECONDS * 1000);
    const known = parcels.flatMap((parcel) => {
      const integrationId = shopOf.get(parcel.orderId);
      return integrationId === undefined ? [] : [{ ...parcel, merchantId, integrationId, source: "form", recordedBy: actor, nextPushAt }];
    });
    for (const integrationId of [...new Set(shopOf.values())].sort()) await lockShop(tx, scope, integrationId);
    const made = await tx.shipment.createManyAndReturn({ data: known, skipDuplicates: true, select: { id: true, integrationId: true } });
    for (const integrationId of new Set(made.map((shipment) => shipment.integrationId))) {
      const count = made.filter((shipment) => shipment.integrationId === integrationId).length;
      await recordAudit(tx, scope, { action: "shipments_recorded", integrationId, details: { count, source: "form" } });
      await publish(tx, { kind: "integration", merchantId, integrationId });
    }
    return { shipmentIds: made.map(({ id }) => id), known: known.length - made.length, missing: ids.filter((id) => !shopOf.has(id)) };
  });
}

/** Deletes parcels whose push has not started. @returns how many; the others stay. */
export function undoShipments(scope: MerchantScope, shipmentIds: readonly string[]): Promise<{ takenBack: number }> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const unsent = { merchantId, status: "waiting", attempts: 0, leaseOwner: null };
    const found = await tx.shipment.findMany({
      where: { ...unsent, id: { in: [...shipmentIds] } },
      select: { id: true, integrationId: true },
    });
    let takenBack = 0;
    for (const integrationId of [...new Set(found.map((shipment) => shipment.integrationId))].sort()) {
      await lockShop(tx, scope, integrationId);
      const ids = found.filter((shipment) => shipment.integrationId === integrationId).map(({ id }) => id);
      const { count } = await tx.shipment.deleteMany({ where: { ...unsent, id: { in: ids } } });
      if (count === 0) continue;
      takenBack += count;
      await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
      await publish(tx, { kind: "integration", merchantId, integrationId });
    }
    return { takenBack };
  });
}

export type CorrectRefusal = "not_found" | "parcel_being_sent" | "parcel_known";

/**
 * Corrects carrier, number and link of a parcel. One that the shop already has is sent again with what it replaces; refused while a push runs, and
 * where the order has a parcel of that number.
 */
export function correctShipment(scope: MerchantScope, input: Parcel & { shipmentId: string }): Promise<Result<true, CorrectRefusal>> {
  const { merchantId } = scope;
  const { shipmentId, carrier, trackingNumber, trackingUrl } = input;
  return inMerchant(merchantId, async (tx) => {
    const where = { merchantId_id: { merchantId, id: shipmentId } };
    const place = await tx.shipment.findUnique({ where, select: { integrationId: true } });
    if (!place) return refuse("not_found");
    const { integrationId } = place;
    await lockShop(tx, scope, integrationId);
    const before = await tx.shipment.findUnique({ where });
    if (!before) return refuse("not_found");
    if (before.leaseUntil && before.leaseUntil > new Date()) return refuse("parcel_being_sent");
    const twin = { merchantId, orderId: before.orderId, trackingNumber, id: { not: shipmentId } };
    if ((await tx.shipment.count({ where: twin })) > 0) return refuse("parcel_known");
    const sent = { carrier: before.carrier, trackingNumber: before.trackingNumber };
    const isSent = before.toldAt !== null && before.replaces === null;
    await tx.shipment.update({
      where,
      data: { ...resend(), carrier, trackingNumber, trackingUrl, ...(isSent ? { replaces: sent } : {}) },
    });
    const after = { carrier, number: trackingNumber };
    await recordAudit(tx, scope, {
      action: "shipment_corrected",
      integrationId,
      before: { carrier: sent.carrier, number: sent.trackingNumber },
      after,
    });
    await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

/** Deletes a parcel that was never sent to the shop, even after failed attempts. `dropped` is false when it was sent or is being sent. */
export function dropShipment(scope: MerchantScope, input: { shipmentId: string }): Promise<Result<{ dropped: boolean }, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const found = await tx.shipment.findUnique({
      where: { merchantId_id: { merchantId, id: input.shipmentId } },
      select: { integrationId: true },
    });
    if (!found) return refuse("not_found");
    const { integrationId } = found;
    await lockShop(tx, scope, integrationId);
    const { count } = await tx.shipment.deleteMany({
      where: { merchantId, id: input.shipmentId, status: { not: "told" }, toldAt: null, leaseOwner: null },
    });
    if (count > 0) {
      await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
      await publish(tx, { kind: "integration", merchantId, integrationId });
    }
    return ok({ dropped: count > 0 });
  });
}

/**
 * Handles a parcel that the carrier cancelled: unsent shipments are deleted, sent ones marked as cancelled. A push in progress finalizes its
 * own shipment. @returns whether the parcel was known
 */
export async function withdrawParcelIn(
  tx: Transaction,
  scope: MerchantScope,
  { integrationId, carrierParcelId }: { integrationId: string; carrierParcelId: bigint },
): Promise<boolean> {
  const { merchantId } = scope;
  const ofParcel = { merchantId, integrationId, carrierParcelId };
  await lockShop(tx, scope, integrationId);
  const { count: cancelled } = await tx.shipment.updateMany({ where: ofParcel, data: { cancelledAt: new Date() } });
  if (cancelled === 0) return false;
  const { count } = await tx.shipment.deleteMany({ where: { ...ofParcel, toldAt: null, leaseOwner: null } });
  if (count > 0) await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
  await publish(tx, { kind: "integration", merchantId, integrationId });
  return true;
}

const resend = () => {
  const now = new Date();
  return { status: "waiting", attempts: 0, nextPushAt: now, sentAgainAt: now, failure: null, failureParams: {} };
};

/** Pushes a parcel again at once, even after it failed for good or during announced maintenance. The push first reads the shop, so nothing is written twice. */
export function sendAgain(scope: MerchantScope, input: { shipmentId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const found = await tx.shipment.findUnique({ where: { merchantId_id: { merchantId, id: input.shipmentId } } });
    if (!found) return refuse("not_found");
    const { integrationId, trackingNumber } = found;
    await tx.shipment.update({
      where: { merchantId_id: { merchantId, id: input.shipmentId } },
      data: resend(),
    });
    await recordAudit(tx, scope, { action: "shipment_sent_again", integrationId, details: { number: trackingNumber } });
    await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

/** `sendAgain` for every waiting or failed parcel of a shop. @returns how many */
export function sendAllAgain(scope: MerchantScope, input: { integrationId: string }): Promise<Result<{ count: number }, "not_found">> {
  const { merchantId } = scope;
  const { integrationId } = input;
  return inMerchant(merchantId, async (tx) => {
    if ((await tx.integration.count({ where: { merchantId, id: integrationId } })) === 0) return refuse("not_found");
    await lockShop(tx, scope, integrationId);
    const { count } = await tx.shipment.updateMany({
      where: { merchantId, integrationId, status: { in: ["waiting", "failed"] } },
      data: resend(),
    });
    await recordAudit(tx, scope, { action: "shipments_sent_again", integrationId, details: { count } });
    if (count > 0) await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok({ count });
  });
}
