import { type DemoShop, dayMinutes } from "@/lib/testing/demo-shops";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { woocommerce } from "@/lib/testing/fake-shops/woocommerce/handler";
import { writeOrder } from "@/lib/testing/fake-shops/woocommerce/order-record";

// Orders and parcels of the demo's shops. They depend only on the epoch, so a shop has the same ones after every restart.

const minutesBefore = (epoch: Date, minutes: number): Date => new Date(epoch.getTime() - minutes * 60_000);

const seedOf = (shop: DemoShop): number => [...shop.slug].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);

const FIRST_ID = 1001;
const MAX_TRICKLED = 5000;

/** A parcel recorded before the epoch. */
export interface DemoParcel {
  carrier: string;
  trackingNumber: string;
  recordedAt: Date;
  /** When it completed the order; null while the shop does not accept it. */
  pushedAt: Date | null;
}

const CARRIERS = [
  { carrier: "PostNL", start: "3SMOOR" },
  { carrier: "DHL", start: "JVGL0614" },
] as const;

/**
 * The parcel of an imported order: pushed if the order was completed while the shop accepted parcels; waiting if the shop refuses everything
 * that connectors send and the order is among the last ones, recorded in different hours since then. Null for other orders.
 */
export function parcelOf(shop: DemoShop, epoch: Date, order: FakeOrder): DemoParcel | null {
  const { importedUntilMinutes, lanes, behaviour } = shop;
  if (importedUntilMinutes === null || order.modifiedAt >= minutesBefore(epoch, importedUntilMinutes)) return null;
  const { state, sinceMinutes } = lanes.tracking_out;
  const brokenSince = state === "regular" ? epoch : minutesBefore(epoch, sinceMinutes);
  const isLast = order.createdAt >= minutesBefore(epoch, importedUntilMinutes + 2 * dayMinutes);
  const isWaiting = behaviour.blockedUserAgents !== undefined && isLast && (order.status === "processing" || order.status === "completed");
  const isPushed = !isWaiting && order.status === "completed" && order.modifiedAt < brokenSince;
  if (!isPushed && !isWaiting) return null;
  const { carrier, start } = CARRIERS[order.id % 5 === 0 ? 1 : 0];
  const trackingNumber = `${start}${String((seedOf(shop) + order.id * 7919) % 1_000_000_000).padStart(9, "0")}`;
  const recordedAt = isPushed ? order.modifiedAt : minutesBefore(epoch, sinceMinutes - 60 * (order.id % 24));
  return { carrier, trackingNumber, recordedAt, pushedAt: isPushed ? recordedAt : null };
}

/** As a WooCommerce without a tracking plugin stores it: in its meta, and in a note to the customer. */
function keepParcel(order: FakeOrder, { carrier, trackingNumber }: DemoParcel, pushedAt: Date): FakeOrder {
  const item = {
    tracking_provider: "",
    custom_tracking_provider: carrier,
    custom_tracking_link: "",
    tracking_number: trackingNumber,
    date_shipped: String(pushedAt.getTime() / 1000),
    tracking_id: String(order.id),
  };
  return {
    ...order,
    meta: [...order.meta, { id: order.id * 10 + 1, key: "_wc_shipment_tracking_items", value: [item] }],
    notes: [...order.notes, { id: order.id * 10 + 1, text: `${carrier}: ${trackingNumber}`, forCustomer: true, at: pushedAt }],
  };
}

/** The shop's orders at the epoch, oldest first, with the parcels pushed to it. */
export function listOrdersAtEpoch(shop: DemoShop, epoch: Date): FakeOrder[] {
  return generateOrdersAtEpoch(shop, epoch).map((order) => {
    const parcel = parcelOf(shop, epoch, order);
    return parcel?.pushedAt ? keepParcel(order, parcel, parcel.pushedAt) : order;
  });
}

function generateOrdersAtEpoch(shop: DemoShop, epoch: Date): FakeOrder[] {
  let firstId = FIRST_ID;
  return shop.series.flatMap((part, index) => {
    const orders = generateOrders({
      count: part.count,
      from: minutesBefore(epoch, part.fromMinutes),
      to: minutesBefore(epoch, part.toMinutes),
      seed: seedOf(shop) + index,
      firstId,
      catalogue: shop.catalogue,
    });
    firstId += part.count;
    return orders;
  });
}

/** The orders placed between the epoch and `now`: the same ones on every call. */
export function listTrickledOrders(shop: DemoShop, epoch: Date, now: Date): FakeOrder[] {
  if (shop.trickleSeconds === null) return [];
  const everyMs = shop.trickleSeconds * 1000;
  const count = Math.min(MAX_TRICKLED, Math.max(0, Math.floor((now.getTime() - epoch.getTime()) / everyMs)));
  const firstId = FIRST_ID + shop.series.reduce((sum, part) => sum + part.count, 0);
  return Array.from({ length: count }, (_, index) => {
    const to = new Date(epoch.getTime() + (index + 1) * everyMs);
    const from = new Date(to.getTime() - 60_000);
    return generateOrders({ count: 1, from, to, seed: seedOf(shop) + 100 + index, firstId: firstId + index, catalogue: shop.catalogue });
  }).flat();
}

/** An order as the shop's API returns it, which an import would have stored as `raw`. */
export const writeDemoRecord = (shop: DemoShop, order: FakeOrder): unknown =>
  writeOrder(order, { origin: shop.url, version: woocommerce.version, timeZone: shop.timeZone, decimals: 2 });
