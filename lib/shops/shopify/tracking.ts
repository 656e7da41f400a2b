import { z } from "zod";
import { failed } from "@/lib/shops/failures";
import type { PushOutcome, Shipment, ShopClient, ShopFailure, ShopResult } from "@/lib/shops/shop";
import { askShopify } from "@/lib/shops/shopify/client";
import type { ShopifyCredentials } from "@/lib/shops/shopify/credentials";
import { CREATE_FULFILLMENT, orderGid, READ_FULFILLMENTS, UPDATE_TRACKING } from "@/lib/shops/shopify/queries";

const stateSchema = z.object({
  order: z
    .object({
      fulfillments: z.array(
        z.object({ id: z.string(), status: z.string(), trackingInfo: z.array(z.object({ number: z.string().nullish() })) }),
      ),
      fulfillmentOrders: z.object({ nodes: z.array(z.object({ id: z.string(), status: z.string() })) }),
    })
    .nullable(),
});

const payload = z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable();
const createSchema = z.object({ fulfillmentCreate: payload });
const updateSchema = z.object({ fulfillmentTrackingInfoUpdate: payload });

type Written = { ok: true; refused: boolean } | { ok: false; failure: ShopFailure };

const trackingOf = (shipment: Shipment) => ({
  company: shipment.carrier,
  number: shipment.trackingNumber,
  ...(shipment.trackingUrl ? { url: shipment.trackingUrl } : {}),
});

/** `refused` when Shopify says no for a reason of the order, as data and with status 200. */
async function createFulfillment(
  client: ShopClient,
  credentials: ShopifyCredentials,
  ids: readonly string[],
  shipment: Shipment,
): Promise<Written> {
  const fulfillment = {
    lineItemsByFulfillmentOrder: ids.map((fulfillmentOrderId) => ({ fulfillmentOrderId })),
    trackingInfo: trackingOf(shipment),
    notifyCustomer: true,
  };
  const reply = await askShopify(client, credentials, { query: CREATE_FULFILLMENT, variables: { fulfillment } }, createSchema);
  return reply.ok ? { ok: true, refused: (reply.data.fulfillmentCreate?.userErrors.length ?? 1) > 0 } : reply;
}

/**
 * Fulfils what is open with the number, or adds the number to the last fulfilment of an order that has been fulfilled. Read before written:
 * a number that any fulfilment carries is not sent again.
 */
export async function pushShopifyShipment(
  client: ShopClient,
  credentials: ShopifyCredentials,
  shipment: Shipment,
): Promise<ShopResult<PushOutcome>> {
  const read = await askShopify(
    client,
    credentials,
    { query: READ_FULFILLMENTS, variables: { id: orderGid(shipment.orderExternalId) } },
    stateSchema,
  );
  if (!read.ok) return read;
  const { clockSkewMs } = read.answer;
  const { order } = read.data;
  if (!order) return { ok: true, value: "order_missing", clockSkewMs };
  const fulfillments = order.fulfillments.filter(({ status }) => status !== "CANCELLED");
  const numbers = fulfillments.flatMap(({ trackingInfo }) => trackingInfo.flatMap(({ number }) => number ?? []));
  if (numbers.includes(shipment.trackingNumber)) return { ok: true, value: "already_there", clockSkewMs };

  const open = order.fulfillmentOrders.nodes.filter(({ status }) => status === "OPEN" || status === "IN_PROGRESS").map(({ id }) => id);
  if (open.length > 0) {
    // One fulfilment may only hold what leaves from one location; where the parts lie in several, each gets its own.
    const together = await createFulfillment(client, credentials, open, shipment);
    if (!together.ok) return together;
    if (!together.refused) return { ok: true, value: "pushed", clockSkewMs };
    let accepted = 0;
    for (const id of open.length > 1 ? open : []) {
      const alone = await createFulfillment(client, credentials, [id], shipment);
      if (!alone.ok) return alone;
      if (!alone.refused) accepted += 1;
    }
    if (accepted > 0) return { ok: true, value: "pushed", clockSkewMs };
  }

  const last = fulfillments.at(-1);
  if (!last) return failed("invalid_response", "the order has nothing that can be fulfilled", read.answer);
  const existing = last.trackingInfo.flatMap(({ number }) => number ?? []);
  const tracking =
    existing.length > 0 ? { company: shipment.carrier, numbers: [...existing, shipment.trackingNumber] } : trackingOf(shipment);
  const updated = await askShopify(client, credentials, { query: UPDATE_TRACKING, variables: { id: last.id, tracking } }, updateSchema);
  if (!updated.ok) return updated;
  const isRefused = (updated.data.fulfillmentTrackingInfoUpdate?.userErrors.length ?? 1) > 0;
  return isRefused
    ? failed("invalid_response", "Shopify refused the tracking number for this order", updated.answer)
    : { ok: true, value: "pushed", clockSkewMs };
}
