import { magentoProbes } from "@/lib/connectors/magento/probes";
import { prestaProbes } from "@/lib/connectors/prestashop/probes";
import type { ShopProbes } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { shopifyProbes } from "@/lib/connectors/shopify/probes";
import { wooProbes } from "@/lib/connectors/woocommerce/probes";

/** The probes of every shop system, in the order in which they are tried on an unknown shop. */
export const SHOP_PROBES: Readonly<Record<ShopSystem, ShopProbes>> = {
  woocommerce: wooProbes,
  magento: magentoProbes,
  prestashop: prestaProbes,
  shopify: shopifyProbes,
};
