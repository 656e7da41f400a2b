import { type PrestashopCredentials, prestashopCredentialsSchema } from "@/lib/connectors/prestashop/credentials";
import {
  describePrestashop,
  listPrestashopStatuses,
  missingPrestashopRights,
  preflightPrestashop,
} from "@/lib/connectors/prestashop/describe";
import { findPrestashopOrders } from "@/lib/connectors/prestashop/find-orders";
import {
  countPrestashopOrders,
  fetchPrestashopOrder,
  listPrestashopIds,
  listPrestashopOrders,
  PRESTASHOP_PAGE_SIZE,
} from "@/lib/connectors/prestashop/orders";
import { pushPrestashopShipment } from "@/lib/connectors/prestashop/tracking";
import type { ShopConnector } from "@/lib/connectors/shop";

/** PrestaShop 1.7 and 8 over the webservice. */
export const prestashop: ShopConnector<PrestashopCredentials> = {
  shopSystem: "prestashop",
  credentialsSchema: prestashopCredentialsSchema,
  pageSize: PRESTASHOP_PAGE_SIZE,
  countsCheaply: false,
  listsEveryOrder: true,
  preflight: preflightPrestashop,
  missingRights: missingPrestashopRights,
  describe: describePrestashop,
  listChangedOrders: (shop, window, after) => listPrestashopOrders(shop, window, after),
  countOrders: countPrestashopOrders,
  listIds: listPrestashopIds,
  carts: null,
  listStatuses: listPrestashopStatuses,
  fetchOrder: fetchPrestashopOrder,
  findOrders: findPrestashopOrders,
  pushShipment: pushPrestashopShipment,
  datedApi: null,
  orderWebhooks: null,
};
