import { z } from "zod";
import { looseText, phpList } from "@/lib/connectors/records/order-fields";
import type { Reply, Shipment } from "@/lib/connectors/shop";
import { askWoo, type WooReply, type WooShop } from "@/lib/connectors/woocommerce/client";

// The places where a WooCommerce shop may store tracking numbers. Each can find our number and write it.

export interface WooOrderState {
  id: string;
  status: string;
  lines: { id: string; quantity: number }[];
  meta: { key: string; value: unknown }[];
}

export interface TrackingWay {
  /** Whether the shop already has the number; null if the shop does not have this place. */
  find(): Promise<Reply<{ found: boolean | null }>>;
  write(): Promise<WooReply>;
}

const fulfillmentsSchema = z.union([
  z.array(z.unknown()),
  z.object({ fulfillments: z.array(z.unknown()) }).transform((value) => value.fulfillments),
]);
const metaSchema = z.object({ key: z.string(), value: z.unknown() });

/** Rows of meta. Invalid rows from plugins are skipped one by one, so that the others are not overwritten. */
export const metaRows = phpList(z.unknown())
  .catch([])
  .transform((rows) => rows.flatMap((row) => metaSchema.safeParse(row).data ?? []));

const fulfillmentSchema = z.object({ meta_data: metaRows });
const trackingSchema = z.object({ tracking_number: looseText });

export const tracks = (entry: unknown, number: string): boolean => trackingSchema.safeParse(entry).data?.tracking_number === number;

const trackingsSchema = z.array(z.unknown());

export const TRACKING_META_KEY = "_wc_shipment_tracking_items";

const isMissing = (reply: WooReply): boolean => !reply.ok && reply.wordpressCode === "rest_no_route";

/** A server may open the REST API to WooCommerce alone: then no plugin's place can be used. */
const isClosed = (reply: WooReply): boolean => !reply.ok && ["blocked", "api_not_found"].includes(reply.failure.code);

/** WooCommerce's own fulfillments (since 10.1, if the shop has enabled the feature). */
export const fulfillments = (shop: WooShop, order: WooOrderState, shipment: Shipment): TrackingWay => ({
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

/** A plugin with its own place: its API, and its names for the fields. */
const trackingPlugin =
  (api: string, fieldsOf: (shipment: Shipment) => Record<string, unknown>) =>
  (shop: WooShop, order: WooOrderState, shipment: Shipment): TrackingWay => {
    const path = `/wp-json/${api}/orders/${order.id}/shipment-trackings`;
    return {
      async find() {
        const reply = await askWoo(shop, { path });
        if (isMissing(reply) || isClosed(reply)) return { ok: true, found: null };
        if (!reply.ok) return reply;
        const parsed = trackingsSchema.safeParse(reply.json);
        return { ok: true, found: parsed.success && parsed.data.some((entry) => tracks(entry, shipment.trackingNumber)) };
      },
      write() {
        const body = {
          tracking_number: shipment.trackingNumber,
          date_shipped: new Date().toISOString().slice(0, 10),
          ...fieldsOf(shipment),
        };
        return askWoo(shop, { method: "POST", path, body });
      },
    };
  };

/** WooCommerce's Shipment Tracking extension. */
export const shipmentTracking = trackingPlugin("wc-shipment-tracking/v3", ({ carrier, trackingUrl }) => ({
  custom_tracking_provider: carrier,
  custom_tracking_link: trackingUrl ?? "",
}));

/** Advanced Shipment Tracking by zorem. */
export const advancedShipmentTracking = trackingPlugin("wc-ast/v3", ({ carrier }) => ({
  tracking_provider: carrier,
  status_shipped: 0,
  replace_tracking: 0,
}));
