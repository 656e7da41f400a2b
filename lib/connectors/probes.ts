import { magentoProbes } from "@/lib/connectors/magento/probes";
import type { Platform } from "@/lib/connectors/platforms";
import { prestaProbes } from "@/lib/connectors/prestashop/probes";
import type { ShopProbes } from "@/lib/connectors/shop-probes";
import { shopifyProbes } from "@/lib/connectors/shopify/probes";
import { wooProbes } from "@/lib/connectors/woocommerce/probes";

/** The probes of every platform, in the order in which they are tried on an unknown shop. */
export const SHOP_PROBES: Readonly<Record<Platform, ShopProbes>> = {
  woocommerce: wooProbes,
  magento: magentoProbes,
  prestashop: prestaProbes,
  shopify: shopifyProbes,
};
