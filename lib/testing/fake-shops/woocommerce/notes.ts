import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { FakeNote } from "@/lib/testing/fake-shops/fake-order";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { toLocalText, toUtcText } from "@/lib/testing/fake-shops/shop-time";
import { errorAnswer, invalidParam, wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { readJson } from "@/lib/testing/fake-shops/woocommerce/write-orders";

const writeNote = (note: FakeNote, orderId: number, origin: string, timeZone: string): unknown => ({
  id: note.id,
  author: "WooCommerce",
  date_created: toLocalText(note.at, timeZone),
  date_created_gmt: toUtcText(note.at),
  note: note.text,
  customer_note: note.forCustomer,
  _links: {
    self: [{ href: `${origin}/wp-json/wc/v3/orders/${orderId}/notes/${note.id}`, targetHints: { allow: ["GET", "DELETE"] } }],
    collection: [{ href: `${origin}/wp-json/wc/v3/orders/${orderId}/notes` }],
    up: [{ href: `${origin}/wp-json/wc/v3/orders/${orderId}` }],
  },
});

/** `GET` and `POST /orders/{id}/notes`, newest note first. The two have different codes for a missing order. */
export function answerNotes(request: FakeRequest, orderId: number, shop: ShopContext<WooKey>, headers: [string, string][]): FakeAnswer {
  const order = shop.store.orders.get(orderId);
  const posting = request.method === "POST";
  if (!order)
    return errorAnswer(
      wooError(404, posting ? "woocommerce_rest_order_invalid_id" : "woocommerce_rest_shop_order_invalid_id", "Invalid order ID."),
      headers,
    );
  if (!posting) {
    const kind = request.query.get("type") ?? "any";
    const notes = order.notes.filter((note) => kind === "any" || (kind === "customer") === note.forCustomer).reverse();
    return jsonAnswer(
      200,
      notes.map((note) => writeNote(note, orderId, request.origin, shop.timeZone)),
      headers,
    );
  }
  const body = readJson(request.body);
  if (!body.ok) return errorAnswer(body.error, headers);
  const text = body.value["note"];
  if (typeof text !== "string") return errorAnswer(invalidParam("note", "rest_invalid_type", "note is not of type string."), headers);
  const note = { id: shop.store.takePartId(), text, forCustomer: body.value["customer_note"] === true, at: shop.store.now() };
  order.notes.push(note);
  shop.store.onChange(orderId);
  return jsonAnswer(201, writeNote(note, orderId, request.origin, shop.timeZone), [
    ...headers,
    ["Location", `${request.origin}/wp-json/wc/v3/orders/${orderId}/notes/${note.id}`],
  ]);
}
