import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, hasReason, not, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import {
  apache,
  awsWaf,
  caddy,
  haproxy,
  inHtaccess,
  lighttpd,
  litespeed,
  modsecurity,
  modsecurityOrNginx,
  varnish,
} from "@/lib/check/diagnosis/fixes/recipes/common";
import { botProtections, insideShop, namedProducts, unknownProduct } from "@/lib/check/diagnosis/fixes/recipes/defences";
import { lostMethodRecipes, methodVariable } from "@/lib/check/diagnosis/fixes/recipes/redirects";
import { htaccess, rewriteCondition } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisMethods } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { modsecurityExclusion } from "@/lib/check/diagnosis/fixes/snippets/modsecurity";
import { addressList, cloudflareExpression, imunify360, methodList } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxMethods } from "@/lib/check/diagnosis/fixes/snippets/nginx";

const refusedMethodRecipes: readonly Recipe[] = [
  unknownProduct("methods"),
  ...namedProducts("methods"),
  ...insideShop("methods"),
  ...botProtections("methods"),
  ...modsecurity("methods", 2, step("modsecurity_911100")),
  recipe(
    "methods.nginx",
    5,
    [
      findRule("limit_except|request_method", "/etc/nginx"),
      modsecurityOrNginx,
      "nginx_file",
      methodVariable,
      "nginx_limit_except",
      "reload",
    ],
    { exceptions: [nginxMethods], warnings: ["real_address"] },
  ),
  apache("methods", findRule("Limit|AllowMethods|Require method|REQUEST_METHOD", "/etc/apache2 /var/www")),
  inHtaccess("methods", ["htaccess_method_rule", "htaccess_if", "rewrite_condition_too"], [htaccess, rewriteCondition]),
  litespeed("methods", "htaccess_method_rule", "rewrite_condition", "litespeed_request_filter"),
  recipe("methods.iis", 10, ["iis_verbs", "iis_php_handler"], { snippets: [iisMethods], warnings: ["path_only"] }),
  caddy("methods", "method"),
  haproxy("methods", "method|METH_"),
  varnish("methods", "req\\.method"),
  lighttpd("methods", findRule("request-method", "/etc/lighttpd")),
  recipe("methods.cpanel", 5, ["whm_911100", "cpanel_modsecurity"], {
    fixer: "hosting_provider",
    exceptions: [modsecurityExclusion("methods")],
  }),
  recipe("methods.plesk", 5, ["plesk_911100"], { fixer: "hosting_provider", exceptions: [modsecurityExclusion("methods")] }),
  recipe("methods.cloudflare", 5, ["cloudflare_method_rule", "cloudflare_skip_rule"], { exceptions: [cloudflareExpression, methodList] }),
  recipe("methods.cloudfront", 5, ["cloudfront_methods"], { snippets: [methodList] }),
  awsWaf("methods"),
  recipe("methods.sucuri", 3, ["sucuri_methods", "sucuri_allow"], { exceptions: [methodList, addressList] }),
  recipe("methods.imperva", 5, ["imperva_allow"], { exceptions: [methodList, addressList] }),
  recipe("methods.akamai", 15, ["akamai_allow"], { exceptions: [methodList, addressList] }),
  recipe("methods.imunify360", 5, ["imunify_rules", "imunify_white_list"], { exceptions: [imunify360] }),
  recipe("methods.siteground", 15, ["siteground_support"], { exceptions: [methodList, addressList] }),
  recipe("methods.aios", 3, ["aios_methods"], { snippets: [methodList] }),
  recipe("methods.wordfence", 3, ["wordfence_allow"], { exceptions: [addressList] }),
  recipe("methods.ninjafirewall", 3, ["ninja_methods"], { snippets: [methodList] }),
  recipe("methods.hosting", 10, ["host_methods"], { exceptions: [methodList, addressList] }),
  recipe("method_override.prestashop", 2, ["prestashop_override"], { fixer: "support", last: null }),
  recipe("method_override.woocommerce", 2, ["woocommerce_post_instead"], { fixer: "support", last: null }),
];

const isLost = hasReason("method_lost");

export const methodRecipes: readonly Recipe[] = [...where(isLost, lostMethodRecipes), ...where(not(isLost), refusedMethodRecipes)];
