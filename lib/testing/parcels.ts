import { jobScope } from "@/lib/identity/accounts/access";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { pushWaiting } from "@/lib/orders/tracking/push";
import type { NewShipment } from "@/lib/orders/tracking/schema";
import { LOOPBACK, type SyncedShop, storedOrders } from "@/lib/testing/sync-shop";

// For tests: parcels of a connected shop, recorded as by the form and pushed by one worker.

export const parcel = (order: string, trackingNumber = `3S${order}`): NewShipment => ({
  order,
  carrier: "PostNL",
  trackingNumber,
  trackingUrl: null,
});
export const record = ({ scope, integrationId }: SyncedShop, shipments: NewShipment[]) =>
  recordShipments(scope, { integrationId, source: "form", shipments });
export const push = ({ scope, integrationId }: SyncedShop) =>
  pushWaiting(jobScope("push-shipments", scope.merchantId), integrationId, { outside: LOOPBACK, signal: new AbortController().signal });
export const numbers = async (connected: SyncedShop): Promise<string[]> => (await storedOrders(connected)).map((order) => order.number);
/** Requests that may have changed something in the shop. */
export const writes = ({ shop }: SyncedShop) => shop.requests.filter(({ method }) => method !== "GET").length;
