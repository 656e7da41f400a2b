import type { z } from "zod";
import { addDecimals } from "@/lib/connectors/records/decimal";
import { nameOfNameless, type OrderRecord, unreadableRecord } from "@/lib/connectors/records/order-fields";
import type { PostalAddress } from "@/lib/connectors/shop";
import { wooOrderSchema, wooPositionSchema } from "@/lib/connectors/woocommerce/schema";

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

/** Carts of the block checkout, orders begun in the admin, and the bin. Every other status, also one of a plugin, is an order's. */
const NO_ORDER: ReadonlySet<unknown> = new Set(["checkout-draft", "auto-draft", "trash"]);

export const isNoOrder = (status: unknown): boolean => NO_ORDER.has(status);

const statusOf = (raw: unknown): unknown => (typeof raw === "object" && raw !== null && "status" in raw ? raw.status : undefined);

/** Normalised or quarantined. WooCommerce sends neither weight nor customs data with an order. */
export function readWooOrder(raw: unknown): OrderRecord {
  if (isNoOrder(statusOf(raw))) {
    const position = wooPositionSchema.safeParse(raw);
    const { id: externalId, date_modified_gmt: modifiedAt } = position.data ?? { id: nameOfNameless(raw), date_modified_gmt: null };
    return { kind: "no_order", position: { externalId, modifiedAt } };
  }
  const parsed = wooOrderSchema.safeParse(raw);
  if (!parsed.success) {
    const { data } = wooPositionSchema.safeParse(raw);
    return unreadableRecord(raw, parsed.error, data && { externalId: data.id, modifiedAt: data.date_modified_gmt });
  }
  const from = parsed.data;
  return {
    kind: "order",
    order: {
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
        name: line.name,
        sku: line.sku,
        quantity: line.quantity,
        unitPrice: line.price,
        total: line.total,
        hsCode: null,
        weightGrams: null,
        originCountry: null,
      })),
      placedAt: from.date_created_gmt,
      modifiedAt: from.date_modified_gmt,
      paidAt: from.date_paid_gmt ?? null,
      raw,
    },
  };
}
