import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, findRule, reloadApache, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { apacheNoCacheSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { phpMessagesSnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { nginxNoCacheSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";

const woocommerce = isPlatform("woocommerce");
const magento = isPlatform("magento");
const prestashop = isPlatform("prestashop");

/** Something else surrounds or replaces the data of the API's response. */
export const invalidRecipes: readonly Recipe[] = [
  recipe("notices.hosting", "hosting_provider", 5, [step("php_messages"), testAgain], {
    fits: hasReason("php_notice"),
    snippets: () => [phpMessagesSnippet()],
    withoutAddresses: true,
  }),
  recipe("bom.hosting", "hosting_provider", 10, [step("find_bom"), testAgain], {
    fits: hasReason("bom"),
    snippets: () => [code("find_bom", "shell", "run", "grep -rlP '^\\xEF\\xBB\\xBF' --include='*.php' .")],
    withoutAddresses: true,
  }),
  recipe("invalid.wordpress", "merchant", 10, [step("wordpress_last_plugin"), testAgain], { fits: woocommerce }),
  recipe("invalid.magento", "hosting_provider", 10, [step("magento_last_module"), testAgain], { fits: magento }),
  recipe("invalid.prestashop", "merchant", 10, [step("prestashop_debug_off"), step("prestashop_last_module"), testAgain], {
    fits: prestashop,
  }),
  recipe("invalid.hosting", "hosting_provider", 10, [step("host_answer_changed"), askHost, testAgain]),
];

/** A cache answers the API. */
export const cacheRecipes: readonly Recipe[] = [
  recipe("cache.wordpress", "merchant", 5, (scope) => [step("wordpress_cache", { path: scope.path.literal || "/" }), testAgain], {
    fits: woocommerce,
  }),
  recipe("cache.nginx", "hosting_provider", 5, [step("nginx_file"), step("nginx_cache"), reloadNginx, testAgain], {
    snippets: nginxNoCacheSnippets,
    withoutAddresses: true,
  }),
  recipe("cache.apache", "hosting_provider", 5, [findRule("CacheEnable", "/etc/apache2"), step("apache_cache"), reloadApache, testAgain], {
    snippets: (scope) => [apacheNoCacheSnippet(scope)],
    withoutAddresses: true,
  }),
  recipe("cache.varnish", "hosting_provider", 5, [step("varnish_cache"), step("reload", { command: "varnishreload" }), testAgain], {
    snippets: (scope) => [
      code(
        "varnish_no_cache",
        "vcl",
        "file_start",
        `sub vcl_recv {\n    if (req.url ~ "^${scope.path.regex}([/?]|$)") {\n        return (pass);\n    }\n}`,
      ),
    ],
    withoutAddresses: true,
  }),
  recipe("cache.cloudflare", "merchant", 3, [step("cloudflare_cache"), testAgain], {
    snippets: (scope) => [
      code("cloudflare_path", "expression", "enter", `starts_with(http.request.uri.path, "${scope.path.literal || "/"}")`),
    ],
    withoutAddresses: true,
  }),
  recipe("cache.litespeed", "merchant", 3, [step("litespeed_cache"), testAgain], {
    snippets: (scope) => [code("cache_path", "text", "enter", scope.path.literal || "/")],
    withoutAddresses: true,
  }),
  recipe("cache.cloudfront", "hosting_provider", 5, (scope) => [step("cloudfront_cache", { path: scope.path.literal || "/" }), testAgain]),
  recipe("cache.hosting", "hosting_provider", 5, (scope) => [step("host_cache", { path: scope.path.literal || "/" }), askHost, testAgain]),
];
