import type { Platform } from "@/lib/connectors/platforms";
import { shopifyApp } from "@/lib/connectors/shopify/app";
import { canApprove } from "@/lib/integrations/approval/woocommerce";

const OFFERS: Readonly<Record<Platform, () => boolean>> = {
  woocommerce: () => canApprove(),
  magento: () => canApprove(),
  prestashop: () => false,
  shopify: () => shopifyApp() !== null,
};

/** Whether shops of this system can hand over a key to this installation. */
export const offersApproval = (platform: Platform): boolean => OFFERS[platform]();
