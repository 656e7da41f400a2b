import { z } from "zod";
import { credentialFields } from "@/lib/shops/credentials";
import type { ShopClient, ShopConnector } from "@/lib/shops/shop";
import { askShopify } from "@/lib/shops/shopify/client";
import { type ShopifyCredentials, shopifyCredentialsSchema } from "@/lib/shops/shopify/credentials";
import { countShopifyOrders, fetchShopifyOrder, listShopifyOrders, SHOPIFY_PAGE_SIZE } from "@/lib/shops/shopify/orders";
import { SHOPIFY_API_VERSION } from "@/lib/shops/shopify/probes";
import { DESCRIBE_SHOP } from "@/lib/shops/shopify/queries";
import { listShopifyStatuses } from "@/lib/shops/shopify/statuses";
import { pushShopifyShipment } from "@/lib/shops/shopify/tracking";
import { shopifyOrderWebhooks } from "@/lib/shops/shopify/webhooks";

const describeSchema = z.object({
  shop: z.object({ name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

/** Without this scope orders that were placed earlier are neither listed, nor counted, nor shown by their id. */
const SCOPE_OF_OLDER_ORDERS = "read_all_orders";
const DAYS_WITHOUT_IT = 60;

const askAboutShop = (client: ShopClient, credentials: ShopifyCredentials) =>
  askShopify(client, credentials, { query: DESCRIBE_SHOP }, describeSchema);

/** Shopify over its Admin GraphQL API. There is no recording of a real shop; documentation alone says how it answers. */
export const shopify: ShopConnector<ShopifyCredentials> = {
  platform: "shopify",
  credentials: { schema: shopifyCredentialsSchema, fields: credentialFields("shopify") },
  pageSize: SHOPIFY_PAGE_SIZE,
  countsCheaply: true,
  async preflight(client, credentials) {
    const reply = await askAboutShop(client, credentials);
    if (!reply.ok) return reply;
    const seesAll = reply.data.currentAppInstallation.accessScopes.some(({ handle }) => handle === SCOPE_OF_OLDER_ORDERS);
    return { ok: true, value: { historyDays: seesAll ? null : DAYS_WITHOUT_IT }, clockSkewMs: reply.answer.clockSkewMs };
  },
  async describe(client, credentials) {
    const reply = await askAboutShop(client, credentials);
    if (!reply.ok) return reply;
    const { name, currencyCode, ianaTimezone } = reply.data.shop;
    const version = reply.answer.headers["x-shopify-api-version"] ?? SHOPIFY_API_VERSION;
    return { ok: true, value: { name, version, timeZone: ianaTimezone, currency: currencyCode }, clockSkewMs: reply.answer.clockSkewMs };
  },
  listChangedOrders: listShopifyOrders,
  countOrders: countShopifyOrders,
  listStatuses: listShopifyStatuses,
  fetchOrder: fetchShopifyOrder,
  pushShipment: pushShopifyShipment,
  orderWebhooks: shopifyOrderWebhooks,
};
