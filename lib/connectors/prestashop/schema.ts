import { z } from "zod";
import { optionalMoney, requiredMoney } from "@/lib/connectors/records/decimal";
import { country, currencyCode, emptyable, looseText, numericId, optionalList } from "@/lib/connectors/records/order-fields";

// The parts of PrestaShop's records (webservice 1.7 and 8) that are used. Ids are numbers or texts; `0` means none.

const reference = looseText;

export const prestashopOrderSchema = z.object({
  id: numericId,
  reference: looseText,
  id_address_delivery: reference,
  id_address_invoice: reference,
  id_customer: reference,
  id_currency: reference,
  current_state: reference,
  valid: looseText,
  date_add: z.string(),
  date_upd: z.string(),
  invoice_date: looseText,
  total_paid: requiredMoney,
  /** Absent in records of old imports. */
  total_paid_tax_incl: optionalMoney,
  total_paid_tax_excl: optionalMoney,
  total_shipping_tax_excl: optionalMoney,
  total_discounts_tax_excl: optionalMoney,
  total_wrapping_tax_excl: optionalMoney,
  associations: emptyable(
    z.object({
      order_rows: optionalList(
        z.object({
          id: numericId,
          product_name: looseText,
          product_reference: looseText,
          product_quantity: z.coerce.number(),
          unit_price_tax_excl: optionalMoney,
        }),
      ),
    }),
  ),
});

export const prestashopPositionSchema = z.object({ id: numericId, date_add: looseText, date_upd: looseText });

/** Multilingual texts come as a list; the first one is used. */
const firstLanguage = z
  .union([looseText, z.array(z.object({ value: looseText })).transform((list) => list[0]?.value ?? "")])
  .nullish()
  .transform((text) => text ?? "");

export const addressSchema = z.object({
  id: numericId,
  company: looseText,
  firstname: looseText,
  lastname: looseText,
  address1: looseText,
  address2: looseText,
  postcode: looseText,
  city: looseText,
  id_country: reference,
  id_state: reference,
  phone: looseText,
  phone_mobile: looseText,
});

export type PrestashopAddress = z.infer<typeof addressSchema>;

export const customerSchema = z.object({ id: numericId, email: looseText });
export const countrySchema = z.object({ id: numericId, iso_code: country });
export const stateSchema = z.object({ id: numericId, iso_code: looseText });
export const currencySchema = z.object({ id: numericId, iso_code: currencyCode });
export const orderStateSchema = z.object({ id: numericId, name: firstLanguage, shipped: looseText, paid: looseText });
/** A shop without its own value has its group's, and otherwise the global one. */
export const configurationSchema = z.object({ name: looseText, value: looseText, id_shop: reference, id_shop_group: reference });
export const shopUrlSchema = z.object({
  id_shop: numericId,
  active: looseText,
  domain: looseText,
  domain_ssl: looseText,
  physical_uri: looseText,
  virtual_uri: looseText,
});
export const detailSchema = z.object({ id: numericId, product_weight: z.coerce.number().nonnegative().catch(0) });
