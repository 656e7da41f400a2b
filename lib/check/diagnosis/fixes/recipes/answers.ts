import { findRule, hasReason, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { withPath } from "@/lib/check/diagnosis/fixes/recipes/common";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { apacheNoCache } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { nginxNoCache } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { pathPrefix, snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

const findBom = snippet("find_bom", "shell", "run", "grep -rlP '^\\xEF\\xBB\\xBF' --include='*.php' .");
const phpMessages = snippet("php_messages", "ini", "file_end", "display_errors = Off\nlog_errors = On", { file: ".user.ini" });

/** Something else surrounds or replaces the data of the API's response. */
export const invalidRecipes: readonly Recipe[] = [
  recipe("notices.hosting", 5, ["php_messages"], { fits: hasReason("php_notice"), snippets: [phpMessages] }),
  recipe("bom.hosting", 10, ["find_bom"], { fits: hasReason("bom"), snippets: [findBom] }),
  recipe("invalid.wordpress", 10, ["wordpress_last_plugin"]),
  recipe("invalid.magento", 10, ["magento_last_module"]),
  recipe("invalid.prestashop", 10, ["prestashop_debug_off", "prestashop_last_module"]),
  recipe("invalid.hosting", 10, ["host_answer_changed", "ask_host"]),
];

const varnishNoCache = ({ path }: Scope) => {
  const code = `sub vcl_recv {\n    if (req.url ~ "^${path.regex}([/?]|$)") {\n        return (pass);\n    }\n}`;
  return snippet("varnish_no_cache", "vcl", "file_start", code);
};
const cloudflarePath = (scope: Scope) =>
  snippet("cloudflare_path", "expression", "enter", `starts_with(http.request.uri.path, "${pathPrefix(scope)}")`);
const cachePath = (scope: Scope) => snippet("cache_path", "text", "enter", pathPrefix(scope));

export const cacheRecipes: readonly Recipe[] = [
  recipe("cache.wordpress", 5, [withPath("wordpress_cache")]),
  recipe("cache.nginx", 5, ["nginx_file", "nginx_cache", "reload"], { snippets: [nginxNoCache] }),
  recipe("cache.apache", 5, [findRule("CacheEnable", "/etc/apache2"), "apache_cache", "reload"], { snippets: [apacheNoCache] }),
  recipe("cache.varnish", 5, ["varnish_cache", "reload"], { snippets: [varnishNoCache] }),
  recipe("cache.cloudflare", 3, ["cloudflare_cache"], { snippets: [cloudflarePath] }),
  recipe("cache.litespeed", 3, ["litespeed_cache"], { fixer: "merchant", snippets: [cachePath] }),
  recipe("cache.cloudfront", 5, [withPath("cloudfront_cache")]),
  recipe("cache.hosting", 5, [withPath("host_cache"), "ask_host"]),
];
