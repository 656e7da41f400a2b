import { credentialFields } from "@/lib/shops/credentials";
import { type PrestashopCredentials, prestashopCredentialsSchema } from "@/lib/shops/prestashop/credentials";
import { describePrestashop, preflightPrestashop } from "@/lib/shops/prestashop/describe";
import { countPrestashopOrders, fetchPrestashopOrder, listPrestashopOrders, PRESTASHOP_PAGE_SIZE } from "@/lib/shops/prestashop/orders";
import { listPrestashopStatuses } from "@/lib/shops/prestashop/statuses";
import { pushPrestashopShipment } from "@/lib/shops/prestashop/tracking";
import type { ShopConnector } from "@/lib/shops/shop";

/** PrestaShop 1.7 and 8 over the webservice. */
export const prestashop: ShopConnector<PrestashopCredentials> = {
  platform: "prestashop",
  credentials: { schema: prestashopCredentialsSchema, fields: credentialFields("prestashop") },
  pageSize: PRESTASHOP_PAGE_SIZE,
  countsCheaply: false,
  preflight: preflightPrestashop,
  describe: describePrestashop,
  listChangedOrders: (client, credentials, window, after) => listPrestashopOrders(client, credentials, window, after),
  countOrders: countPrestashopOrders,
  listStatuses: listPrestashopStatuses,
  fetchOrder: fetchPrestashopOrder,
  pushShipment: pushPrestashopShipment,
  orderWebhooks: null,
};
