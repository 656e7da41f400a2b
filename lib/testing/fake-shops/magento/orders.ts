import type { FakeRequest } from "@/lib/testing/fake-shops/answer";
import { breaksOn } from "@/lib/testing/fake-shops/breaks-on";
import type { FakeOrder, FakeStatus, FakeTrack } from "@/lib/testing/fake-shops/fake-order";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import type { MagentoToken } from "@/lib/testing/fake-shops/magento/authenticate";
import { isRequired, type MagentoReply, message, NO_ENTITY } from "@/lib/testing/fake-shops/magento/envelopes";
import { magentoStatus, storeIdOf, toMagentoTime, writeOrder } from "@/lib/testing/fake-shops/magento/order-record";
import { fits, makeFilter, pickFields, readSearchCriteria, type SearchCriteria } from "@/lib/testing/fake-shops/magento/search-criteria";

type Shop = ShopContext<MagentoToken>;

const COLUMNS: Readonly<Record<string, (order: FakeOrder) => string | number | Date>> = {
  entity_id: (order) => order.id,
  increment_id: (order) => String(order.id).padStart(9, "0"),
  status: (order) => magentoStatus(order.status),
  store_id: (order) => storeIdOf(order) ?? "",
  created_at: (order) => order.createdAt,
  updated_at: (order) => order.modifiedAt,
};

const INTERNAL_ERROR = message(500, "Internal Error. Details are available in Magento log file. Report ID: webapi-6b061395491b9");

const echo = (criteria: SearchCriteria): unknown => ({
  filter_groups: criteria.groups.map((filters) => ({
    filters: filters.map(({ field, value, condition }) => ({ field, value, condition_type: condition })),
  })),
  ...(criteria.sorts.length > 0
    ? { sort_orders: criteria.sorts.map(({ field, descending }) => ({ field, direction: descending ? "DESC" : "ASC" })) }
    : {}),
  ...(criteria.pageSize === null ? {} : { page_size: criteria.pageSize }),
  ...(criteria.currentPage > 1 ? { current_page: criteria.currentPage } : {}),
});

const asNumber = (value: string | number | Date): number | string => (value instanceof Date ? value.getTime() : value);

function compareBy(criteria: SearchCriteria): (left: FakeOrder, right: FakeOrder) => number {
  return (left, right) => {
    for (const { field, descending } of criteria.sorts) {
      const column = COLUMNS[field];
      if (!column) continue;
      const [first, second] = [asNumber(column(left)), asNumber(column(right))];
      if (first !== second) return (first < second ? -1 : 1) * (descending ? -1 : 1);
    }
    return left.id - right.id;
  };
}

/** The Web API limit holds for every list. */
function refuseSize({ pageSize }: SearchCriteria, { behaviour: { maximumPageSize: max } }: Shop): MagentoReply | null {
  if (max === undefined || (pageSize ?? 0) <= max) return null;
  return { status: 400, value: { message: "Maximum SearchCriteria pageSize is %max", parameters: { max } } };
}

/** `GET /V1/orders`. Beyond the end, only the count is returned. */
export function listOrders(request: FakeRequest, shop: Shop): MagentoReply {
  const criteria = readSearchCriteria(request.query);
  if (!criteria) return isRequired("searchCriteria");
  const refused = refuseSize(criteria, shop);
  if (refused) return refused;
  const fields = [...criteria.groups.flat().map(({ field }) => field), ...criteria.sorts.map(({ field }) => field)];
  if (fields.some((field) => !(field in COLUMNS))) return INTERNAL_ERROR;
  const groups = criteria.groups.map((filters) => filters.map((filter) => ({ column: COLUMNS[filter.field], fits: makeFilter(filter) })));
  const all = shop.store
    .listSorted(`magento ${JSON.stringify(criteria.sorts)}`, compareBy(criteria))
    .filter(
      (order) => order.status !== "trash" && groups.every((filters) => filters.some(({ column, fits }) => fits(column?.(order) ?? ""))),
    );
  const { duplicatePages, shrinkPagesTo, damagedOrders, countsAtMost = all.length } = shop.behaviour;
  const total = Math.min(all.length, countsAtMost);
  const size = criteria.pageSize ?? all.length;
  const start = (criteria.currentPage - 1) * size;
  const repeat = duplicatePages && start > 0 && start < all.length ? 1 : 0;
  const page = all.slice(start - repeat, start + size).slice(0, Math.min(size, shrinkPagesTo ?? size));
  if (breaksOn(shop.behaviour, page)) return INTERNAL_ERROR;
  const listed = page.filter(({ id }) => !shop.behaviour.unlisted?.includes(id));
  const items = listed.map((order) => writeOrder({ ...order, damage: damagedOrders?.[order.id] ?? order.damage }));
  const wanted = request.query.get("fields");
  // An empty list narrowed by `fields` is null.
  const value = wanted
    ? {
        ...Object(pickFields({ items, search_criteria: echo(criteria), total_count: total }, wanted)),
        ...(items.length === 0 && wanted.includes("items") ? { items: null } : {}),
      }
    : { items, search_criteria: echo(criteria), total_count: total };
  return { status: 200, value, session: true };
}

