import { ok, type Result, refuse } from "@/lib/base/result";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { inShop, type LockedShop, lockShop, withShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import type { Prisma, Shipment } from "@/lib/infra/prisma-client/client";
import type { CalledParcel } from "@/lib/orders/tracking/match-order";
import { findOrders } from "@/lib/orders/tracking/outbox/find-orders";
import { type RecordedShipments, storeParcels } from "@/lib/orders/tracking/outbox/store-parcels";
import type { LineProblem, Parcel, ShipmentSource } from "@/lib/orders/tracking/schema";

export interface RecordShipments {
  integrationId: string;
  source: ShipmentSource;
  shipments: readonly CalledParcel[];
  carrierParcelId?: bigint;
}

export type RecordRefusal = { code: "not_found" } | { code: "lines_wrong"; problems: LineProblem[] };

/** Records parcels and enqueues their push to the shop in one transaction: all of them or, if one line is invalid, none. */
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
  const shop = await tx.integration.findUnique({
    where: { merchantId_id: { merchantId, id: integrationId } },
    select: { shopSystem: true },
  });
  if (!shop) return refuse({ code: "not_found" });
  const named = await findOrders(tx, scope, input, toShopSystem(shop.shopSystem));
  const parcels = named.flatMap((one) => ("orderId" in one ? [{ ...one, integrationId }] : []));
  const problems = named.flatMap((one, index) => ("problem" in one ? [{ line: index + 1, problem: one.problem }] : []));
  if (problems.length > 0) return refuse({ code: "lines_wrong", problems });
  if (options.preview) return ok({ recorded: shipments.length, known: 0, shipmentIds: [] });

  const recorded = await storeParcels(tx, scope, { source: input.source, parcels, carrierParcelId: input.carrierParcelId });
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
    const order = await tx.shopOrder.findUnique({
      where: { merchantId_id: { merchantId, id: input.orderId }, removedAt: null },
      select: { integrationId: true },
    });
    if (!order) return refuse("not_found");
    return ok(await storeParcels(tx, scope, { source: "form", parcels: [{ ...input, ...order }] }));
  });
}

export interface ManyShipped {
  /** The new parcels, for the undo. */
  shipmentIds: string[];
  /** Number of parcels recorded before; nothing is sent twice. */
  known: number;
  /** Orders that do not exist or were removed from the shop. */
  missing: string[];
}

/** Records one parcel for each of several orders, of one or more shops. The push waits `UNDO_SECONDS`. */
export function markManyShipped(scope: MerchantScope, parcels: readonly (Parcel & { orderId: string })[]): Promise<ManyShipped> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const ids = parcels.map(({ orderId }) => orderId);
    const found = await tx.shopOrder.findMany({
      where: { merchantId, id: { in: ids }, removedAt: null },
      select: { id: true, integrationId: true },
    });
    const shopOf = new Map(found.map(({ id, integrationId }) => [id, integrationId]));
    const ofShops = parcels.flatMap((parcel) => {
      const integrationId = shopOf.get(parcel.orderId);
      return integrationId === undefined ? [] : [{ ...parcel, integrationId }];
    });
    const { shipmentIds, known } = await storeParcels(tx, scope, { source: "form", parcels: ofShops, mayBeUndone: true });
    return { shipmentIds, known, missing: ids.filter((id) => !shopOf.has(id)) };
  });
}

/**
 * Deletes parcels that were never sent to the shop, and audits how many.
 * @returns how many
 */
async function takeBack(tx: Transaction, scope: MerchantScope, integrationId: string, where: Prisma.ShipmentWhereInput): Promise<number> {
  const { merchantId } = scope;
  const { count } = await tx.shipment.deleteMany({ where: { ...where, merchantId, integrationId } });
  if (count > 0) {
    await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
    await publish(tx, { kind: "integration", merchantId, integrationId });
  }
  return count;
}

/** Deletes parcels whose push has not started. @returns how many; the others stay. */
export function undoShipments(scope: MerchantScope, shipmentIds: readonly string[]): Promise<{ takenBack: number }> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const unsent = { id: { in: [...shipmentIds] }, status: "waiting", attempts: 0, leaseOwner: null };
    const found = await tx.shipment.findMany({
      where: { ...unsent, merchantId },
      distinct: "integrationId",
      select: { integrationId: true },
    });
    let takenBack = 0;
    for (const integrationId of found.map((shipment) => shipment.integrationId).sort()) {
      await lockShop(tx, scope, integrationId);
      takenBack += await takeBack(tx, scope, integrationId, unsent);
    }
    return { takenBack };
  });
}

/** `integrationId`: the only shop in which it is looked for. */
interface ShipmentId {
  shipmentId: string;
  integrationId?: string;
}

