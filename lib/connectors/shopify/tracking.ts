import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { looseText } from "@/lib/connectors/records/order-fields";
import type { PushOutcome, Reply, Shipment, ShopResult } from "@/lib/connectors/shop";
import { askShopify, type ShopifyShop } from "@/lib/connectors/shopify/client";
import { CREATE_FULFILLMENT, orderGid, READ_FULFILLMENTS, UPDATE_TRACKING } from "@/lib/connectors/shopify/queries";
import { askAboutShop, mayHide, reachOf } from "@/lib/connectors/shopify/reach";

const trackingSchema = z.object({ company: looseText, number: looseText, url: z.string().nullish() });
type Tracking = z.infer<typeof trackingSchema>;

const fulfillmentSchema = z.object({ id: z.string(), status: z.string(), trackingInfo: z.array(trackingSchema) });
type Fulfillment = z.infer<typeof fulfillmentSchema>;

const stateSchema = z.object({
  order: z
    .object({
      fulfillments: z.array(fulfillmentSchema),
      fulfillmentOrders: z.object({ nodes: z.array(z.object({ id: z.string(), status: z.string() })) }),
    })
    .nullable(),
});

/** Statuses of fulfillments that did not take place. */
const FAILED_FULFILLMENTS = ["CANCELLED", "ERROR", "FAILURE"];
/** Statuses that become open later. */
const WAITING = ["ON_HOLD", "SCHEDULED"];

const payload = z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable();
const createSchema = z.object({ fulfillmentCreate: payload });
const updateSchema = z.object({ fulfillmentTrackingInfoUpdate: payload });

type Written = Reply<{ refused: boolean }>;

const trackingOf = (shipment: Shipment) => ({
  company: shipment.carrier,
  number: shipment.trackingNumber,
  ...(shipment.trackingUrl ? { url: shipment.trackingUrl } : {}),
});

/** Shopify has one company for all numbers, so names are joined; URLs belong to numbers by position, so numbers with a URL come first. */
function trackingWith(known: readonly Tracking[], shipment: Shipment) {
  const numbered = known.filter(({ number }) => number !== "");
  if (numbered.length === 0) return trackingOf(shipment);
  const all = [...numbered, { company: shipment.carrier, number: shipment.trackingNumber, url: shipment.trackingUrl }];
  const names = new Map<string, string>();
  for (const name of all.flatMap(({ company }) => company.split(", ")))
    names.set(name.toLowerCase(), names.get(name.toLowerCase()) ?? name);
  const sorted = [...all.filter(({ url }) => url), ...all.filter(({ url }) => !url)];
  const urls = sorted.flatMap(({ url }) => url || []);
  return {
    company: [...names.values()].filter((name) => name !== "").join(", "),
    numbers: sorted.map(({ number }) => number),
    ...(urls.length > 0 ? { urls } : {}),
  };
}

/** Whether the shop has the parcel exactly as we write it. */
const isWrittenByUs = ({ trackingInfo }: Fulfillment, shipment: Shipment): boolean =>
  shipment.trackingUrl !== null &&
  trackingInfo.length === 1 &&
  trackingInfo.every(
    ({ company, number, url }) => company === shipment.carrier && number === shipment.trackingNumber && url === shipment.trackingUrl,
  );

/** Replaces what the shop was sent before a correction; null if no fulfillment has it. */
async function correctTracking(
  shop: ShopifyShop,
  fulfillments: readonly Fulfillment[],
  shipment: Shipment,
): Promise<Reply<unknown> | null> {
  const { replaces } = shipment;
  const isOld = ({ number }: Tracking): boolean => number === replaces?.trackingNumber;
  const isNew = ({ number, company }: Tracking): boolean => number === shipment.trackingNumber && company.includes(shipment.carrier);
  const target = fulfillments.find(({ trackingInfo }) => trackingInfo.some((one) => isOld(one) && !isNew(one)));
  if (!target || !replaces) return null;
  const others = target.trackingInfo
    .filter((one) => !isOld(one))
    .map((one) => ({ ...one, company: one.company.replaceAll(replaces.carrier, shipment.carrier) }));
  const variables = { id: target.id, tracking: trackingWith(others, shipment) };
  const updated = await askShopify(shop, { query: UPDATE_TRACKING, variables }, updateSchema);
  if (!updated.ok) return updated;
  const isRefused = (updated.data.fulfillmentTrackingInfoUpdate?.userErrors.length ?? 1) > 0;
  return isRefused ? failed("invalid_response", "Shopify refused the corrected tracking number", updated.answer) : { ok: true };
}

