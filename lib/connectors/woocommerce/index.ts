import type { ShopConnector } from "@/lib/connectors/shop";
import { countWooOrders, wooCarts } from "@/lib/connectors/woocommerce/carts";
import { type WooCredentials, wooCredentialsSchema } from "@/lib/connectors/woocommerce/credentials";
import { compareWooStatuses, describeWoo, listWooStatuses, mayWriteWoo, preflightWoo } from "@/lib/connectors/woocommerce/describe";
import { findWooOrders } from "@/lib/connectors/woocommerce/find-orders";
import { WOO_PAGE_SIZE } from "@/lib/connectors/woocommerce/order-query";
import { fetchWooOrder, listWooOrders } from "@/lib/connectors/woocommerce/orders";
import { pushWooShipment } from "@/lib/connectors/woocommerce/tracking";
import { wooOrderWebhooks } from "@/lib/connectors/woocommerce/webhooks";

/** WooCommerce 3.5 and later over its REST API wc/v3: Basic over https, OAuth 1.0a over plain http. */
export const woocommerce: ShopConnector<WooCredentials> = {
  shopSystem: "woocommerce",
  credentialsSchema: wooCredentialsSchema,
  pageSize: WOO_PAGE_SIZE,
  countsCheaply: true,
  listsEveryOrder: false,
  preflight: preflightWoo,
  mayWrite: mayWriteWoo,
  describe: describeWoo,
  listChangedOrders: listWooOrders,
  countOrders: countWooOrders,
  carts: wooCarts,
  listStatuses: listWooStatuses,
  compareStatuses: compareWooStatuses,
  fetchOrder: fetchWooOrder,
  findOrders: findWooOrders,
  pushShipment: pushWooShipment,
  datedApi: null,
  orderWebhooks: wooOrderWebhooks,
};
