import { z } from "zod";
import { MAX_CARRIER_LENGTH, MAX_TRACKING_NUMBER_LENGTH } from "@/lib/orders/tracking/limits";

// What people and files say of a parcel. Usable in the browser.

const SHIPMENT_SOURCES = ["form", "csv", "api", "webhook"] as const;
export type ShipmentSource = (typeof SHIPMENT_SOURCES)[number];

export const SHIPMENT_STATUSES = ["waiting", "told", "failed"] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

export const SHIPMENT_PROBLEMS = [
  /** No order of this shop has that number. */
  "order_unknown",
  /** More than one order of this shop shows that number. */
  "order_ambiguous",
  "order_missing",
  /** A spreadsheet wrote the number as a power of ten. */
  "order_damaged",
  "carrier_missing",
  "tracking_number_missing",
  /** A spreadsheet wrote it as a power of ten, or an error in its place: the number that it was is lost. */
  "tracking_number_damaged",
  "tracking_url_invalid",
  "too_long",
  /** The same parcel twice in one file. */
  "repeated",
  /** None of the merchant's shops has this name or address. */
  "shop_unknown",
  /** Several have it: their addresses stand beside it. */
  "shop_ambiguous",
] as const;
export type ShipmentProblem = (typeof SHIPMENT_PROBLEMS)[number];

/** What is wrong with which line, counted from 1 for the first parcel. */
export interface LineProblem {
  line: number;
  problem: ShipmentProblem;
  /** Addresses of the shops of which one has to be named. */
  addresses?: string[];
}

const MAX_TRACKING_URL_LENGTH = 500;

const oneLine = (max: number, missing: ShipmentProblem) =>
  z
    .string()
    // Signs without a width come along from pages and mails: within a number a blank in their place would be another number.
    .transform((text) =>
      text
        .replace(/\p{Cf}/gu, "")
        .replace(/[\p{Cc}\s]+/gu, " ")
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(max, "too_long" satisfies ShipmentProblem),
    );

/** `3,40434E+17`: what spreadsheets make of a long number. Carriers write no plus or minus into a power of ten. */
const isPowerOfTen = (text: string): boolean => /^[+-]?\d+([.,]\d+)?E[+-]\d+$/i.test(text);
/** `#N/A`, `#WERT!`, `#¡VALOR!`, `#DIV/0!`, `#####` and their like in every language. */
const isCellError = (text: string): boolean => /^#(#+|[¡¿]?\p{L}[\p{L}/ ]*0?[!?]?)$/u.test(text);
const hasSign = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

const invalidUrl = "tracking_url_invalid" satisfies ShipmentProblem;

/** A parcel of an order that is known already. Every message is a code of `SHIPMENT_PROBLEMS`. */
export const parcelSchema = z.object({
  carrier: oneLine(MAX_CARRIER_LENGTH, "carrier_missing"),
  trackingNumber: oneLine(MAX_TRACKING_NUMBER_LENGTH, "tracking_number_missing")
    .refine((number) => !(isPowerOfTen(number) || isCellError(number)), "tracking_number_damaged" satisfies ShipmentProblem)
    .refine((number) => isCellError(number) || hasSign(number), "tracking_number_missing" satisfies ShipmentProblem),
  trackingUrl: z
    .url({ protocol: /^https?$/, message: invalidUrl })
    .max(MAX_TRACKING_URL_LENGTH, invalidUrl)
    .nullable()
    .default(null),
});
export type Parcel = z.infer<typeof parcelSchema>;

export const newShipmentSchema = parcelSchema.extend({
  /** The number that the shop shows to people, or the shop's own id of the order where no number can look like one. */
  order: oneLine(100, "order_missing").refine((number) => !isPowerOfTen(number), "order_damaged" satisfies ShipmentProblem),
});
export type NewShipment = z.infer<typeof newShipmentSchema>;

/** What the form of an order sends: an address that was left empty is none. */
export const parcelFormSchema = parcelSchema.extend({
  orderId: z.uuid(),
  trackingUrl: z.preprocess((typed) => (typeof typed === "string" ? typed.trim() || null : typed), parcelSchema.shape.trackingUrl),
});
