import { type FakeAddress, type FakeOrder, formatCents, linesTotalCents, orderTotalCents } from "@/lib/testing/fake-shops/fake-order";
import { toLocalText, toUtcText } from "@/lib/testing/fake-shops/shop-time";

// One order as wc/v3 writes it: field by field, in the recorded order.

export interface RecordContext {
  origin: string;
  version: string;
  timeZone: string;
  /** Decimals of amounts, `dp`. */
  decimals: number;
}

const PAYMENT_TITLES: Readonly<Record<string, string>> = {
  ideal: "iDEAL",
  bancontact: "Bancontact",
  paypal: "PayPal",
  invoice: "Op rekening",
};

const writeAddress = (address: FakeAddress): Record<string, string> => ({
  first_name: address.firstName,
  last_name: address.lastName,
  company: address.company,
  address_1: address.street1,
  address_2: address.street2,
  city: address.city,
  state: address.state,
  postcode: address.postalCode,
  country: address.country,
});

const itemLinks = (origin: string, id: number): Record<string, unknown> => ({
  self: [{ href: `${origin}/wp-json/wc/v3/orders/${id}`, targetHints: { allow: ["GET", "POST", "PUT", "PATCH", "DELETE"] } }],
  collection: [{ href: `${origin}/wp-json/wc/v3/orders` }],
  email_templates: [{ embeddable: true, href: `${origin}/wp-json/wc/v3/orders/${id}/actions/email_templates` }],
});

/** The status in WooCommerce's terms. */
export const wooStatus = (order: FakeOrder): string => order.wooStatus ?? order.status;

/** The record of wc/v3. With damage, it is what a broken plugin makes of it: not an object, or wrong fields. */
export function writeOrder(order: FakeOrder, context: RecordContext): unknown {
  const money = (cents: number): string => formatCents(cents, context.decimals);
  const local = (at: Date | null): string | null => (at ? toLocalText(at, context.timeZone) : null);
  const gmt = (at: Date | null): string | null => (at ? toUtcText(at) : null);
  const orderKey = `wc_order_${Buffer.from(`k${order.id}`).toString("hex").padEnd(13, "x").slice(0, 13)}`;
  const record = {
    id: order.id,
    parent_id: 0,
    status: wooStatus(order),
    currency: order.currency,
    version: context.version,
    prices_include_tax: false,
    date_created: local(order.createdAt),
    date_modified: local(order.modifiedAt),
    discount_total: money(order.discountCents),
    discount_tax: money(0),
    shipping_total: money(order.shippingCents),
    shipping_tax: money(0),
    cart_tax: money(0),
    total: money(orderTotalCents(order)),
    total_tax: money(0),
    customer_id: 0,
    order_key: orderKey,
    billing: { ...writeAddress(order.billing), email: order.billing.email, phone: order.billing.phone },
    shipping: { ...writeAddress(order.shipping), phone: order.shipping.phone },
    payment_method: order.paymentMethod,
    payment_method_title: PAYMENT_TITLES[order.paymentMethod] ?? "",
    transaction_id: "",
    customer_ip_address: "",
    customer_user_agent: "",
    created_via: "checkout",
    customer_note: order.customerNote,
    date_completed: local(order.completedAt),
    date_paid: local(order.paidAt),
    cart_hash: "",
    number: order.number,
    meta_data: order.meta,
    line_items: order.lines.map((line) => ({
      id: line.id,
      name: line.name,
      product_id: line.productId,
      variation_id: 0,
      quantity: line.quantity,
      tax_class: "",
      subtotal: money(line.quantity * line.unitPriceCents),
      subtotal_tax: money(0),
      total: money(line.quantity * line.unitPriceCents),
      total_tax: money(0),
      taxes: [],
      meta_data: [],
      sku: line.sku,
      global_unique_id: "",
      price: line.unitPriceCents / 100,
      image: { id: "", src: "" },
      parent_name: null,
    })),
    tax_lines: [],
    shipping_lines:
      order.lines.length === 0
        ? []
        : [
            {
              id: order.id * 4 + 3,
              method_title: order.shippingCents === 0 ? "Free shipping" : "Flat rate",
              method_id: order.shippingCents === 0 ? "free_shipping" : "flat_rate",
              instance_id: "1",
              total: money(order.shippingCents),
              total_tax: money(0),
              taxes: [],
              tax_status: "taxable",
              meta_data: [],
            },
          ],
    fee_lines: [],
    coupon_lines:
      order.discountCents > 0
        ? [{ id: order.id * 4 + 2, code: "welkom", discount: money(order.discountCents), discount_tax: money(0), meta_data: [] }]
        : [],
    refunds: order.status === "refunded" ? [{ id: order.id + 900_000, reason: "", total: `-${money(linesTotalCents(order))}` }] : [],
    payment_url: `${context.origin}/checkout/order-pay/${order.id}/?pay_for_order=true&key=${orderKey}`,
    is_editable: order.status === "pending" || order.status === "on-hold",
    needs_payment: order.status === "pending" || order.status === "failed",
    needs_processing: order.lines.length > 0,
    date_created_gmt: gmt(order.createdAt),
    date_modified_gmt: gmt(order.modifiedAt),
    date_completed_gmt: gmt(order.completedAt),
    date_paid_gmt: gmt(order.paidAt),
    currency_symbol: order.currency === "EUR" ? "€" : order.currency,
    _links: itemLinks(context.origin, order.id),
  };
  switch (order.damage) {
    case null:
      return record;
    case "no_dates":
      return { ...record, date_created: null, date_modified: null, date_created_gmt: null, date_modified_gmt: null };
    case "text_total":
      return { ...record, total: "€ 12,50 incl. btw" };
    case "no_billing":
      return { ...record, billing: null };
    case "lines_not_a_list":
      return { ...record, line_items: { 0: "see attachment" } };
    case "not_an_object":
      return false;
  }
}
