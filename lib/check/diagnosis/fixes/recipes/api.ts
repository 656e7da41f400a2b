import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isWordpress, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
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
  recipe("path.mooring", "merchant", 1, [step("mooring_address"), testAgain], { fits: hasReason("other_path") }),
  recipe("prefix.wordpress", "merchant", 5, [step("wordpress_prefix"), step("wordpress_save_permalinks"), testAgain], {
    fits: hasReason("renamed_prefix"),
  }),
  recipe("rewrite.wordpress", "merchant", 1, [step("wordpress_permalinks"), testAgain], { fits: woocommerce }),
  recipe("rewrite.htaccess", "merchant", 5, [step("htaccess_rewrite"), testAgain], {
    fits: woocommerce,
    snippets: (scope) => [wordpressRewriteSnippet(scope)],
    withoutAddresses: true,
    warnings: [text("warnings.htaccess_500")],
  }),
  recipe("rewrite.apache", "hosting_provider", 5, [step("apache_allow_override"), reloadApache, testAgain], {
    snippets: () => [
      code("apache_modules", "shell", "run", "a2enmod rewrite"),
      code("apache_allow_override", "apache", "in_rule", "AllowOverride All"),
    ],
    withoutAddresses: true,
  }),
  recipe("rewrite_wordpress.nginx", "hosting_provider", 5, [step("nginx_try_files"), reloadNginx, testAgain], {
    fits: woocommerce,
    snippets: () => [code("nginx_try_files", "nginx", "in_rule", "location / {\n    try_files $uri $uri/ /index.php?$args;\n}")],
    withoutAddresses: true,
  }),
  recipe("rewrite_prestashop.nginx", "hosting_provider", 5, [step("nginx_prestashop_rewrite"), reloadNginx, testAgain], {
    fits: prestashop,
    snippets: () => [code("nginx_prestashop_rewrite", "nginx", "in_rule", "rewrite ^/api/?(.*)$ /webservice/dispatcher.php?url=$1 last;")],
    withoutAddresses: true,
  }),
  recipe("rewrite_magento.nginx", "hosting_provider", 15, [step("nginx_magento_sample"), reloadNginx, testAgain], { fits: magento }),
  recipe("rewrite.caddy", "hosting_provider", 5, [step("caddy_php"), testAgain], {
    fits: woocommerce,
    snippets: () => [code("caddy_php", "caddy", "in_rule", "php_fastcgi unix//run/php/php-fpm.sock")],
    withoutAddresses: true,
  }),
  recipe("rewrite.iis", "hosting_provider", 10, [step("iis_rewrite"), testAgain], { fits: woocommerce }),
  recipe("rewrite.prestashop", "merchant", 2, [step("prestashop_regenerate"), testAgain], { fits: prestashop }),
  recipe("rewrite.magento", "hosting_provider", 10, [step("magento_htaccess"), testAgain], { fits: magento }),
  recipe("rewrite.shopify", "merchant", 1, [step("shopify_domain"), testAgain], { fits: shopify }),
  recipe("rewrite.mooring", "merchant", 1, [step("mooring_address"), testAgain]),
];

const SETTINGS: ReadonlySet<string> = new Set(["rewrite.wordpress", "rewrite.mooring"]);

export const notFoundRecipes: readonly Recipe[] = missingRecipes.map((recipe) => ({
  ...recipe,
  fits: (cause, context) => (!isSetting(cause) || SETTINGS.has(recipe.id)) && (recipe.fits?.(cause, context) ?? true),
}));

const isClosedByPlugin = hasReason("closed_by_plugin");

/** The API says that it is off, or a plugin closes it. */
export const disabledRecipes: readonly Recipe[] = [
  recipe(
    "disabled.prestashop",
    "merchant",
    5,
    [step("prestashop_enable"), step("prestashop_key_rights", { rights: PRESTASHOP_RIGHTS }), testAgain],
    { fits: prestashop },
  ),
  recipe("disabled.woocommerce", "merchant", 3, [step("woocommerce_activate"), testAgain], {
    fits: (cause, context) => woocommerce(cause, context) && !isClosedByPlugin(cause),
  }),
  recipe("disabled.wordpress", "merchant", 5, [step("wordpress_rest_plugins"), testAgain], { fits: woocommerce }),
  recipe("disabled.solid_security", "merchant", 2, [step("solid_rest"), testAgain], { fits: isWordpress }),
  recipe("disabled.aios", "merchant", 2, [step("aios_rest"), testAgain], { fits: isWordpress }),
  recipe(
    "disabled.magento",
    "hosting_provider",
    5,
    [step("magento_modules", { command: "bin/magento module:status Magento_Webapi Magento_Sales" }), testAgain],
    { fits: magento },
  ),
  recipe("disabled.shopify", "merchant", 10, [step("shopify_frozen"), testAgain], { fits: shopify }),
];
