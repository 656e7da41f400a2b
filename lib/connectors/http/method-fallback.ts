import type { Platform } from "@/lib/connectors/platforms";
import type { ShopRequest } from "@/lib/connectors/shop";

/** The query parameter that carries the method of a POST; null where the shop system has none. OWASP rules that refuse PATCH refuse X-HTTP-Method-Override too. */
const PARAMETERS: Readonly<Record<Platform, string | null>> = {
  woocommerce: "_method",
  magento: null,
  prestashop: "ps_method",
  shopify: null,
};

/** The methods that can travel inside a POST. */
export const FALLBACK_METHODS: readonly string[] = ["PUT", "PATCH", "DELETE"];

export const hasMethodFallback = (platform: Platform): boolean => PARAMETERS[platform] !== null;

/** Whether all that is refused can go by POST. */
export const canFallBack = (platform: Platform, refused: readonly string[]): boolean =>
  hasMethodFallback(platform) && refused.length > 0 && refused.every((method) => FALLBACK_METHODS.includes(method));

/** The request as it is sent where the fallback is on; null where it goes as it is. */
export function byPost(platform: Platform, method: ShopRequest["method"], path: string): { method: "POST"; path: string } | null {
  const parameter = PARAMETERS[platform];
  if (parameter === null || !FALLBACK_METHODS.includes(method)) return null;
  return { method: "POST", path: `${path}${path.includes("?") ? "&" : "?"}${parameter}=${method}` };
}
