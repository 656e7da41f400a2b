import { looksLikeMagento } from "@/lib/connectors/magento/probes";
import { headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { Platform } from "@/lib/connectors/platforms";
import { looksLikePrestaShop } from "@/lib/connectors/prestashop/probes";
import { looksLikeShopify } from "@/lib/connectors/shopify/probes";

export interface PlatformSign {
  platform: Platform;
  /** What revealed it, in plain technical words. */
  evidence: string;
}

const looksLikeWordPress = (answer: SeenAnswer): boolean =>
  /rel="https:\/\/api\.w\.org\/"/.test(headerOf(answer, "link")) ||
  /\/wp-(?:content|includes)\/|<link[^<>]{1,500}api\.w\.org/.test(answer.text.slice(0, 400_000)) ||
  headerOf(answer, "x-redirect-by") === "WordPress";

/** In the order in which they are tried: WordPress last, since a shop of another system may have a blog. */
const SIGNS: readonly (PlatformSign & { matches(page: SeenAnswer): boolean })[] = [
  { platform: "shopify", matches: looksLikeShopify, evidence: "page or headers of Shopify" },
  { platform: "magento", matches: looksLikeMagento, evidence: "page or headers of Magento" },
  { platform: "prestashop", matches: looksLikePrestaShop, evidence: "page or cookie of PrestaShop" },
  { platform: "woocommerce", matches: looksLikeWordPress, evidence: "page or headers of WordPress" },
];

/** The shop system that a page of the shop, such as its home page or an error page, reveals; null when it reveals none. */
export const detectFromPage = (page: SeenAnswer): PlatformSign | null => SIGNS.find(({ matches }) => matches(page)) ?? null;
