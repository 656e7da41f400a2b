import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import { MAX_CARRIER_LENGTH } from "@/lib/orders/tracking/limits";
import type { CalledParcel } from "@/lib/orders/tracking/match-order";
import { newShipmentSchema, parcelSchema } from "@/lib/orders/tracking/schema";

// Webhook events of Sendcloud: https://sendcloud.dev/api/v3/webhooks. `external_order_id` is the shop's id of the order.

export interface ParcelEvent {
  parcelId: bigint;
  /** When the event happened, by the carrier's clock. */
  at: Date;
  /** Null for a cancellation, which may name neither order nor number. */
  shipment: CalledParcel | null;
}

/** `nothing`: not about a parcel to a customer. An unreadable event lists its invalid fields, without their values. */
export type ReadParcel = { kind: "parcel"; event: ParcelEvent } | { kind: "nothing" } | { kind: "unreadable"; fields: string[] };

const ACTION = "parcel_status_changed";

/** Statuses of cancelled parcels: 1998 to 2001 (requested, done, or upstream). */
const isCancelled = (status: number): boolean => status >= 1998 && status <= 2001;

const text = z.string().nullish();
/** Optional fields: invalid values are ignored, since only the number matters. */
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

/** The order by its number, or by the shop's id when the number is missing. */
const ownId = newShipmentSchema.shape.order;
const calledSchema = z.object({
  order: z.union([z.literal(""), newShipmentSchema.shape.order]),
  externalId: ownId.optional().catch(undefined),
});

/** Milliseconds since 1970; small values are seconds. */
const toInstant = (timestamp: number): Date => new Date(timestamp < 1e11 ? timestamp * 1000 : timestamp);

/** The carrier retries a failed delivery ten times within eight hours, with the time of the first attempt. */
const OLDEST_MS = 12 * HOUR_MS;
/** How far the carrier's clock may be ahead. */
const NEWEST_MS = 5 * MINUTE_MS;

/** Whether an event of that age may still arrive. Older ones are rejected, so a recorded delivery cannot be replayed later. */
export const isTimely = (at: Date, now: Date): boolean =>
  at.getTime() > now.getTime() - OLDEST_MS && at.getTime() < now.getTime() + NEWEST_MS;

/** Verifies the signature (hex HMAC-SHA256) of the raw body; takes the same time without a secret (null). */
export function isSigned(rawBody: Uint8Array, signature: string, secret: string | null): boolean {
  const expected = createHmac("sha256", secret ?? randomBytes(32))
    .update(rawBody)
    .digest();
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : "0".repeat(64), "hex");
  return timingSafeEqual(given, expected) && secret !== null;
}

/** A URL, with the missing scheme added; null when invalid. */
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

export function readParcelEvent(json: unknown): ReadParcel {
  const event = eventSchema.safeParse(json);
  if (!event.success)
    return z.object({ action: z.literal(ACTION) }).safeParse(json).success ? unreadable(event.error) : { kind: "nothing" };
  const { timestamp, parcel } = event.data;
  if (parcel.is_return) return { kind: "nothing" };
  const common = { parcelId: BigInt(parcel.id), at: toInstant(timestamp) };
  if (parcel.status && isCancelled(parcel.status.id)) return { kind: "parcel", event: { ...common, shipment: null } };
  const { tracking_number: number, order_number: order, external_order_id: externalId } = parcel;
  // The label does not exist yet, or has no order.
  if (!number || !(order || externalId)) return { kind: "nothing" };
  const called = calledSchema.safeParse({ order: order ?? "", externalId: externalId || undefined });
  const shipment = parcelSchema.safeParse({
    carrier: carrierName([parcel.carrier?.code, parcel.shipment?.name]),
    trackingNumber: number,
    trackingUrl: readLink((parcel.tracking_url ?? "").trim()),
  });
  if (!called.success || !shipment.success) return unreadable(called.error, shipment.error);
  return { kind: "parcel", event: { ...common, shipment: { ...shipment.data, ...called.data } } };
}
