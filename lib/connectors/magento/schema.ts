import { z } from "zod";
import { optionalMoney, requiredMoney } from "@/lib/connectors/records/decimal";
import {
  country,
  currencyCode,
  emptyable,
  looseText,
  MAX_ORDERS,
  numericId,
  optionalList,
  phpList,
  utcWithoutZone,
} from "@/lib/connectors/records/order-fields";

// The parts of Magento's order (REST V1) that are used; the rest stays in the raw record.

const utc = utcWithoutZone(" ");

const address = z.object({
  firstname: looseText,
  lastname: looseText,
  company: looseText,
  street: z
    .union([z.array(looseText), looseText.transform((text) => [text])])
    .nullish()
    .transform((lines) => lines ?? []),
  city: looseText,
  region: looseText,
  region_code: looseText,
  postcode: looseText,
  country_id: country,
  email: looseText,
  telephone: looseText,
});

export type MagentoAddress = z.infer<typeof address>;

const item = z.object({
  item_id: numericId,
  /** Empty if there is none. */
  parent_item_id: looseText.transform((id) => (id === "0" ? "" : id)),
  name: looseText,
  sku: looseText,
  qty_ordered: z.coerce.number(),
  qty_shipped: z.coerce.number().catch(0),
  qty_canceled: z.coerce.number().catch(0),
  qty_refunded: z.coerce.number().catch(0),
  is_virtual: z.coerce.number().catch(0),
  price: optionalMoney,
  row_total: optionalMoney,
  weight: z.coerce.number().nonnegative().nullish().catch(null),
});

export const magentoOrderSchema = z.object({
  entity_id: numericId,
  increment_id: looseText,
  state: looseText,
  status: looseText,
  store_id: looseText,
  /** Orders created by an import or in the admin area have no e-mail address in their postal addresses. */
  customer_email: looseText,
  order_currency_code: currencyCode,
  grand_total: requiredMoney,
  shipping_amount: optionalMoney,
  discount_amount: optionalMoney,
  tax_amount: optionalMoney,
  created_at: utc,
  updated_at: utc,
  billing_address: emptyable(address),
  items: phpList(item),
  status_histories: z
    .array(z.object({ comment: looseText }))
    .nullish()
    .catch(null),
  extension_attributes: emptyable(
    z.object({
      shipping_assignments: optionalList(z.object({ shipping: emptyable(z.object({ address: emptyable(address) })) })),
    }),
  ),
});

export type MagentoOrder = z.infer<typeof magentoOrderSchema>;

export const magentoPositionSchema = z
  .object({ entity_id: numericId, updated_at: utc.nullable().catch(null) })
  .transform(({ entity_id, updated_at }) => ({ externalId: entity_id, modifiedAt: updated_at }));

/** Beyond the end, and with `fields=`, Magento returns null instead of an empty list. */
export const magentoListSchema = z.object({
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
  total_count: z.coerce.number().int().nonnegative().max(MAX_ORDERS),
});