/** `refused`: Shopify rejects it because of the order, as data with status 200. */
async function createFulfillment(shop: ShopifyShop, ids: readonly string[], shipment: Shipment): Promise<Written> {
  const fulfillment = {
    lineItemsByFulfillmentOrder: ids.map((fulfillmentOrderId) => ({ fulfillmentOrderId })),
    trackingInfo: trackingOf(shipment),
    notifyCustomer: true,
  };
  const reply = await askShopify(shop, { query: CREATE_FULFILLMENT, variables: { fulfillment } }, createSchema);
  return reply.ok ? { ok: true, refused: (reply.data.fulfillmentCreate?.userErrors.length ?? 1) > 0 } : reply;
}

/** Returns how many parts were fulfilled with the number: together if they share a location, otherwise one by one. */
async function fulfil(shop: ShopifyShop, open: readonly string[], shipment: Shipment): Promise<Reply<{ accepted: number }>> {
  // A fulfillment covers one location only; parts of several locations get one each.
  const together = await createFulfillment(shop, open, shipment);
  if (!together.ok) return together;
  if (!together.refused) return { ok: true, accepted: open.length };
  let accepted = 0;
  for (const id of open.length > 1 ? open : []) {
    const alone = await createFulfillment(shop, [id], shipment);
    if (!alone.ok) return alone;
    if (!alone.refused) accepted += 1;
  }
  return { ok: true, accepted };
}

/** Shopify gives the same answer for a deleted order and one that the app may not see. */
async function explainMissing(shop: ShopifyShop, { orderPlacedAt }: Shipment): Promise<ShopResult<PushOutcome>> {
  const about = await askAboutShop(shop);
  if (!about.ok) return about;
  const isHidden = orderPlacedAt !== undefined && mayHide(reachOf(about.data), orderPlacedAt);
  return ok(isHidden ? "order_hidden" : "order_missing");
}

/** Reads first: a number that a fulfillment already has is not sent again. A fulfilled order gets it on a fulfillment without a number. */
export async function pushShopifyShipment(shop: ShopifyShop, shipment: Shipment): Promise<ShopResult<PushOutcome>> {
  const read = await askShopify(shop, { query: READ_FULFILLMENTS, variables: { id: orderGid(shipment.orderExternalId) } }, stateSchema);
  if (!read.ok) return read;
  const { order } = read.data;
  if (!order) return explainMissing(shop, shipment);
  const fulfillments = order.fulfillments.filter(({ status }) => !FAILED_FULFILLMENTS.includes(status));
  const parts = order.fulfillmentOrders.nodes;
  const open = parts.filter(({ status }) => status === "OPEN" || status === "IN_PROGRESS").map(({ id }) => id);
  const corrected = await correctTracking(shop, fulfillments, shipment);
  if (corrected) return corrected.ok ? ok("pushed") : corrected;
  const carrying = fulfillments.filter(({ trackingInfo }) => trackingInfo.some(({ number }) => number === shipment.trackingNumber));
  // An earlier attempt may have stopped between two locations. Numbers that the merchant entered are kept.
  const isHalfDone = open.length > 0 && carrying.some((fulfillment) => isWrittenByUs(fulfillment, shipment));
  if (carrying.length > 0 && !isHalfDone) return ok("already_there");

  if (open.length > 0) {
    const done = await fulfil(shop, open, shipment);
    if (!done.ok) return done;
    if (done.accepted > 0) return ok("pushed");
    if (isHalfDone) return ok("already_there");
  }

  const newestFirst = fulfillments.toReversed();
  const targets = [
    ...newestFirst.filter(({ trackingInfo }) => trackingInfo.every(({ number }) => number === "")),
    ...newestFirst.filter(({ trackingInfo }) => trackingInfo.some(({ number }) => number !== "")),
  ];
  for (const { id, trackingInfo } of targets) {
    const tracking = trackingWith(trackingInfo, shipment);
    const updated = await askShopify(shop, { query: UPDATE_TRACKING, variables: { id, tracking } }, updateSchema);
    if (!updated.ok) return updated;
    if ((updated.data.fulfillmentTrackingInfoUpdate?.userErrors.length ?? 1) === 0) return ok("pushed");
  }
  if (targets.length > 0) return failed("invalid_response", "Shopify refused the tracking number for this order", read.answer);
  if (open.length > 0) return ok({ delayedBy: "shipping_refused", detail: "" });
  const isWaiting = parts.some(({ status }) => WAITING.includes(status));
  return ok(isWaiting ? { delayedBy: "order_on_hold", detail: "" } : "no_place");
}
