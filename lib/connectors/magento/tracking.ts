import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed, refusedWrite } from "@/lib/connectors/http/shop-failure";
import { askMagento, type MagentoShop, plain } from "@/lib/connectors/magento/client";
import { askForList, isMissingEntity, MAGENTO_PAGE_SIZE } from "@/lib/connectors/magento/orders";
import { type MagentoOrder, magentoOrderSchema } from "@/lib/connectors/magento/schema";
import { namesNumber } from "@/lib/connectors/records/names-number";
import { looseText, numericId } from "@/lib/connectors/records/order-fields";
import type { PushOutcome, Shipment, ShopResult } from "@/lib/connectors/shop";

const shipmentSchema = z.object({
  entity_id: numericId,
  tracks: z
    .array(z.object({ track_number: looseText }))
    .nullish()
    .transform((tracks) => tracks ?? []),
});

const isOpen = (item: MagentoOrder["items"][number]): boolean =>
  !item.is_virtual && item.qty_ordered - item.qty_shipped - item.qty_canceled - item.qty_refunded > 0;

/** A product that ships as a whole counts by its parent row; a bundle that ships in parts counts by its child rows once one has shipped. */
const hasOpenQuantity = ({ items }: MagentoOrder): boolean =>
  items.some((item) => {
    if (item.parent_item_id) return false;
    const parts = items.filter(({ parent_item_id: parent }) => parent === item.item_id);
    return isOpen(item) && (parts.some(isOpen) || !parts.some(({ qty_shipped: shipped }) => shipped > 0));
  });

/** States that block shipping until the merchant resolves them. */
const WAITING_STATES = ["holded", "payment_review"];
/** States in which nothing will be shipped. */
const CLOSED_STATES = ["canceled", "closed"];

/** The reasons after "Shipment Document Validation Error(s):", or the whole text without that heading. */
const reasonOf = (message: string): string => plain(message.split("\n").slice(1).join(" ") || message).trim();

const carriesNumber = (order: MagentoOrder, shipment: Shipment): boolean =>
  order.status_histories?.some((history) => namesNumber(history.comment, shipment.trackingNumber)) ?? false;

/** `ship` is not idempotent, so shipments are read first. An order that can no longer be shipped gets a comment. */
export async function pushMagentoShipment(shop: MagentoShop, shipment: Shipment): Promise<ShopResult<PushOutcome>> {
  const id = encodeURIComponent(shipment.orderExternalId);
  const read = await askMagento(shop, { path: `/orders/${id}` });
  if (!read.ok) return isMissingEntity(read) ? ok("order_missing") : read;
  const order = magentoOrderSchema.safeParse(read.json);
  if (!order.success) return failed("invalid_response", "order cannot be read", read.answer);

  const ofOrder = [{ field: "order_id", value: order.data.entity_id, condition: "eq" as const }];
  const listed = await askForList(shop, { filters: ofOrder, sort: ["entity_id"], pageSize: MAGENTO_PAGE_SIZE }, false, "shipments");
  if (!listed.ok) return refusedWrite(listed);
  const shipments = z.array(shipmentSchema).safeParse(listed.raws);
  if (!shipments.success) return failed("invalid_response", "shipments cannot be read");
  if (shipments.data.some(({ tracks }) => tracks.some((track) => track.track_number === shipment.trackingNumber)))
    return ok("already_there");

  const track = { track_number: shipment.trackingNumber, title: shipment.carrier, carrier_code: "custom" };
  if (hasOpenQuantity(order.data) && !CLOSED_STATES.includes(order.data.state)) {
    if (WAITING_STATES.includes(order.data.state)) return ok({ delayedBy: "order_on_hold", detail: "" });
    const shipped = await askMagento(shop, {
      method: "POST",
      path: `/order/${id}/ship`,
      body: { notify: true, tracks: [track] },
    });
    // The answer is the new shipment's id; something else may have answered in Magento's place.
    if (shipped.ok)
      return numericId.safeParse(shipped.json).success
        ? ok("pushed")
        : failed("invalid_response", "Magento did not confirm the shipment", shipped.answer);
    // Magento's own 400, e.g. no stock, or items held back by an extension: it may pass.
    return shipped.failure.status === 400 && shipped.message !== null
      ? ok({ delayedBy: "shipping_refused", detail: reasonOf(shipped.message) })
      : refusedWrite(shipped);
  }
  const last = shipments.data.at(-1);
  if (last) {
    const body = {
      entity: { ...track, order_id: Number(order.data.entity_id), parent_id: Number(last.entity_id), weight: 0, qty: 0, description: "" },
    };
    const added = await askMagento(shop, { method: "POST", path: "/shipment/track", body });
    return added.ok ? ok("pushed") : refusedWrite(added);
  }
  if (carriesNumber(order.data, shipment)) return ok("already_there");
  const comment = [`${shipment.carrier}: ${shipment.trackingNumber}`, shipment.trackingUrl ?? ""].join(" ").trim();
  const commented = await askMagento(shop, {
    method: "POST",
    path: `/orders/${id}/comments`,
    // The status must belong to the order's state, as the current one does.
    body: { statusHistory: { comment, status: order.data.status, is_customer_notified: 1, is_visible_on_front: 1 } },
  });
  return commented.ok ? ok("pushed") : refusedWrite(commented);
}
