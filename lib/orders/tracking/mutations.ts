import { randomBytes } from "node:crypto";
import { orderedIds } from "@/lib/base/ordered-ids";
import { ok, type Result, refuse } from "@/lib/base/result";
import { isPlatform, type Platform } from "@/lib/connectors/platforms";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { enqueue, PRIORITY } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { seal } from "@/lib/infra/secrets";
import { toStorableText } from "@/lib/orders/storable";
import { TAKE_BACK_SECONDS } from "@/lib/orders/tracking/limits";
import { type CalledParcel, findMeant, namesOf } from "@/lib/orders/tracking/match-order";
import type { LineProblem, Parcel, ShipmentSource } from "@/lib/orders/tracking/schema";
import { webhookContext } from "@/lib/orders/tracking/webhook-secret";

export interface RecordShipments {
  integrationId: string;
  source: ShipmentSource;
  shipments: readonly CalledParcel[];
  /** The carrier platform's parcel that they are of. */
  carrierParcelId?: bigint;
}

export interface RecordedShipments {
  recorded: number;
  /** Parcels that were recorded before: nothing is sent twice. */
  known: number;
  /** Of a preview: the order of each parcel. */
  orderIds?: string[];
}

export type RecordRefusal = { code: "not_found" } | { code: "lines_wrong"; problems: LineProblem[] };

/**
 * Records parcels and the wish to tell the shop of them in one transaction: all of them or, while one line is wrong, none. `preview` finds
 * what is wrong without recording anything.
 */
export function recordShipments(
  scope: MerchantScope,
  input: RecordShipments,
  options: { preview?: boolean } = {},
): Promise<Result<RecordedShipments, RecordRefusal>> {
  return inMerchant(scope.merchantId, (tx) => recordShipmentsIn(tx, scope, input, options));
}

/** The same in the caller's transaction. */
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
  if (options.preview) return ok({ recorded: shipments.length, known: 0, orderIds: orders });

  const parcels = shipments.map((shipment, index) => ({ ...shipment, orderId: orders[index] ?? "" }));
  const recorded = await storeParcels(tx, scope, { integrationId, source: input.source, parcels, carrierParcelId: input.carrierParcelId });
  // A cancellation that was taken back: the parcel is on its way after all.
  if (input.carrierParcelId !== undefined)
    await tx.shipment.updateMany({
      where: { merchantId, integrationId, carrierParcelId: input.carrierParcelId, cancelledAt: { not: null } },
      data: { cancelledAt: null },
    });
  return ok(recorded);
}

/**
 * Records one parcel of an order of this side's id and the wish to tell the shop of it. An order that the shop removed counts as not found:
 * there is nobody to tell.
 */
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
  /** The new parcels, to be taken back by whoever wants it. */
  shipmentIds: string[];
  /** Parcels that were recorded before: nothing is sent twice. */
  known: number;
  /** Orders that are not there or that the shop removed: nobody to tell. */
  missing: string[];
}

/** Records one parcel for each of several orders, of whatever shops; they are told a moment later. */
export function markManyShipped(scope: MerchantScope, parcels: readonly (Parcel & { orderId: string })[]): Promise<ManyShipped> {
  const { merchantId, actor } = scope;
  return inMerchant(merchantId, async (tx) => {
    const ids = parcels.map(({ orderId }) => orderId);
    const found = await tx.order.findMany({
      where: { merchantId, id: { in: ids }, removedAt: null },
      select: { id: true, integrationId: true },
    });
    const shopOf = new Map(found.map(({ id, integrationId }) => [id, integrationId]));
    const nextPushAt = new Date(Date.now() + TAKE_BACK_SECONDS * 1000);
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

/** Takes parcels back of which no shop was told and none is being told. @returns how many; the others stay. */
export function undoShipments(scope: MerchantScope, shipmentIds: readonly string[]): Promise<{ takenBack: number }> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const untold = { merchantId, status: "waiting", attempts: 0, leaseOwner: null };
    const found = await tx.shipment.findMany({
      where: { ...untold, id: { in: [...shipmentIds] } },
      select: { id: true, integrationId: true },
    });
    let takenBack = 0;
    for (const integrationId of [...new Set(found.map((shipment) => shipment.integrationId))].sort()) {
      await lockShop(tx, scope, integrationId);
      const ids = found.filter((shipment) => shipment.integrationId === integrationId).map(({ id }) => id);
      const { count } = await tx.shipment.deleteMany({ where: { ...untold, id: { in: ids } } });
      if (count === 0) continue;
      takenBack += count;
      await recordAudit(tx, scope, { action: "shipments_taken_back", integrationId, details: { count } });
      await publish(tx, { kind: "integration", merchantId, integrationId });
    }
    return { takenBack };
  });
}

/**
 * Drops a parcel of which the shop was not told, however often that was tried: a number that was mistyped is neither tried for ever nor told of as
 * trouble. `dropped` is false where the shop knows it or is being told.
 */
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
 * The carrier platform took a parcel back: what no shop was told of is withdrawn; what a shop was told stays told, and says so. One that is
 * being told at this moment is settled by whoever tells it. @returns whether there was anything
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

