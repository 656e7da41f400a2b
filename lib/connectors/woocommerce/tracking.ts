import { z } from "zod";
import { ok } from "@/lib/base/result";
import { SECOND_MS } from "@/lib/base/units";
import { failed, refusedWrite } from "@/lib/connectors/http/shop-failure";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import { namesNumber } from "@/lib/connectors/records/names-number";
import { looseText, numericId, optionalList } from "@/lib/connectors/records/order-fields";
import type { PushOutcome, Reply, Shipment, ShopResult } from "@/lib/connectors/shop";
import { askWoo, isUnknownOrder, type WooReply, type WooShop } from "@/lib/connectors/woocommerce/client";
import { isNoOrder } from "@/lib/connectors/woocommerce/read-order";
import {
  advancedShipmentTracking,
  fulfillments,
  metaRows,
  shipmentTracking,
  TRACKING_META_KEY,
  tracks,
  type WooOrderState,
} from "@/lib/connectors/woocommerce/tracking-ways";

const stateSchema = z.object({
  id: numericId,
  status: z.string(),
  date_completed_gmt: looseText,
  line_items: z.array(z.object({ id: numericId, quantity: z.coerce.number() })).catch([]),
  meta_data: metaRows,
});

const notesSchema = z.array(z.object({ note: looseText }));
const itemsSchema = optionalList(z.unknown());

/** Statuses that are never moved to completed. */
const CLOSED_STATUSES = ["completed", "cancelled", "refunded", "failed"];
/** WooCommerce's own statuses before completed. */
const OPEN_STATUSES = ["pending", "processing", "on-hold"];

/** A plugin's status comes before completed (packed), or after it (delivered) if the order was completed once. */
const isToComplete = ({ status, date_completed_gmt: completedAt }: z.infer<typeof stateSchema>): boolean =>
  OPEN_STATUSES.includes(status) || (!CLOSED_STATUSES.includes(status) && completedAt === "");

/** A refusal of this parcel. Advanced Shipment Tracking answers 404 if a number contains more than letters, digits, blanks and hyphens. */
const isRefusedParcel = ({ failure, wordpressCode }: WooReply & { ok: false }): boolean =>
  failure.status === 400 || (failure.status === 404 && wordpressCode !== null);

/** What tracking plugins wrote, unchanged; null if it is not a list, so that only its plugin can read it. */
const trackingItems = (order: WooOrderState): unknown[] | null =>
  itemsSchema.safeParse(order.meta.find((meta) => meta.key === TRACKING_META_KEY)?.value).data ?? null;

const noteText = (shipment: Shipment): string =>
  [`${shipment.carrier}: ${shipment.trackingNumber}`, ...(shipment.trackingUrl ? [shipment.trackingUrl] : [])].join("\n");

/** A write counts only if the shop returns the record: plugins stop writes with status 200 and an answer of their own. */
function confirm(reply: WooReply): Reply<unknown> {
  if (!reply.ok) return refusedWrite(reply);
  const isRecord = asRecord(reply.json)?.["id"] !== undefined;
  return isRecord ? reply : failed("invalid_response", "the shop did not confirm what it was sent", reply.answer);
}

/** The note to the customer, which WooCommerce mails. Skipped if a note already contains the number. */
async function ensureNote(shop: WooShop, order: WooOrderState, shipment: Shipment): Promise<Reply<{ wrote: boolean }>> {
  const path = `/orders/${order.id}/notes`;
  const read = await askWoo(shop, { path });
  if (!read.ok) return read;
  const notes = notesSchema.safeParse(read.json);
  if (!notes.success) return failed("invalid_response", "notes are not a list", read.answer);
  if (notes.data.some((entry) => namesNumber(entry.note, shipment.trackingNumber))) return { ok: true, wrote: false };
  const written = confirm(await askWoo(shop, { method: "POST", path, body: { note: noteText(shipment), customer_note: true } }));
  return written.ok ? { ok: true, wrote: true } : written;
}

/** Meta as tracking plugins and mail templates read it, with our shipment id as tracking_id. */
const metaChange = (items: readonly unknown[], shipment: Shipment) => ({
  key: TRACKING_META_KEY,
  value: [
    ...items,
    {
      tracking_provider: "",
      custom_tracking_provider: shipment.carrier,
      custom_tracking_link: shipment.trackingUrl ?? "",
      tracking_number: shipment.trackingNumber,
      date_shipped: String(Math.floor(Date.now() / SECOND_MS)),
      tracking_id: shipment.id,
    },
  ],
});

/** The number goes to the first place that the shop has. Each step reads before it writes, so a second attempt only does what is missing. */
export async function pushWooShipment(shop: WooShop, shipment: Shipment): Promise<ShopResult<PushOutcome>> {
  const read = await askWoo(shop, {
    path: `/orders/${encodeURIComponent(shipment.orderExternalId)}?_fields=id,status,date_completed_gmt,line_items,meta_data`,
  });
  if (!read.ok) return isUnknownOrder(read.wordpressCode) ? ok("order_missing") : read;
  const parsed = stateSchema.safeParse(read.json);
  if (!parsed.success) return failed("invalid_response", "order cannot be read", read.answer);
  if (isNoOrder(parsed.data.status)) return ok("order_missing");
  const order: WooOrderState = {
    id: parsed.data.id,
    status: parsed.data.status,
    lines: parsed.data.line_items,
    meta: parsed.data.meta_data,
  };

  let wrote = false;
  let isPlaced = false;
  for (const makePlace of [fulfillments, shipmentTracking, advancedShipmentTracking]) {
    const way = makePlace(shop, order, shipment);
    const search = await way.find();
    if (!search.ok) return search;
    if (search.found === null) continue;
    if (!search.found) {
      const written = await way.write();
      // The plugin refuses the carrier, the lines or the number's characters: try the next place.
      if (!written.ok && isRefusedParcel(written)) continue;
      if (!written.ok) return refusedWrite(written);
      wrote = true;
    }
    isPlaced = true;
    break;
  }

  const change: Record<string, unknown> = {};
  if (!isPlaced) {
    const items = trackingItems(order);
    const { trackingNumber, replaces } = shipment;
    const kept = items?.filter((item) => !replaces || !tracks(item, replaces.trackingNumber));
    if (kept && !kept.some((item) => tracks(item, trackingNumber))) change["meta_data"] = [metaChange(kept, shipment)];
    const note = await ensureNote(shop, order, shipment);
    if (!note.ok) return note;
    wrote ||= note.wrote;
  }
  if (isToComplete(parsed.data)) change["status"] = "completed";
  if (Object.keys(change).length > 0) {
    // POST and PUT are equivalent here, and fewer servers block POST.
    const written = confirm(await askWoo(shop, { method: "POST", path: `/orders/${order.id}`, body: change }));
    if (!written.ok) return written;
    wrote = true;
  }
  return ok(wrote ? "pushed" : "already_there");
}
