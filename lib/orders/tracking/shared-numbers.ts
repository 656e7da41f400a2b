import type { Transaction } from "@/lib/infra/db";

/** A tracking number used for several orders: intended for a combined parcel, a mistake after copying a row. */
export interface SharedNumber {
  trackingNumber: string;
  /** Displayed order numbers, with the shop's name if there are several shops. */
  orders: string[];
}

interface GivenNumber {
  orderId: string;
  trackingNumber: string;
}

const keyOf = (trackingNumber: string): string => trackingNumber.toUpperCase();

/** Tracking numbers that would belong to more than one order, among recorded parcels and the input. */
export async function findSharedIn(tx: Transaction, merchantId: string, given: readonly GivenNumber[]): Promise<SharedNumber[]> {
  const written = [...new Set(given.flatMap(({ trackingNumber: number }) => [number, keyOf(number), number.toLowerCase()]))];
  const recorded = await tx.$queryRaw<GivenNumber[]>`
    select order_id as "orderId", tracking_number as "trackingNumber" from shipment
    where merchant_id = ${merchantId}::uuid and tracking_number = any(${written}::text[])`;
  const ordersOf = Map.groupBy([...given, ...recorded], ({ trackingNumber }) => keyOf(trackingNumber));
  const shared = [...Map.groupBy(given, ({ trackingNumber }) => keyOf(trackingNumber)).entries()].flatMap(([key, [first]]) => {
    const orderIds = [...new Set(ordersOf.get(key)?.map(({ orderId }) => orderId))];
    return first && orderIds.length > 1 ? [{ trackingNumber: first.trackingNumber, orderIds }] : [];
  });
  if (shared.length === 0) return [];
  const known = await tx.shopOrder.findMany({
    where: { merchantId, id: { in: shared.flatMap(({ orderIds }) => orderIds) } },
    select: { id: true, number: true, integration: { select: { id: true, name: true } } },
    orderBy: [{ number: "asc" }, { integration: { name: "asc" } }],
  });
  return shared.flatMap(({ trackingNumber, orderIds }) => {
    const orders = known.filter(({ id }) => orderIds.includes(id));
    const areOfSeveral = new Set(orders.map(({ integration }) => integration.id)).size > 1;
    // Skips orders of other merchants.
    if (orders.length < 2) return [];
    return [
      { trackingNumber, orders: orders.map(({ number, integration }) => (areOfSeveral ? `${number} (${integration.name})` : number)) },
    ];
  });
}
