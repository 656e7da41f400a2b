import { ok } from "@/lib/base/result";
import type { ShopConnector, ShopResult, ShopStatus } from "@/lib/connectors/shop";
import { type ShopifyCredentials, shopifyCredentialsSchema } from "@/lib/connectors/shopify/credentials";
import { findShopifyOrders } from "@/lib/connectors/shopify/find-orders";
import { countShopifyOrders, fetchShopifyOrder, listShopifyOrders, SHOPIFY_PAGE_SIZE } from "@/lib/connectors/shopify/orders";
import { SHOPIFY_API } from "@/lib/connectors/shopify/queries";
import { askAboutShop, reachOf } from "@/lib/connectors/shopify/reach";
import { shopifyRenewal } from "@/lib/connectors/shopify/tokens";
import { pushShopifyShipment } from "@/lib/connectors/shopify/tracking";
import { shopifyOrderWebhooks } from "@/lib/connectors/shopify/webhooks";

/** OrderDisplayFulfillmentStatus of the Admin API, plus our status for cancelled orders (read-order.ts). */
const STATUSES = [
  "UNFULFILLED",
  "PARTIALLY_FULFILLED",
  "FULFILLED",
  "IN_PROGRESS",
  "ON_HOLD",
  "OPEN",
  "PENDING_FULFILLMENT",
  "REQUEST_DECLINED",
  "RESTOCKED",
  "SCHEDULED",
  "CANCELLED",
] as const;

/** A closed list, the same in every shop. Shopify's search uses other terms than its orders, so nothing is counted. */
const listShopifyStatuses = async (): Promise<ShopResult<ShopStatus[]>> =>
  ok(STATUSES.map((status) => ({ status, name: null, orders: null })));

/** Shopify over its Admin GraphQL API. Based on the documentation only, without a recording of a real shop. */
export const shopify: ShopConnector<ShopifyCredentials> = {
  shopSystem: "shopify",
  credentialsSchema: shopifyCredentialsSchema,
  renewal: shopifyRenewal,
  pageSize: SHOPIFY_PAGE_SIZE,
  countsCheaply: true,
  listsEveryOrder: true,
  async preflight(shop) {
    const reply = await askAboutShop(shop);
    if (!reply.ok) return reply;
    return { ok: true, value: reachOf(reply.data), clockSkewMs: reply.answer.clockSkewMs };
  },
  async describe(shop) {
    const reply = await askAboutShop(shop);
    if (!reply.ok) return reply;
    const { name, currencyCode, ianaTimezone } = reply.data.shop;
    const version = reply.answer.headers["x-shopify-api-version"] ?? SHOPIFY_API.version;
    return ok({ name, version, timeZone: ianaTimezone, currency: currencyCode });
  },
  listChangedOrders: (shop, window, after) => listShopifyOrders(shop, window, after),
  countOrders: countShopifyOrders,
  carts: null,
  listStatuses: listShopifyStatuses,
  fetchOrder: fetchShopifyOrder,
  findOrders: findShopifyOrders,
  pushShipment: pushShopifyShipment,
  datedApi: SHOPIFY_API,
  orderWebhooks: shopifyOrderWebhooks,
};
