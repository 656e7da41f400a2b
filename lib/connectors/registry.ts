import { magento } from "@/lib/connectors/magento/index";
import type { Platform } from "@/lib/connectors/platforms";
import { prestashop } from "@/lib/connectors/prestashop/index";
import type { ShopConnector } from "@/lib/connectors/shop";
import { shopify } from "@/lib/connectors/shopify/index";
import { woocommerce } from "@/lib/connectors/woocommerce/index";

/** Credentials differ in type; stored ones are parsed by `credentialsSchema` before use. */
const CONNECTORS: Readonly<Record<Platform, ShopConnector<unknown>>> = { woocommerce, magento, prestashop, shopify };

export const connectorFor = (platform: Platform): ShopConnector<unknown> => CONNECTORS[platform];
