import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import {
  type FakeAddress,
  type FakeOrder,
  type FakeStatus,
  formatCents,
  linesTotalCents,
  orderTotalCents,
} from "@/lib/testing/fake-shops/fake-order";
import { toLocalText } from "@/lib/testing/fake-shops/shop-time";

// The records of PrestaShop's webservice: orders and what they refer to. Everything except the own id is text; times are in wall-clock time.

export type PrestaRecord = { id: number } & Record<string, unknown>;

const STATE_OF: Record<FakeStatus, number> = {
  pending: 1,
  processing: 2,
  "on-hold": 10,
  completed: 4,
  cancelled: 6,
  refunded: 7,
  failed: 8,
  trash: 6,
};

const STATES: readonly (readonly [id: number, name: string, paid: boolean, shipped: boolean])[] = [
  [1, "Awaiting check payment", false, false],
  [2, "Payment accepted", true, false],
  [3, "Processing in progress", true, false],
  [4, "Shipped", true, true],
  [5, "Delivered", true, true],
  [6, "Canceled", false, false],
  [7, "Refunded", false, false],
  [8, "Payment error", false, false],
  [10, "Awaiting bank wire payment", false, false],
];

export const statusOfState = (state: number): FakeStatus | null => {
  if (state === 2 || state === 3) return "processing";
  if (state === 4 || state === 5) return "completed";
  const found = Object.entries(STATE_OF).find(([, id]) => id === state)?.[0];
  return (found as FakeStatus | undefined) ?? null;
};

const COUNTRY_IDS: Readonly<Record<string, number>> = { DE: 1, BE: 3, NL: 13 };

const time = (at: Date | null, zone: string): string => (at ? toLocalText(at, zone).replace("T", " ") : "0000-00-00 00:00:00");
const money = (cents: number): string => formatCents(cents, 6);
const named = (name: string): unknown => [
  { id: "1", value: name },
  { id: "2", value: name },
];

/** PrestaShop's nine letters. */
export const referenceOf = (id: number): string => [...String(id).padStart(9, "0")].map((digit) => "XKBNAJUOYE"[Number(digit)]).join("");

export function orderRecord(order: FakeOrder, zone: string): PrestaRecord {
  const total = orderTotalCents(order);
  const record: PrestaRecord = {
    id: order.id,
    id_address_delivery: String(order.id * 2 - 1),
    id_address_invoice: String(order.id * 2),
    id_cart: String(order.id),
    id_currency: "1",
    id_lang: "1",
    id_customer: String(order.id),
    id_carrier: order.withoutCarrier === "virtual" ? "0" : "2",
    current_state: String(STATE_OF[order.status]),
    module: "ps_checkpayment",
    invoice_number: order.paidAt ? String(order.id) : "0",
    invoice_date: time(order.paidAt, zone),
    delivery_number: "0",
    delivery_date: time(order.completedAt, zone),
    valid: order.paidAt ? "1" : "0",
    date_add: time(order.createdAt, zone),
    date_upd: time(order.isUndated ? null : order.modifiedAt, zone),
    shipping_number: order.tracks.at(-1)?.number ?? "",
    note: order.customerNote,
    id_shop_group: "1",
    id_shop: String(order.shopId ?? 1),
    secure_key: "MADE_UP",
    payment: "Payment by check",
    recyclable: "0",
    gift: "0",
    gift_message: "",
    mobile_theme: "0",
    total_discounts: money(order.discountCents),
    total_discounts_tax_incl: money(order.discountCents),
    total_discounts_tax_excl: money(order.discountCents),
    total_paid: money(total),
    total_paid_tax_incl: money(total),
    total_paid_tax_excl: money(total),
    total_paid_real: order.paidAt ? money(total) : money(0),
    total_products: money(linesTotalCents(order)),
    total_products_wt: money(linesTotalCents(order)),
    total_shipping: money(order.shippingCents),
    total_shipping_tax_incl: money(order.shippingCents),
    total_shipping_tax_excl: money(order.shippingCents),
    carrier_tax_rate: "0.000",
    total_wrapping: money(0),
    total_wrapping_tax_incl: money(0),
    total_wrapping_tax_excl: money(0),
    round_mode: "0",
    round_type: "0",
    conversion_rate: "1.000000",
    reference: referenceOf(order.id),
    associations: {
      order_rows: order.lines.map((line) => ({
        id: String(line.id),
        product_id: String(line.productId),
        product_attribute_id: "0",
        product_quantity: String(line.quantity),
        product_name: line.name,
        product_reference: line.sku,
        product_ean13: "",
        product_isbn: "",
        product_upc: "",
        product_price: money(line.unitPriceCents),
        id_customization: "0",
        unit_price_tax_incl: money(line.unitPriceCents),
        unit_price_tax_excl: money(line.unitPriceCents),
      })),
    },
  };
  switch (order.damage) {
    case "no_dates":
      return { ...record, date_add: "0000-00-00 00:00:00", date_upd: "0000-00-00 00:00:00" };
    case "text_total":
      return { ...record, total_paid: "12,50 EUR" };
    case "no_billing":
      return { ...record, id_address_invoice: "0" };
    case "lines_not_a_list":
      return { ...record, associations: { order_rows: "see attachment" } };
    default:
      return record;
  }
}

