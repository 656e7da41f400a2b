import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";
import { isShopSystem, SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import type { Fixer } from "@/lib/health/lane/fixer";

// The software that fixes exist for. Product names are `fixes.software.<code>` in the message files.

const SERVERS = ["nginx", "apache", "htaccess", "litespeed", "iis", "caddy", "haproxy", "varnish", "lighttpd", "modsecurity"] as const;
const HOSTING = ["php_fpm", "firewall", "fail2ban", "cpanel", "plesk", "imunify360", "siteground", "anubis", "domain", "hosting"] as const;
const CDNS = ["cloudflare", "cloudfront", "aws_waf", "sucuri", "imperva", "akamai", "fastly"] as const;
/** Bot protections, opened on one page of their own panel. */
export const BOT_PROTECTIONS = [
  "cloudflare_bots",
  "hostinger",
  "o2switch",
  "bunny",
  "crowdsec",
  "datadome",
  "vercel",
  "kasada",
  "kinsta",
  "wp_engine",
  "rocket_net",
  "cloudways",
  "f5",
  "fortiweb",
  "safeline",
  "radware",
  "go_away",
  "web_bot_auth",
] as const;
const PLUGINS = ["wordfence", "solid_security", "aios", "shield", "wp_cerber"] as const;

export const FIX_SOFTWARE = [
  ...SERVERS,
  ...HOSTING,
  ...CDNS,
  ...BOT_PROTECTIONS,
  ...PLUGINS,
  ...SHOP_SYSTEMS,
  "ninjafirewall",
  "wordpress",
  "mooring",
] as const;

export type FixSoftware = (typeof FIX_SOFTWARE)[number];

export const WORDPRESS_PLUGINS: ReadonlySet<FixSoftware> = new Set(PLUGINS);

const SHOP_SYSTEM_OF_MERCHANT: Readonly<Record<ShopSystem, boolean>> = {
  woocommerce: true,
  magento: false,
  prestashop: true,
  shopify: true,
};

const servers: ReadonlySet<string> = new Set(SERVERS);

/** The software in which a shop system's own faults are fixed. */
export const APPLICATION_OF: Readonly<Record<ShopSystem, FixSoftware>> = {
  woocommerce: "wordpress",
  magento: "magento",
  prestashop: "prestashop",
  shopify: "shopify",
};

/** Software that the merchant manages; the rest is the hosting provider's. */
const OF_MERCHANT: ReadonlySet<FixSoftware> = new Set<FixSoftware>([
  ...(["htaccess", "cloudflare", "sucuri", "imperva", "cpanel", "plesk", "mooring", "domain"] as const),
  ...(["wordpress", "ninjafirewall"] as const),
  ...SHOP_SYSTEMS.filter((shopSystem) => SHOP_SYSTEM_OF_MERCHANT[shopSystem]),
  ...(["cloudflare_bots", "hostinger", "o2switch", "bunny", "datadome", "vercel", "kasada", "radware"] as const),
  ...(["kinsta", "wp_engine", "rocket_net", "cloudways"] as const),
  ...WORDPRESS_PLUGINS,
]);

export const fixerOf = (software: FixSoftware): Exclude<Fixer, "itself"> => (OF_MERCHANT.has(software) ? "merchant" : "hosting_provider");

/** Plugins and services that are known by name only: the merchant installed them and opens them in their own panel. */
const NAMED_OF_MERCHANT: ReadonlySet<string> = new Set([
  ...(["secupress", "malcare", "bulletproof", "defender", "blackhole", "jetpack", "patchstack", "astra", "cleantalk", "virusdie"] as const),
  ...(["godaddy", "sitelock"] as const),
]);

/** Opened by the merchant, also where the topic has no steps for it. */
export const isNamedOfMerchant = (blocker: string | null): boolean =>
  blocker !== null && (NAMED_OF_MERCHANT.has(blocker) || WORDPRESS_PLUGINS.has(blocker as FixSoftware));

/** Blockers and servers with the fixes of another software. */
const SAME_WORK: ReadonlyMap<string, readonly FixSoftware[]> = new Map([
  ["apache", ["apache", "htaccess", "modsecurity"]],
  // Their pages are ModSecurity's as well.
  ["nginx", ["nginx", "modsecurity"]],
  ["openresty", ["nginx", "modsecurity"]],
  ["tengine", ["nginx"]],
  ["angie", ["nginx"]],
  ["naxsi", ["nginx"]],
  ["openlitespeed", ["litespeed"]],
  ["quic_cloud", ["litespeed"]],
  ["litespeed", ["litespeed", "htaccess", "modsecurity"]],
  ["urlscan", ["iis"]],
  ["aws_alb", ["aws_waf"]],
  ["cloudfront", ["cloudfront", "aws_waf"]],
  ["aws_waf", ["aws_waf", "cloudfront"]],
  ["cloudflare_bots", ["cloudflare_bots", "cloudflare"]],
  ["woocommerce", ["woocommerce", "wordpress"]],
  // WordPress itself refuses nothing; one of its plugins does.
  ["wordpress", ["wordpress", "wordfence", "aios", "ninjafirewall"]],
]);

const known: ReadonlySet<string> = new Set(FIX_SOFTWARE);

/** Fix software for a blocker or server of a check, most likely first. */
export function softwareOf(name: string | null): readonly FixSoftware[] {
  if (name === null) return [];
  const code = name.toLowerCase();
  return SAME_WORK.get(code) ?? (known.has(code) ? [code as FixSoftware] : []);
}

/** A product with a panel of its own: no web server, firewall below HTTP or shop system. */
export const hasPanel = (blocker: string | null): boolean =>
  blocker !== null &&
  blocker !== "firewall" &&
  blocker !== "wordpress" &&
  blocker !== SHOP_SOFTWARE &&
  !isShopSystem(blocker) &&
  !softwareOf(blocker).some((software) => servers.has(software));
