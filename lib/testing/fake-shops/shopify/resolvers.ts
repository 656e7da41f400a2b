import { DAY_MS } from "@/lib/base/units";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import type { FakeWebhook } from "@/lib/testing/fake-shops/fake-webhook";
import type { ShopifyToken } from "@/lib/testing/fake-shops/shopify/grants";
import { gid, partsOf, readGid, tracksOf, writeFulfillment, writeOrderNode } from "@/lib/testing/fake-shops/shopify/order-node";

export const DEFAULT_SCOPES = [
  "read_orders",
  "read_all_orders",
  "write_merchant_managed_fulfillment_orders",
  "read_merchant_managed_fulfillment_orders",
];

type Shop = ShopContext<ShopifyToken>;

const WITHOUT_ALL_ORDERS_MS = 60 * DAY_MS;

/** Whether this app may see the order: without `read_all_orders`, only orders of the last sixty days. */
const isShown = (shop: Shop, token: ShopifyToken, order: FakeOrder): boolean =>
  order.status !== "trash" &&
  !order.isDraft &&
  ((token.scopes ?? DEFAULT_SCOPES).includes("read_all_orders") ||
    order.createdAt.getTime() >= shop.store.now().getTime() - WITHOUT_ALL_ORDERS_MS);

interface ListArguments {
  first?: number;
  after?: string | null;
  reverse?: boolean;
  sortKey?: string;
  query?: string;
}

/** An error reported with its own code. */
class GraphError extends Error {
  readonly extensions: { code: string };

  constructor(code: string, message: string) {
    super(message);
    this.extensions = { code };
  }
}

const COLUMNS: Readonly<Record<string, (order: FakeOrder) => number>> = {
  updated_at: (order) => order.modifiedAt.getTime(),
  created_at: (order) => order.createdAt.getTime(),
  processed_at: (order) => order.createdAt.getTime(),
  id: (order) => order.id,
};

const OPERATORS: Readonly<Record<string, (at: number, limit: number) => boolean>> = {
  ">=": (at, limit) => at >= limit,
  ">": (at, limit) => at > limit,
  "<=": (at, limit) => at <= limit,
  "<": (at, limit) => at < limit,
  "": (at, limit) => at === limit,
};

const isOpen = (order: FakeOrder): boolean => order.completedAt === null && order.status !== "cancelled";

const FLAGS: Readonly<Record<string, (order: FakeOrder) => boolean>> = {
  "status:open": isOpen,
  "status:closed": (order) => order.completedAt !== null,
  "status:not_closed": (order) => order.completedAt === null,
  "status:cancelled": (order) => order.status === "cancelled",
  "test:true": (order) => order.isTest === true,
  "test:false": (order) => order.isTest !== true,
};

/**
 * Shopify's search syntax for times, ids, `status` and `test`; unknown terms are ignored, as by Shopify. Without `status` or `test`, a search also
 * finds archived, cancelled and test orders.
 */
