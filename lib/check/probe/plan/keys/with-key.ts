import type { KeyHolder } from "@/lib/check/probe/plan/keys/key-test";
import { authorizeMagento } from "@/lib/check/probe/plan/keys/magento";
import { authorizePrestashop } from "@/lib/check/probe/plan/keys/prestashop";
import { authorizeWoo } from "@/lib/check/probe/plan/keys/woocommerce";
import type { Platform } from "@/lib/connectors/platforms";
import { type ProbeRequest, renewable } from "@/lib/connectors/shop-probes";

type Authorize = (method: string, path: string, now: Date) => string;

/** Cloud shops are closed to no request without a key. */
const AUTHORIZE: Readonly<Record<Platform, (holder: KeyHolder) => Authorize | null>> = {
  woocommerce: authorizeWoo,
  magento: authorizeMagento,
  prestashop: authorizePrestashop,
  shopify: () => null,
};

/** A request that brings the keys as the platform's connector does; null where there is no whole key. */
export function withKey(platform: Platform, holder: KeyHolder, request: ProbeRequest): ProbeRequest | null {
  const authorize = AUTHORIZE[platform](holder);
  if (authorize === null) return null;
  return renewable(request, (now) => ({
    ...request,
    headers: [...request.headers, ["Authorization", authorize(request.method, request.path, now)]],
  }));
}
