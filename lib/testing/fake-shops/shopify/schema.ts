import { buildSchema } from "graphql";

/** The part of Shopify's Admin API (2026-10) that a connector uses. A query for anything else is refused, as by Shopify. */
export const SHOPIFY_SCHEMA = buildSchema(`
  scalar DateTime
  scalar Decimal
  scalar URL
  enum OrderSortKeys { CREATED_AT ID ORDER_NUMBER PROCESSED_AT UPDATED_AT }
  enum CurrencyCode { EUR USD GBP SEK DKK PLN }
  enum CountryCode { NL DE BE FR AT US GB }
  enum OrderDisplayFinancialStatus { PENDING AUTHORIZED PARTIALLY_PAID PAID PARTIALLY_REFUNDED REFUNDED VOIDED EXPIRED }
  enum OrderDisplayFulfillmentStatus { UNFULFILLED PARTIALLY_FULFILLED FULFILLED ON_HOLD SCHEDULED IN_PROGRESS OPEN PENDING_FULFILLMENT RESTOCKED REQUEST_DECLINED }
  enum FulfillmentOrderStatus { OPEN IN_PROGRESS CANCELLED INCOMPLETE CLOSED SCHEDULED ON_HOLD }
  enum WeightUnit { GRAMS KILOGRAMS OUNCES POUNDS }
  enum CountPrecision { EXACT AT_LEAST }

  type Query {
    shop: Shop!
    orders(first: Int, after: String, reverse: Boolean, sortKey: OrderSortKeys, query: String): OrderConnection!
    order(id: ID!): Order
    draftOrders(first: Int, query: String): DraftOrderConnection!
    webhookSubscriptions(first: Int, after: String, topics: [WebhookSubscriptionTopic!]): WebhookSubscriptionConnection!
    ordersCount(query: String, limit: Int): Count
    currentAppInstallation: AppInstallation!
  }
  type Mutation {
    fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
    fulfillmentTrackingInfoUpdate(fulfillmentId: ID!, trackingInfoInput: FulfillmentTrackingInput!, notifyCustomer: Boolean): FulfillmentTrackingInfoUpdatePayload
    webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
  }

  type AppInstallation { accessScopes: [AccessScope!]! }
  type AccessScope { handle: String! }
  type Count { count: Int! precision: CountPrecision! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type Shop { id: ID! name: String! email: String! currencyCode: CurrencyCode! ianaTimezone: String! myshopifyDomain: String! url: URL! plan: ShopPlan! }
  type ShopPlan { displayName: String! }

  type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String! node: Order! }
  type Order {
    id: ID!
    legacyResourceId: String!
    name: String!
    createdAt: DateTime!
    updatedAt: DateTime!
    processedAt: DateTime!
    cancelledAt: DateTime
    closedAt: DateTime
    email: String
    phone: String
    note: String
    tags: [String!]!
    test: Boolean!
    currencyCode: CurrencyCode!
    displayFinancialStatus: OrderDisplayFinancialStatus
    displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
    currentTotalPriceSet: MoneyBag!
    currentSubtotalPriceSet: MoneyBag!
    currentShippingPriceSet: MoneyBag!
    currentTotalDiscountsSet: MoneyBag!
    currentTotalTaxSet: MoneyBag!
    totalPriceSet: MoneyBag!
    subtotalPriceSet: MoneyBag
    totalShippingPriceSet: MoneyBag!
    totalDiscountsSet: MoneyBag
    totalTaxSet: MoneyBag
    billingAddress: MailingAddress
    shippingAddress: MailingAddress
    lineItems(first: Int, after: String): LineItemConnection!
    shippingLine: ShippingLine
    fulfillments(first: Int): [Fulfillment!]!
    fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
  }
  enum DraftOrderStatus { COMPLETED INVOICE_SENT OPEN }
  type DraftOrderConnection { nodes: [DraftOrder!]! }
  type DraftOrder { legacyResourceId: String! name: String! status: DraftOrderStatus! order: Order }
  type MailingAddress {
    name: String firstName: String lastName: String company: String address1: String address2: String
    city: String zip: String province: String provinceCode: String country: String countryCodeV2: CountryCode phone: String
  }
  type ShippingLine { title: String! code: String }
  type LineItemConnection { edges: [LineItemEdge!]! nodes: [LineItem!]! pageInfo: PageInfo! }
  type LineItemEdge { cursor: String! node: LineItem! }
  type LineItem {
    id: ID! title: String! name: String! sku: String quantity: Int! currentQuantity: Int! unfulfilledQuantity: Int! requiresShipping: Boolean!
    originalUnitPriceSet: MoneyBag! discountedTotalSet: MoneyBag! originalTotalSet: MoneyBag! priceAfterAllDiscountsBeforeTaxesSet: MoneyBag! variant: ProductVariant
  }
  type ProductVariant { id: ID! sku: String inventoryItem: InventoryItem! }
  type InventoryItem { id: ID! harmonizedSystemCode: String countryCodeOfOrigin: CountryCode measurement: InventoryItemMeasurement! }
  type InventoryItemMeasurement { weight: Weight }
  type Weight { unit: WeightUnit! value: Float! }
  type Fulfillment { id: ID! status: String! createdAt: DateTime! trackingInfo(first: Int): [FulfillmentTrackingInfo!]! }
  type FulfillmentTrackingInfo { company: String number: String url: URL }
  type FulfillmentOrderConnection { edges: [FulfillmentOrderEdge!]! nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }
  type FulfillmentOrderEdge { cursor: String! node: FulfillmentOrder! }
  type FulfillmentOrder { id: ID! status: FulfillmentOrderStatus! }

  enum WebhookSubscriptionTopic { ORDERS_CREATE ORDERS_UPDATED ORDERS_DELETE ORDERS_PAID APP_UNINSTALLED }
  enum WebhookSubscriptionFormat { JSON XML }
  type WebhookSubscription { id: ID! topic: WebhookSubscriptionTopic! uri: String! format: WebhookSubscriptionFormat! }
  type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
  input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat }
  type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
  type WebhookSubscriptionDeletePayload { deletedWebhookSubscriptionId: ID userErrors: [UserError!]! }

  input FulfillmentTrackingInput { company: String number: String numbers: [String!] url: URL urls: [URL!] }
  input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
  input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }
  input FulfillmentInput { lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! trackingInfo: FulfillmentTrackingInput notifyCustomer: Boolean }
  type UserError { field: [String!] message: String! }
  type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
  type FulfillmentTrackingInfoUpdatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
`);
