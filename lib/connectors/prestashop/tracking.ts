import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import { askPrestashop, type PrestashopReply, type PrestashopShop, readList } from "@/lib/connectors/prestashop/client";
import { readLookups } from "@/lib/connectors/prestashop/lookups";
import { askForOrder } from "@/lib/connectors/prestashop/one-order";
import { looseText, numericId } from "@/lib/connectors/records/order-fields";
import type { PushOutcome, Reply, Shipment, ShopResult } from "@/lib/connectors/shop";

const escapeXml = (text: string): string =>
  text
    // XML does not allow control characters at all.
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

/** The body of a write: PrestaShop accepts only XML, without blanks around values. Fields other than plain text and numbers are omitted. */
function writeRecordXml(record: string, fields: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(fields)
    .filter(([name, value]) => /^[a-z]\w*$/i.test(name) && (typeof value === "string" || typeof value === "number"))
    .map(([name, value]) => `<${name}>${escapeXml(String(value).trim())}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><prestashop><${record}>${rows.join("")}</${record}></prestashop>`;
}

const orderSchema = z.object({ id: numericId, current_state: looseText, id_carrier: looseText });
const carrierSchema = z.looseObject({ id: numericId, id_order: looseText, tracking_number: looseText });
type OrderCarrier = z.infer<typeof carrierSchema>;

/** PrestaShop refuses other characters (isTrackingNumber), and longer numbers exceed its column; a truncated number is useless. */
const isTrackingNumber = (text: string): boolean => /^[~:#,%&_=()[\].? +\-@/a-zA-Z0-9]{1,64}$/.test(text);

const isUnknownMethod = (reply: PrestashopReply): boolean => !reply.ok && reply.failure.status === 405 && reply.codes.includes(23);

type Written = Reply<unknown>;

/** PATCH since PrestaShop 8; 1.7 needs the whole record by PUT. The id in the body decides which record changes, whatever the path. */
async function writeNumber(shop: PrestashopShop, carrier: OrderCarrier, number: string): Promise<Written> {
  const path = `/order_carriers/${carrier.id}`;
  const query = { sendemail: "1" };
  const patch = { id: carrier.id, tracking_number: number };
  const patched = await askPrestashop(shop, { method: "PATCH", path, query, xml: writeRecordXml("order_carrier", patch) });
  if (!isUnknownMethod(patched)) return patched;
  const whole = { ...carrier, tracking_number: number };
  return askPrestashop(shop, { method: "PUT", path, query, xml: writeRecordXml("order_carrier", whole) });
}

/** Another parcel gets a new record like the first one; so does the first if its record was removed. */
const addParcel = (shop: PrestashopShop, like: Readonly<Record<string, unknown>>, number: string): Promise<Written> => {
  const { id: _id, date_add: _date, ...fields } = like;
  const parcel = { ...fields, shipping_cost_tax_excl: "0", shipping_cost_tax_incl: "0", tracking_number: number };
  return askPrestashop(shop, { method: "POST", path: "/order_carriers", xml: writeRecordXml("order_carrier", parcel) });
};

interface ShippingState {
  orderId: string;
  state: string;
  /** `0` if nothing in the order is shipped. */
  carrierId: string;
  carriers: OrderCarrier[];
}

/** The shop's shipping data of the order; null if there is no such order. */
async function readShippingState(
  shop: PrestashopShop,
  externalId: string,
  shopId: string | null,
): Promise<ShopResult<ShippingState | null>> {
  const id = Number(externalId);
  const read = await askForOrder(shop, `${id}`, { shopId }, "[id,current_state,id_carrier]");
  if (!read.ok) return read;
  if (read.raw === null) return ok(null);
  const order = orderSchema.safeParse(read.raw);
  if (!order.success) return failed("invalid_response", "order cannot be read");
  const listed = await askPrestashop(shop, {
    path: "/order_carriers",
    query: { "filter[id_order]": `[${id}]`, display: "full" },
  });
  if (!listed.ok) return listed;
  const carriers = z.array(carrierSchema).safeParse(readList(listed.json, "order_carriers"));
  if (!carriers.success) return failed("invalid_response", "order_carriers are not a list", listed.answer);
  const { id: orderId, current_state: state, id_carrier: carrierId } = order.data;
  return ok({ orderId, state, carrierId, carriers: carriers.data });
}

/** Template of a new carrier record; null if nothing in the order is shipped. */
const likeOf = ({ orderId, carrierId, carriers }: ShippingState): Readonly<Record<string, unknown>> | null =>
  carriers.at(-1) ??
  (/^[1-9]\d*$/.test(carrierId) ? { id_order: orderId, id_carrier: carrierId, id_order_invoice: "0", weight: "0" } : null);

const carries = (shipping: ShippingState, number: string): boolean =>
  shipping.carriers.some((carrier) => carrier.tracking_number === number);

/**
 * Writes the number to order_carriers, then adds a row of order_histories that moves the order to the shop's "shipped" state. Both are read first,
 * so a second attempt only does what is missing, and again after a refusal: PrestaShop reports a failed write even if only its mail could not
 * be sent.
 */
export async function pushPrestashopShipment(shop: PrestashopShop, shipment: Shipment): Promise<ShopResult<PushOutcome>> {
  const lookups = await readLookups(shop);
  if (!lookups.ok) return lookups;
  const { settings, orderStates } = lookups.value;
  const read = await readShippingState(shop, shipment.orderExternalId, settings.shopId);
  if (!read.ok) return read;
  if (!read.value) return ok("order_missing");
  const { orderId, state, carriers } = read.value;
  const isStored = async (test: (now: ShippingState) => boolean): Promise<boolean> => {
    const again = await readShippingState(shop, shipment.orderExternalId, settings.shopId);
    return again.ok && again.value !== null && test(again.value);
  };

  let wrote = false;
  const number = shipment.trackingNumber;
  if (!isTrackingNumber(number)) return ok("number_refused");
  if (!carries(read.value, number)) {
    const replaced = shipment.replaces?.trackingNumber;
    const empty =
      carriers.find(({ tracking_number: written }) => replaced !== undefined && written === replaced) ??
      carriers.find(({ tracking_number: written }) => written === "");
    const like = likeOf(read.value);
    if (!like) return ok("no_place");
    const written = empty ? await writeNumber(shop, empty, number) : await addParcel(shop, like, number);
    if (!written.ok && !(await isStored((now) => carries(now, number)))) {
      // The shop's other parcels may need no new record.
      const mayNotAdd = !empty && written.failure.code === "credentials_insufficient";
      return mayNotAdd ? ok("may_not_add") : written;
    }
    wrote = true;
  }

  const isShipped = (id: string): boolean => orderStates.get(id)?.shipped === "1";
  if (!isShipped(state) && !settings.closedStates.includes(state)) {
    const xml = writeRecordXml("order_history", { id_order: orderId, id_order_state: settings.shippedState });
    const moved = await askPrestashop(shop, { method: "POST", path: "/order_histories", query: { sendemail: "1" }, xml });
    if (!moved.ok && !(await isStored((now) => isShipped(now.state)))) return moved;
    wrote = true;
  }
  return ok(wrote ? "pushed" : "already_there");
}
