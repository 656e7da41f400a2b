import { z } from "zod";
import type { OrderLine, PostalAddress } from "@/lib/connectors/shop";
import { NO_ADDRESS } from "@/lib/orders/privacy/strip-buyer";

// Parses the JSON columns of an order. A column with an unexpected shape reads as empty instead of failing the page.

const text = z.string().catch("");
const textOrNull = z.string().nullable().catch(null);

const addressSchema = z
  .object({
    name: text,
    company: text,
    street1: text,
    street2: text,
    city: text,
    state: text,
    postalCode: text,
    country: text,
    email: text,
    phone: text,
  })
  .catch(NO_ADDRESS);

const lineSchema = z.object({
  externalId: text,
  name: text,
  sku: text,
  quantity: z.number().catch(0),
  unitPrice: text,
  total: text,
  hsCode: textOrNull,
  weightGrams: z.number().nullable().catch(null),
  originCountry: textOrNull,
});

const totalsSchema = z
  .object({ shipping: text, fees: text.default(""), discount: text, tax: text })
  .catch({ shipping: "", fees: "", discount: "", tax: "" });

export const readAddress = (stored: unknown): PostalAddress => addressSchema.parse(stored);
export const readLines = (stored: unknown): OrderLine[] => z.array(lineSchema).catch([]).parse(stored);
export const readTotals = (stored: unknown): z.infer<typeof totalsSchema> => totalsSchema.parse(stored);
