import { z } from "zod";
import { MAX_CARRIER_LENGTH, MAX_TRACKING_NUMBER_LENGTH } from "@/lib/orders/tracking/limits";

// Input about parcels.

const SHIPMENT_SOURCES = ["form", "csv", "api", "webhook"] as const;
export type ShipmentSource = (typeof SHIPMENT_SOURCES)[number];

export const SHIPMENT_STATUSES = ["waiting", "sent", "failed"] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

export const SHIPMENT_PROBLEMS = [
  "order_unknown",
  "order_ambiguous",
  "order_missing",
  /** A spreadsheet converted the number to scientific notation. */
  "order_damaged",
  "carrier_missing",
  "tracking_number_missing",
  /** A spreadsheet converted it to scientific notation, a date, an amount, or an error value. */
  "tracking_number_damaged",
  "tracking_url_invalid",
  "too_long",
  /** The file contains the same parcel twice. */
  "repeated",
  /** None of the merchant's shops has this name or address. */
  "shop_unknown",
  "shop_ambiguous",
] as const;
export type ShipmentProblem = (typeof SHIPMENT_PROBLEMS)[number];

/** A problem of one line: a line of the file, or the position in a list, counted from 1. */
export interface LineProblem {
  line: number;
  problem: ShipmentProblem;
  value?: string;
  addresses?: string[];
}

const MAX_TRACKING_URL_LENGTH = 500;

const oneLine = (max: number, missing: ShipmentProblem) =>
  z
    .string()
    // Zero-width characters are removed, not replaced: a blank would change the number.
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

/** `3,40434E+17`: how spreadsheets show a long number. Tracking numbers never contain E+ or E-. */
const isPowerOfTen = (text: string): boolean => /^[+-]?\d+([.,]\d+)?E[+-]\d+$/i.test(text);
/** `#N/A`, `#WERT!`, `#¡VALOR!`, `#DIV/0!`, `#####` and similar, in every language. */
const isCellError = (text: string): boolean => /^#(#+|[¡¿]?\p{L}[\p{L}/ ]*0?[!?]?)$/u.test(text);
/** `12.04.2026`, `4/12/26`, `4711,00` and `1.234.567,00`: a spreadsheet read the number as a date or an amount. */
const isDateOrAmount = (text: string): boolean =>
  /^\d{1,4}([./-])\d{1,2}\1\d{2,4}$/.test(text) ||
  /^\d+[.,]00?$/.test(text) ||
  /^\d{1,3}(\.\d{3})+,\d\d$|^\d{1,3}(,\d{3})+\.\d\d$/.test(text);
const hasSign = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

const invalidUrl = "tracking_url_invalid" satisfies ShipmentProblem;

/** A parcel of a known order. Every message is a code of `SHIPMENT_PROBLEMS`. */
export const parcelSchema = z.object({
  carrier: oneLine(MAX_CARRIER_LENGTH, "carrier_missing"),
  trackingNumber: oneLine(MAX_TRACKING_NUMBER_LENGTH, "tracking_number_missing")
    .refine(
      (number) => !(isPowerOfTen(number) || isCellError(number) || isDateOrAmount(number)),
      "tracking_number_damaged" satisfies ShipmentProblem,
    )
    .refine((number) => isCellError(number) || hasSign(number), "tracking_number_missing" satisfies ShipmentProblem),
  trackingUrl: z
    .url({ protocol: /^https?$/, message: invalidUrl })
    .max(MAX_TRACKING_URL_LENGTH, invalidUrl)
    .nullable()
    .default(null),
});
export type Parcel = z.infer<typeof parcelSchema>;

export const newShipmentSchema = parcelSchema.extend({
  /** The number that the shop displays, or the shop's id of the order where it cannot be mistaken for a number. */
  order: oneLine(100, "order_missing").refine((number) => !isPowerOfTen(number), "order_damaged" satisfies ShipmentProblem),
});
export type NewShipment = z.infer<typeof newShipmentSchema>;

/** A parcel as a form sends it; an empty URL means none. */
const typedParcelSchema = parcelSchema.extend({
  trackingUrl: z.preprocess((typed) => (typeof typed === "string" ? typed.trim() || null : typed), parcelSchema.shape.trackingUrl),
});

export const parcelFormSchema = typedParcelSchema.extend({ orderId: z.uuid() });

export const correctedParcelSchema = typedParcelSchema.extend({ shipmentId: z.uuid() });
