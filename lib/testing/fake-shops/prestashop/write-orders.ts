import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { PrestaError } from "@/lib/testing/fake-shops/prestashop/envelopes";
import { findCarrier, statusOfState } from "@/lib/testing/fake-shops/prestashop/records";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

// Changes through the webservice. The id in the BODY decides which record is changed, whatever the URL says (measured on 8.2 and 1.7).

export type Body = { ok: true; fields: Record<string, string> | null } | { ok: false; error: PrestaError };

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, cdataPropName: "" });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of the first record in the body; null if the root element is empty. */
export function readBody(text: string): Body {
  if (text.trim() === "" || XMLValidator.validate(text) !== true)
    return {
      ok: false,
      error: { code: 127, message: `XML error : String could not be parsed as XML\nXML length : ${text.length}\nOriginal XML : ${text}` },
    };
  const document: unknown = parser.parse(text);
  const root = isRecord(document) ? document["prestashop"] : undefined;
  const [record] = isRecord(root) ? Object.values(root) : [];
  if (record === undefined) return { ok: true, fields: null };
  return {
    ok: true,
    fields: isRecord(record) ? Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value ?? "")])) : {},
  };
}

/** `id`: the changed record's. */
export type Change = { ok: true; id: number; order: FakeOrder } | { ok: false; status: number; errors: PrestaError[] };

const invalidId: Change = { ok: false, status: 404, errors: [{ code: 92, message: "Invalid ID" }] };

/** PUT and PATCH of an order or of its carrier. PUT requires the whole record. */
export function changeRecord(store: FakeStore, resource: string, fields: Record<string, string>, method: "PUT" | "PATCH"): Change {
  if (!fields["id"]) return { ok: false, status: 400, errors: [{ code: 90, message: "id is required when modifying a resource" }] };
  const id = Number(fields["id"]);
  const needed = resource === "order_carriers" ? "id_order" : "id_cart";
  if (!(resource === "order_carriers" ? findCarrier(store.orders, id) : store.orders.has(id))) return invalidId;
  if (method === "PUT" && !fields[needed])
    return { ok: false, status: 400, errors: [{ code: 41, message: `parameter "${needed}" required` }] };
  if (resource === "order_carriers") return changeCarrier(store, id, fields);
  const order = store.editOrder(id, (changed) => {
    if (fields["note"] !== undefined) changed.customerNote = fields["note"];
    const status = fields["current_state"] ? statusOfState(Number(fields["current_state"])) : null;
    if (status) setStatus(store, changed, status);
  });
  return { ok: true, id, order };
}

/** Changes the number of this record only; the order's other records keep theirs. */
function changeCarrier(store: FakeStore, id: number, fields: Record<string, string>): Change {
  const found = findCarrier(store.orders, id);
  const owner = Number(fields["id_order"] ?? found?.order.id);
  // Naming another order would move the record there, which no caller here intends.
  if (!found || owner !== found.order.id) return { ok: false, status: 500, errors: [{ code: 85, message: "Unable to save resource" }] };
  const number = fields["tracking_number"];
  const order = store.editOrder(owner, (changed) => {
    const track = changed.tracks[found.place];
    if (number === undefined || number === (track?.number ?? "")) return;
    if (track) track.number = number;
    else changed.tracks.push({ id: store.takePartId(), carrier: "", number, at: store.now() });
  });
  return { ok: true, id, order };
}

function setStatus(store: FakeStore, order: FakeOrder, status: FakeOrder["status"]): void {
  order.status = status;
  if (status === "completed") order.completedAt ??= store.now();
  if (status === "completed" || status === "processing") order.paidAt ??= store.now();
}

/** Adds a parcel to an order; null if there is no such order. */
export function addCarrier(store: FakeStore, fields: Record<string, string>): FakeOrder | null {
  const id = Number(fields["id_order"]);
  if (!store.orders.has(id)) return null;
  const track = { id: store.takePartId(), carrier: "", number: fields["tracking_number"] ?? "", at: store.now() };
  return store.editOrder(id, (order) => {
    order.tracks.push(track);
  });
}

/** A new row of the history sets the order's state; null if there is no such order, which PrestaShop answers with a 500. */
export function addHistory(store: FakeStore, fields: Record<string, string>): { id: number; order: FakeOrder } | null {
  const id = Number(fields["id_order"]);
  const status = statusOfState(Number(fields["id_order_state"]));
  if (!store.orders.has(id) || !status) return null;
  return { id: store.takePartId(), order: store.editOrder(id, (order) => setStatus(store, order, status)) };
}
