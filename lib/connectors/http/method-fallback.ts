import type { Platform } from "@/lib/connectors/platforms";
import type { ShopRequest } from "@/lib/connectors/shop";

// Shop systems that take a changing request as POST when the method stands in the address: WordPress reads `_method`, PrestaShop
// `ps_method`. Magento and Shopify know no such thing. (The header X-HTTP-Method-Override is refused by the OWASP rules that refuse PATCH.)

const PARAMETERS: Partial<Record<Platform, string>> = { woocommerce: "_method", prestashop: "ps_method" };

/** The methods that can travel inside a POST. */
export const FALLBACK_METHODS: readonly string[] = ["PUT", "PATCH", "DELETE"];

export const hasMethodFallback = (platform: Platform): boolean => PARAMETERS[platform] !== undefined;

/** Whether all that is refused can go by POST. */
export const canFallBack = (platform: Platform, refused: readonly string[]): boolean =>
  hasMethodFallback(platform) && refused.length > 0 && refused.every((method) => FALLBACK_METHODS.includes(method));

/** The request as it is sent where the fallback is on; null where it goes as it is. */
export function byPost(platform: Platform, method: ShopRequest["method"], path: string): { method: "POST"; path: string } | null {
  const parameter = PARAMETERS[platform];
  if (parameter === undefined || !FALLBACK_METHODS.includes(method)) return null;
  return { method: "POST", path: `${path}${path.includes("?") ? "&" : "?"}${parameter}=${method}` };
}