const addressRecord = (id: number, address: FakeAddress, order: FakeOrder, zone: string): PrestaRecord => ({
  id,
  id_customer: String(order.id),
  id_manufacturer: "0",
  id_supplier: "0",
  id_warehouse: "0",
  id_country: String(COUNTRY_IDS[address.country] ?? 13),
  id_state: "0",
  alias: "My address",
  company: address.company,
  lastname: address.lastName,
  firstname: address.firstName,
  vat_number: "",
  address1: address.street1,
  address2: address.street2,
  postcode: address.postalCode,
  city: address.city,
  other: "",
  phone: address.phone,
  phone_mobile: "",
  dni: "",
  deleted: "0",
  date_add: time(order.createdAt, zone),
  date_upd: time(order.createdAt, zone),
});

/** The record of an order with something to ship, plus one for each further parcel. */
const carriersOf = (order: FakeOrder, zone: string): PrestaRecord[] => {
  const added = (tracks: FakeOrder["tracks"]) => tracks.map(({ id, number }) => ({ ...carrierOf(order, zone, number), id }));
  if (order.withoutCarrier) return added(order.tracks);
  return [carrierOf(order, zone, order.tracks[0]?.number ?? ""), ...added(order.tracks.slice(1))];
};

/** Ids from a range of their own, so that none is an order's. For the record that came with an order; further ones use their tracks' ids. */
const FIRST_CARRIER_ID = 10_000_000;
const firstIdOf = (order: FakeOrder): number => order.carrierRecordId ?? FIRST_CARRIER_ID + order.id;

/** The order, and the position among its tracks, of a record of `order_carriers`; null if there is no such record. */
export function findCarrier(orders: ReadonlyMap<number, FakeOrder>, id: number): { order: FakeOrder; place: number } | null {
  const owner = orders.get(id - FIRST_CARRIER_ID);
  if (owner && firstIdOf(owner) === id) return owner.withoutCarrier ? null : { order: owner, place: 0 };
  for (const order of orders.values()) {
    if (order.carrierRecordId === id && !order.withoutCarrier) return { order, place: 0 };
    const place = order.tracks.findIndex((track) => track.id === id);
    if (place > 0 || (place === 0 && order.withoutCarrier)) return { order, place };
  }
  return null;
}

const carrierOf = (order: FakeOrder, zone: string, trackingNumber: string): PrestaRecord => ({
  id: firstIdOf(order),
  id_order: String(order.id),
  id_carrier: "2",
  id_order_invoice: order.paidAt ? String(order.id) : "0",
  weight: (order.lines.reduce((sum, line) => sum + line.quantity * line.weightGrams, 0) / 1000).toFixed(6),
  shipping_cost_tax_excl: money(order.shippingCents),
  shipping_cost_tax_incl: money(order.shippingCents),
  tracking_number: trackingNumber,
  date_add: time(order.createdAt, zone),
});

const detailsOf = (order: FakeOrder): PrestaRecord[] =>
  order.lines.map((line) => ({
    id: line.id,
    id_order: String(order.id),
    product_id: String(line.productId),
    product_attribute_id: "0",
    product_name: line.name,
    product_quantity: String(line.quantity),
    product_price: money(line.unitPriceCents),
    product_reference: line.sku,
    product_weight: (line.weightGrams / 1000).toFixed(6),
    unit_price_tax_incl: money(line.unitPriceCents),
    unit_price_tax_excl: money(line.unitPriceCents),
    total_price_tax_incl: money(line.unitPriceCents * line.quantity),
    total_price_tax_excl: money(line.unitPriceCents * line.quantity),
  }));

interface RecordSource {
  orders: readonly FakeOrder[];
  timeZone: string;
  currency: string;
  version: string;
  shopUrls: NonNullable<Behaviour["shopUrls"]>;
}

interface Resource {
  /** Name of one record in XML and JSON. */
  singular: string;
  list(source: RecordSource): PrestaRecord[];
}

const lookup =
  (rows: PrestaRecord[]): ((source: RecordSource) => PrestaRecord[]) =>
  () =>
    rows;

