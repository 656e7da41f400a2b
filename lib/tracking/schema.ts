import { z } from "zod";

// What people and files say of a parcel. Usable in the browser.

export const SHIPMENT_SOURCES = ["form", "csv", "api", "webhook"] as const;
export type ShipmentSource = (typeof SHIPMENT_SOURCES)[number];

export const SHIPMENT_STATUSES = ["waiting", "told", "failed"] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

/** A merchant's CSV of a busy day; more is more than one file. */
export const MAX_SHIPMENTS = 5_000;

const oneLine = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim())
    .pipe(z.string().min(1).max(max));

export const newShipmentSchema = z.object({
  /** The number that the shop shows to people, or the shop's own id of the order. */
  order: oneLine(100),
  carrier: oneLine(60),
  trackingNumber: oneLine(100),
  trackingUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
});
export type NewShipment = z.infer<typeof newShipmentSchema>;

export const SHIPMENT_PROBLEMS = [
  /** No order of this shop has that number. */
  "order_unknown",
  /** More than one order of this shop shows that number. */
  "order_ambiguous",
  "order_missing",
  "carrier_missing",
  "tracking_number_missing",
  "tracking_url_invalid",
  "too_long",
  /** The same parcel twice in one file. */
  "repeated",
] as const;
export type ShipmentProblem = (typeof SHIPMENT_PROBLEMS)[number];

/** What is wrong with which line, counted from 1 for the first parcel. */
export interface LineProblem {
  line: number;
  problem: ShipmentProblem;
}
