import { z } from "zod";
import { failed } from "@/lib/shops/failures";
import { looseText, numericId } from "@/lib/shops/order-fields";
import { askPrestashop, type PrestashopReply, readList } from "@/lib/shops/prestashop/client";
import type { PrestashopCredentials } from "@/lib/shops/prestashop/credentials";
import { readLookups } from "@/lib/shops/prestashop/lookups";
import { writeRecordXml } from "@/lib/shops/prestashop/write-xml";
import type { PushOutcome, Shipment, ShopClient, ShopFailure, ShopResult } from "@/lib/shops/shop";

const orderSchema = z.object({ id: numericId, current_state: looseText });
const carrierSchema = z.looseObject({ id: numericId, id_order: looseText, tracking_number: looseText });
type OrderCarrier = z.infer<typeof carrierSchema>;

/** PrestaShop refuses other characters (isTrackingNumber), and longer ones do not fit its column. */
const toTrackingNumber = (text: string): string => text.replace(/[^~:#,%&_=()[\].? +\-@/a-zA-Z0-9]/g, "").slice(0, 64);

const isUnknownMethod = (reply: PrestashopReply): boolean => !reply.ok && reply.failure.status === 405 && reply.codes.includes(23);

type Written = { ok: true } | { ok: false; failure: ShopFailure };

/**
 * Sets the number of one record. PATCH since PrestaShop 8; 1.7 wants the whole record by PUT. The id in the body decides which record is
 * changed, so it is always that of the record which was read.
 */
async function writeNumber(
  client: ShopClient,
  credentials: PrestashopCredentials,
  carrier: OrderCarrier,
  number: string,
): Promise<Written> {
  const path = `/order_carriers/${carrier.id}`;
  // The mail that tells the customer.
  const query = { sendemail: "1" };
  const patch = { id: carrier.id, tracking_number: number };
  const patched = await askPrestashop(client, credentials, { method: "PATCH", path, query, xml: writeRecordXml("order_carrier", patch) });
  if (!isUnknownMethod(patched)) return patched;
  const whole = { ...carrier, tracking_number: number };
  return askPrestashop(client, credentials, { method: "PUT", path, query, xml: writeRecordXml("order_carrier", whole) });
}

/** A further parcel gets a record of its own, like the one of the first. */
const addParcel = (client: ShopClient, credentials: PrestashopCredentials, like: OrderCarrier, number: string): Promise<Written> => {
  const { id: _id, date_add: _date, ...fields } = like;
  const parcel = { ...fields, shipping_cost_tax_excl: "0", shipping_cost_tax_incl: "0", tracking_number: number };
  return askPrestashop(client, credentials, { method: "POST", path: "/order_carriers", xml: writeRecordXml("order_carrier", parcel) });
};

/**
 * The number goes into order_carriers, then a row of order_histories moves the order to the shop's "shipped" state. Both are read before
 * they are written, so a second try only does what is missing.
 */
export async function pushPrestashopShipment(
  client: ShopClient,
  credentials: PrestashopCredentials,
  shipment: Shipment,
): Promise<ShopResult<PushOutcome>> {
  const lookups = await readLookups({ client, credentials });
  if (!lookups.ok) return lookups;
  const { settings, orderStates } = lookups.value;
  const id = Number(shipment.orderExternalId);
  const read = await askPrestashop(client, credentials, {
    path: "/orders",
    query: { "filter[id]": `[${id}]`, display: "[id,current_state]" },
  });
  if (!read.ok) return read;
  const [raw] = readList(read.json, "orders") ?? [];
  if (raw === undefined) return { ok: true, value: "order_missing", clockSkewMs: read.answer.clockSkewMs };
  const order = orderSchema.safeParse(raw);
  if (!order.success) return failed("invalid_response", "order cannot be read", read.answer);

  const listed = await askPrestashop(client, credentials, {
    path: "/order_carriers",
    query: { "filter[id_order]": `[${id}]`, display: "full" },
  });
  if (!listed.ok) return listed;
  const carriers = z.array(carrierSchema).safeParse(readList(listed.json, "order_carriers"));
  if (!carriers.success) return failed("invalid_response", "order_carriers are not a list", listed.answer);

  let wrote = false;
  const number = toTrackingNumber(shipment.trackingNumber);
  const last = carriers.data.at(-1);
  // Without any record the order has nothing to ship; its state is all that can be told.
  if (last && !carriers.data.some((carrier) => carrier.tracking_number === number)) {
    const empty = carriers.data.find((carrier) => carrier.tracking_number === "");
    const written = empty ? await writeNumber(client, credentials, empty, number) : await addParcel(client, credentials, last, number);
    if (!written.ok) return written;
    wrote = true;
  }

  const state = order.data.current_state;
  if (orderStates.get(state)?.shipped !== "1" && !settings.closedStates.includes(state)) {
    const history = writeRecordXml("order_history", { id_order: order.data.id, id_order_state: settings.shippedState });
    const moved = await askPrestashop(client, credentials, {
      method: "POST",
      path: "/order_histories",
      query: { sendemail: "1" },
      xml: history,
    });
    if (!moved.ok) return moved;
    wrote = true;
  }
  return { ok: true, value: wrote ? "pushed" : "already_there", clockSkewMs: read.answer.clockSkewMs };
}
