import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import { breaksOn } from "@/lib/testing/fake-shops/breaks-on";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { CRITICAL_ERROR, errorAnswer, errorBody, invalidOrderId, type WooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import { selectFields } from "@/lib/testing/fake-shops/woocommerce/fields";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { listOrders } from "@/lib/testing/fake-shops/woocommerce/list-orders";
import { ownStatuses, readListQuery } from "@/lib/testing/fake-shops/woocommerce/list-query";
import { writeOrder } from "@/lib/testing/fake-shops/woocommerce/order-record";
import { checkOrderBody, createOrder, deleteOrder, readJson, updateOrder } from "@/lib/testing/fake-shops/woocommerce/write-orders";

const ORDERS = "/wc/v3/orders";

const readQuery = (request: FakeRequest, shop: ShopContext<WooKey>) =>
  readListQuery(request.query, shop.timeZone, () => ownStatuses(shop.store.orders.values()));

/** WordPress validates body and query before it authenticates. */
export function checkParameters(request: FakeRequest, route: string, shop: ShopContext<WooKey>): WooError | null {
  const isJson = (request.headers["content-type"] ?? "").includes("application/json");
  const writes = request.method === "POST" || request.method === "PUT" || request.method === "PATCH";
  if (writes && isJson) {
    const body = readJson(request.body);
    if (!body.ok) return body.error;
    const isOrder = route === ORDERS || /^\/wc\/v3\/orders\/\d+$/.test(route);
    return isOrder ? checkOrderBody(body.value) : null;
  }
  if (request.method === "GET" && route === ORDERS) {
    const query = readQuery(request, shop);
    return query.ok ? null : query.error;
  }
  return null;
}

function write(order: FakeOrder, request: FakeRequest, shop: ShopContext<WooKey>): unknown {
  const damage = shop.behaviour.damagedOrders?.[order.id] ?? order.damage;
  const record = writeOrder({ ...order, damage }, { origin: request.origin, version: shop.version, timeZone: shop.timeZone, decimals: 2 });
  const fields = request.query.get("_fields");
  return fields ? selectFields(record, fields) : record;
}

/** `GET` and `POST /orders`. */
export function answerCollection(
  request: FakeRequest,
  _match: RegExpExecArray,
  shop: ShopContext<WooKey>,
  headers: [string, string][],
): FakeAnswer {
  if (request.method === "GET") {
    const query = readQuery(request, shop);
    return query.ok ? listOrders(request, query.query, shop, headers) : errorAnswer(query.error, headers);
  }
  const body = readJson(request.body);
  const created = body.ok ? createOrder(shop.store, body.value, shop.currency) : body;
  if (!created.ok) return errorAnswer(created.error, headers);
  return jsonAnswer(201, write(created.value, request, shop), [
    ...headers,
    ["Location", `${request.origin}/wp-json/wc/v3/orders/${created.value.id}`],
  ]);
}

/** `GET`, `POST`, `PUT`, `PATCH` and `DELETE /orders/{id}`. */
export function answerItem(request: FakeRequest, id: number, shop: ShopContext<WooKey>, headers: [string, string][]): FakeAnswer {
  if (request.method === "GET") {
    const order = shop.store.orders.get(id);
    if (order && breaksOn(shop.behaviour, [order], request.query.has("_fields"))) return errorAnswer(CRITICAL_ERROR, headers);
    return order ? jsonAnswer(200, write(order, request, shop), headers) : errorAnswer(invalidOrderId(404, shop.version), headers);
  }
  if (request.method === "DELETE") {
    const deleted = deleteOrder(shop.store, id, request.query.get("force") === "true", shop.version);
    return deleted.ok ? jsonAnswer(200, write(deleted.value, request, shop), headers) : errorAnswer(deleted.error, headers);
  }
  const body = readJson(request.body);
  const updated = body.ok ? updateOrder(shop.store, id, body.value, shop.version) : body;
  return updated.ok ? jsonAnswer(200, write(updated.value, request, shop), headers) : errorAnswer(updated.error, headers);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** `POST /orders/batch`: always 200, with an error in place of each item that failed. */
export function answerBatch(
  request: FakeRequest,
  _match: RegExpExecArray,
  shop: ShopContext<WooKey>,
  headers: [string, string][],
): FakeAnswer {
  const body = readJson(request.body);
  if (!body.ok) return errorAnswer(body.error, headers);
  const rows = (name: string): Record<string, unknown>[] => {
    const value = body.value[name];
    return Array.isArray(value) ? value.filter(isRecord) : [];
  };
  const result: Record<string, unknown[]> = {};
  const created = rows("create").map((row) => createOrder(shop.store, row, shop.currency));
  const updated = rows("update").map((row) => ({
    id: Number(row["id"]),
    outcome: updateOrder(shop.store, Number(row["id"]), row, shop.version),
  }));
  if (created.length > 0)
    result["create"] = created.map((outcome) =>
      outcome.ok ? write(outcome.value, request, shop) : { id: 0, error: errorBody(outcome.error) },
    );
  if (updated.length > 0)
    result["update"] = updated.map(({ id, outcome }) =>
      outcome.ok ? write(outcome.value, request, shop) : { id, error: errorBody(outcome.error) },
    );
  return jsonAnswer(200, result, headers);
}
