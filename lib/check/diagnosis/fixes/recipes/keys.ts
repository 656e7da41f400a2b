import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { withPath } from "@/lib/check/diagnosis/fixes/recipes/common";
import { schemeRecipes } from "@/lib/check/diagnosis/fixes/recipes/scheme";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";
import { PRESTASHOP_RIGHTS } from "@/lib/connectors/prestashop/rights";

const atFileStart = (id: string, code: string) => snippet(id, "apache", "file_start", code, { file: ".htaccess" });

const inHtaccess = [
  atFileStart("cgi_pass_auth", "CGIPassAuth On"),
  atFileStart("set_env_if_authorization", 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1'),
];
const inNginx = [
  snippet("nginx_fastcgi_authorization", "nginx", "in_rule", "fastcgi_param HTTP_AUTHORIZATION $http_authorization;"),
  snippet("nginx_proxy_authorization", "nginx", "in_rule", "proxy_set_header Authorization $http_authorization;"),
];
const byRewrite = atFileStart("rewrite_authorization", "RewriteEngine On\nRewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]");
const findInProxy = (place: string) => step("proxy_authorization", { command: `grep -rniE 'authorization' ${place}` });

export const authorizationRecipes: readonly Recipe[] = [
  recipe("authorization.php_fpm", 3, ["htaccess_backup", "cgi_pass_auth", "cgi_pass_auth_otherwise"], {
    fixer: "merchant",
    snippets: inHtaccess,
    warnings: ["htaccess_500"],
  }),
  recipe("authorization.apache", 3, ["cgi_pass_auth_server", "reload"], {
    snippets: [snippet("cgi_pass_auth_server", "apache", "in_rule", "CGIPassAuth On")],
  }),
  recipe("authorization.nginx", 3, ["nginx_authorization", "reload"], { snippets: inNginx }),
  recipe("authorization.litespeed", 3, ["rewrite_authorization"], { fixer: "merchant", snippets: [byRewrite] }),
  recipe("authorization.iis", 5, [withPath("iis_password")]),
  recipe("authorization.haproxy", 3, [findInProxy("/etc/haproxy"), "reload"]),
  recipe("authorization.varnish", 5, [findInProxy("/etc/varnish")]),
  recipe("authorization.cloudfront", 5, ["cloudfront_authorization"]),
  recipe("authorization.wordpress", 1, ["wordpress_save_permalinks"]),
  recipe("authorization.prestashop", 2, ["prestashop_cgi_mode", "prestashop_regenerate"]),
  recipe("authorization.plesk", 3, ["plesk_authorization"], {
    snippets: [snippet("cgi_pass_auth_server", "apache", "enter", "CGIPassAuth On")],
  }),
];

const allowBearer = snippet(
  "magento_bearer",
  "shell",
  "run",
  "bin/magento config:set oauth/consumer/enable_integration_as_bearer 1\nbin/magento cache:flush config",
);
const setClock = snippet("clock", "shell", "run", "timedatectl set-ntp true\ntimedatectl status");

export const credentialRecipes: readonly Recipe[] = [
  recipe("scheme.mooring", 1, ["mooring_https"], { fits: hasReason("http_address") }),
  ...schemeRecipes("scheme", hasReason("http_scheme_unknown")),
  recipe("bearer.magento", 2, ["magento_bearer"], { fixer: "merchant", fits: hasReason("bearer_disabled"), snippets: [allowBearer] }),
  recipe("clock.hosting", 5, ["host_clock"], { fits: hasReason("clock_skew"), snippets: [setClock] }),
  recipe("key.woocommerce", 3, ["woocommerce_new_key", "mooring_key"]),
  recipe("rights.magento", 3, ["magento_rights"], {
    fixer: "merchant",
    fits: ({ code }, { shopSystem }) => shopSystem === "magento" && code === "credentials_insufficient",
  }),
  recipe("key.magento", 5, ["magento_integration", "mooring_key"], {
    fixer: "merchant",
    fits: ({ code }, { shopSystem }) => shopSystem === "magento" && code === "credentials_rejected",
  }),
  recipe("association.prestashop", 2, ["prestashop_store_association"], { fits: hasReason("other_shop") }),
  recipe("rights.prestashop", 3, [step("prestashop_tick_rights", { rights: PRESTASHOP_RIGHTS })], {
    fits: ({ code, reason }, { shopSystem }) =>
      shopSystem === "prestashop" && code === "credentials_insufficient" && reason !== "other_shop",
  }),
  recipe("key.prestashop", 5, ["prestashop_key", step("prestashop_key_rights", { rights: PRESTASHOP_RIGHTS }), "mooring_key"], {
    fits: ({ code }, { shopSystem }) => shopSystem === "prestashop" && code === "credentials_rejected",
  }),
  recipe("key.shopify", 5, ["shopify_token", "mooring_key"]),
  recipe("key.mooring", 3, ["mooring_key"], { fits: (_, { shopSystem }) => shopSystem === null }),
];
