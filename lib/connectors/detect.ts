import { looksLikeMagento } from "@/lib/connectors/magento/probes";
import { headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { Platform } from "@/lib/connectors/platforms";
import { looksLikePrestaShop } from "@/lib/connectors/prestashop/probes";
import { looksLikeShopify } from "@/lib/connectors/shopify/probes";

export interface PlatformSign {
  platform: Platform;
  /** Where it was seen, in plain words of the protocol. */
  evidence: string;
}

const looksLikeWordPress = (answer: SeenAnswer): boolean =>
  /rel="https:\/\/api\.w\.org\/"/.test(headerOf(answer, "link")) ||
  /\/wp-(?:content|includes)\/|<link[^<>]{1,500}api\.w\.org/.test(answer.text.slice(0, 400_000)) ||
  headerOf(answer, "x-redirect-by") === "WordPress";

const SIGNS: readonly { platform: Platform; looks: (answer: SeenAnswer) => boolean; evidence: string }[] = [
  { platform: "shopify", looks: looksLikeShopify, evidence: "page or headers of Shopify" },
  { platform: "magento", looks: looksLikeMagento, evidence: "page or headers of Magento" },
  { platform: "prestashop", looks: looksLikePrestaShop, evidence: "page or cookie of PrestaShop" },
  { platform: "woocommerce", looks: looksLikeWordPress, evidence: "page or headers of WordPress" },
];

/** The shop system that a page of the shop (its home page, an error page) gives away; null when it says nothing. */
export function detectFromPage(page: SeenAnswer): PlatformSign | null {
  const found = SIGNS.find(({ looks }) => looks(page));
  return found ? { platform: found.platform, evidence: found.evidence } : null;
}
