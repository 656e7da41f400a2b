import { type FakeAddress, type FakeOrder, type FakeStatus, linesTotalCents, orderTotalCents } from "@/lib/testing/fake-shops/fake-order";

// One order as Magento's REST API writes it, field by field as recorded. Magento writes amounts as numbers.

const STATES: Record<FakeStatus, readonly [state: string, status: string]> = {
  pending: ["new", "pending"],
  processing: ["processing", "processing"],
  "on-hold": ["holded", "holded"],
  completed: ["complete", "complete"],
  cancelled: ["canceled", "canceled"],
  failed: ["canceled", "canceled"],
  refunded: ["closed", "closed"],
  trash: ["canceled", "canceled"],
};

export const magentoStatus = (status: FakeStatus): string => STATES[status][1];

/** `2026-11-24 22:44:08`, UTC. */
export const toMagentoTime = (at: Date): string => at.toISOString().slice(0, 19).replace("T", " ");

/** The store view; null if it was deleted. The API omits null fields. */
export const storeIdOf = (order: FakeOrder): number | null => (order.shopId === undefined ? 1 : order.shopId);

const incrementId = (id: number): string => String(id).padStart(9, "0");

const writeAddress = (address: FakeAddress, type: "billing" | "shipping", order: FakeOrder): unknown => ({
  address_type: type,
  city: address.city,
  ...(address.company ? { company: address.company } : {}),
  country_id: address.country,
  email: order.billing.email,
  entity_id: order.id * 2 - (type === "billing" ? 0 : 1),
  firstname: address.firstName,
  lastname: address.lastName,
  parent_id: order.id,
  postcode: address.postalCode,
  street: [address.street1, address.street2].filter((line) => line !== ""),
  telephone: address.phone,
});

const PRODUCT_TYPES = { configurable: "configurable", bundle: "bundle", bundle_in_parts: "bundle", virtual: "virtual" } as const;

/** Ids of child rows: above those of fake orders' lines. */
const CHILD_IDS = 10_000_000;

/**
 * Rows as Magento stores them: a configurable or bundle product is a parent row with child rows below it. If it ships as a whole, only the
 * parent counts as shipped; if a bundle ships in parts, only its children do.
 */
function writeItems(order: FakeOrder): unknown[] {
  return order.lines.flatMap((line, index) => {
    const parent = writeItem(order, line);
    if (!line.kind || line.kind === "virtual") return [parent];
    const children = (line.kind === "configurable" ? [""] : ["-A", "-B"]).map((ending, part) => ({
      ...parent,
      item_id: CHILD_IDS + line.id * 2 + part,
      parent_item_id: line.id,
      parent_item: parent,
      product_type: "simple",
      price: 0,
      row_total: 0,
      sku: line.sku + ending,
      qty_shipped: line.kind === "bundle_in_parts" && isLineShipped(order, index) ? line.quantity : 0,
    }));
    return [line.kind === "bundle_in_parts" ? { ...parent, qty_shipped: 0 } : parent, ...children];
  });
}

const isLineShipped = (order: FakeOrder, index: number): boolean =>
  order.lines[index]?.kind !== "virtual" && (order.partlyShipped ? index === 0 : order.status === "completed" || order.tracks.length > 0);

function writeItem(order: FakeOrder, line: FakeOrder["lines"][number]): Record<string, unknown> {
  const price = line.unitPriceCents / 100;
  const total = (line.unitPriceCents * line.quantity) / 100;
  const weight = line.kind === "virtual" ? 0 : line.weightGrams / 1000;
  return {
    amount_refunded: 0,
    base_discount_amount: 0,
    base_original_price: price,
    base_price: price,
    base_price_incl_tax: price,
    base_row_invoiced: order.paidAt ? total : 0,
    base_row_total: total,
    base_row_total_incl_tax: total,
    base_tax_amount: 0,
    created_at: toMagentoTime(order.createdAt),
    discount_amount: 0,
    free_shipping: 0,
    is_qty_decimal: 0,
    is_virtual: line.kind === "virtual" ? 1 : 0,
    item_id: line.id,
    name: line.name,
    order_id: order.id,
    original_price: price,
    price,
    price_incl_tax: price,
    product_id: line.productId,
    product_type: line.kind ? PRODUCT_TYPES[line.kind] : "simple",
    qty_canceled: order.status === "cancelled" ? line.quantity : 0,
    qty_invoiced: order.paidAt ? line.quantity : 0,
    qty_ordered: line.quantity,
    qty_refunded: order.status === "refunded" ? line.quantity : 0,
    qty_shipped: isLineShipped(order, order.lines.indexOf(line)) ? line.quantity : 0,
    quote_item_id: line.id,
    row_invoiced: order.paidAt ? total : 0,
    row_total: total,
    row_total_incl_tax: total,
    row_weight: weight * line.quantity,
    sku: line.sku,
    ...(storeIdOf(order) === null ? {} : { store_id: storeIdOf(order) }),
    tax_amount: 0,
    tax_invoiced: 0,
    tax_percent: 0,
    updated_at: toMagentoTime(order.modifiedAt),
    weight,
    extension_attributes: { itemized_taxes: [] },
  };
}

