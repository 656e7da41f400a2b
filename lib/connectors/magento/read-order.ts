import { type MagentoAddress, magentoOrderSchema, magentoPositionSchema } from "@/lib/connectors/magento/schema";
import { NO_CUSTOMS, type OrderRecord, readRecord } from "@/lib/connectors/records/order-fields";
import type { PostalAddress } from "@/lib/connectors/shop";

const GRAMS: ReadonlyMap<string | undefined, number> = new Map([
  ["kgs", 1000],
  ["lbs", 453.59237],
]);

/** The weight unit of each store view, by id; empty if unknown. */
export type WeightUnits = ReadonlyMap<string, string>;

const readAddress = (from: MagentoAddress | undefined, customerEmail: string): PostalAddress => ({
  name: from ? `${from.firstname} ${from.lastname}`.trim() : "",
  company: from?.company ?? "",
  street1: from?.street[0] ?? "",
  street2: from?.street.slice(1).filter(Boolean).join(", ") ?? "",
  city: from?.city ?? "",
  state: from?.region_code || from?.region || "",
  postalCode: from?.postcode ?? "",
  country: from?.country_id ?? "",
  email: from?.email || customerEmail,
  phone: from?.telephone ?? "",
});

/** Configurable and bundle products have a parent row, which is sold and shipped, and child rows. Deleted store views use the first one's unit. */
export function readMagentoOrder(raw: unknown, units: WeightUnits): OrderRecord {
  const [firstUnit] = units.values();
  return readRecord(raw, magentoOrderSchema, magentoPositionSchema, (from) => {
    const gramsPerUnit = GRAMS.get(units.get(from.store_id) ?? firstUnit);
    return {
      externalId: from.entity_id,
      number: from.increment_id || from.entity_id,
      status: from.status || from.state,
      currency: from.order_currency_code,
      total: from.grand_total,
      // Magento stores discounts as negative amounts.
      totals: {
        shipping: from.shipping_amount,
        fees: "0",
        discount: from.discount_amount.replace(/^-/, ""),
        tax: from.tax_amount,
      },
      billing: readAddress(from.billing_address, from.customer_email),
      shipping: readAddress(from.extension_attributes.shipping_assignments[0]?.shipping.address, from.customer_email),
      lines: from.items
        .filter((item) => !item.parent_item_id)
        .map((item) => ({
          externalId: item.item_id,
          name: item.name,
          sku: item.sku,
          quantity: item.qty_ordered,
          unitPrice: item.price,
          total: item.row_total,
          weightGrams: gramsPerUnit && typeof item.weight === "number" ? Math.round(item.weight * gramsPerUnit) : null,
          ...NO_CUSTOMS,
        })),
      placedAt: from.created_at,
      modifiedAt: from.updated_at,
      paidAt: null,
    };
  });
}
