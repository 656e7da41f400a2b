import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isWordpress, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { findRule, reloadApache, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { awsWaf, behindProxy, caddy, haproxy, lighttpd, modsecurity, varnish } from "@/lib/check/diagnosis/fixes/recipes/common";
import { lostMethodRecipes } from "@/lib/check/diagnosis/fixes/recipes/redirects";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { apacheServerSnippet, htaccessSnippet, rewriteConditionSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisMethodSnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { modsecuritySnippet } from "@/lib/check/diagnosis/fixes/snippets/modsecurity";
import { addressListSnippet, cloudflareSnippet, imunifySnippet, methodListSnippet } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxMethodSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";

const both = (scope: Scope) => [methodListSnippet(scope), addressListSnippet(scope)];

/** Methods are refused while GET passes: exempt our requests to the API from the rule about methods. */
const refusedMethodRecipes: readonly Recipe[] = [
  ...modsecurity("methods", 2, step("modsecurity_911100")),
  recipe(
    "methods.nginx",
    "hosting_provider",
    5,
    [
      findRule("limit_except|request_method", "/etc/nginx"),
      step("nginx_file"),
      step("nginx_variable", { from: "$request_method", to: "$method_to_check" }),
      step("nginx_limit_except"),
      reloadNginx,
      testAgain,
    ],
    { snippets: nginxMethodSnippets, warnings: [behindProxy] },
  ),
  recipe(
    "methods.apache",
    "hosting_provider",
    5,
    [
      findRule("Limit|AllowMethods|Require method|REQUEST_METHOD", "/etc/apache2 /var/www"),
      step("apache_if_server"),
      step("rewrite_condition_too"),
      reloadApache,
      testAgain,
    ],
    { snippets: (scope) => [apacheServerSnippet(scope), rewriteConditionSnippet(scope)], warnings: [behindProxy] },
  ),
  recipe(
    "methods.htaccess",
    "merchant",
    5,
    [step("htaccess_backup"), step("htaccess_method_rule"), step("htaccess_if"), step("rewrite_condition_too"), testAgain],
    {
      snippets: (scope) => [htaccessSnippet(scope), rewriteConditionSnippet(scope)],
      warnings: [text("warnings.htaccess_500"), behindProxy],
    },
  ),
  recipe(
    "methods.litespeed",
    "merchant",
    5,
    [step("htaccess_backup"), step("htaccess_method_rule"), step("rewrite_condition"), step("litespeed_request_filter"), testAgain],
    { snippets: (scope) => [rewriteConditionSnippet(scope)] },
  ),
  recipe("methods.iis", "hosting_provider", 10, [step("iis_verbs"), step("iis_php_handler"), testAgain], {
    snippets: (scope) => [iisMethodSnippet(scope)],
    withoutAddresses: true,
    warnings: [text("warnings.path_only")],
  }),
  caddy("methods", "method"),
  haproxy("methods", "method|METH_"),
  varnish("methods", "req\\.method"),
  lighttpd("methods", findRule("request-method", "/etc/lighttpd")),
  recipe("methods.cpanel", "hosting_provider", 5, [step("whm_911100"), step("cpanel_modsecurity"), testAgain], {
    snippets: (scope) => [modsecuritySnippet(scope, "methods")],
  }),
  recipe("methods.plesk", "hosting_provider", 5, [step("plesk_911100"), testAgain], {
    snippets: (scope) => [modsecuritySnippet(scope, "methods")],
  }),
  recipe("methods.cloudflare", "merchant", 5, [step("cloudflare_method_rule"), step("cloudflare_skip_rule"), testAgain], {
    snippets: (scope) => [cloudflareSnippet(scope), methodListSnippet(scope)],
  }),
  recipe("methods.cloudfront", "hosting_provider", 5, [step("cloudfront_methods"), testAgain], {
    snippets: (scope) => [methodListSnippet(scope)],
    withoutAddresses: true,
  }),
  awsWaf("methods"),
  recipe("methods.sucuri", "merchant", 3, [step("sucuri_methods"), step("sucuri_allow"), testAgain], { snippets: both }),
  recipe("methods.imunify360", "hosting_provider", 5, [step("imunify_rules"), step("imunify_white_list"), testAgain], {
    snippets: (scope) => [imunifySnippet(scope)],
  }),
  recipe("methods.aios", "merchant", 3, [step("aios_methods"), testAgain], {
    fits: isWordpress,
    snippets: (scope) => [methodListSnippet(scope)],
    withoutAddresses: true,
  }),
  recipe("methods.wordfence", "merchant", 3, [step("wordfence_allow"), testAgain], {
    fits: isWordpress,
    snippets: (scope) => [addressListSnippet(scope)],
  }),
  recipe("methods.ninjafirewall", "merchant", 3, [step("ninja_methods"), testAgain], {
    snippets: (scope) => [methodListSnippet(scope)],
    withoutAddresses: true,
  }),
  recipe("methods.hosting", "hosting_provider", 10, [step("host_methods"), testAgain], { snippets: both }),
  recipe("method_override.prestashop", "support", 2, [step("prestashop_override")], { fits: isPlatform("prestashop") }),
  recipe("method_override.woocommerce", "support", 2, [step("woocommerce_post_instead")], { fits: isPlatform("woocommerce") }),
];

const isLost = hasReason("method_lost");

/** Refused methods, and those lost in a redirect. */
export const methodRecipes: readonly Recipe[] = [
  ...lostMethodRecipes.map((recipe) => ({ ...recipe, fits: isLost })),
  ...refusedMethodRecipes.map((recipe) => ({
    ...recipe,
    fits: (...[cause, context]: Parameters<NonNullable<Recipe["fits"]>>) => !isLost(cause) && (recipe.fits?.(cause, context) ?? true),
  })),
];
