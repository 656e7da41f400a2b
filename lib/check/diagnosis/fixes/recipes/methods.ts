import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isWordpress, type Recipe, runsInNginx } from "@/lib/check/diagnosis/fixes/recipe";
import {
  findRule,
  reloadApache,
  reloadCaddy,
  reloadHaproxy,
  reloadLighttpd,
  reloadNginx,
  reloadVarnish,
  testAgain,
} from "@/lib/check/diagnosis/fixes/recipes/commands";
import { lostMethodRecipes } from "@/lib/check/diagnosis/fixes/recipes/redirects";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { apacheServerSnippet, htaccessSnippet, rewriteConditionSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisMethodSnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { modsecuritySnippet } from "@/lib/check/diagnosis/fixes/snippets/modsecurity";
import {
  addressListSnippet,
  awsSnippets,
  cloudflareSnippet,
  imunifySnippet,
  methodListSnippet,
} from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxMethodSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { caddySnippets, haproxySnippets, lighttpdSnippets, varnishSnippets } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const behindProxy = text("warnings.real_address");
const both = (scope: Scope) => [methodListSnippet(scope), addressListSnippet(scope)];

/** Methods are refused while GET passes: exempt our requests to the API from the rule about methods. */
const refusedMethodRecipes: readonly Recipe[] = [
  {
    id: "methods.modsecurity",
    software: "modsecurity",
    who: "hosting_provider",
    minutes: 2,
    fits: (cause, context) => !runsInNginx(cause, context),
    steps: [step("modsecurity_911100"), step("modsecurity_exclude"), reloadApache, testAgain],
    snippets: (scope) => [modsecuritySnippet(scope, "methods")],
  },
  {
    id: "methods_in_nginx.modsecurity",
    software: "modsecurity",
    who: "hosting_provider",
    minutes: 2,
    fits: runsInNginx,
    steps: [step("modsecurity_911100"), step("modsecurity_exclude"), reloadNginx, testAgain],
    snippets: (scope) => [modsecuritySnippet(scope, "methods")],
  },
  {
    id: "methods.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: [
      findRule("limit_except|request_method", "/etc/nginx"),
      step("nginx_file"),
      step("nginx_variable", { from: "$request_method", to: "$method_to_check" }),
      step("nginx_limit_except"),
      reloadNginx,
      testAgain,
    ],
    snippets: nginxMethodSnippets,
    warnings: [behindProxy],
  },
  {
    id: "methods.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [
      findRule("Limit|AllowMethods|Require method|REQUEST_METHOD", "/etc/apache2 /var/www"),
      step("apache_if_server"),
      step("rewrite_condition_too"),
      reloadApache,
      testAgain,
    ],
    snippets: (scope) => [apacheServerSnippet(scope), rewriteConditionSnippet(scope)],
    warnings: [behindProxy],
  },
  {
    id: "methods.htaccess",
    software: "htaccess",
    who: "merchant",
    minutes: 5,
    steps: [step("htaccess_backup"), step("htaccess_method_rule"), step("htaccess_if"), step("rewrite_condition_too"), testAgain],
    snippets: (scope) => [htaccessSnippet(scope), rewriteConditionSnippet(scope)],
    warnings: [text("warnings.htaccess_500"), behindProxy],
  },
  {
    id: "methods.litespeed",
    software: "litespeed",
    who: "merchant",
    minutes: 5,
    steps: [step("htaccess_backup"), step("htaccess_method_rule"), step("rewrite_condition"), step("litespeed_request_filter"), testAgain],
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  },
  {
    id: "methods.iis",
    software: "iis",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("iis_verbs"), step("iis_php_handler"), testAgain],
    snippets: (scope) => [iisMethodSnippet(scope)],
    withoutAddresses: true,
    warnings: [text("warnings.path_only")],
  },
  {
    id: "methods.caddy",
    software: "caddy",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("method", "/etc/caddy"), step("caddy_not"), reloadCaddy, testAgain],
    snippets: caddySnippets,
    warnings: [behindProxy],
  },
  {
    id: "methods.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("method|METH_", "/etc/haproxy"), step("haproxy_acl"), reloadHaproxy, testAgain],
    snippets: (scope) => haproxySnippets(scope),
    warnings: [behindProxy],
  },
  {
    id: "methods.varnish",
    software: "varnish",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("req\\.method", "/etc/varnish"), step("varnish_first"), reloadVarnish, testAgain],
    snippets: varnishSnippets,
    warnings: [behindProxy, text("warnings.varnish_backends")],
  },
  {
    id: "methods.lighttpd",
    software: "lighttpd",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("request-method", "/etc/lighttpd"), step("lighttpd_end"), reloadLighttpd, testAgain],
    snippets: (scope) => lighttpdSnippets(scope, "url.access-deny"),
    warnings: [behindProxy],
  },
  {
    id: "methods.cpanel",
    software: "cpanel",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("whm_911100"), step("cpanel_modsecurity"), testAgain],
    snippets: (scope) => [modsecuritySnippet(scope, "methods")],
  },
  {
    id: "methods.plesk",
    software: "plesk",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("plesk_911100"), testAgain],
    snippets: (scope) => [modsecuritySnippet(scope, "methods")],
  },
  {
    id: "methods.cloudflare",
    software: "cloudflare",
    who: "merchant",
    minutes: 5,
    steps: [step("cloudflare_method_rule"), step("cloudflare_skip_rule"), testAgain],
    snippets: (scope) => [cloudflareSnippet(scope), methodListSnippet(scope)],
  },
  {
    id: "methods.cloudfront",
    software: "cloudfront",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("cloudfront_methods"), testAgain],
    snippets: (scope) => [methodListSnippet(scope)],
    withoutAddresses: true,
  },
  {
    id: "methods.aws_waf",
    software: "aws_waf",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step("aws_ip_sets"), step("aws_allow_rule", { path: scope.path.literal || "/" }), testAgain],
    snippets: awsSnippets,
  },
  {
    id: "methods.sucuri",
    software: "sucuri",
    who: "merchant",
    minutes: 3,
    steps: [step("sucuri_methods"), step("sucuri_allow"), testAgain],
    snippets: both,
  },
  {
    id: "methods.imunify360",
    software: "imunify360",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("imunify_rules"), step("imunify_white_list"), testAgain],
    snippets: (scope) => [imunifySnippet(scope)],
  },
  {
    id: "methods.aios",
    software: "aios",
    who: "merchant",
    minutes: 3,
    fits: isWordpress,
    steps: [step("aios_methods"), testAgain],
    snippets: (scope) => [methodListSnippet(scope)],
    withoutAddresses: true,
  },
  {
    id: "methods.wordfence",
    software: "wordfence",
    who: "merchant",
    minutes: 3,
    fits: isWordpress,
    steps: [step("wordfence_allow"), testAgain],
    snippets: (scope) => [addressListSnippet(scope)],
  },
  {
    id: "methods.ninjafirewall",
    software: "ninjafirewall",
    who: "merchant",
    minutes: 3,
    steps: [step("ninja_methods"), testAgain],
    snippets: (scope) => [methodListSnippet(scope)],
    withoutAddresses: true,
  },
  {
    id: "methods.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("host_methods"), testAgain],
    snippets: both,
  },
  {
    id: "method_override.prestashop",
    software: "prestashop",
    who: "support",
    minutes: 2,
    fits: isPlatform("prestashop"),
    steps: [step("prestashop_override")],
  },
  {
    id: "method_override.woocommerce",
    software: "woocommerce",
    who: "support",
    minutes: 2,
    fits: isPlatform("woocommerce"),
    steps: [step("woocommerce_post_instead")],
  },
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