/** Runs `work` while the shop of a parcel is locked; `not_found` for unknown and foreign ids. */
const inShopOf = <Value, Reason = never>(
  scope: MerchantScope,
  shipmentId: string,
  work: (shop: LockedShop, shipment: Shipment) => Promise<Result<Value, Reason>>,
  integrationId?: string,
) =>
  inMerchant(scope.merchantId, async (tx) => {
    const where = { merchantId_id: { merchantId: scope.merchantId, id: shipmentId } };
    const place = await tx.shipment.findUnique({ where, select: { integrationId: true } });
    if (!place || (integrationId ?? place.integrationId) !== place.integrationId) return refuse("not_found");
    return withShop<Value, Reason | "not_found">(tx, scope, place.integrationId, async (shop) => {
      const shipment = await tx.shipment.findUnique({ where });
      return shipment ? work(shop, shipment) : refuse("not_found");
    });
  });

/** Enqueues a push for parcels that a user changed. */
const pushNow = ({ tx, before: { merchantId, id: integrationId } }: LockedShop): Promise<unknown> =>
  enqueue(tx, "push-shipments", { merchantId, integrationId }, PRIORITY.person);

/**
 * Corrects carrier, number and link of a parcel. A parcel that the shop already has is sent again along with what it replaces. Refused
 * while a push runs, and if the order already has a parcel with that number.
 */
export const correctShipment = (scope: MerchantScope, { shipmentId, integrationId, ...typed }: Parcel & ShipmentId) =>
  inShopOf<true, "parcel_being_sent" | "parcel_known">(
    scope,
    shipmentId,
    async (shop, before) => {
      const { tx, record } = shop;
      const { merchantId, orderId } = before;
      const { carrier, trackingNumber, trackingUrl } = typed;
      if (before.leaseUntil && before.leaseUntil > new Date()) return refuse("parcel_being_sent");
      const twin = { merchantId, orderId, trackingNumber, id: { not: shipmentId } };
      if ((await tx.shipment.count({ where: twin })) > 0) return refuse("parcel_known");
      const sent = { carrier: before.carrier, trackingNumber: before.trackingNumber };
      const isSent = before.sentAt !== null && before.replaces === null;
      await tx.shipment.update({
        where: { merchantId_id: { merchantId, id: shipmentId } },
        data: { ...resend(), carrier, trackingNumber, trackingUrl, ...(isSent ? { replaces: sent } : {}) },
      });
      await record({
        action: "shipment_corrected",
        before: { carrier: sent.carrier, number: sent.trackingNumber },
        after: { carrier, number: trackingNumber },
      });
      await pushNow(shop);
      return ok(true);
    },
    integrationId,
  );

/** Deletes a parcel that was never sent to the shop, even after failed attempts. `dropped` is false when it was sent or is being sent. */
export const dropShipment = (scope: MerchantScope, { shipmentId, integrationId: ofShop }: ShipmentId) =>
  inShopOf(
    scope,
    shipmentId,
    async ({ tx }, { integrationId }) => {
      const unsent = { id: shipmentId, status: { not: "sent" }, sentAt: null, leaseOwner: null };
      return ok({ dropped: (await takeBack(tx, scope, integrationId, unsent)) > 0 });
    },
    ofShop,
  );

/**
 * Handles a parcel that the carrier cancelled: deletes unsent shipments and marks sent ones as cancelled. A push in progress finalizes its
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
  await takeBack(tx, scope, integrationId, { carrierParcelId, sentAt: null, leaseOwner: null });
  await publish(tx, { kind: "integration", merchantId, integrationId });
  return true;
}

const resend = () => {
  const now = new Date();
  return { status: "waiting", attempts: 0, nextPushAt: now, sentAgainAt: now, failure: null, failureParams: {} };
};

/** Pushes a parcel again at once, even one that failed permanently. The push reads the shop first, so nothing is written twice. */
export const sendAgain = (scope: MerchantScope, { shipmentId, integrationId }: ShipmentId) =>
  inShopOf(
    scope,
    shipmentId,
    async (shop, { merchantId, trackingNumber }) => {
      await shop.tx.shipment.update({ where: { merchantId_id: { merchantId, id: shipmentId } }, data: resend() });
      await shop.record({ action: "shipment_sent_again", details: { number: trackingNumber } });
      await pushNow(shop);
      return ok(true);
    },
    integrationId,
  );

/** `sendAgain` for every waiting or failed parcel of a shop. @returns how many */
export const sendAllAgain = (scope: MerchantScope, { integrationId }: { integrationId: string }) =>
  inShop(scope, integrationId, async (shop) => {
    const due = { merchantId: scope.merchantId, integrationId, status: { in: ["waiting", "failed"] } };
    const { count } = await shop.tx.shipment.updateMany({ where: due, data: resend() });
    await shop.record({ action: "shipments_sent_again", details: { count } });
    if (count > 0) await pushNow(shop);
    return ok({ count });
  });
