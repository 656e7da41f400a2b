// Orders of a fake shop in a neutral form, which each shop system writes in its own shape.

/** Status in WooCommerce's vocabulary; other shop systems translate it. */
export const FAKE_STATUSES = ["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "trash"] as const;
export type FakeStatus = (typeof FAKE_STATUSES)[number];

export interface FakeAddress {
  firstName: string;
  lastName: string;
  company: string;
  street1: string;
  street2: string;
  city: string;
  state: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  email: string;
  phone: string;
}

export interface FakeOrderLine {
  id: number;
  productId: number;
  name: string;
  sku: string;
  quantity: number;
  unitPriceCents: number;
  weightGrams: number;
  hsCode: string;
  originCountry: string;
  /** Shopify: quantity removed or refunded since the order was placed. */
  takenOff?: number;
  /** Magento: the product type, by default simple. A bundle ships as a whole, or its parts separately. */
  kind?: "configurable" | "bundle" | "bundle_in_parts" | "virtual";
}

export interface FakeNote {
  id: number;
  text: string;
  forCustomer: boolean;
  at: Date;
}

export interface FakeTrack {
  id: number;
  carrier: string;
  number: string;
  at: Date;
  url?: string | null;
  /** Shopify: the fulfillment order it belongs to; the whole order if there is only one. */
  partId?: number;
  /** Magento: the shipment it belongs to; by default the first. */
  shipmentId?: number;
}

/** Shopify: a shipment from one location, with its own fulfillment once sent; cancelling that reopens the part. */
export interface FakePart {
  id: number;
  isFulfilled: boolean;
  isOnHold?: boolean;
}

/** Ways in which a record can violate the schema; each occurs in exports of real shops with unusual plugins. */
const ORDER_DAMAGES = ["no_dates", "text_total", "no_billing", "lines_not_a_list", "not_an_object"] as const;
export type OrderDamage = (typeof ORDER_DAMAGES)[number];

export interface FakeOrder {
  id: number;
  number: string;
  status: FakeStatus;
  currency: string;
  billing: FakeAddress;
  shipping: FakeAddress;
  lines: FakeOrderLine[];
  shippingCents: number;
  discountCents: number;
  customerNote: string;
  paymentMethod: string;
  /** Whole seconds, as shops store them. */
  createdAt: Date;
  modifiedAt: Date;
  paidAt: Date | null;
  completedAt: Date | null;
  notes: FakeNote[];
  tracks: FakeTrack[];
  meta: { id: number; key: string; value: unknown }[];
  damage: OrderDamage | null;
  /** Shopify: fulfillment orders in several locations; by default one in one location. */
  parts?: FakePart[];
  /** Shopify: refunded shipping. */
  shippingRefundedCents?: number;
  /**
   * PrestaShop: the shop of a multistore in which it was placed. Magento: the store view, of which the second one weighs in pounds; null if that
   * view was deleted. Default 1.
   */
  shopId?: number | null;
  /** PrestaShop: `date_upd` is 0000-00-00, as imports and old modules leave it, until the shop saves the order. */
  isUndated?: true;
  /** Shopify: paid by a test gateway. */
  isTest?: boolean;
  /** PrestaShop: the order has no carrier record, because nothing ships or because it was removed. */
  withoutCarrier?: "virtual" | "removed";
  /** PrestaShop: id of the carrier record; by default the next id of that table. */
  carrierRecordId?: number;
  /** WooCommerce: a status that only it has: a plugin's (`packed`), or `checkout-draft` and `auto-draft`, which are not orders yet. */
  wooStatus?: string;
  /** Magento: a state and status that only it has, such as `pending_payment`. */
  magentoState?: readonly [state: string, status: string];
  /** Shopify: a draft order, which no list of orders contains. */
  isDraft?: boolean;
  /** Magento: the merchant shipped the first line in the admin; the others are open. */
  partlyShipped?: boolean;
  /** Magento: ids of its shipments; by default one if anything was shipped. */
  shipmentIds?: number[];
  /** WooCommerce: its own fulfillments. */
  fulfillments?: { id: number; status: string; isFulfilled: boolean; meta: { id: number; key: string; value: unknown }[]; at: Date }[];
  /** Magento: open lines cannot ship because the source has no stock. */
  outOfStock?: boolean;
}

/** Price of all lines, before shipping and discount. */
export const linesTotalCents = (order: FakeOrder): number =>
  order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0);

export const orderTotalCents = (order: FakeOrder): number => linesTotalCents(order) + order.shippingCents - order.discountCents;

export const formatCents = (cents: number, decimals = 2): string => (cents / 100).toFixed(decimals);

export const toWholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** Where the shop stores this tracking number for the customer: tracks and mailed notes. */
export const placesOfParcel = (order: FakeOrder, number: string): string[] =>
  [...order.tracks.map((track) => track.number), ...order.notes.filter(({ forCustomer }) => forCustomer).map(({ text }) => text)].filter(
    (text) => text.includes(number),
  );
