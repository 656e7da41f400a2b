import { credentialFields } from "@/lib/shops/credentials";
import { type MagentoCredentials, magentoCredentialsSchema } from "@/lib/shops/magento/credentials";
import { describeMagento, preflightMagento } from "@/lib/shops/magento/describe";
import { countMagentoOrders, fetchMagentoOrder, listMagentoOrders, MAGENTO_PAGE_SIZE } from "@/lib/shops/magento/orders";
import { listMagentoStatuses } from "@/lib/shops/magento/statuses";
import { pushMagentoShipment } from "@/lib/shops/magento/tracking";
import type { ShopConnector } from "@/lib/shops/shop";

/** Magento 2 and Adobe Commerce over REST V1: OAuth 1.0a of an integration, or its access token as a bearer token. */
export const magento: ShopConnector<MagentoCredentials> = {
  platform: "magento",
  credentials: { schema: magentoCredentialsSchema, fields: credentialFields("magento") },
  pageSize: MAGENTO_PAGE_SIZE,
  countsCheaply: true,
  preflight: preflightMagento,
  describe: describeMagento,
  listChangedOrders: listMagentoOrders,
  countOrders: countMagentoOrders,
  listStatuses: listMagentoStatuses,
  fetchOrder: fetchMagentoOrder,
  pushShipment: pushMagentoShipment,
  orderWebhooks: null,
};
