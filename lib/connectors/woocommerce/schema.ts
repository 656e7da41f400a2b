import { z } from "zod";
import { optionalMoney, requiredMoney } from "@/lib/connectors/records/decimal";
import {
  country,
  currencyCode,
  emptyable,
  looseText,
  numericId,
  optionalList,
  phpList,
  utcWithoutZone,
} from "@/lib/connectors/records/order-fields";

// The parts of WooCommerce's order (wc/v3) that are used; the rest stays in the raw record.

const gmt = utcWithoutZone("T");

/** Also null for an invalid time: databases store `0000-00-00`, which PHP reads as a day before the year 1. */
const optionalGmt = gmt.nullable().catch(null);

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
  line_items: phpList(line),
  fee_lines: optionalList(z.object({ total: optionalMoney })),
});

export const wooPlaceSchema = z
  .object({ id: numericId, date_modified_gmt: optionalGmt, status: z.unknown().optional() })
  .transform(({ id, date_modified_gmt, status }) => ({ externalId: id, modifiedAt: date_modified_gmt, status }));

export const wooErrorSchema = z.object({
  code: z.string(),
  message: z.string().catch(""),
  data: z
    .object({
      status: z.number().optional().catch(undefined),
      params: z.record(z.string(), z.unknown()).optional().catch(undefined),
    })
    .nullish()
    .catch(null),
});
