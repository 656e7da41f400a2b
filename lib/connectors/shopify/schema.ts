import { z } from "zod";
import { optionalMoney, requiredMoney } from "@/lib/connectors/records/decimal";
import { country, currencyCode, looseText, numericId } from "@/lib/connectors/records/order-fields";

// The order as requested by ORDER_FIELDS, which are the only fields returned.

const instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()), "is not a time");

const money = <Amount extends z.ZodType>(amount: Amount) => z.object({ shopMoney: z.object({ amount }) });
const optionalBag = money(optionalMoney)
  .nullish()
  .transform((bag) => bag?.shopMoney.amount ?? "0");

const address = z.object({
  name: looseText,
  company: looseText,
  address1: looseText,
  address2: looseText,
  city: looseText,
  zip: looseText,
  provinceCode: looseText,
  countryCodeV2: country,
  phone: looseText,
});

export type ShopifyAddress = z.infer<typeof address>;

const line = z.object({
  id: z.string().min(1),
  name: looseText,
  sku: looseText,
  currentQuantity: z.number(),
  originalUnitPriceSet: optionalBag,
  priceAfterAllDiscountsBeforeTaxesSet: optionalBag,
  variant: z
    .object({
      inventoryItem: z
        .object({
          harmonizedSystemCode: looseText,
          countryCodeOfOrigin: country,
          measurement: z.object({ weight: z.object({ unit: z.string(), value: z.number().nonnegative() }).nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

export const shopifyOrderSchema = z.object({
  legacyResourceId: numericId,
  name: looseText,
  createdAt: instant,
  updatedAt: instant,
  processedAt: instant.nullish(),
  cancelledAt: instant.nullish(),
  email: looseText,
  phone: looseText,
  currencyCode,
  displayFinancialStatus: looseText,
  displayFulfillmentStatus: looseText,
  currentTotalPriceSet: money(requiredMoney),
  currentShippingPriceSet: optionalBag,
  currentTotalDiscountsSet: optionalBag,
  currentTotalTaxSet: optionalBag,
  billingAddress: address.nullish(),
  shippingAddress: address.nullish(),
  lineItems: z.object({ nodes: z.array(line) }),
});

export const shopifyPositionSchema = z
  .object({ legacyResourceId: numericId, updatedAt: instant.nullable().catch(null) })
  .transform(({ legacyResourceId, updatedAt }) => ({ externalId: legacyResourceId, modifiedAt: updatedAt }));

export const pageInfoSchema = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

/** The fields that pagination needs; the others are parsed later per order, so that one bad order does not spoil the page. */
export const orderNodeSchema = z.looseObject({
  id: z.string(),
  lineItems: z.looseObject({ nodes: z.array(z.unknown()), pageInfo: pageInfoSchema }),
});
