import { AppError } from "@/lib/base/app-error";
import { magento } from "@/lib/shops/magento";
import type { Platform } from "@/lib/shops/platforms";
import { prestashop } from "@/lib/shops/prestashop";
import type { ShopConnector } from "@/lib/shops/shop";
import { woocommerce } from "@/lib/shops/woocommerce";

/** Connectors by platform. Their credentials differ in type; what was stored is parsed by `credentials.schema` before it is handed on. */
const CONNECTORS: Partial<Record<Platform, ShopConnector<unknown>>> = { woocommerce, magento, prestashop };

/** The connector of a platform. Throws `platform_not_supported` for one that the product can only check. */
export function connectorFor(platform: Platform): ShopConnector<unknown> {
  const connector = CONNECTORS[platform];
  if (!connector) throw new AppError("platform_not_supported", `no connector for ${platform}`);
  return connector;
}
