import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, hasReason, not, ofShopSystem, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import { findInApache, findInNginx, leaveApiOut } from "@/lib/check/diagnosis/fixes/recipes/redirects";
import { wordpressRewrite } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";
import { PRESTASHOP_RIGHTS } from "@/lib/connectors/prestashop/rights";

const FRONT_CONTROLLER = "try_files $uri $uri/ /index.php?$args;";
const tryFiles = snippet("nginx_try_files", "nginx", "in_rule", FRONT_CONTROLLER);
const openPath = snippet("nginx_open_path", "nginx", "instead_of", FRONT_CONTROLLER, { replaces: "return 404;" });
const prestashopRewrite = snippet(
  "nginx_prestashop_rewrite",
  "nginx",
  "in_rule",
  "rewrite ^/api/?(.*)$ /webservice/dispatcher.php?url=$1 last;",
);
const apacheRewrite = [
  snippet("apache_modules", "shell", "run", "a2enmod rewrite"),
  snippet("apache_allow_override", "apache", "in_rule", "AllowOverride All"),
];
const caddyPhp = snippet("caddy_php", "caddy", "in_rule", "php_fastcgi unix//run/php/php-fpm.sock");

/** With plain permalinks, WordPress has no such URLs, whatever the server does. */
const isSetting = hasReason("plain_permalinks");
/** A rule for the API's path, while the server's rewrite rules work. */
const isClosed = hasReason("path_closed");
const findPathRule = (place: string) => findRule("wp-json", place);

/** A redirect of the API's path alone, by a plugin that says so or by the server. */
const isRedirected = hasReason("path_redirected");
const isByShop: Recipe["fits"] = (cause, place) => isRedirected(cause, place) && cause.details?.["by"] === "wordpress";
const isByServer: Recipe["fits"] = (cause, place) => isRedirected(cause, place) && cause.details?.["by"] !== "wordpress";

const redirectedPathRecipes: readonly Recipe[] = [
  recipe("path_redirected.wordpress", 5, ["wordpress_redirect_plugin"], { fits: isByShop }),
  ...where(isByServer, [
    recipe("path_redirected.nginx", 5, [findInNginx, leaveApiOut, "reload"]),
    recipe("path_redirected.apache", 5, [findInApache, leaveApiOut, "reload"]),
    recipe("path_redirected.htaccess", 5, ["htaccess_backup", leaveApiOut], { warnings: ["htaccess_500"] }),
  ]),
  recipe("path_redirected.hosting", 5, [leaveApiOut, "ask_host"], { fits: isRedirected }),
];

const closedPathRecipes: readonly Recipe[] = [
  recipe("path_closed.nginx", 5, [findPathRule("/etc/nginx"), "nginx_open_path", "reload"], { snippets: [openPath] }),
  recipe("path_closed.htaccess", 5, [findPathRule("/var/www/.htaccess"), "remove_path_rule"], { fits: ofShopSystem("woocommerce") }),
  recipe("path_closed.apache", 5, [findPathRule("/etc/apache2"), "remove_path_rule", "reload"]),
  recipe("path_closed.hosting", 5, ["remove_path_rule", "ask_host"]),
];

/** The web server does not route the API's URLs to the shop, or WordPress has no such URLs. */
export const notFoundRecipes: readonly Recipe[] = [
  recipe("path.mooring", 1, ["mooring_address"], { fits: hasReason("other_path") }),
  recipe("prefix.wordpress", 5, ["wordpress_prefix", "wordpress_save_permalinks"], { fits: hasReason("renamed_prefix") }),
  ...where(isClosed, closedPathRecipes),
  ...redirectedPathRecipes,
  recipe("rewrite.wordpress", 1, ["wordpress_permalinks"], {
    fits: (cause, place) => !isClosed(cause, place) && !isRedirected(cause, place) && place.shopSystem === "woocommerce",
  }),
  ...where(
    (cause, place) => !isSetting(cause, place) && !isClosed(cause, place) && !isRedirected(cause, place),
    [
      recipe("rewrite.htaccess", 5, ["htaccess_rewrite"], {
        fits: ofShopSystem("woocommerce"),
        snippets: [wordpressRewrite],
        warnings: ["htaccess_500"],
      }),
      recipe("rewrite.apache", 5, ["apache_allow_override", "reload"], { snippets: apacheRewrite }),
      recipe("rewrite_wordpress.nginx", 5, ["nginx_try_files", "reload"], { fits: ofShopSystem("woocommerce"), snippets: [tryFiles] }),
      recipe("rewrite_prestashop.nginx", 5, ["nginx_prestashop_rewrite", "reload"], {
        fits: ofShopSystem("prestashop"),
        snippets: [prestashopRewrite],
      }),
      recipe("rewrite_magento.nginx", 15, ["nginx_magento_sample", "reload"], { fits: ofShopSystem("magento") }),
      recipe("rewrite.caddy", 5, ["caddy_php", "reload"], { fits: ofShopSystem("woocommerce"), snippets: [caddyPhp] }),
      recipe("rewrite.iis", 10, ["iis_rewrite"], { fits: ofShopSystem("woocommerce") }),
      recipe("rewrite.prestashop", 2, ["prestashop_regenerate"]),
      recipe("rewrite.magento", 10, ["magento_htaccess"]),
      recipe("rewrite.shopify", 1, ["shopify_domain"]),
    ],
  ),
  recipe("rewrite.mooring", 1, ["mooring_address"], { fits: (cause, place) => !isClosed(cause, place) && !isRedirected(cause, place) }),
];

/** The API reports that it is off, or a plugin closes it. */
export const disabledRecipes: readonly Recipe[] = [
  recipe("disabled.prestashop", 5, ["prestashop_enable", step("prestashop_key_rights", { rights: PRESTASHOP_RIGHTS })]),
  ...where(not(hasReason("closed_by_plugin")), [recipe("disabled.woocommerce", 3, ["woocommerce_activate"])]),
  recipe("disabled.wordpress", 5, ["wordpress_rest_plugins"]),
  recipe("disabled.solid_security", 2, ["solid_rest"]),
  recipe("disabled.aios", 2, ["aios_rest"]),
  recipe("disabled.magento", 5, [step("magento_modules", { command: "bin/magento module:status Magento_Webapi Magento_Sales" })]),
  recipe("disabled.shopify", 10, ["shopify_frozen"]),
];

const isKeyRefused: NonNullable<Recipe["fits"]> = ({ details }) => details?.["visitor"] === "keyed";

/** A plugin lets no visitor without a key through; many let ours through. */
export const closedRecipes: readonly Recipe[] = [
  ...where(isKeyRefused, [recipe("closed_to_key.wordpress", 5, ["wordpress_rest_plugins", "woocommerce_new_key", "mooring_key"])]),
  ...where(not(isKeyRefused), [recipe("closed.wordpress", 5, ["mooring_try_key", "wordpress_rest_plugins"])]),
  recipe("closed.solid_security", 3, ["mooring_try_key", "solid_rest"]),
  recipe("closed.aios", 3, ["mooring_try_key", "aios_rest"]),
  recipe("closed.mooring", 1, ["mooring_try_key"], { fits: not(ofShopSystem("woocommerce")) }),
];
