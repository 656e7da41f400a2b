import type { ShopRequest } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** The query parameter that carries the method of a POST; null if unsupported. OWASP rules against PATCH also refuse X-HTTP-Method-Override. */
const PARAMETERS: Readonly<Record<ShopSystem, string | null>> = {
  woocommerce: "_method",
  magento: null,
  prestashop: "ps_method",
  shopify: null,
};

/** The methods that can be sent inside a POST. */
const FALLBACK_METHODS: readonly string[] = ["PUT", "PATCH", "DELETE"];

export const hasMethodFallback = (shopSystem: ShopSystem): boolean => PARAMETERS[shopSystem] !== null;

/** Whether all refused methods can be sent as POST. */
export const canFallBack = (shopSystem: ShopSystem, refused: readonly string[]): boolean =>
  hasMethodFallback(shopSystem) && refused.length > 0 && refused.every((method) => FALLBACK_METHODS.includes(method));

/** The request as the fallback sends it; null if it is sent unchanged. */
export function byPost(shopSystem: ShopSystem, method: ShopRequest["method"], path: string): { method: "POST"; path: string } | null {
  const parameter = PARAMETERS[shopSystem];
  if (parameter === null || !FALLBACK_METHODS.includes(method)) return null;
  return { method: "POST", path: `${path}${path.includes("?") ? "&" : "?"}${parameter}=${method}` };
}
