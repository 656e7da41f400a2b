import { z } from "zod";
import { optionalMoney, requiredMoney } from "@/lib/shops/decimal";
import { country, currencyCode, looseText, numericId } from "@/lib/shops/order-fields";

// The part of WooCommerce's order (wc/v3) that is used; the rest stays in the raw record.

/** WordPress writes UTC times without a zone, e.g. `2026-11-24T22:34:29`. */
const gmt = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, "is not a time")
  .transform((text) => new Date(`${text}Z`))
  .refine((date) => !Number.isNaN(date.getTime()), "is not a time");

const optionalGmt = z
  .union([z.literal(""), z.null(), z.undefined()])
  .transform(() => null)
  .or(gmt);

const address = z.object({
  first_name: looseText,
  last_name: looseText,
  company: looseText,
  address_1: looseText,
  address_2: looseText,
  city: looseText,
  state: looseText,
  postcode: looseText,
  country,
  email: looseText,
  phone: looseText,
});

const line = z.object({
  id: numericId,
  name: looseText,
  sku: looseText,
  quantity: z.coerce.number(),
  price: optionalMoney,
  total: optionalMoney,
});

/** An object that PHP writes as `[]` when it is empty. */
const emptyable = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === null || value === undefined || Array.isArray(value) ? {} : value), schema);

export const wooOrderSchema = z.object({
  id: numericId,
  number: looseText,
  status: z.string().min(1),
  currency: currencyCode,
  total: requiredMoney,
  total_tax: optionalMoney,
  shipping_total: optionalMoney,
  discount_total: optionalMoney,
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  date_paid_gmt: optionalGmt,
  billing: emptyable(address),
  shipping: emptyable(address),
  line_items: z.array(line),
  fee_lines: z
    .array(z.object({ total: optionalMoney }))
    .nullish()
    .transform((fees) => fees ?? []),
});

/** What is needed to set a record aside under its own name. */
export const wooPositionSchema = z.object({ id: numericId, date_modified_gmt: gmt.nullable().catch(null) });

export const wooErrorSchema = z.object({
  code: z.string(),
  message: z.string().catch(""),
  data: z
    .object({ params: z.record(z.string(), z.unknown()).optional().catch(undefined) })
    .nullish()
    .catch(null),
});
