import type { z } from "zod";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import { addDecimals } from "@/lib/connectors/records/decimal";
import { NO_CUSTOMS, nameOfNameless, type OrderRecord, readRecord } from "@/lib/connectors/records/order-fields";
import type { PostalAddress, ReadableOrder } from "@/lib/connectors/shop";
import { decodeEntities } from "@/lib/connectors/woocommerce/decode-entities";
import { wooOrderSchema, wooPlaceSchema } from "@/lib/connectors/woocommerce/schema";

type WooOrder = z.infer<typeof wooOrderSchema>;

const readAddress = (from: WooOrder["billing"]): PostalAddress => ({
  name: `${from.first_name} ${from.last_name}`.trim(),
  company: from.company,
  street1: from.address_1,
  street2: from.address_2,
  city: from.city,
  state: from.state,
  postalCode: from.postcode,
  country: from.country,
  email: from.email,
  phone: from.phone,
});

/** Carts of the block checkout, drafts of the admin area, and the trash. Every other status, even a plugin's, belongs to an order. */
const NO_ORDER: ReadonlySet<unknown> = new Set(["checkout-draft", "auto-draft", "trash"]);

export const isNoOrder = (status: unknown): boolean => NO_ORDER.has(status);

/** Parses or quarantines an order. WooCommerce sends neither weight nor customs data with it. */
export function readWooOrder(raw: unknown): OrderRecord {
  if (isNoOrder(asRecord(raw)?.["status"])) {
    const { externalId, modifiedAt } = wooPlaceSchema.safeParse(raw).data ?? { externalId: nameOfNameless(raw), modifiedAt: null };
    return { kind: "no_order", position: { externalId, modifiedAt } };
  }
  return readRecord(raw, wooOrderSchema, wooPlaceSchema, toOrder);
}

const toOrder = (from: WooOrder): Omit<ReadableOrder, "raw"> => ({
  externalId: from.id,
  number: from.number || from.id,
  status: from.status,
  currency: from.currency,
  total: from.total,
  totals: {
    shipping: from.shipping_total,
    fees: addDecimals(from.fee_lines.map(({ total }) => total)),
    discount: from.discount_total,
    tax: from.total_tax,
  },
  billing: readAddress(from.billing),
  shipping: readAddress(from.shipping),
  lines: from.line_items.map((line) => ({
    externalId: line.id,
    name: decodeEntities(line.name),
    sku: line.sku,
    quantity: line.quantity,
    unitPrice: line.price,
    total: line.total,
    weightGrams: null,
    ...NO_CUSTOMS,
  })),
  placedAt: from.date_created_gmt,
  modifiedAt: from.date_modified_gmt,
  paidAt: from.date_paid_gmt,
});
