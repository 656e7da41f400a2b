import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { TrackingPlace } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { toLocalText } from "@/lib/testing/fake-shops/shop-time";
import { errorAnswer, wooError } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { readJson } from "@/lib/testing/fake-shops/woocommerce/write-orders";

// Places for tracking numbers besides the order itself, according to the public sources of WooCommerce (OrderFulfillmentsRestController, WC_Data) and
// of the two plugins, whose lists are both in the order's meta.

type Shop = ShopContext<WooKey>;

const INVALID_ORDER = wooError(404, "woocommerce_rest_order_invalid_id", "Invalid order ID.");
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** WooCommerce's response to an exception: its code, mostly 0, and always 400. */
const refused = (message: string, headers: [string, string][]): FakeAnswer =>
  jsonAnswer(400, { code: 0, message, data: { status: 400 } }, headers);

const isItem = (item: unknown): boolean =>
  isRecord(item) && Number.isInteger(item["item_id"]) && Number(item["item_id"]) > 0 && typeof item["qty"] === "number" && item["qty"] > 0;

/** `GET` and `POST /wc/v3/orders/{id}/fulfillments`. Meta without an id is skipped, as everywhere in WC_Data. */
export function answerFulfillments(request: FakeRequest, id: number, shop: Shop, headers: [string, string][]): FakeAnswer {
  const order = shop.store.orders.get(id);
  if (!order) return errorAnswer(INVALID_ORDER, headers);
  const write = (one: NonNullable<FakeOrder["fulfillments"]>[number]): unknown => ({
    id: one.id,
    fulfillment_id: one.id,
    entity_type: "WC_Order",
    entity_id: String(id),
    status: one.status,
    is_fulfilled: one.isFulfilled,
    date_updated: toLocalText(one.at, shop.timeZone).replace("T", " "),
    date_deleted: null,
    meta_data: one.meta,
  });
  if (request.method === "GET") return jsonAnswer(200, (order.fulfillments ?? []).map(write), headers);
  const body = readJson(request.body);
  if (!body.ok) return errorAnswer(body.error, headers);
  const given = body.value["meta_data"];
  if (!Array.isArray(given)) return errorAnswer(wooError(400, "rest_missing_callback_param", "Missing parameter(s): meta_data"), headers);
  const meta = given
    .filter((row): row is Record<string, unknown> => isRecord(row) && [row["id"], row["key"], row["value"]].every((value) => value != null))
    .map((row) => ({ id: shop.store.takePartId(), key: String(row["key"]), value: row["value"] }));
  const items = meta.find(({ key }) => key === "_items")?.value;
  if (!Array.isArray(items) || items.length === 0) return refused("The fulfillment should contain at least one item.", headers);
  if (!items.every(isItem)) return refused("Invalid item.", headers);
  const one = {
    id: shop.store.takePartId(),
    status: String(body.value["status"] ?? "unfulfilled"),
    isFulfilled: body.value["is_fulfilled"] === true,
    meta,
    at: shop.store.now(),
  };
  shop.store.editOrder(id, (changed) => {
    changed.fulfillments = [...(changed.fulfillments ?? []), one];
  });
  return jsonAnswer(201, write(one), headers);
}

const META_KEY = "_wc_shipment_tracking_items";

interface TrackingItem {
  tracking_id: string;
  tracking_provider: string;
  custom_tracking_provider: string;
  custom_tracking_link: string;
  tracking_number: string;
  date_shipped: number;
}

const itemsOf = (order: FakeOrder): TrackingItem[] => {
  const value = order.meta.find(({ key }) => key === META_KEY)?.value;
  return Array.isArray(value) ? value : [];
};

const writeItem = (item: TrackingItem): unknown => ({
  tracking_id: item.tracking_id,
  tracking_provider: item.custom_tracking_provider || item.tracking_provider,
  tracking_link: item.custom_tracking_link,
  tracking_number: item.tracking_number,
  date_shipped: new Date(Number(item.date_shipped) * 1000).toISOString().slice(0, 10),
});

/** `GET` and `POST …/orders/{id}/shipment-trackings` of either plugin. */
export function answerTrackings(
  request: FakeRequest,
  place: Exclude<TrackingPlace, "fulfillments">,
  id: number,
  shop: Shop,
  headers: [string, string][],
): FakeAnswer {
  const order = shop.store.orders.get(id);
  if (!order) return errorAnswer(INVALID_ORDER, headers);
  if (request.method === "GET") return jsonAnswer(200, itemsOf(order).map(writeItem), headers);
  const body = readJson(request.body);
  if (!body.ok) return errorAnswer(body.error, headers);
  const text = (name: string): string => String(body.value[name] ?? "");
  const number = text("tracking_number");
  if (number === "") return errorAnswer(wooError(400, "rest_missing_callback_param", "Missing parameter(s): tracking_number"), headers);
  if (place === "ast" && /[^a-z0-9- ]/i.test(number))
    return errorAnswer(wooError(404, "woocommerce_rest_order_invalid_id", "Special character not allowd in tracking number"), headers);
  const custom = text("custom_tracking_provider");
  const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const item: TrackingItem = {
    tracking_id: `${shop.store.takePartId()}`.padStart(32, "0"),
    tracking_provider: place === "ast" ? slug(custom || text("tracking_provider")) : slug(text("tracking_provider")),
    custom_tracking_provider: place === "ast" ? "" : custom,
    custom_tracking_link: text("custom_tracking_link"),
    tracking_number: number,
    date_shipped: Math.floor(Date.parse(text("date_shipped")) / 1000) || Math.floor(shop.store.now().getTime() / 1000),
  };
  shop.store.editOrder(id, (changed) => {
    const kept = changed.meta.find(({ key }) => key === META_KEY);
    const items = [...itemsOf(changed), item];
    if (kept) kept.value = items;
    else changed.meta.push({ id: shop.store.takePartId(), key: META_KEY, value: items });
  });
  return jsonAnswer(201, writeItem(item), headers);
}
