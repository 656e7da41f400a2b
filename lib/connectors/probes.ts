import { looksLikeMagento, magentoProbes } from "@/lib/connectors/magento/probes";
import { headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { looksLikePrestaShop, prestaProbes } from "@/lib/connectors/prestashop/probes";
import type { ShopProbes } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { looksLikeShopify, shopifyProbes } from "@/lib/connectors/shopify/probes";
import { wooProbes } from "@/lib/connectors/woocommerce/probes";

/** The probes of every shop system, in the order in which they are tried on an unknown shop. */
export const SHOP_PROBES: Readonly<Record<ShopSystem, ShopProbes>> = {
  woocommerce: wooProbes,
  magento: magentoProbes,
  prestashop: prestaProbes,
  shopify: shopifyProbes,
};

export interface ShopSystemSign {
  shopSystem: ShopSystem;
  /** What revealed it, in technical terms. */
  evidence: string;
}

const looksLikeWordPress = (answer: SeenAnswer): boolean =>
  /rel="https:\/\/api\.w\.org\/"/.test(headerOf(answer, "link")) ||
  /\/wp-(?:content|includes)\/|<link[^<>]{1,500}api\.w\.org/.test(answer.text.slice(0, 400_000)) ||
  headerOf(answer, "x-redirect-by") === "WordPress";

interface Sign {
  matches(page: SeenAnswer): boolean;
  evidence: string;
}

/** In the order tried: WordPress last, since a shop of another system may have a blog. */
const SIGNS: Readonly<Record<ShopSystem, Sign>> = {
  shopify: { matches: looksLikeShopify, evidence: "page or headers of Shopify" },
  magento: { matches: looksLikeMagento, evidence: "page or headers of Magento" },
  prestashop: { matches: looksLikePrestaShop, evidence: "page or cookie of PrestaShop" },
  woocommerce: { matches: looksLikeWordPress, evidence: "page or headers of WordPress" },
};

/** The shop system that a page of the shop (home page, error page) reveals; null for none. */
export function detectFromPage(page: SeenAnswer): ShopSystemSign | null {
  const found = (Object.entries(SIGNS) as [ShopSystem, Sign][]).find(([, { matches }]) => matches(page));
  return found ? { shopSystem: found[0], evidence: found[1].evidence } : null;
}
