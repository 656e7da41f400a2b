import { z } from "zod";
import { looseText, phpList } from "@/lib/connectors/records/order-fields";
import type { Shipment, ShopFailure } from "@/lib/connectors/shop";
import { askWoo, type WooReply, type WooShop } from "@/lib/connectors/woocommerce/client";

// The places where a WooCommerce shop may store tracking numbers. Each can find ours and write it.

export interface WooOrderState {
  id: string;
  status: string;
  lines: { id: string; quantity: number }[];
  meta: { key: string; value: unknown }[];
}

export interface TrackingWay {
  name: "fulfillments" | "shipment_tracking" | "ast" | "note_and_meta";
  /** Whether the shop already has the number; null if the shop does not have this place. */
  find(): Promise<{ ok: true; found: boolean | null } | { ok: false; failure: ShopFailure }>;
  write(): Promise<WooReply>;
}

const fulfillmentsSchema = z.union([
  z.array(z.unknown()),
  z.object({ fulfillments: z.array(z.unknown()) }).transform((value) => value.fulfillments),
]);
const metaSchema = z.object({ key: z.string(), value: z.unknown() });

/** Rows of meta. Odd rows of plugins are skipped one by one, so that the others are not overwritten. */
export const metaRows = phpList(z.unknown())
  .catch([])
  .transform((rows) => rows.flatMap((row) => metaSchema.safeParse(row).data ?? []));

const fulfillmentSchema = z.object({ meta_data: metaRows });
const trackingSchema = z.object({ tracking_number: looseText });

/** Whether an entry of a plugin names the number. */
export const tracks = (entry: unknown, number: string): boolean => trackingSchema.safeParse(entry).data?.tracking_number === number;

const trackingsSchema = z.array(z.unknown());

export const TRACKING_META_KEY = "_wc_shipment_tracking_items";

const isMissing = (reply: WooReply): boolean => !reply.ok && reply.wordpressCode === "rest_no_route";

/** WooCommerce's own fulfillments (since 10.1, when the shop has switched the feature on). */
export const fulfillments = (shop: WooShop, order: WooOrderState, shipment: Shipment): TrackingWay => ({
  name: "fulfillments",
  async find() {
    const reply = await askWoo(shop, { path: `/orders/${order.id}/fulfillments` });
    if (isMissing(reply)) return { ok: true, found: null };
    if (!reply.ok) return reply.failure.code === "credentials_insufficient" ? { ok: true, found: null } : reply;
    const parsed = fulfillmentsSchema.safeParse(reply.json);
    if (!parsed.success) return { ok: true, found: null };
    const found = parsed.data.some((entry) => {
      const fulfillment = fulfillmentSchema.safeParse(entry);
      return (
        fulfillment.success &&
        fulfillment.data.meta_data.some((meta) => meta.key === "_tracking_number" && meta.value === shipment.trackingNumber)
      );
    });
    return { ok: true, found };
  },
  write: () =>
    askWoo(shop, {
      method: "POST",
      path: `/orders/${order.id}/fulfillments?notify_customer=true`,
      body: {
        status: "fulfilled",
        is_fulfilled: true,
        meta_data: Object.entries({
          _tracking_number: shipment.trackingNumber,
          _tracking_url: shipment.trackingUrl ?? "",
          _shipment_provider: shipment.carrier,
          // The whole request is refused if one item has no quantity.
          _items: order.lines.filter(({ quantity }) => quantity > 0).map(({ id, quantity }) => ({ item_id: Number(id), qty: quantity })),
          _sendcloud_shipment: shipment.id,
          // WooCommerce ignores meta without an id; 0 means new.
        }).map(([key, value]) => ({ id: 0, key, value })),
      },
    }),
});

const trackingPlugin = (
  name: "shipment_tracking" | "ast",
  base: string,
  body: (shippedOn: string) => Record<string, unknown>,
  shop: WooShop,
  order: WooOrderState,
  shipment: Shipment,
): TrackingWay => {
  const path = `${base}/orders/${order.id}/shipment-trackings`;
  return {
    name,
    async find() {
      const reply = await askWoo(shop, { path });
      if (isMissing(reply)) return { ok: true, found: null };
      if (!reply.ok) return reply;
      const parsed = trackingsSchema.safeParse(reply.json);
      return { ok: true, found: parsed.success && parsed.data.some((entry) => tracks(entry, shipment.trackingNumber)) };
    },
    write: () => askWoo(shop, { method: "POST", path, body: body(new Date().toISOString().slice(0, 10)) }),
  };
};

/** WooCommerce's Shipment Tracking extension. */
export const shipmentTracking = (shop: WooShop, order: WooOrderState, shipment: Shipment): TrackingWay =>
  trackingPlugin(
    "shipment_tracking",
    "/wp-json/wc-shipment-tracking/v3",
    (shippedOn) => ({
      custom_tracking_provider: shipment.carrier,
      custom_tracking_link: shipment.trackingUrl ?? "",
      tracking_number: shipment.trackingNumber,
      date_shipped: shippedOn,
    }),
    shop,
    order,
    shipment,
  );

/** Advanced Shipment Tracking by zorem. */
export const advancedShipmentTracking = (shop: WooShop, order: WooOrderState, shipment: Shipment): TrackingWay =>
  trackingPlugin(
    "ast",
    "/wp-json/wc-ast/v3",
    (shippedOn) => ({
      tracking_provider: shipment.carrier,
      tracking_number: shipment.trackingNumber,
      date_shipped: shippedOn,
      status_shipped: 0,
      replace_tracking: 0,
    }),
    shop,
    order,
    shipment,
  );
