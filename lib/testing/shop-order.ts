import type { PostalAddress, ReadableOrder } from "@/lib/connectors/shop";

const ADDRESS: PostalAddress = {
  name: "Mia Jansen",
  company: "",
  street1: "Kade 1",
  street2: "",
  city: "Rotterdam",
  state: "",
  postalCode: "3011 AA",
  country: "NL",
  email: "mia@customer.example",
  phone: "",
};

/** For tests: an order as a connector returns it; `raw` is derived from the fields, so that each version has another record. */
export function fakeShopOrder(parts: Partial<ReadableOrder> = {}): ReadableOrder {
  const order: ReadableOrder = {
    externalId: "100",
    number: parts.externalId ?? "100",
    status: "processing",
    currency: "EUR",
    total: "24.95",
    totals: { fees: "0", shipping: "4.95", discount: "0.00", tax: "4.33" },
    billing: ADDRESS,
    shipping: ADDRESS,
    lines: [
      {
        externalId: "1",
        name: "Vase",
        sku: "VASE-1",
        quantity: 1,
        unitPrice: "20.00",
        total: "20.00",
        hsCode: null,
        weightGrams: 900,
        originCountry: null,
      },
    ],
    placedAt: new Date("2026-11-20T10:00:00Z"),
    modifiedAt: new Date("2026-11-20T10:05:00Z"),
    paidAt: null,
    raw: {},
    ...parts,
  };
  const { raw: _, ...fields } = order;
  return parts.raw === undefined ? { ...order, raw: { ...fields } } : order;
}