function readSearch(search: string): (order: FakeOrder) => boolean {
  const flags = [...search.matchAll(/\b(?:status|test):\w+/g)].flatMap(([term]) => FLAGS[term] ?? []);
  const terms = [...search.matchAll(/(\w+):(>=|<=|>|<|)\s*(?:'([^']*)'|"[^"]*"|(\S+))/g)].flatMap(
    ([, field = "", operator = "", quoted, plain = ""]) => {
      const value = quoted ?? plain;
      if (field === "name") return [(order: FakeOrder) => order.number.replace(/^#/, "") === value.replace(/^#/, "")];
      const [column, fits, limit] = [COLUMNS[field], OPERATORS[operator], field === "id" ? Number(value) : Date.parse(value)];
      return column && fits && !Number.isNaN(limit) ? [(order: FakeOrder) => fits(column(order), limit)] : [];
    },
  );
  return (order) => [...flags, ...terms].every((fits) => fits(order));
}

const sortColumn = (key: string | undefined): ((order: FakeOrder) => number) => {
  if (key === "UPDATED_AT") return (order) => order.modifiedAt.getTime();
  if (key === "CREATED_AT" || key === "PROCESSED_AT" || key === undefined) return (order) => order.createdAt.getTime();
  return (order) => order.id;
};

const writeCursor = (value: number, id: number): string =>
  Buffer.from(JSON.stringify({ last_value: value, last_id: id })).toString("base64");

function readCursor(text: string): { value: number; id: number } {
  try {
    const parsed = JSON.parse(Buffer.from(text, "base64").toString()) as { last_value: number; last_id: number };
    return { value: parsed.last_value, id: parsed.last_id };
  } catch {
    throw new GraphError("INVALID_CURSOR", `Invalid cursor for current pagination sort.`);
  }
}

const withDamage = (shop: Shop, order: FakeOrder): FakeOrder => ({
  ...order,
  damage: shop.behaviour.damagedOrders?.[order.id] ?? order.damage,
});

function listOrders(shop: Shop, token: ShopifyToken, args: ListArguments): unknown {
  if (typeof args.first !== "number" || args.first < 0) throw new GraphError("BAD_REQUEST", "you must provide one of first or last");
  if (args.first > 250) throw new GraphError("BAD_REQUEST", "Page size cannot exceed 250");
  const column = sortColumn(args.sortKey);
  const direction = args.reverse ? -1 : 1;
  const position = (order: FakeOrder, value: number, id: number): number => (column(order) - value || order.id - id) * direction;
  const after = args.after ? readCursor(args.after) : null;
  const fits = readSearch(args.query ?? "");
  const found = shop.store
    .listSorted(`shopify ${args.sortKey} ${direction}`, (left, right) => position(left, column(right), right.id))
    .filter((order) => isShown(shop, token, order) && fits(order) && (after === null || position(order, after.value, after.id) > 0));
  const page = found.slice(0, Math.min(args.first, shop.behaviour.shrinkPagesTo ?? args.first));
  const listed = page.filter(({ id }) => !shop.behaviour.unlisted?.includes(id));
  const edges = listed.map((order) => ({ cursor: writeCursor(column(order), order.id), node: writeOrderNode(withDamage(shop, order)) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: found.length > page.length,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

interface TrackingInput {
  company?: string;
  number?: string;
  numbers?: string[];
  url?: string;
  urls?: string[];
}

interface FulfillmentArguments {
  fulfillment: { lineItemsByFulfillmentOrder: { fulfillmentOrderId: string }[]; trackingInfo?: TrackingInput };
}

const userError = (field: string, message: string): unknown => ({
  fulfillment: null,
  userErrors: [{ field: ["fulfillment", field], message }],
});

const findByPart = (shop: Shop, partId: number | null | undefined): FakeOrder | undefined =>
  [...shop.store.orders.values()].find((order) => partsOf(order).some(({ id }) => id === partId));

/** One company for all numbers; URLs belong to the numbers by position. */
function setTracks(shop: Shop, order: FakeOrder, partId: number, tracking: TrackingInput): void {
  const numbers = tracking.numbers ?? (tracking.number ? [tracking.number] : []);
  const urls = tracking.urls ?? (tracking.url ? [tracking.url] : []);
  const others = order.tracks.filter((track) => !tracksOf(order, partId).includes(track));
  const own = numbers.map((number, index) => ({
    id: shop.store.takePartId(),
    carrier: tracking.company ?? "",
    number,
    url: urls[index] ?? null,
    partId,
    at: shop.store.now(),
  }));
  order.tracks = [...others, ...own];
}

function createFulfillment(shop: Shop, { fulfillment }: FulfillmentArguments): unknown {
  const ids = fulfillment.lineItemsByFulfillmentOrder.map(({ fulfillmentOrderId }) => readGid("FulfillmentOrder", fulfillmentOrderId));
  const [id] = ids;
  const order = findByPart(shop, id);
  if (!order || id === null || id === undefined) return userError("lineItemsByFulfillmentOrder", "Fulfillment order does not exist.");
  if (new Set(ids).size > 1)
    return userError("lineItemsByFulfillmentOrder", "All fulfillment orders must be assigned to the same location.");
  const part = partsOf(order).find((candidate) => candidate.id === id);
  if (!part || part.isFulfilled || part.isOnHold || order.status === "cancelled" || order.status === "on-hold")
    return userError("lineItemsByFulfillmentOrder", "Fulfillment order is not in an open state.");
  const changed = shop.store.editOrder(order.id, (open) => {
    open.parts = open.parts?.map((candidate) => (candidate.id === id ? { ...candidate, isFulfilled: true } : candidate)) ?? [
      { id, isFulfilled: true },
    ];
    setTracks(shop, open, id, fulfillment.trackingInfo ?? {});
    if (!open.parts.every(({ isFulfilled }) => isFulfilled)) return;
    open.status = "completed";
    open.completedAt ??= shop.store.now();
  });
  return { fulfillment: writeFulfillment(changed, id), userErrors: [] };
}

interface TrackingArguments {
  fulfillmentId: string;
  trackingInfoInput: TrackingInput;
}

function updateTracking(shop: Shop, { fulfillmentId, trackingInfoInput }: TrackingArguments): unknown {
  const id = readGid("Fulfillment", fulfillmentId);
  const order = findByPart(shop, id);
  if (id === null || !order) return userError("fulfillmentId", "Fulfillment does not exist.");
  const changed = shop.store.editOrder(order.id, (open) => setTracks(shop, open, id, trackingInfoInput));
  return { fulfillment: writeFulfillment(changed, id), userErrors: [] };
}

/** The webhook subscriptions of this app; deliveries are signed with its secret. */
function webhookRoot(shop: Shop, token: ShopifyToken): Record<string, unknown> {
  const write = (webhook: FakeWebhook): unknown => ({
    id: gid("WebhookSubscription", webhook.id),
    topic: webhook.topic,
    uri: webhook.address,
    format: "JSON",
  });
  return {
    webhookSubscriptions: ({ topics }: { topics?: string[] }) => ({
      nodes: [...shop.store.webhooks.values()].filter(({ topic }) => topics?.includes(topic) ?? true).map(write),
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    }),
    webhookSubscriptionCreate: ({ topic, webhookSubscription }: { topic: string; webhookSubscription: { uri?: string } }) => {
      const address = webhookSubscription.uri ?? "";
      const isTaken = [...shop.store.webhooks.values()].some((known) => known.topic === topic && known.address === address);
      if (isTaken || !URL.canParse(address))
        return {
          webhookSubscription: null,
          userErrors: [{ field: ["webhookSubscription", "uri"], message: "Address for this topic has already been taken" }],
        };
      const made: FakeWebhook = {
        id: shop.store.takePartId(),
        topic,
        address,
        secret: token.appSecret ?? "",
        status: "active",
        failures: 0,
      };
      shop.store.webhooks.set(made.id, made);
      return { webhookSubscription: write(made), userErrors: [] };
    },
    webhookSubscriptionDelete: ({ id }: { id: string }) => {
      const number = readGid("WebhookSubscription", id);
      const isKnown = number !== null && shop.store.webhooks.delete(number);
      return isKnown
        ? { deletedWebhookSubscriptionId: id, userErrors: [] }
        : { deletedWebhookSubscriptionId: null, userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }] };
    },
  };
}

/** Resolvers of the schema's root fields for this visitor. */
export function makeRoot(shop: Shop, token: ShopifyToken, origin: string): Record<string, unknown> {
  const scopes = token.scopes ?? DEFAULT_SCOPES;
  const need = (scope: string, field: string): void => {
    if (!scopes.includes(scope))
      throw new GraphError("ACCESS_DENIED", `Access denied for ${field} field. Required access: \`${scope}\` access scope.`);
  };
  return {
    shop: () => ({
      id: gid("Shop", 1),
      name: shop.name,
      email: "owner@shop.example",
      currencyCode: shop.currency,
      ianaTimezone: shop.timeZone,
      myshopifyDomain: new URL(origin).host,
      url: origin,
      plan: { displayName: "Basic" },
    }),
    currentAppInstallation: () => ({ accessScopes: scopes.map((handle) => ({ handle })) }),
    orders: (args: ListArguments) => {
      need("read_orders", "orders");
      return listOrders(shop, token, args);
    },
    draftOrders: ({ query }: { query?: string }) => {
      need("read_draft_orders", "draftOrders");
      const text = (query ?? "").replaceAll("'", "");
      const drafts = [...shop.store.orders.values()].filter(({ isDraft, number }) => isDraft && number.includes(text));
      return { nodes: drafts.map(({ id, number }) => ({ legacyResourceId: String(id), name: number, status: "OPEN", order: null })) };
    },
    order: ({ id }: { id: string }) => {
      need("read_orders", "order");
      const number = readGid("Order", id);
      const known = number === null ? undefined : shop.store.orders.get(number);
      const order = known && isShown(shop, token, known) ? withDamage(shop, known) : undefined;
      return order ? writeOrderNode(order) : null;
    },
    ordersCount: ({ query, limit }: { query?: string; limit?: number }) => {
      need("read_orders", "ordersCount");
      const count = Math.min(
        shop.store.listOrders().filter((order) => isShown(shop, token, order) && readSearch(query ?? "")(order)).length,
        shop.behaviour.countsAtMost ?? Number.POSITIVE_INFINITY,
      );
      const most = limit ?? 10_000;
      return { count: Math.min(count, most), precision: count > most ? "AT_LEAST" : "EXACT" };
    },
    ...webhookRoot(shop, token),
    fulfillmentCreate: (args: FulfillmentArguments) => {
      need("write_merchant_managed_fulfillment_orders", "fulfillmentCreate");
      return createFulfillment(shop, args);
    },
    fulfillmentTrackingInfoUpdate: (args: TrackingArguments) => {
      need("write_merchant_managed_fulfillment_orders", "fulfillmentTrackingInfoUpdate");
      return updateTracking(shop, args);
    },
  };
}
