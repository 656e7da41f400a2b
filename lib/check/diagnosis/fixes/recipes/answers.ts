import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe } from "@/lib/check/diagnosis/fixes/recipe";
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
  {
    id: "notices.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 5,
    fits: hasReason("php_notice"),
    steps: [step("php_messages"), testAgain],
    snippets: () => [phpMessagesSnippet()],
    withoutAddresses: true,
  },
  {
    id: "bom.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    fits: hasReason("bom"),
    steps: [step("find_bom"), testAgain],
    snippets: () => [code("find_bom", "shell", "run", "grep -rlP '^\\xEF\\xBB\\xBF' --include='*.php' .")],
    withoutAddresses: true,
  },
  {
    id: "invalid.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 10,
    fits: woocommerce,
    steps: [step("wordpress_last_plugin"), testAgain],
  },
  {
    id: "invalid.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 10,
    fits: magento,
    steps: [step("magento_last_module"), testAgain],
  },
  {
    id: "invalid.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 10,
    fits: prestashop,
    steps: [step("prestashop_debug_off"), step("prestashop_last_module"), testAgain],
  },
  {
    id: "invalid.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("host_answer_changed"), askHost, testAgain],
  },
];

/** A cache answers the API. */
export const cacheRecipes: readonly Recipe[] = [
  {
    id: "cache.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 5,
    fits: woocommerce,
    steps: (scope) => [step("wordpress_cache", { path: scope.path.literal || "/" }), testAgain],
  },
  {
    id: "cache.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("nginx_file"), step("nginx_cache"), reloadNginx, testAgain],
    snippets: nginxNoCacheSnippets,
    withoutAddresses: true,
  },
  {
    id: "cache.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("CacheEnable", "/etc/apache2"), step("apache_cache"), reloadApache, testAgain],
    snippets: (scope) => [apacheNoCacheSnippet(scope)],
    withoutAddresses: true,
  },
  {
    id: "cache.varnish",
    software: "varnish",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("varnish_cache"), step("reload", { command: "varnishreload" }), testAgain],
    snippets: (scope) => [
      code(
        "varnish_no_cache",
        "vcl",
        "file_start",
        `sub vcl_recv {\n    if (req.url ~ "^${scope.path.regex}([/?]|$)") {\n        return (pass);\n    }\n}`,
      ),
    ],
    withoutAddresses: true,
  },
  {
    id: "cache.cloudflare",
    software: "cloudflare",
    who: "merchant",
    minutes: 3,
    steps: [step("cloudflare_cache"), testAgain],
    snippets: (scope) => [
      code("cloudflare_path", "expression", "enter", `starts_with(http.request.uri.path, "${scope.path.literal || "/"}")`),
    ],
    withoutAddresses: true,
  },
  {
    id: "cache.litespeed",
    software: "litespeed",
    who: "merchant",
    minutes: 3,
    steps: [step("litespeed_cache"), testAgain],
    snippets: (scope) => [code("cache_path", "text", "enter", scope.path.literal || "/")],
    withoutAddresses: true,
  },
  {
    id: "cache.cloudfront",
    software: "cloudfront",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [step("cloudfront_cache", { path: scope.path.literal || "/" }), testAgain],
  },
  {
    id: "cache.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [step("host_cache", { path: scope.path.literal || "/" }), askHost, testAgain],
  },
];
