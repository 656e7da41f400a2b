import { magento } from "@/lib/connectors/magento/index";
import { prestashop } from "@/lib/connectors/prestashop/index";
import type { ShopConnector } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { shopify } from "@/lib/connectors/shopify/index";
import { woocommerce } from "@/lib/connectors/woocommerce/index";

/** Credentials differ in type; stored ones are parsed by `credentialsSchema` before use. */
const CONNECTORS: Readonly<Record<ShopSystem, ShopConnector<unknown>>> = { woocommerce, magento, prestashop, shopify };

export const connectorFor = (shopSystem: ShopSystem): ShopConnector<unknown> => CONNECTORS[shopSystem];
