import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { shopifyApp } from "@/lib/connectors/shopify/app";
import { canApprove } from "@/lib/integrations/approval/woocommerce";

const OFFERS: Readonly<Record<ShopSystem, () => boolean>> = {
  woocommerce: () => canApprove(),
  magento: () => canApprove(),
  prestashop: () => false,
  shopify: () => shopifyApp() !== null,
};

/** Whether shops of this system can hand over a key to this installation. */
export const offersApproval = (shopSystem: ShopSystem): boolean => OFFERS[shopSystem]();
