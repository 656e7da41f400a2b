import { ownValue } from "@/lib/base/own-value";
import { type OrderRecord, readRecord } from "@/lib/connectors/records/order-fields";
import type { PostalAddress } from "@/lib/connectors/shop";
import { type ShopifyAddress, shopifyOrderSchema, shopifyPositionSchema } from "@/lib/connectors/shopify/schema";

const GRAMS: Readonly<Record<string, number>> = { GRAMS: 1, KILOGRAMS: 1000, OUNCES: 28.349523125, POUNDS: 453.59237 };

const PAID = ["PAID", "PARTIALLY_REFUNDED", "REFUNDED"];

const readAddress = (from: ShopifyAddress | null | undefined, { email, phone }: { email: string; phone: string }): PostalAddress => ({
  name: from?.name ?? "",
  company: from?.company ?? "",
  street1: from?.address1 ?? "",
  street2: from?.address2 ?? "",
  city: from?.city ?? "",
  state: from?.provinceCode ?? "",
  postalCode: from?.zip ?? "",
  country: from?.countryCodeV2 ?? "",
  email,
  phone: from?.phone || phone,
});

/** Parses or quarantines one order. Money is in the shop's currency; lines and money are after edits and refunds. */
export const readShopifyOrder = (raw: unknown): OrderRecord =>
  readRecord(raw, shopifyOrderSchema, shopifyPositionSchema, (from) => ({
    externalId: from.legacyResourceId,
    number: from.name || from.legacyResourceId,
    status: from.cancelledAt ? "CANCELLED" : from.displayFulfillmentStatus,
    currency: from.currencyCode,
    total: from.currentTotalPriceSet.shopMoney.amount,
    totals: { shipping: from.currentShippingPriceSet, fees: "0", discount: from.currentTotalDiscountsSet, tax: from.currentTotalTaxSet },
    billing: readAddress(from.billingAddress, from),
    shipping: readAddress(from.shippingAddress, from),
    // Removed and refunded lines are not shipped.
    lines: from.lineItems.nodes
      .filter(({ currentQuantity }) => currentQuantity > 0)
      .map((line) => {
        const item = line.variant?.inventoryItem;
        const weight = item?.measurement?.weight;
        const gramsPerUnit = weight ? ownValue(GRAMS, weight.unit) : undefined;
        return {
          externalId: line.id.replace(/^.*\//, ""),
          name: line.name,
          sku: line.sku,
          quantity: line.currentQuantity,
          unitPrice: line.originalUnitPriceSet,
          total: line.priceAfterAllDiscountsBeforeTaxesSet,
          hsCode: item?.harmonizedSystemCode || null,
          weightGrams: weight && gramsPerUnit !== undefined ? Math.round(weight.value * gramsPerUnit) : null,
          originCountry: item?.countryCodeOfOrigin || null,
        };
      }),
    placedAt: from.createdAt,
    modifiedAt: from.updatedAt,
    // Shopify reports no payment time; except for manual payments, the time of processing is the same.
    paidAt: PAID.includes(from.displayFinancialStatus) ? (from.processedAt ?? from.createdAt) : null,
  }));
