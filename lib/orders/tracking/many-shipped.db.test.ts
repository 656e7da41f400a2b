import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { inMerchant } from "@/lib/infra/db";
import { listOrders } from "@/lib/orders/data";
import { NO_FILTER } from "@/lib/orders/order-query";
import { UNDO_SECONDS } from "@/lib/orders/tracking/limits";
import { dropShipment, markManyShipped, undoShipments } from "@/lib/orders/tracking/outbox/mutations";
import { makeTwoMerchants } from "@/lib/testing/two-merchants";

const parcel = (orderId: string, trackingNumber: string) => ({ orderId, carrier: "DHL", trackingNumber, trackingUrl: null });

async function openOrder() {
  const { owner, outsider } = await makeTwoMerchants();
  const [order] = (await listOrders(owner.scope, NO_FILTER)).rows;
  if (!order) throw new Error("no order");
  const shipments = () =>
    inMerchant(owner.scope.merchantId, (tx) => tx.shipment.findMany({ where: { orderId: order.id }, orderBy: { trackingNumber: "asc" } }));
  return { scope: owner.scope, outsider: outsider.scope, orderId: order.id, shipments };
}

test("parcels of several orders are recorded once and pushed after a delay, and missing orders are reported", async () => {
  const { scope, orderId, shipments } = await openOrder();
  const gone = "019abcde-0000-7000-8000-000000000001";
  const before = Date.now();
  const first = await markManyShipped(scope, [parcel(orderId, "A1"), parcel(gone, "A2")]);
  expect(first).toMatchObject({ known: 0, missing: [gone] });
  expect(first.shipmentIds).toHaveLength(1);
  const made = (await shipments()).find(({ id }) => id === first.shipmentIds[0]);
  expect((made?.nextPushAt?.getTime() ?? 0) - before).toBeGreaterThanOrEqual(UNDO_SECONDS * 1000 - 1000);
  expect(await markManyShipped(scope, [parcel(orderId, "A1")])).toEqual({ shipmentIds: [], known: 1, missing: [] });
});

test("a parcel can be dropped after failed attempts, but not once the shop has it or a worker holds it", async () => {
  const { scope, outsider, orderId, shipments } = await openOrder();
  const { shipmentIds } = await markManyShipped(scope, [parcel(orderId, "C1"), parcel(orderId, "C2"), parcel(orderId, "C3")]);
  const idOf = async (number: string) => (await shipments()).find(({ trackingNumber }) => trackingNumber === number)?.id ?? "";
  const [given, told, held] = [await idOf("C1"), await idOf("C2"), await idOf("C3")];
  expect(shipmentIds).toContain(given);
  await inMerchant(scope.merchantId, async (tx) => {
    await tx.shipment.updateMany({ where: { id: given }, data: { status: "failed", attempts: 9, failure: "number_refused" } });
    await tx.shipment.updateMany({ where: { id: told }, data: { status: "sent", attempts: 1, sentAt: new Date() } });
    await tx.shipment.updateMany({ where: { id: held }, data: { attempts: 1, leaseOwner: randomUUID() } });
  });
  expect(await dropShipment(outsider, { shipmentId: given })).toEqual({ ok: false, reason: "not_found" });
  for (const shipmentId of [told, held]) expect(await dropShipment(scope, { shipmentId })).toEqual({ ok: true, value: { dropped: false } });
  expect(await dropShipment(scope, { shipmentId: given })).toEqual({ ok: true, value: { dropped: true } });
  expect(await dropShipment(scope, { shipmentId: given })).toEqual({ ok: false, reason: "not_found" });
  const left = (await shipments()).map(({ trackingNumber }) => trackingNumber);
  expect(left).toEqual(expect.arrayContaining(["C2", "C3"]));
  expect(left).not.toContain("C1");
});

test("recording a parcel can be undone until a worker takes it, and never by another merchant", async () => {
  const { scope, outsider, orderId, shipments } = await openOrder();
  const { shipmentIds } = await markManyShipped(scope, [parcel(orderId, "B1"), parcel(orderId, "B2")]);
  const kept = (await shipments()).length;
  expect(await undoShipments(outsider, shipmentIds)).toEqual({ takenBack: 0 });
  await inMerchant(scope.merchantId, (tx) => tx.shipment.updateMany({ where: { trackingNumber: "B2" }, data: { attempts: 1 } }));
  expect(await undoShipments(scope, shipmentIds)).toEqual({ takenBack: 1 });
  expect(await undoShipments(scope, shipmentIds)).toEqual({ takenBack: 0 });
  expect((await shipments()).map(({ trackingNumber }) => trackingNumber)).toContain("B2");
  expect(await shipments()).toHaveLength(kept - 1);
});
