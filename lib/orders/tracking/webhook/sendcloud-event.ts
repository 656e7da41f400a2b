import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { MAX_CARRIER_LENGTH } from "@/lib/orders/tracking/limits";
import type { CalledParcel } from "@/lib/orders/tracking/match-order";
import { newShipmentSchema, parcelSchema } from "@/lib/orders/tracking/schema";

// Events of the carrier platform: https://sendcloud.dev/api/v3/webhooks (fields used: action, timestamp, parcel; `external_order_id` is the shop's own id of the order).

/** What a parcel's event says: that it is on its way, or that it is not going to be sent. */
export interface ParcelEvent {
  parcelId: bigint;
  /** When it happened by the carrier platform's clock. */
  at: Date;
  /** Null for a cancellation, which may name neither order nor number. */
  shipment: CalledParcel | null;
}

/** What was read: `nothing` says nothing of a parcel to a customer; of what cannot be read the fields are named, without what stands in them. */
export type ReadParcel = { kind: "parcel"; event: ParcelEvent } | { kind: "nothing" } | { kind: "unreadable"; fields: string[] };

const ACTION = "parcel_status_changed";

/** Statuses of a parcel that is not going to be sent: 1998 to 2001 (cancellation asked for, done, or upstream). */
const isCancelled = (status: number): boolean => status >= 1998 && status <= 2001;

const text = z.string().nullish();
/** What an event is told without: whatever stands there, the number counts. */
const byTheWay = text.catch(null);
const name = z.union([z.string(), z.number().transform(String)]).nullish();
const eventSchema = z.object({
  action: z.literal(ACTION),
  timestamp: z.number().int().positive().max(8.64e15),
  parcel: z.object({
    id: z.number().int().positive(),
    tracking_number: text,
    tracking_url: byTheWay,
    order_number: name,
    external_order_id: name.catch(null),
    is_return: z.boolean().nullish(),
    carrier: z.object({ code: byTheWay }).nullish().catch(null),
    shipment: z.object({ name: byTheWay }).nullish().catch(null),
    status: z.object({ id: z.number().int() }).nullish(),
  }),
});

/** What the order is called: by its number, or where that is missing by the shop's own id alone. */
const ownId = newShipmentSchema.shape.order;
const calledSchema = z.object({
  order: z.union([z.literal(""), newShipmentSchema.shape.order]),
  externalId: ownId.optional().catch(undefined),
});

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

/** A link as it is, or with the scheme that it lacks; null for what is none. */
function readLink(link: string): string | null {
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(link);
  const whole = hasScheme ? link : /^(\/\/)?[^\s/]+\.[^\s/]/.test(link) ? `https://${link.replace(/^\/\//, "")}` : null;
  return parcelSchema.shape.trackingUrl.catch(null).parse(whole);
}

const carrierName = (names: readonly (string | null | undefined)[]): string =>
  names
    .map((one) =>
      (one ?? "")
        .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
        .trim()
        .slice(0, MAX_CARRIER_LENGTH),
    )
    .find((one) => one !== "") ?? "Sendcloud";

const unreadable = (...errors: readonly (z.ZodError | undefined)[]): ReadParcel => ({
  kind: "unreadable",
  fields: errors.flatMap((error) => error?.issues.map(({ path }) => path.join(".")) ?? []),
});

/** What an event says of a parcel to a customer. */
export function readParcelEvent(json: unknown): ReadParcel {
  const event = eventSchema.safeParse(json);
  if (!event.success)
    return z.object({ action: z.literal(ACTION) }).safeParse(json).success ? unreadable(event.error) : { kind: "nothing" };
  const { timestamp, parcel } = event.data;
  if (parcel.is_return) return { kind: "nothing" };
  const told = { parcelId: BigInt(parcel.id), at: toInstant(timestamp) };
  if (parcel.status && isCancelled(parcel.status.id)) return { kind: "parcel", event: { ...told, shipment: null } };
  const { tracking_number: number, order_number: order, external_order_id: externalId } = parcel;
  // A label that is not made yet, or one that was made by hand for no order.
  if (!number || !(order || externalId)) return { kind: "nothing" };
  const called = calledSchema.safeParse({ order: order ?? "", externalId: externalId || undefined });
  const shipment = parcelSchema.safeParse({
    carrier: carrierName([parcel.carrier?.code, parcel.shipment?.name]),
    trackingNumber: number,
    trackingUrl: readLink((parcel.tracking_url ?? "").trim()),
  });
  if (!called.success || !shipment.success) return unreadable(called.error, shipment.error);
  return { kind: "parcel", event: { ...told, shipment: { ...shipment.data, ...called.data } } };
}
