import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { reloadApache, reloadHaproxy, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { schemeRecipes } from "@/lib/check/diagnosis/fixes/recipes/scheme";
import { authorizationSnippets } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";
import { PRESTASHOP_RIGHTS } from "@/lib/connectors/prestashop/rights";

const woocommerce = isPlatform("woocommerce");
const magento = isPlatform("magento");
const prestashop = isPlatform("prestashop");
const shopify = isPlatform("shopify");

/** The Authorization header does not reach the shop. */
export const authorizationRecipes: readonly Recipe[] = [
  recipe(
    "authorization.php_fpm",
    "merchant",
    3,
    [step("htaccess_backup"), step("cgi_pass_auth"), step("cgi_pass_auth_otherwise"), testAgain],
    { snippets: authorizationSnippets, withoutAddresses: true, warnings: [text("warnings.htaccess_500")] },
  ),
  recipe("authorization.apache", "hosting_provider", 3, [step("cgi_pass_auth_server"), reloadApache, testAgain], {
    snippets: () => [code("cgi_pass_auth_server", "apache", "in_rule", "CGIPassAuth On")],
    withoutAddresses: true,
  }),
  recipe("authorization.nginx", "hosting_provider", 3, [step("nginx_authorization"), reloadNginx, testAgain], {
    snippets: () => [
      code("nginx_fastcgi_authorization", "nginx", "in_rule", "fastcgi_param HTTP_AUTHORIZATION $http_authorization;"),
      code("nginx_proxy_authorization", "nginx", "in_rule", "proxy_set_header Authorization $http_authorization;"),
    ],
    withoutAddresses: true,
  }),
  recipe("authorization.litespeed", "merchant", 3, [step("rewrite_authorization"), testAgain], {
    snippets: () => [
      code(
        "rewrite_authorization",
        "apache",
        "file_start",
        "RewriteEngine On\nRewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]",
        ".htaccess",
      ),
    ],
    withoutAddresses: true,
  }),
  recipe("authorization.iis", "hosting_provider", 5, (scope) => [step("iis_password", { path: scope.path.literal || "/" }), testAgain]),
  recipe("authorization.haproxy", "hosting_provider", 3, [
    step("proxy_authorization", { command: "grep -rniE 'authorization' /etc/haproxy" }),
    reloadHaproxy,
    testAgain,
  ]),
  recipe("authorization.varnish", "hosting_provider", 5, [
    step("proxy_authorization", { command: "grep -rniE 'authorization' /etc/varnish" }),
    testAgain,
  ]),
  recipe("authorization.cloudfront", "hosting_provider", 5, [step("cloudfront_authorization"), testAgain]),
  recipe("authorization.wordpress", "merchant", 1, [step("wordpress_save_permalinks"), testAgain], { fits: woocommerce }),
  recipe("authorization.prestashop", "merchant", 2, [step("prestashop_cgi_mode"), step("prestashop_regenerate"), testAgain], {
    fits: prestashop,
  }),
  recipe("authorization.plesk", "merchant", 3, [step("plesk_authorization"), testAgain], {
    snippets: () => [code("cgi_pass_auth_server", "apache", "enter", "CGIPassAuth On")],
    withoutAddresses: true,
  }),
];

/** The stored key is rejected or lacks rights. */
export const credentialRecipes: readonly Recipe[] = [
  recipe("scheme.mooring", "merchant", 1, [step("mooring_https"), testAgain], { fits: hasReason("http_address") }),
  ...schemeRecipes("scheme", hasReason("http_scheme_unknown")),
  recipe("bearer.magento", "merchant", 2, [step("magento_bearer"), testAgain], {
    fits: hasReason("bearer_disabled"),
    snippets: () => [
      code(
        "magento_bearer",
        "shell",
        "run",
        "bin/magento config:set oauth/consumer/enable_integration_as_bearer 1\nbin/magento cache:flush config",
      ),
    ],
    withoutAddresses: true,
  }),
  recipe("clock.hosting", "hosting_provider", 5, [step("host_clock"), testAgain], {
    fits: hasReason("clock_skew"),
    snippets: () => [code("clock", "shell", "run", "timedatectl set-ntp true\ntimedatectl status")],
    withoutAddresses: true,
  }),
  recipe("key.woocommerce", "merchant", 3, [step("woocommerce_new_key"), step("mooring_key"), testAgain], { fits: woocommerce }),
  recipe("key.magento", "merchant", 5, [step("magento_integration"), step("mooring_key"), testAgain], { fits: magento }),
  recipe(
    "key.prestashop",
    "merchant",
    5,
    [step("prestashop_key"), step("prestashop_key_rights", { rights: PRESTASHOP_RIGHTS }), step("mooring_key"), testAgain],
    { fits: prestashop },
  ),
  recipe("key.shopify", "merchant", 5, [step("shopify_token"), step("mooring_key"), testAgain], { fits: shopify }),
  recipe("key.mooring", "merchant", 3, [step("mooring_key"), testAgain], { fits: (_, context) => context.platform === null }),
];