export function writeOrder(order: FakeOrder): unknown {
  const [state, status] = order.magentoState ?? STATES[order.status];
  const total = orderTotalCents(order) / 100;
  const shipping = order.shippingCents / 100;
  const subtotal = linesTotalCents(order) / 100;
  const discount = order.discountCents === 0 ? 0 : -order.discountCents / 100;
  const items = writeItems(order);
  const quantity = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const record = {
    base_currency_code: order.currency,
    base_discount_amount: discount,
    base_grand_total: total,
    base_shipping_amount: shipping,
    base_shipping_incl_tax: shipping,
    base_shipping_tax_amount: 0,
    base_subtotal: subtotal,
    base_subtotal_incl_tax: subtotal,
    base_tax_amount: 0,
    base_total_due: order.paidAt ? 0 : total,
    ...(order.paidAt ? { base_total_paid: total } : {}),
    base_to_global_rate: 1,
    base_to_order_rate: 1,
    billing_address_id: order.id * 2,
    created_at: toMagentoTime(order.createdAt),
    customer_email: order.billing.email,
    customer_firstname: order.billing.firstName,
    customer_group_id: 0,
    customer_is_guest: 1,
    customer_lastname: order.billing.lastName,
    customer_note_notify: 1,
    discount_amount: discount,
    entity_id: order.id,
    global_currency_code: order.currency,
    grand_total: total,
    increment_id: incrementId(order.id),
    is_virtual: order.lines.every(({ kind }) => kind === "virtual") ? 1 : 0,
    order_currency_code: order.currency,
    quote_id: order.id + 5,
    remote_ip: "192.0.2.7",
    shipping_amount: shipping,
    shipping_description: "Flat Rate - Fixed",
    shipping_discount_amount: 0,
    shipping_incl_tax: shipping,
    shipping_tax_amount: 0,
    state,
    status,
    store_currency_code: order.currency,
    ...(storeIdOf(order) === null ? {} : { store_id: storeIdOf(order) }),
    store_name: "Main Website\nMain Website Store\nDefault Store View",
    subtotal,
    subtotal_incl_tax: subtotal,
    tax_amount: 0,
    total_due: order.paidAt ? 0 : total,
    total_item_count: order.lines.length,
    ...(order.paidAt ? { total_paid: total } : {}),
    total_qty_ordered: quantity,
    updated_at: toMagentoTime(order.modifiedAt),
    weight: order.lines.reduce((sum, line) => sum + (line.quantity * line.weightGrams) / 1000, 0),
    items,
    billing_address: writeAddress(order.billing, "billing", order),
    payment: {
      account_status: null,
      additional_information: ["Check / Money order"],
      amount_ordered: total,
      cc_last4: null,
      entity_id: order.id,
      method: "checkmo",
      parent_id: order.id,
    },
    status_histories: order.notes.map((note) => ({
      comment: note.text,
      created_at: toMagentoTime(note.at),
      entity_id: note.id,
      is_customer_notified: 0,
      is_visible_on_front: note.forCustomer ? 1 : 0,
      parent_id: order.id,
      status,
    })),
    extension_attributes: {
      shipping_assignments: [
        {
          shipping: {
            address: writeAddress(order.shipping, "shipping", order),
            method: "flatrate_flatrate",
            total: { shipping_amount: shipping },
          },
          items,
        },
      ],
      payment_additional_info: [{ key: "method_title", value: "Check / Money order" }],
    },
  };
  switch (order.damage) {
    case null:
      return record;
    case "no_dates":
      return { ...record, created_at: null, updated_at: null };
    case "text_total":
      return { ...record, grand_total: "€ 12,50 incl. btw" };
    case "no_billing":
      return { ...record, billing_address: null };
    case "lines_not_a_list":
      return { ...record, items: { 0: "see attachment" } };
    case "not_an_object":
      return false;
  }
}
