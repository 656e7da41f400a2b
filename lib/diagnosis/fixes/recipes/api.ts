import { step, text } from "@/lib/diagnosis/fixes/fix";
import { hasReason, isPlatform, isSelfHosted, isWordpress, type Recipe } from "@/lib/diagnosis/fixes/recipe";
import { askHost, findRule, reloadApache, reloadHaproxy, reloadNginx, testAgain } from "@/lib/diagnosis/fixes/recipes/commands";
import { apacheNoCacheSnippet, authorizationSnippets } from "@/lib/diagnosis/fixes/snippets/apache";
import { httpsBehindProxySnippet, phpMessagesSnippet, wordpressRewriteSnippet } from "@/lib/diagnosis/fixes/snippets/applications";
import { nginxNoCacheSnippets } from "@/lib/diagnosis/fixes/snippets/nginx";
import { code } from "@/lib/diagnosis/fixes/snippets/plain";

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

/** The web server or WordPress does not hand the API's addresses to the shop. */
export const notFoundRecipes: readonly Recipe[] = [
  {
    id: "path.mooring",
    software: "mooring",
    who: "merchant",
    minutes: 1,
    fits: hasReason("other_path"),
    steps: [step("mooring_address"), testAgain],
  },
  {
    id: "prefix.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 5,
    fits: hasReason("renamed_prefix"),
    steps: [step("wordpress_prefix"), step("wordpress_save_permalinks"), testAgain],
  },
  {
    id: "rewrite.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 1,
    fits: woocommerce,
    steps: [step("wordpress_permalinks"), testAgain],
  },
  {
    id: "rewrite.htaccess",
    software: "htaccess",
    who: "merchant",
    minutes: 5,
    fits: woocommerce,
    steps: [step("htaccess_rewrite"), testAgain],
    snippets: (scope) => [wordpressRewriteSnippet(scope)],
    withoutAddresses: true,
    warnings: [text("warnings.htaccess_500")],
  },
  {
    id: "rewrite.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("apache_allow_override"), reloadApache, testAgain],
    snippets: () => [
      code("apache_modules", "shell", "run", "a2enmod rewrite"),
      code("apache_allow_override", "apache", "in_rule", "AllowOverride All"),
    ],
    withoutAddresses: true,
  },
  {
    id: "rewrite_wordpress.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    fits: woocommerce,
    steps: [step("nginx_try_files"), reloadNginx, testAgain],
    snippets: () => [code("nginx_try_files", "nginx", "in_rule", "location / {\n    try_files $uri $uri/ /index.php?$args;\n}")],
    withoutAddresses: true,
  },
  {
    id: "rewrite_prestashop.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    fits: prestashop,
    steps: [step("nginx_prestashop_rewrite"), reloadNginx, testAgain],
    snippets: () => [code("nginx_prestashop_rewrite", "nginx", "in_rule", "rewrite ^/api/?(.*)$ /webservice/dispatcher.php?url=$1 last;")],
    withoutAddresses: true,
  },
  {
    id: "rewrite_magento.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 15,
    fits: magento,
    steps: [step("nginx_magento_sample"), reloadNginx, testAgain],
  },
  {
    id: "rewrite.caddy",
    software: "caddy",
    who: "hosting_provider",
    minutes: 5,
    fits: woocommerce,
    steps: [step("caddy_php"), testAgain],
    snippets: () => [code("caddy_php", "caddy", "in_rule", "php_fastcgi unix//run/php/php-fpm.sock")],
    withoutAddresses: true,
  },
  { id: "rewrite.iis", software: "iis", who: "hosting_provider", minutes: 10, fits: woocommerce, steps: [step("iis_rewrite"), testAgain] },
  {
    id: "rewrite.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 2,
    fits: prestashop,
    steps: [step("prestashop_regenerate"), testAgain],
  },
  {
    id: "rewrite.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 10,
    fits: magento,
    steps: [step("magento_htaccess"), testAgain],
  },
  { id: "rewrite.shopify", software: "shopify", who: "merchant", minutes: 1, fits: shopify, steps: [step("shopify_domain"), testAgain] },
  { id: "rewrite.mooring", software: "mooring", who: "merchant", minutes: 1, steps: [step("mooring_address"), testAgain] },
];

/** The API says that it is off, or a plugin closes it. */
export const disabledRecipes: readonly Recipe[] = [
  {
    id: "disabled.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 5,
    fits: prestashop,
    steps: [step("prestashop_enable"), step("prestashop_key_rights"), testAgain],
  },
  {
    id: "disabled.woocommerce",
    software: "woocommerce",
    who: "merchant",
    minutes: 3,
    fits: woocommerce,
    steps: [step("woocommerce_activate"), testAgain],
  },
  {
    id: "disabled.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 5,
    fits: woocommerce,
    steps: [step("wordpress_rest_plugins"), testAgain],
  },
  {
    id: "disabled.solid_security",
    software: "solid_security",
    who: "merchant",
    minutes: 2,
    fits: isWordpress,
    steps: [step("solid_rest"), testAgain],
  },
  { id: "disabled.aios", software: "aios", who: "merchant", minutes: 2, fits: isWordpress, steps: [step("aios_rest"), testAgain] },
  {
    id: "disabled.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 5,
    fits: magento,
    steps: [step("magento_modules", { command: "bin/magento module:status Magento_Webapi Magento_Sales" }), testAgain],
  },
  { id: "disabled.shopify", software: "shopify", who: "merchant", minutes: 10, fits: shopify, steps: [step("shopify_frozen"), testAgain] },
];

const forwardedProto = {
  nginx: ["nginx", "proxy_set_header X-Forwarded-Proto $scheme;", reloadNginx],
  haproxy: ["haproxy", "http-request set-header X-Forwarded-Proto https if { ssl_fc }", reloadHaproxy],
  apache: ["apache", 'RequestHeader set X-Forwarded-Proto "https"', reloadApache],
} as const;

/** A proxy ends the encryption, and the shop behind it does not know: the proxy tells, and WordPress has to believe it. */
export const schemeRecipes = (topic: string, fits: NonNullable<Recipe["fits"]> = isSelfHosted): readonly Recipe[] => [
  ...(["nginx", "haproxy", "apache"] as const).map((software): Recipe => {
    const [language, line, reload] = forwardedProto[software];
    return {
      id: `${topic}.${software}`,
      software,
      who: "hosting_provider",
      minutes: 3,
      fits,
      steps: ({ platform }) => [
        step("proxy_says_https"),
        reload,
        ...(platform === "woocommerce" ? [step("wordpress_trusts_proxy")] : []),
        testAgain,
      ],
      snippets: ({ platform }) => [
        code(`${software}_forwarded_proto`, language, "in_rule", line),
        ...(platform === "woocommerce" ? [httpsBehindProxySnippet()] : []),
      ],
      withoutAddresses: true,
    };
  }),
  {
    id: `${topic}.wordpress`,
    software: "wordpress",
    who: "merchant",
    minutes: 3,
    fits: (cause, context) => fits(cause, context) && isWordpress(cause, context),
    steps: [step("wordpress_trusts_proxy"), testAgain],
    snippets: () => [httpsBehindProxySnippet()],
    withoutAddresses: true,
  },
];

/** The stored key is not accepted, or may too little. */
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
    steps: [step("prestashop_key"), step("prestashop_key_rights"), step("mooring_key"), testAgain],
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

/** Something stands before, behind or around the data that the API should answer. */
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
