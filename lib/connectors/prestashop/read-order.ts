import { ownValue } from "@/lib/base/own-value";
import type { Lookups } from "@/lib/connectors/prestashop/lookups";
import { type PrestashopAddress, prestashopOrderSchema, prestashopPositionSchema } from "@/lib/connectors/prestashop/schema";
import { readShopTime } from "@/lib/connectors/prestashop/shop-time";
import { isUndated, timeOfUndated } from "@/lib/connectors/prestashop/undated-orders";
import { multiplyDecimals, readDecimal, subtractDecimals } from "@/lib/connectors/records/decimal";
import { NO_CUSTOMS, type OrderRecord, unreadableRecord } from "@/lib/connectors/records/order-fields";
import { printProblems } from "@/lib/connectors/records/record-problems";
import type { PostalAddress } from "@/lib/connectors/shop";

export interface OrderSurroundings {
  lookups: Lookups;
  addresses: ReadonlyMap<string, PrestashopAddress>;
  customers: ReadonlyMap<string, { email: string }>;
  /** Weight of each order row in the shop's unit; empty if the key may not read it. */
  details: ReadonlyMap<string, { product_weight: number }>;
  /** Resolves times in the repeated hour, see readShopTime. */
  before: Date;
}

const GRAMS: Readonly<Record<string, number>> = { kg: 1000, g: 1, lb: 453.59237, lbs: 453.59237, oz: 28.349523125 };

/** Decimals of PrestaShop's amounts. */
const DECIMALS = 6;

const readAddress = (id: string, email: string, around: OrderSurroundings): PostalAddress => {
  const from = around.addresses.get(id);
  const { countries, states } = around.lookups;
  return {
    name: from ? `${from.firstname} ${from.lastname}`.trim() : "",
    company: from?.company ?? "",
    street1: from?.address1 ?? "",
    street2: from?.address2 ?? "",
    city: from?.city ?? "",
    state: states.get(from?.id_state ?? "")?.iso_code ?? "",
    postalCode: from?.postcode ?? "",
    country: countries.get(from?.id_country ?? "")?.iso_code ?? "",
    email,
    phone: from?.phone || from?.phone_mobile || "",
  };
};

export function readPrestashopOrder(raw: unknown, around: OrderSurroundings): OrderRecord {
  const { settings, currencies, orderStates } = around.lookups;
  const timeOf = (text: string) => readShopTime(text, settings.timeZone, around.before);
  const changedAt = (order: { date_add: string; date_upd: string }) =>
    isUndated(order.date_upd) ? timeOfUndated(order.date_add, settings.timeZone) : timeOf(order.date_upd);
  const quarantined = (error: Parameters<typeof unreadableRecord>[1]): OrderRecord => {
    const { data } = prestashopPositionSchema.safeParse(raw);
    return unreadableRecord(raw, error, data && { externalId: data.id, modifiedAt: changedAt(data) });
  };
  const parsed = prestashopOrderSchema.safeParse(raw);
  if (!parsed.success) return quarantined(parsed.error);
  const from = parsed.data;
  const [placedAt, modifiedAt] = [timeOf(from.date_add), changedAt(from)];
  const currency = currencies.get(from.id_currency)?.iso_code;
  const wrong = [...(placedAt ? [] : ["date_add"]), ...(modifiedAt ? [] : ["date_upd"]), ...(currency ? [] : ["id_currency"])];
  if (!placedAt || !modifiedAt || !currency) return quarantined(printProblems(wrong.map((field) => ({ field, problem: "wrong" }))));
  const gramsPerUnit = ownValue(GRAMS, settings.weightUnit);
  return {
    kind: "order",
    order: {
      externalId: from.id,
      number: from.reference || from.id,
      status: orderStates.get(from.current_state)?.name || from.current_state,
      currency,
      // What the back office shows, and what the lines add up to; modules and the shop's own samples leave another total_paid. "0": absent.
      total: from.total_paid_tax_incl === "0" ? from.total_paid : from.total_paid_tax_incl,
      totals: {
        shipping: from.total_shipping_tax_excl,
        fees: from.total_wrapping_tax_excl,
        discount: from.total_discounts_tax_excl,
        tax: subtractDecimals(from.total_paid_tax_incl, from.total_paid_tax_excl, DECIMALS),
      },
      billing: readAddress(from.id_address_invoice, around.customers.get(from.id_customer)?.email ?? "", around),
      shipping: readAddress(from.id_address_delivery, around.customers.get(from.id_customer)?.email ?? "", around),
      lines: from.associations.order_rows.map((row) => {
        const weight = around.details.get(row.id)?.product_weight;
        return {
          externalId: row.id,
          name: row.product_name,
          sku: row.product_reference,
          quantity: row.product_quantity,
          unitPrice: row.unit_price_tax_excl,
          total: multiplyDecimals(row.unit_price_tax_excl, readDecimal(row.product_quantity) ?? "0", DECIMALS),
          weightGrams: weight === undefined || gramsPerUnit === undefined ? null : Math.round(weight * gramsPerUnit),
          ...NO_CUSTOMS,
        };
      }),
      placedAt,
      modifiedAt,
      paidAt: from.valid === "1" ? timeOf(from.invoice_date) : null,
      raw,
    },
  };
}
