import { type Authorize, authorized, type KeyHolder } from "@/lib/check/probe/plan/keys/key-test";
import { authorizeMagento } from "@/lib/check/probe/plan/keys/magento";
import { authorizePrestashop } from "@/lib/check/probe/plan/keys/prestashop";
import { authorizeWoo } from "@/lib/check/probe/plan/keys/woocommerce";
import type { Platform } from "@/lib/connectors/platforms";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Cloud shops are never closed to guests. */
const AUTHORIZE: Readonly<Record<Platform, (holder: KeyHolder) => Authorize | null>> = {
  woocommerce: authorizeWoo,
  magento: authorizeMagento,
  prestashop: authorizePrestashop,
  shopify: () => null,
};

/** The request with the key, as the connector sends it; null without a complete key. */
export function withKey(platform: Platform, holder: KeyHolder, request: ProbeRequest): ProbeRequest | null {
  const authorize = AUTHORIZE[platform](holder);
  return authorize && authorized(request, authorize);
}
