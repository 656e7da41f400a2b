import { z } from "zod";

// The JSON columns of an order. Money is a decimal string in the order's currency; empty strings stand for what the shop does not say.

export const postalAddressSchema = z.object({
  name: z.string(),
  company: z.string(),
  street1: z.string(),
  street2: z.string(),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  country: z.string(),
  email: z.string(),
  phone: z.string(),
});
export type OrderAddress = z.infer<typeof postalAddressSchema>;

export const orderLineSchema = z.object({
  externalId: z.string(),
  name: z.string(),
  sku: z.string(),
  quantity: z.number(),
  unitPrice: z.string(),
  total: z.string(),
  hsCode: z.string().nullable(),
  weightGrams: z.number().nullable(),
  originCountry: z.string().nullable(),
});
export type StoredOrderLine = z.infer<typeof orderLineSchema>;

export const orderTotalsSchema = z.object({ shipping: z.string(), discount: z.string(), tax: z.string() });
export type OrderTotals = z.infer<typeof orderTotalsSchema>;
