import { FAKE_STATUSES, type FakeAddress, type FakeOrder, type FakeStatus } from "@/lib/testing/fake-shops/fake-order";
import type { FakeStore } from "@/lib/testing/fake-shops/store";
import { invalidOrderId, invalidParam, type WooError, wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import { wooStatus } from "@/lib/testing/fake-shops/woocommerce/order-record";

// Changes to orders through wc/v3. Bodies are validated before anything is stored.

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: WooError };

const WRITABLE = ["auto-draft", "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft"];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The parsed body; an empty one is an empty object. */
export function readJson(body: string): Outcome<Record<string, unknown>> {
  if (body.trim() === "") return { ok: true, value: {} };
  try {
    const value: unknown = JSON.parse(body);
    return { ok: true, value: isRecord(value) ? value : {} };
  } catch {
    return {
      ok: false,
      error: wooError(400, "rest_invalid_json", "Invalid JSON body passed.", { json_error_code: 4, json_error_message: "Syntax error" }),
    };
  }
}

/** WordPress' validation of the body, before it authenticates. */
export function checkOrderBody(body: Record<string, unknown>): WooError | null {
  const status = body["status"];
  if (status !== undefined && !(typeof status === "string" && WRITABLE.includes(status)))
    return invalidParam("status", "rest_not_in_enum", `status is not one of ${WRITABLE.slice(0, -1).join(", ")}, and ${WRITABLE.at(-1)}.`);
  if (body["meta_data"] !== undefined && !Array.isArray(body["meta_data"]))
    return invalidParam("meta_data", "rest_invalid_type", "meta_data is not of type array.");
  return null;
}

const ADDRESS_FIELDS: readonly (readonly [string, keyof FakeAddress])[] = [
  ["first_name", "firstName"],
  ["last_name", "lastName"],
  ["company", "company"],
  ["address_1", "street1"],
  ["address_2", "street2"],
  ["city", "city"],
  ["state", "state"],
  ["postcode", "postalCode"],
  ["country", "country"],
  ["email", "email"],
  ["phone", "phone"],
];

function changeAddress(address: FakeAddress, change: unknown): void {
  if (!isRecord(change)) return;
  for (const [field, name] of ADDRESS_FIELDS) {
    const value = change[field];
    if (typeof value === "string") address[name] = value;
  }
}

function changeMeta(store: FakeStore, order: FakeOrder, rows: unknown): void {
  if (!Array.isArray(rows)) return;
  for (const row of rows.filter(isRecord)) {
    const kept = order.meta.find((meta) => (row["id"] === undefined ? meta.key === row["key"] : meta.id === row["id"]));
    // WordPress stores lists and objects unchanged.
    const value = row["value"] === undefined ? "" : row["value"];
    if (kept && value === null) order.meta = order.meta.filter((meta) => meta !== kept);
    else if (kept) kept.value = value;
    else if (value !== null) order.meta.push({ id: store.takePartId(), key: String(row["key"] ?? ""), value });
  }
}

function applyBody(store: FakeStore, order: FakeOrder, body: Record<string, unknown>): void {
  const status = FAKE_STATUSES.find((known): known is FakeStatus => known === body["status"]);
  if (status && status !== wooStatus(order)) {
    order.notes.push({
      id: store.takePartId(),
      text: `Order status changed from ${wooStatus(order)} to ${status}.`,
      forCustomer: false,
      at: store.now(),
    });
    order.status = status;
    delete order.wooStatus;
    if (status === "completed") order.completedAt ??= store.now();
    if (status === "completed" || status === "processing") order.paidAt ??= store.now();
  }
  if (typeof body["customer_note"] === "string") order.customerNote = body["customer_note"];
  changeAddress(order.billing, body["billing"]);
  changeAddress(order.shipping, body["shipping"]);
  changeMeta(store, order, body["meta_data"]);
}

export function updateOrder(store: FakeStore, id: number, body: Record<string, unknown>, version: string): Outcome<FakeOrder> {
  const wrong = checkOrderBody(body);
  if (wrong) return { ok: false, error: wrong };
  if (!store.orders.has(id)) return { ok: false, error: invalidOrderId(400, version) };
  return { ok: true, value: store.editOrder(id, (order) => applyBody(store, order, body)) };
}

const emptyAddress = (): FakeAddress => ({
  firstName: "",
  lastName: "",
  company: "",
  street1: "",
  street2: "",
  city: "",
  state: "",
  postalCode: "",
  country: "",
  email: "",
  phone: "",
});

/** As in the real shop, an empty body creates an order, so a POST is never safe to try. */
export function createOrder(store: FakeStore, body: Record<string, unknown>, currency: string): Outcome<FakeOrder> {
  const wrong = checkOrderBody(body);
  if (wrong) return { ok: false, error: wrong };
  const at = store.now();
  const id = store.nextOrderId();
  const order = store.addOrder({
    id,
    number: String(id),
    status: "pending",
    currency,
    billing: emptyAddress(),
    shipping: emptyAddress(),
    lines: [],
    shippingCents: 0,
    discountCents: 0,
    customerNote: "",
    paymentMethod: "",
    createdAt: at,
    modifiedAt: at,
    paidAt: null,
    completedAt: null,
    notes: [],
    tracks: [],
    meta: [],
    damage: null,
  });
  applyBody(store, order, body);
  return { ok: true, value: order };
}

export function deleteOrder(store: FakeStore, id: number, force: boolean, version: string): Outcome<FakeOrder> {
  const order = store.orders.get(id);
  if (!order) return { ok: false, error: invalidOrderId(404, version) };
  if (force) {
    store.removeOrder(id);
    return { ok: true, value: order };
  }
  if (order.status === "trash")
    return { ok: false, error: wooError(410, "woocommerce_rest_already_trashed", "The order has already been deleted.") };
  return { ok: true, value: store.setStatus(id, "trash") };
}
