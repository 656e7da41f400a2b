import { magento } from "@/lib/shops/magento";
import type { Platform } from "@/lib/shops/platforms";
import { prestashop } from "@/lib/shops/prestashop";
import type { ShopConnector } from "@/lib/shops/shop";
import { shopify } from "@/lib/shops/shopify";
import { woocommerce } from "@/lib/shops/woocommerce";

/** Connectors by platform. Their credentials differ in type; what was stored is parsed by `credentials.schema` before it is handed on. */
const CONNECTORS: Readonly<Record<Platform, ShopConnector<unknown>>> = { woocommerce, magento, prestashop, shopify };

export const connectorFor = (platform: Platform): ShopConnector<unknown> => CONNECTORS[platform];
