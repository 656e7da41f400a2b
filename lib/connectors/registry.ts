import { magento } from "@/lib/connectors/magento/index";
import type { Platform } from "@/lib/connectors/platforms";
import { prestashop } from "@/lib/connectors/prestashop/index";
import type { ShopConnector } from "@/lib/connectors/shop";
import { shopify } from "@/lib/connectors/shopify/index";
import { woocommerce } from "@/lib/connectors/woocommerce/index";

/** Connectors by platform. Their credentials differ in type; what was stored is parsed by `credentials.schema` before it is handed on. */
const CONNECTORS: Readonly<Record<Platform, ShopConnector<unknown>>> = { woocommerce, magento, prestashop, shopify };

export const connectorFor = (platform: Platform): ShopConnector<unknown> => CONNECTORS[platform];
