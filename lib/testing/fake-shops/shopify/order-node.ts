import {
  type FakeAddress,
  type FakeOrder,
  type FakeOrderLine,
  type FakePart,
  type FakeStatus,
  type FakeTrack,
  formatCents,
  linesTotalCents,
  orderTotalCents,
} from "@/lib/testing/fake-shops/fake-order";

// One order as a node of Shopify's graph.

const FINANCIAL: Record<FakeStatus, string> = {
  pending: "PENDING",
  "on-hold": "AUTHORIZED",
  processing: "PAID",
  completed: "PAID",
  cancelled: "VOIDED",
  failed: "VOIDED",
  trash: "VOIDED",
  refunded: "REFUNDED",
};

export const gid = (kind: string, id: number): string => `gid://shopify/${kind}/${id}`;

export const readGid = (kind: string, text: string): number | null => {
  const found = new RegExp(`^gid://shopify/${kind}/(\\d+)$`).exec(text)?.[1];
  return found ? Number(found) : null;
};

const time = (at: Date | null): string | null => (at ? at.toISOString().replace(".000Z", "Z") : null);

const writeAddress = (address: FakeAddress): unknown => ({
  name: `${address.firstName} ${address.lastName}`.trim(),
  firstName: address.firstName,
  lastName: address.lastName,
  company: address.company || null,
  address1: address.street1,
  address2: address.street2 || null,
  city: address.city,
  zip: address.postalCode,
  province: address.state || null,
  provinceCode: address.state || null,
  country: address.country,
  countryCodeV2: address.country,
  phone: address.phone || null,
});

/** A connection with all items on one page, since fake orders have few of each. */
const connect = (nodes: readonly unknown[]): unknown => ({
  nodes,
  edges: nodes.map((node, index) => ({ cursor: String(index), node })),
  pageInfo: {
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: nodes.length > 0 ? "0" : null,
    endCursor: nodes.length > 0 ? String(nodes.length - 1) : null,
  },
});

export const partsOf = (order: FakeOrder): FakePart[] =>
  order.parts ?? [{ id: order.id, isFulfilled: order.status === "completed" || order.tracks.length > 0 }];

export const tracksOf = (order: FakeOrder, partId: number): FakeTrack[] =>
  order.tracks.filter((track) => (track.partId ?? partsOf(order)[0]?.id) === partId);

export const writeFulfillment = (order: FakeOrder, partId: number): unknown => ({
  id: gid("Fulfillment", partId),
  status: "SUCCESS",
  createdAt: time(order.completedAt ?? order.modifiedAt),
  trackingInfo: tracksOf(order, partId).map(({ carrier, number, url }) => ({ company: carrier || null, number, url: url ?? null })),
});

export function writeOrderNode(order: FakeOrder): Record<string, unknown> {
  const bag = (cents: number): unknown => {
    const money = { amount: formatCents(cents), currencyCode: order.currency };
    return { shopMoney: money, presentmentMoney: money };
  };
  const parts = partsOf(order);
  const fulfilled = parts.every(({ isFulfilled }) => isFulfilled);
  const openStatus = (part: FakePart): string => {
    if (order.status === "cancelled" || order.status === "failed") return "CANCELLED";
    return order.status === "on-hold" || part.isOnHold ? "ON_HOLD" : "OPEN";
  };
  const left = (line: FakeOrderLine): number => line.quantity - (line.takenOff ?? 0);
  const linesLeftCents = order.lines.reduce((sum, line) => sum + left(line) * line.unitPriceCents, 0);
  const shippingLeftCents = order.shippingCents - (order.shippingRefundedCents ?? 0);
  const cancelled = order.status === "cancelled" || order.status === "failed";
  return {
    id: gid("Order", order.id),
    legacyResourceId: String(order.id),
    name: `#${order.number}`,
    createdAt: time(order.damage === "no_dates" ? null : order.createdAt),
    updatedAt: time(order.damage === "no_dates" ? null : order.modifiedAt),
    processedAt: time(order.createdAt),
    cancelledAt: cancelled ? time(order.modifiedAt) : null,
    closedAt: time(order.completedAt),
    email: order.billing.email,
    phone: order.billing.phone || null,
    note: order.customerNote || null,
    tags: [],
    test: order.isTest ?? false,
    currencyCode: order.currency,
    displayFinancialStatus: FINANCIAL[order.status],
    displayFulfillmentStatus: fulfilled
      ? "FULFILLED"
      : parts.some(({ isFulfilled }) => isFulfilled)
        ? "PARTIALLY_FULFILLED"
        : order.status === "on-hold"
          ? "ON_HOLD"
          : "UNFULFILLED",
    currentTotalPriceSet: bag(linesLeftCents + shippingLeftCents - order.discountCents),
    currentSubtotalPriceSet: bag(linesLeftCents),
    currentShippingPriceSet: bag(shippingLeftCents),
    currentTotalDiscountsSet: bag(order.discountCents),
    currentTotalTaxSet: bag(0),
    totalPriceSet: bag(orderTotalCents(order)),
    subtotalPriceSet: bag(linesTotalCents(order)),
    totalShippingPriceSet: bag(order.shippingCents),
    totalDiscountsSet: bag(order.discountCents),
    totalTaxSet: bag(0),
    billingAddress: order.damage === "no_billing" ? null : writeAddress(order.billing),
    shippingAddress: writeAddress(order.shipping),
    lineItems: connect(
      order.lines.map((line) => ({
        id: gid("LineItem", line.id),
        title: line.name,
        name: line.name,
        sku: line.sku,
        quantity: line.quantity,
        currentQuantity: left(line),
        unfulfilledQuantity: fulfilled ? 0 : left(line),
        requiresShipping: true,
        originalUnitPriceSet: bag(line.unitPriceCents),
        discountedTotalSet: bag(line.unitPriceCents * line.quantity),
        originalTotalSet: bag(line.unitPriceCents * line.quantity),
        priceAfterAllDiscountsBeforeTaxesSet: bag(line.unitPriceCents * left(line)),
        variant: {
          id: gid("ProductVariant", line.productId),
          sku: line.sku,
          inventoryItem: {
            id: gid("InventoryItem", line.productId),
            harmonizedSystemCode: line.hsCode,
            countryCodeOfOrigin: null,
            measurement: { weight: { unit: "GRAMS", value: line.weightGrams } },
          },
        },
      })),
    ),
    shippingLine: order.lines.length > 0 ? { title: "Standard", code: "standard" } : null,
    fulfillments: parts.flatMap((part) => (part.isFulfilled ? [writeFulfillment(order, part.id)] : [])),
    fulfillmentOrders: connect(
      parts.map((part) => ({ id: gid("FulfillmentOrder", part.id), status: part.isFulfilled ? "CLOSED" : openStatus(part) })),
    ),
  };
}
