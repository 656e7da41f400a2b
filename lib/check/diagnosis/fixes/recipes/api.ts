import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isWordpress, type Recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { reloadApache, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { wordpressRewriteSnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";
import { PRESTASHOP_RIGHTS } from "@/lib/connectors/prestashop/rights";

const woocommerce = isPlatform("woocommerce");
const magento = isPlatform("magento");
const prestashop = isPlatform("prestashop");
const shopify = isPlatform("shopify");

const isSetting = hasReason("plain_permalinks");

/** The web server does not route the API's URLs to the shop, or WordPress has no such URLs because permalinks are plain. */
const missingRecipes: readonly Recipe[] = [
  {
    id: "path.mooring",
    software: "mooring",
    who: "merchant",
    minutes: 1,
    fits: hasReason("other_path"),
    steps: [step("mooring_address"), testAgain],
  },
  {
    id: "prefix.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 5,
    fits: hasReason("renamed_prefix"),
    steps: [step("wordpress_prefix"), step("wordpress_save_permalinks"), testAgain],
  },
  {
    id: "rewrite.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 1,
    fits: woocommerce,
    steps: [step("wordpress_permalinks"), testAgain],
  },
  {
    id: "rewrite.htaccess",
    software: "htaccess",
    who: "merchant",
    minutes: 5,
    fits: woocommerce,
    steps: [step("htaccess_rewrite"), testAgain],
    snippets: (scope) => [wordpressRewriteSnippet(scope)],
    withoutAddresses: true,
    warnings: [text("warnings.htaccess_500")],
  },
  {
    id: "rewrite.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("apache_allow_override"), reloadApache, testAgain],
    snippets: () => [
      code("apache_modules", "shell", "run", "a2enmod rewrite"),
      code("apache_allow_override", "apache", "in_rule", "AllowOverride All"),
    ],
    withoutAddresses: true,
  },
  {
    id: "rewrite_wordpress.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    fits: woocommerce,
    steps: [step("nginx_try_files"), reloadNginx, testAgain],
    snippets: () => [code("nginx_try_files", "nginx", "in_rule", "location / {\n    try_files $uri $uri/ /index.php?$args;\n}")],
    withoutAddresses: true,
  },
  {
    id: "rewrite_prestashop.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    fits: prestashop,
    steps: [step("nginx_prestashop_rewrite"), reloadNginx, testAgain],
    snippets: () => [code("nginx_prestashop_rewrite", "nginx", "in_rule", "rewrite ^/api/?(.*)$ /webservice/dispatcher.php?url=$1 last;")],
    withoutAddresses: true,
  },
  {
    id: "rewrite_magento.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 15,
    fits: magento,
    steps: [step("nginx_magento_sample"), reloadNginx, testAgain],
  },
  {
    id: "rewrite.caddy",
    software: "caddy",
    who: "hosting_provider",
    minutes: 5,
    fits: woocommerce,
    steps: [step("caddy_php"), testAgain],
    snippets: () => [code("caddy_php", "caddy", "in_rule", "php_fastcgi unix//run/php/php-fpm.sock")],
    withoutAddresses: true,
  },
  { id: "rewrite.iis", software: "iis", who: "hosting_provider", minutes: 10, fits: woocommerce, steps: [step("iis_rewrite"), testAgain] },
  {
    id: "rewrite.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 2,
    fits: prestashop,
    steps: [step("prestashop_regenerate"), testAgain],
  },
  {
    id: "rewrite.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 10,
    fits: magento,
    steps: [step("magento_htaccess"), testAgain],
  },
  { id: "rewrite.shopify", software: "shopify", who: "merchant", minutes: 1, fits: shopify, steps: [step("shopify_domain"), testAgain] },
  { id: "rewrite.mooring", software: "mooring", who: "merchant", minutes: 1, steps: [step("mooring_address"), testAgain] },
];

const SETTINGS: ReadonlySet<string> = new Set(["rewrite.wordpress", "rewrite.mooring"]);

export const notFoundRecipes: readonly Recipe[] = missingRecipes.map((recipe) => ({
  ...recipe,
  fits: (cause, context) => (!isSetting(cause) || SETTINGS.has(recipe.id)) && (recipe.fits?.(cause, context) ?? true),
}));

const isClosedByPlugin = hasReason("closed_by_plugin");

/** The API says that it is off, or a plugin closes it. */
export const disabledRecipes: readonly Recipe[] = [
  {
    id: "disabled.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 5,
    fits: prestashop,
    steps: [step("prestashop_enable"), step("prestashop_key_rights", { rights: PRESTASHOP_RIGHTS }), testAgain],
  },
  {
    id: "disabled.woocommerce",
    software: "woocommerce",
    who: "merchant",
    minutes: 3,
    fits: (cause, context) => woocommerce(cause, context) && !isClosedByPlugin(cause),
    steps: [step("woocommerce_activate"), testAgain],
  },
  {
    id: "disabled.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 5,
    fits: woocommerce,
    steps: [step("wordpress_rest_plugins"), testAgain],
  },
  {
    id: "disabled.solid_security",
    software: "solid_security",
    who: "merchant",
    minutes: 2,
    fits: isWordpress,
    steps: [step("solid_rest"), testAgain],
  },
  { id: "disabled.aios", software: "aios", who: "merchant", minutes: 2, fits: isWordpress, steps: [step("aios_rest"), testAgain] },
  {
    id: "disabled.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 5,
    fits: magento,
    steps: [step("magento_modules", { command: "bin/magento module:status Magento_Webapi Magento_Sales" }), testAgain],
  },
  { id: "disabled.shopify", software: "shopify", who: "merchant", minutes: 10, fits: shopify, steps: [step("shopify_frozen"), testAgain] },
];
