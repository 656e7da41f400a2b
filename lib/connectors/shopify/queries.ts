/** Shopify serves a version for twelve months, then falls forward to the oldest one it still serves (shopify.dev/docs/api/usage/versioning). */
export const SHOPIFY_API = { version: "2026-10", servedUntil: "2027-10-01" } as const;

/** The path of a request to the Admin API. */
export const adminPath = (resource: string): string => `/admin/api/${SHOPIFY_API.version}/${resource}.json`;

/** Lines that come with a page of orders; orders with more are completed one by one. */
const LINES_A_PAGE = 20;

const MONEY = "{ shopMoney { amount currencyCode } }";
const ADDRESS = "{ name company address1 address2 city zip provinceCode countryCodeV2 phone }";

/** Fields after edits and refunds; `quantity` and the other totals keep the values of the day of the order. */
const LINE_FIELDS = `
  nodes {
    id name sku currentQuantity
    originalUnitPriceSet ${MONEY}
    priceAfterAllDiscountsBeforeTaxesSet ${MONEY}
    variant { inventoryItem { harmonizedSystemCode countryCodeOfOrigin measurement { weight { unit value } } } }
  }
  pageInfo { hasNextPage endCursor }`;

const ORDER_FIELDS = `
  id legacyResourceId name createdAt updatedAt processedAt cancelledAt email phone note tags test currencyCode
  displayFinancialStatus displayFulfillmentStatus
  currentTotalPriceSet ${MONEY}
  currentShippingPriceSet ${MONEY}
  currentTotalDiscountsSet ${MONEY}
  currentTotalTaxSet ${MONEY}
  billingAddress ${ADDRESS}
  shippingAddress ${ADDRESS}
  shippingLine { title code }
  lineItems(first: ${LINES_A_PAGE}) { ${LINE_FIELDS} }`;

export const LIST_ORDERS = `query ListOrders($first: Int!, $sort: OrderSortKeys!, $search: String!) {
  orders(first: $first, sortKey: $sort, query: $search) { nodes { ${ORDER_FIELDS} } pageInfo { hasNextPage endCursor } }
}`;

/** Since 2025-07, a count stops at 10,000 unless its limit is null. */
export const COUNT_ORDERS = `query CountOrders($search: String!) { ordersCount(query: $search, limit: null) { count precision } }`;

export const FETCH_ORDER = `query FetchOrder($id: ID!) { order(id: $id) { ${ORDER_FIELDS} } }`;

const FOUND_FIELDS = "legacyResourceId name displayFinancialStatus cancelledAt";

export const FIND_ORDERS = `query FindOrders($search: String!) {
  orders(first: 10, query: $search) { nodes { ${FOUND_FIELDS} } }
}`;

/** Also finds an order that the search does not list yet. */
export const FIND_ORDER = `query FindOrder($id: ID!) { order(id: $id) { ${FOUND_FIELDS} } }`;

/** Needs the scope read_draft_orders, which a merchant's own app may have. */
export const FIND_DRAFTS = `query FindDrafts($search: String!) {
  draftOrders(first: 10, query: $search) { nodes { legacyResourceId name status order { ${FOUND_FIELDS} } } }
}`;

export const MORE_LINES = `query MoreLines($id: ID!, $after: String) { order(id: $id) { lineItems(first: 100, after: $after) { ${LINE_FIELDS} } } }`;

export const DESCRIBE_SHOP = `query DescribeShop {
  shop { name currencyCode ianaTimezone }
  currentAppInstallation { accessScopes { handle } }
  orders(first: 1) { nodes { id } }
}`;

export const READ_FULFILLMENTS = `query ReadFulfillments($id: ID!) {
  order(id: $id) {
    fulfillments(first: 50) { id status trackingInfo(first: 50) { company number url } }
    fulfillmentOrders(first: 50) { nodes { id status } }
  }
}`;

export const CREATE_FULFILLMENT = `mutation CreateFulfillment($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { field message } }
}`;

export const UPDATE_TRACKING = `mutation UpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: true) { fulfillment { id } userErrors { field message } }
}`;

export const orderGid = (externalId: string): string => `gid://shopify/Order/${externalId}`;
