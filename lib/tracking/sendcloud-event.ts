import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { CalledParcel } from "@/lib/tracking/called-order";
import { newShipmentSchema, parcelSchema } from "@/lib/tracking/schema";

// Events of the carrier platform: https://sendcloud.dev/api/v3/webhooks (fields used: action, timestamp, parcel; `external_order_id` is the shop's own id of the order).

/** What a parcel's event says: that it is on its way, or that it is not going to be sent. */
export interface ParcelEvent {
  parcelId: bigint;
  /** When it happened by the carrier platform's clock. */
  at: Date;
  /** Null for a cancellation, which may name neither order nor number. */
  shipment: CalledParcel | null;
}

/** Statuses of a parcel that is not going to be sent: 1998 to 2001 (cancellation asked for, done, or upstream). */
const isCancelled = (status: number): boolean => status >= 1998 && status <= 2001;

const text = z.string().nullish();
const eventSchema = z.object({
  action: z.literal("parcel_status_changed"),
  timestamp: z.number().int().positive().max(8.64e15),
  parcel: z.object({
    id: z.number().int().positive(),
    tracking_number: text,
    tracking_url: text,
    order_number: text,
    external_order_id: text,
    is_return: z.boolean().nullish(),
    carrier: z.object({ code: text }).nullish(),
    shipment: z.object({ name: text }).nullish(),
    status: z.object({ id: z.number().int() }).nullish(),
  }),
});

/** What the order is called: by its number, or where that is missing by the shop's own id alone. */
const calledSchema = z.union([
  z.object({ order: newShipmentSchema.shape.order, externalId: z.string().max(200).optional().catch(undefined) }),
  z.object({ order: z.literal(""), externalId: z.string().max(200) }),
]);

/** Milliseconds since 1970; what is too small for this century are seconds. */
const toInstant = (timestamp: number): Date => new Date(timestamp < 1e11 ? timestamp * 1000 : timestamp);

/** Whether the signature (hex of HMAC-SHA256) is that of the raw body. Takes as long for a secret that does not exist (null). */
export function isSigned(rawBody: Uint8Array, signature: string, secret: string | null): boolean {
  const expected = createHmac("sha256", secret ?? randomBytes(32))
    .update(rawBody)
    .digest();
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : "0".repeat(64), "hex");
  return timingSafeEqual(given, expected) && secret !== null;
}

/** What an event says of a parcel to a customer; null for what says nothing of one. */
export function readParcelEvent(json: unknown): ParcelEvent | null {
  const event = eventSchema.safeParse(json);
  if (!event.success) return null;
  const { timestamp, parcel } = event.data;
  if (parcel.is_return) return null;
  const told = { parcelId: BigInt(parcel.id), at: toInstant(timestamp) };
  if (parcel.status && isCancelled(parcel.status.id)) return { ...told, shipment: null };
  const order = calledSchema.safeParse({ order: parcel.order_number ?? "", externalId: parcel.external_order_id || undefined });
  const shipment = parcelSchema.safeParse({
    carrier: parcel.carrier?.code || parcel.shipment?.name || "Sendcloud",
    trackingNumber: parcel.tracking_number ?? "",
    trackingUrl: parcel.tracking_url || null,
  });
  return order.success && shipment.success ? { ...told, shipment: { ...shipment.data, ...order.data } } : null;
}
