import { magentoProbes } from "@/lib/shops/magento/probes";
import type { Platform } from "@/lib/shops/platforms";
import { prestaProbes } from "@/lib/shops/prestashop/probes";
import type { ShopProbes } from "@/lib/shops/shop-probes";
import { shopifyProbes } from "@/lib/shops/shopify/probes";
import { wooProbes } from "@/lib/shops/woocommerce/probes";

/** The probes of every platform, in the order in which an unknown shop is tried. */
export const SHOP_PROBES: Readonly<Record<Platform, ShopProbes>> = {
  woocommerce: wooProbes,
  magento: magentoProbes,
  prestashop: prestaProbes,
  shopify: shopifyProbes,
};
