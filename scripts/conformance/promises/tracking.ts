import { randomInt } from "node:crypto";
import { connectorFor } from "@/lib/connectors/registry";
import type { Shipment } from "@/lib/connectors/shop";
import { nameFailure, outcomeOf, untested, withShop } from "@/scripts/conformance/promises/outcomes";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

const PROMISE = "A tracking number arrives once, however often it is sent";
/** An id that no shop has assigned yet. */
const MISSING = {
  woocommerce: "999999999",
  magento: "999999999",
  prestashop: "999999999",
  shopify: "gid://shopify/Order/999999999",
} as const;

const parcelFor = (orderExternalId: string): Shipment => ({
  id: `conformance-${randomInt(1e12)}`,
  orderExternalId,
  carrier: "PostNL",
  trackingNumber: `3SCONF${randomInt(1e9)}`,
  trackingUrl: null,
});

/** Writes into the shop: only to the orders that its operator names. */
export function checkTracking(subject: Subject): Promise<Outcome[]> {
  const connector = connectorFor(subject.shopSystem);
  return withShop(subject, async (shop) => {
    const push = async (parcel: Shipment): Promise<string> => {
      const pushed = await connector.pushShipment(shop, parcel);
      if (!pushed.ok) return nameFailure(pushed.failure);
      return typeof pushed.value === "string" ? pushed.value : `${pushed.value.delayedBy} ${pushed.value.detail}`;
    };
    const problems: string[] = [];
    for (const id of subject.parcels) {
      const parcel = parcelFor(id);
      const results = [await push(parcel), await push(parcel)];
      if (results.join() !== "pushed,already_there")
        problems.push(`order ${id}: ${results.join(", then ")} instead of pushed, then already_there`);
    }
    const missing = await push(parcelFor(MISSING[subject.shopSystem]));
    return [
      subject.parcels.length === 0
        ? untested(PROMISE, 'no order is named in "parcels"')
        : outcomeOf(PROMISE, problems, `orders ${subject.parcels.join(", ")}`),
      outcomeOf("A parcel of an order that the shop lacks is reported so", missing === "order_missing" ? [] : [missing], "order_missing"),
    ];
  });
}
