import type { Platform } from "@/lib/connectors/platforms";
import type { ShopRequest } from "@/lib/connectors/shop";

/** The query parameter that carries the method of a POST; null if unsupported. OWASP rules against PATCH also refuse X-HTTP-Method-Override. */
const PARAMETERS: Readonly<Record<Platform, string | null>> = {
  woocommerce: "_method",
  magento: null,
  prestashop: "ps_method",
  shopify: null,
};

/** The methods that can be sent inside a POST. */
export const FALLBACK_METHODS: readonly string[] = ["PUT", "PATCH", "DELETE"];

export const hasMethodFallback = (platform: Platform): boolean => PARAMETERS[platform] !== null;

/** Whether all refused methods can be sent as POST. */
export const canFallBack = (platform: Platform, refused: readonly string[]): boolean =>
  hasMethodFallback(platform) && refused.length > 0 && refused.every((method) => FALLBACK_METHODS.includes(method));

/** The request as the fallback sends it; null if it is sent unchanged. */
export function byPost(platform: Platform, method: ShopRequest["method"], path: string): { method: "POST"; path: string } | null {
  const parameter = PARAMETERS[platform];
  if (parameter === null || !FALLBACK_METHODS.includes(method)) return null;
  return { method: "POST", path: `${path}${path.includes("?") ? "&" : "?"}${parameter}=${method}` };
}
