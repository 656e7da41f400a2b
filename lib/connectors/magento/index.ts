import { type MagentoCredentials, magentoCredentialsSchema } from "@/lib/connectors/magento/credentials";
import { describeMagento, listMagentoStatuses, preflightMagento } from "@/lib/connectors/magento/describe";
import { findMagentoOrders } from "@/lib/connectors/magento/find-orders";
import { countMagentoOrders, fetchMagentoOrder, listMagentoOrders, MAGENTO_PAGE_SIZE } from "@/lib/connectors/magento/orders";
import { missingMagentoRights } from "@/lib/connectors/magento/rights";
import { pushMagentoShipment } from "@/lib/connectors/magento/tracking";
import type { ShopConnector } from "@/lib/connectors/shop";

/** Magento 2 and Adobe Commerce over REST V1, with OAuth 1.0a of an integration or its access token as a bearer token. */
export const magento: ShopConnector<MagentoCredentials> = {
  shopSystem: "magento",
  credentialsSchema: magentoCredentialsSchema,
  pageSize: MAGENTO_PAGE_SIZE,
  countsCheaply: true,
  listsEveryOrder: true,
  preflight: preflightMagento,
  missingRights: missingMagentoRights,
  describe: describeMagento,
  listChangedOrders: listMagentoOrders,
  countOrders: countMagentoOrders,
  carts: null,
  listStatuses: listMagentoStatuses,
  fetchOrder: fetchMagentoOrder,
  findOrders: findMagentoOrders,
  pushShipment: pushMagentoShipment,
  datedApi: null,
  orderWebhooks: null,
};