/** What was recorded before stays as it is; what is new is written down and its shop told. */
async function storeParcels(
  tx: Transaction,
  scope: MerchantScope,
  input: {
    integrationId: string;
    source: ShipmentSource;
    parcels: readonly (Parcel & { orderId: string })[];
    carrierParcelId?: bigint | undefined;
  },
): Promise<RecordedShipments> {
  const { merchantId, actor } = scope;
  const { integrationId, source, parcels } = input;
  const nextPushAt = new Date();
  // Two lists that hold the same parcels in another order.
  await lockShop(tx, scope, integrationId);
  // One value for all rows: a file has thousands, which an ORM would hand over word by word. Their shops are told in the order of the file.
  const ids = orderedIds(parcels.length);
  const rows = parcels.map(({ orderId, carrier, trackingNumber, trackingUrl }, index) => ({
    ...{ id: ids[index], order_id: orderId, carrier, tracking_number: trackingNumber, tracking_url: trackingUrl },
  }));
  const recorded = await tx.$executeRaw`
    insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, tracking_url, source, recorded_by,
      next_push_at, carrier_parcel_id)
    select ${merchantId}::uuid, id, ${integrationId}::uuid, order_id, carrier, tracking_number, tracking_url, ${source},
      ${JSON.stringify(actor)}::jsonb, ${nextPushAt}, ${input.carrierParcelId ?? null}::bigint
    from jsonb_to_recordset(${toStorableText(JSON.stringify(rows))}::jsonb)
      as r(id uuid, order_id uuid, carrier text, tracking_number text, tracking_url text)
    on conflict do nothing`;
  if (recorded > 0) {
    await recordAudit(tx, scope, { action: "shipments_recorded", integrationId, details: { count: recorded, source } });
    await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
  }
  return { recorded, known: parcels.length - recorded };
}

interface FoundOrders {
  /** The id of each line's order; complete where nothing is wrong. */
  orders: string[];
  problems: LineProblem[];
}

async function findOrders(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { integrationId, shipments }: RecordShipments,
  platform: Platform,
): Promise<FoundOrders> {
  const asked = [...new Set(shipments.flatMap(namesOf))];
  const rows = await tx.order.findMany({
    where: { merchantId, integrationId, removedAt: null, OR: [{ number: { in: asked } }, { externalId: { in: asked } }] },
    select: { id: true, number: true, externalId: true },
  });
  // A file names thousands: each looks among the orders of its own names only.
  const byName = Map.groupBy(
    rows.flatMap((row) => [...new Set([row.number, row.externalId])].map((name) => ({ name, row }))),
    ({ name }) => name,
  );
  const orders: string[] = [];
  const problems: LineProblem[] = [];
  const seen = new Set<string>();
  shipments.forEach((shipment, index) => {
    const named = new Set(namesOf(shipment).flatMap((name) => (byName.get(name) ?? []).map(({ row }) => row)));
    const meant = findMeant(platform, shipment, [...named]);
    const parcel = JSON.stringify([meant.kind === "one" ? meant.order.id : shipment.order, shipment.trackingNumber]);
    if (meant.kind === "unknown") problems.push({ line: index + 1, problem: "order_unknown" });
    else if (meant.kind === "several") problems.push({ line: index + 1, problem: "order_ambiguous" });
    else if (seen.has(parcel)) problems.push({ line: index + 1, problem: "repeated" });
    else orders.push(meant.order.id);
    seen.add(parcel);
  });
  return { orders, problems };
}

const sentAgain = () => {
  const now = new Date();
  return { status: "waiting", attempts: 0, nextPushAt: now, sentAgainAt: now, failure: null, failureParams: {} };
};

/** Tells the shop again at once, also of a parcel that was given up, and inside announced maintenance. One that the shop knows is read back there, not written twice. */
export function sendAgain(scope: MerchantScope, input: { shipmentId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const found = await tx.shipment.findUnique({ where: { merchantId_id: { merchantId, id: input.shipmentId } } });
    if (!found) return refuse("not_found");
    const { integrationId, trackingNumber } = found;
    await tx.shipment.update({
      where: { merchantId_id: { merchantId, id: input.shipmentId } },
      data: sentAgain(),
    });
    await recordAudit(tx, scope, { action: "shipment_sent_again", integrationId, details: { number: trackingNumber } });
    await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

/** The same for every parcel of a shop that waits or was given up. @returns how many */
export function sendAllAgain(scope: MerchantScope, input: { integrationId: string }): Promise<Result<{ count: number }, "not_found">> {
  const { merchantId } = scope;
  const { integrationId } = input;
  return inMerchant(merchantId, async (tx) => {
    if ((await tx.integration.count({ where: { merchantId, id: integrationId } })) === 0) return refuse("not_found");
    await lockShop(tx, scope, integrationId);
    const { count } = await tx.shipment.updateMany({
      where: { merchantId, integrationId, status: { in: ["waiting", "failed"] } },
      data: sentAgain(),
    });
    await recordAudit(tx, scope, { action: "shipments_sent_again", integrationId, details: { count } });
    if (count > 0) await enqueue(tx, "push-shipments", { merchantId, integrationId }, { priority: PRIORITY.person });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok({ count });
  });
}

/**
 * Makes the secret that the carrier platform signs this integration's webhooks with; an earlier one no longer counts. It is shown to the
 * person once, and kept sealed.
 */
export function makeWebhookSecret(
  scope: MerchantScope,
  input: { integrationId: string },
): Promise<Result<{ secret: string }, "not_found">> {
  const { merchantId } = scope;
  const { integrationId } = input;
  const secret = randomBytes(32).toString("hex");
  const sealed = seal(secret, webhookContext(integrationId));
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { merchantId, id: integrationId },
      data: { webhookSecret: sealed.bytes, webhookSecretKeyId: sealed.keyId, webhookReceivedAt: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "webhook_secret_made", integrationId });
    return ok({ secret });
  });
}

/** Switches the carrier platform's webhook off: its secret is gone, and every delivery is answered like one of a stranger. */
export function revokeWebhookSecret(scope: MerchantScope, input: { integrationId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const { integrationId } = input;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { merchantId, id: integrationId },
      data: { webhookSecret: null, webhookSecretKeyId: null, webhookReceivedAt: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "webhook_secret_revoked", integrationId });
    return ok(true);
  });
}