export function readOrder(id: number, request: FakeRequest, shop: Shop): MagentoReply {
  const order = shop.store.orders.get(id);
  // Magento has no trash.
  if (!order || order.status === "trash") return NO_ENTITY;
  if (breaksOn(shop.behaviour, [order])) return INTERNAL_ERROR;
  const record = writeOrder({ ...order, damage: shop.behaviour.damagedOrders?.[id] ?? order.damage });
  const wanted = request.query.get("fields");
  return { status: 200, value: wanted ? pickFields(record, wanted) : record };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function addTracks(shop: Shop, order: FakeOrder, shipmentId: number, tracks: unknown): void {
  if (!Array.isArray(tracks)) return;
  for (const track of tracks.filter(isRecord))
    order.tracks.push({
      shipmentId,
      id: shop.store.takePartId(),
      carrier: String(track["title"] ?? track["carrier_code"] ?? ""),
      number: String(track["track_number"] ?? ""),
      at: shop.store.now(),
    });
}

const isVirtual = (order: FakeOrder): boolean => order.lines.every(({ kind }) => kind === "virtual");
const isShipped = (order: FakeOrder): boolean =>
  !isVirtual(order) && !order.partlyShipped && (order.status === "completed" || order.tracks.length > 0);

/** Ids from a range of their own, so that none is an order's. */
const FIRST_SHIPMENT_ID = 20_000_000;
const shipmentIdsOf = (order: FakeOrder): number[] =>
  order.shipmentIds ?? (order.partlyShipped || isShipped(order) ? [FIRST_SHIPMENT_ID + order.id] : []);
const shipmentOf = (order: FakeOrder, track: FakeTrack): number | undefined => track.shipmentId ?? shipmentIdsOf(order)[0];

const NOT_IN_STATE: readonly FakeStatus[] = ["cancelled", "on-hold", "failed", "trash"];

const refuseToShip = (why: string): MagentoReply => ({ ...message(400, `Shipment Document Validation Error(s):\n${why}`), session: true });

/** `POST /V1/order/{id}/ship`: ships everything open and returns the shipment's id; refused if nothing is open, or in states without shipping. */
export function shipOrder(id: number, body: Record<string, unknown>, shop: Shop): MagentoReply {
  const order = shop.store.orders.get(id);
  if (!order) return NO_ENTITY;
  if (isVirtual(order) || NOT_IN_STATE.includes(order.status))
    return refuseToShip(`A shipment cannot be created when an order has a status of ${magentoStatus(order.status)}`);
  if (isShipped(order))
    return refuseToShip("The order does not allow a shipment to be created.\nYou can't create a shipment without products.");
  if (order.outOfStock) return { ...message(400, "Could not save a shipment, see error log for details"), session: true };
  const shipmentId = shop.store.takePartId();
  shop.store.editOrder(id, (changed) => {
    changed.shipmentIds = [...shipmentIdsOf(changed), shipmentId];
    addTracks(shop, changed, shipmentId, body["tracks"]);
    changed.partlyShipped = false;
    changed.status = changed.paidAt ? "completed" : "processing";
    if (changed.status === "completed") changed.completedAt ??= shop.store.now();
  });
  return { status: 200, value: String(shipmentId), session: true };
}

/** `POST /V1/shipment/track`: the shipment must belong to the order. */
export function addTrack(body: Record<string, unknown>, shop: Shop): MagentoReply {
  const entity = body["entity"];
  if (!isRecord(entity)) return isRequired("entity");
  const id = Number(entity["order_id"]);
  const known = shop.store.orders.get(id);
  const parentId = Number(entity["parent_id"]);
  if (!known || !shipmentIdsOf(known).includes(parentId)) return message(400, "Could not save the shipment tracking.");
  const order = shop.store.editOrder(id, (changed) => {
    changed.shipmentIds = shipmentIdsOf(changed);
    addTracks(shop, changed, parentId, [entity]);
  });
  const track = order.tracks.at(-1);
  const at = toMagentoTime(track?.at ?? shop.store.now());
  return {
    status: 200,
    value: {
      order_id: id,
      created_at: at,
      entity_id: track?.id,
      parent_id: entity["parent_id"],
      updated_at: at,
      weight: 1,
      qty: 1,
      description: "",
      track_number: track?.number,
      title: track?.carrier,
      carrier_code: "custom",
    },
  };
}

/** `GET /V1/shipments`, filtered only by order_id. */
export function listShipments(request: FakeRequest, shop: Shop): MagentoReply {
  const criteria = readSearchCriteria(request.query);
  if (!criteria) return isRequired("searchCriteria");
  const refused = refuseSize(criteria, shop);
  if (refused) return refused;
  const wanted = shop.store
    .listOrders()
    .filter((order) => criteria.groups.every((filters) => filters.some((filter) => filter.field === "order_id" && fits(order.id, filter))))
    .flatMap((order) => shipmentIdsOf(order).map((shipmentId) => ({ order, shipmentId })));
  const items = wanted.map(({ order, shipmentId }) => ({
    billing_address_id: order.id * 2,
    created_at: toMagentoTime(order.modifiedAt),
    entity_id: shipmentId,
    increment_id: String(shipmentId).padStart(9, "0"),
    order_id: order.id,
    packages: [],
    shipping_address_id: order.id * 2 - 1,
    store_id: 1,
    total_qty: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    updated_at: toMagentoTime(order.modifiedAt),
    items: order.lines.map((line) => ({
      entity_id: line.id,
      name: line.name,
      parent_id: shipmentId,
      price: line.unitPriceCents / 100,
      product_id: line.productId,
      sku: line.sku,
      order_item_id: line.id,
      qty: line.quantity,
    })),
    tracks: order.tracks
      .filter((track) => shipmentOf(order, track) === shipmentId)
      .map((track) => ({
        order_id: order.id,
        created_at: toMagentoTime(track.at),
        entity_id: track.id,
        parent_id: shipmentId,
        updated_at: toMagentoTime(track.at),
        weight: null,
        qty: null,
        description: null,
        track_number: track.number,
        title: track.carrier,
        carrier_code: "custom",
      })),
    comments: [],
    extension_attributes: { source_code: "default" },
  }));
  return { status: 200, value: { items, search_criteria: echo(criteria), total_count: items.length }, session: true };
}

/** `POST /V1/orders/{id}/comments`: a status must belong to the order's state. */
export function addComment(id: number, body: Record<string, unknown>, shop: Shop): MagentoReply {
  const history = body["statusHistory"];
  if (!isRecord(history)) return isRequired("statusHistory");
  const order = shop.store.orders.get(id);
  if (!order) return NO_ENTITY;
  const status = history["status"];
  if (typeof status === "string" && status !== magentoStatus(order.status))
    return {
      ...message(400, 'Unable to add comment: The status "%1" is not part of the order\n                 status history.', [status]),
      session: true,
    };
  shop.store.editOrder(id, (changed) => {
    changed.notes.push({
      id: shop.store.takePartId(),
      text: String(history["comment"] ?? ""),
      forCustomer: Boolean(history["is_visible_on_front"]),
      at: shop.store.now(),
    });
  });
  return { status: 200, value: true };
}

export function holdOrder(id: number, shop: Shop): MagentoReply {
  if (!shop.store.orders.has(id)) return NO_ENTITY;
  shop.store.setStatus(id, "on-hold");
  return { status: 200, value: true, session: true };
}
