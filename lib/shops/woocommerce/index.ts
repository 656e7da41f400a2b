import { credentialFields } from "@/lib/shops/credentials";
import type { ShopConnector } from "@/lib/shops/shop";
import { type WooCredentials, wooCredentialsSchema } from "@/lib/shops/woocommerce/credentials";
import { describeWoo, mayWriteWoo, preflightWoo } from "@/lib/shops/woocommerce/describe";
import { WOO_PAGE_SIZE } from "@/lib/shops/woocommerce/order-query";
import { countWooOrders, fetchWooOrder, listWooOrders } from "@/lib/shops/woocommerce/orders";
import { listWooStatuses } from "@/lib/shops/woocommerce/statuses";
import { pushWooShipment } from "@/lib/shops/woocommerce/tracking";
import { wooOrderWebhooks } from "@/lib/shops/woocommerce/webhooks";

/** WooCommerce 3.5 and later over its REST API wc/v3: https with Basic, plain http with OAuth 1.0a. */
export const woocommerce: ShopConnector<WooCredentials> = {
  platform: "woocommerce",
  credentials: {
    schema: wooCredentialsSchema,
    fields: credentialFields("woocommerce"),
  },
  pageSize: WOO_PAGE_SIZE,
  countsCheaply: true,
  preflight: preflightWoo,
  mayWrite: mayWriteWoo,
  describe: describeWoo,
  listChangedOrders: listWooOrders,
  countOrders: countWooOrders,
  listStatuses: listWooStatuses,
  fetchOrder: fetchWooOrder,
  pushShipment: pushWooShipment,
  orderWebhooks: wooOrderWebhooks,
};
