import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { shopifyApp } from "@/lib/connectors/shopify/app";
import { type ApprovingShopSystem, isApproving } from "@/lib/integrations/approval/approval";
import { canApprove } from "@/lib/integrations/approval/woocommerce";

const OFFERS: Readonly<Record<ApprovingShopSystem, () => boolean>> = {
  woocommerce: () => canApprove(),
  magento: () => canApprove(),
  shopify: () => shopifyApp() !== null,
};

/** Whether shops of this system can hand over a key to this installation. */
export const offersApproval = (shopSystem: ShopSystem): boolean => isApproving(shopSystem) && OFFERS[shopSystem]();
