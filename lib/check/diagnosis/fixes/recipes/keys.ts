import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe } from "@/lib/check/diagnosis/fixes/recipe";
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
  {
    id: "authorization.php_fpm",
    software: "php_fpm",
    who: "merchant",
    minutes: 3,
    steps: [step("htaccess_backup"), step("cgi_pass_auth"), step("cgi_pass_auth_otherwise"), testAgain],
    snippets: authorizationSnippets,
    withoutAddresses: true,
    warnings: [text("warnings.htaccess_500")],
  },
  {
    id: "authorization.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 3,
    steps: [step("cgi_pass_auth_server"), reloadApache, testAgain],
    snippets: () => [code("cgi_pass_auth_server", "apache", "in_rule", "CGIPassAuth On")],
    withoutAddresses: true,
  },
  {
    id: "authorization.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 3,
    steps: [step("nginx_authorization"), reloadNginx, testAgain],
    snippets: () => [
      code("nginx_fastcgi_authorization", "nginx", "in_rule", "fastcgi_param HTTP_AUTHORIZATION $http_authorization;"),
      code("nginx_proxy_authorization", "nginx", "in_rule", "proxy_set_header Authorization $http_authorization;"),
    ],
    withoutAddresses: true,
  },
  {
    id: "authorization.litespeed",
    software: "litespeed",
    who: "merchant",
    minutes: 3,
    steps: [step("rewrite_authorization"), testAgain],
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
  },
  {
    id: "authorization.iis",
    software: "iis",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [step("iis_password", { path: scope.path.literal || "/" }), testAgain],
  },
  {
    id: "authorization.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 3,
    steps: [step("proxy_authorization", { command: "grep -rniE 'authorization' /etc/haproxy" }), reloadHaproxy, testAgain],
  },
  {
    id: "authorization.varnish",
    software: "varnish",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("proxy_authorization", { command: "grep -rniE 'authorization' /etc/varnish" }), testAgain],
  },
  {
    id: "authorization.cloudfront",
    software: "cloudfront",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("cloudfront_authorization"), testAgain],
  },
  {
    id: "authorization.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 1,
    fits: woocommerce,
    steps: [step("wordpress_save_permalinks"), testAgain],
  },
  {
    id: "authorization.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 2,
    fits: prestashop,
    steps: [step("prestashop_cgi_mode"), step("prestashop_regenerate"), testAgain],
  },
  {
    id: "authorization.plesk",
    software: "plesk",
    who: "merchant",
    minutes: 3,
    steps: [step("plesk_authorization"), testAgain],
    snippets: () => [code("cgi_pass_auth_server", "apache", "enter", "CGIPassAuth On")],
    withoutAddresses: true,
  },
];

/** The stored key is rejected or lacks rights. */
export const credentialRecipes: readonly Recipe[] = [
  {
    id: "scheme.mooring",
    software: "mooring",
    who: "merchant",
    minutes: 1,
    fits: hasReason("http_address"),
    steps: [step("mooring_https"), testAgain],
  },
  ...schemeRecipes("scheme", hasReason("http_scheme_unknown")),
  {
    id: "bearer.magento",
    software: "magento",
    who: "merchant",
    minutes: 2,
    fits: hasReason("bearer_disabled"),
    steps: [step("magento_bearer"), testAgain],
    snippets: () => [
      code(
        "magento_bearer",
        "shell",
        "run",
        "bin/magento config:set oauth/consumer/enable_integration_as_bearer 1\nbin/magento cache:flush config",
      ),
    ],
    withoutAddresses: true,
  },
  {
    id: "clock.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 5,
    fits: hasReason("clock_skew"),
    steps: [step("host_clock"), testAgain],
    snippets: () => [code("clock", "shell", "run", "timedatectl set-ntp true\ntimedatectl status")],
    withoutAddresses: true,
  },
  {
    id: "key.woocommerce",
    software: "woocommerce",
    who: "merchant",
    minutes: 3,
    fits: woocommerce,
    steps: [step("woocommerce_new_key"), step("mooring_key"), testAgain],
  },
  {
    id: "key.magento",
    software: "magento",
    who: "merchant",
    minutes: 5,
    fits: magento,
    steps: [step("magento_integration"), step("mooring_key"), testAgain],
  },
  {
    id: "key.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 5,
    fits: prestashop,
    steps: [step("prestashop_key"), step("prestashop_key_rights", { rights: PRESTASHOP_RIGHTS }), step("mooring_key"), testAgain],
  },
  {
    id: "key.shopify",
    software: "shopify",
    who: "merchant",
    minutes: 5,
    fits: shopify,
    steps: [step("shopify_token"), step("mooring_key"), testAgain],
  },
  {
    id: "key.mooring",
    software: "mooring",
    who: "merchant",
    minutes: 3,
    fits: (_, context) => context.platform === null,
    steps: [step("mooring_key"), testAgain],
  },
];