/** Resources that the fake shop knows, in the order of its root document. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  addresses: {
    singular: "address",
    list: ({ orders, timeZone }) =>
      orders.flatMap((order) => [
        addressRecord(order.id * 2 - 1, order.shipping, order, timeZone),
        addressRecord(order.id * 2, order.billing, order, timeZone),
      ]),
  },
  carriers: {
    singular: "carrier",
    list: lookup([
      {
        id: 2,
        deleted: "0",
        is_module: "0",
        id_reference: "2",
        name: "PostNL",
        active: "1",
        is_free: "0",
        url: "https://carrier.example/track/@",
        delay: named("Delivery next day!"),
      },
    ]),
  },
  configurations: {
    singular: "configuration",
    // A multistore has separate values for some shops, and lists all of them to everyone.
    list: ({ timeZone, version, shopUrls }) => [
      ...(shopUrls.length > 0
        ? [
            { id: 90, value: "Asia/Tokyo", name: "PS_TIMEZONE", id_shop_group: "1", id_shop: "99" },
            { id: 91, value: "Second shop", name: "PS_SHOP_NAME", id_shop_group: "1", id_shop: "2" },
          ]
        : []),
      ...[
        { id: 1, value: timeZone, name: "PS_TIMEZONE" },
        { id: 2, value: "4", name: "PS_OS_SHIPPING" },
        { id: 3, value: "1", name: "PS_CURRENCY_DEFAULT" },
        { id: 4, value: version, name: "PS_INSTALL_VERSION" },
        { id: 5, value: "Test shop", name: "PS_SHOP_NAME" },
      ].map((row) => ({ ...row, id_shop_group: "", id_shop: "" })),
    ],
  },
  countries: {
    singular: "country",
    list: lookup(
      Object.entries(COUNTRY_IDS).map(([iso, id]) => ({
        id,
        id_zone: "1",
        id_currency: "0",
        iso_code: iso,
        active: "1",
        contains_states: "0",
        name: named(iso),
      })),
    ),
  },
  currencies: {
    singular: "currency",
    list: ({ currency }) => [
      {
        id: 1,
        names: named("Euro"),
        name: "Euro",
        iso_code: currency,
        numeric_iso_code: "978",
        precision: "2",
        conversion_rate: "1.000000",
        deleted: "0",
        active: "1",
      },
    ],
  },
  customers: {
    singular: "customer",
    list: ({ orders, timeZone }) =>
      orders.map((order) => ({
        id: order.id,
        id_lang: "1",
        secure_key: "MADE_UP",
        deleted: "0",
        passwd: "MADE_UP",
        lastname: order.billing.lastName,
        firstname: order.billing.firstName,
        email: order.billing.email,
        company: order.billing.company,
        active: "1",
        is_guest: "1",
        date_add: time(order.createdAt, timeZone),
        date_upd: time(order.createdAt, timeZone),
      })),
  },
  order_carriers: { singular: "order_carrier", list: ({ orders, timeZone }) => orders.flatMap((order) => carriersOf(order, timeZone)) },
  order_details: { singular: "order_detail", list: ({ orders }) => orders.flatMap(detailsOf) },
  order_histories: {
    singular: "order_history",
    list: ({ orders, timeZone }) =>
      orders.map((order) => ({
        id: order.id,
        id_employee: "0",
        id_order_state: String(STATE_OF[order.status]),
        id_order: String(order.id),
        date_add: time(order.modifiedAt, timeZone),
      })),
  },
  order_states: {
    singular: "order_state",
    list: lookup(
      STATES.map(([id, name, paid, shipped]) => ({
        id,
        unremovable: "1",
        delivery: "0",
        hidden: "0",
        send_email: "1",
        module_name: "",
        invoice: paid ? "1" : "0",
        color: "#3498D8",
        logable: paid ? "1" : "0",
        shipped: shipped ? "1" : "0",
        paid: paid ? "1" : "0",
        deleted: "0",
        name: named(name),
      })),
    ),
  },
  orders: { singular: "order", list: ({ orders, timeZone }) => orders.map((order) => orderRecord(order, timeZone)) },
  products: { singular: "product", list: lookup([]) },
  shop_urls: {
    singular: "shop_url",
    list: ({ shopUrls }) =>
      shopUrls.map(({ shopId, domain, uri }, index) => ({
        id: index + 1,
        id_shop: String(shopId),
        active: "1",
        main: "1",
        domain,
        domain_ssl: domain,
        physical_uri: "/",
        virtual_uri: uri.replace(/^\//, ""),
      })),
  },
  states: { singular: "state", list: lookup([]) },
};
