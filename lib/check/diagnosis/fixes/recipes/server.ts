import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isSelfHosted, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, findRule, reloadApache, reloadHaproxy, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";

const woocommerce = isPlatform("woocommerce");
const magento = isPlatform("magento");
const prestashop = isPlatform("prestashop");

const logs = (command: string) => step("read_log", { command });

const isOneOfSeveral = hasReason("one_of_several");
const isHttpVersion = hasReason("http_version");

const brokenRecipes: readonly Recipe[] = [
  recipe("origin.cloudflare", "hosting_provider", 10, [step("cloudflare_52x"), testAgain], { fits: hasReason("origin_unreachable") }),
  recipe("server.nginx", "hosting_provider", 15, [
    logs("tail -n 200 /var/log/nginx/error.log"),
    step("nginx_upstream", { command: "systemctl status 'php*-fpm'" }),
    testAgain,
  ]),
  recipe("server.apache", "hosting_provider", 15, [
    logs("tail -n 200 /var/log/apache2/error.log"),
    step("apache_upstream", { command: "systemctl status 'php*-fpm'" }),
    testAgain,
  ]),
  recipe(
    "server.haproxy",
    "hosting_provider",
    10,
    [
      step("haproxy_backend", { command: "echo 'show servers state' | socat stdio /run/haproxy/admin.sock" }),
      step("haproxy_check"),
      reloadHaproxy,
      testAgain,
    ],
    {
      snippets: ({ host }) => [
        code("haproxy_check", "haproxy", "in_rule", `http-check send meth GET uri / ver HTTP/1.1 hdr Host ${host || "localhost"}`),
      ],
      withoutAddresses: true,
    },
  ),
  recipe("server.varnish", "hosting_provider", 10, [step("varnish_backend", { command: "varnishadm backend.list" }), testAgain]),
  recipe("server.wordpress", "merchant", 15, [step("wordpress_fatal"), step("wordpress_last_plugin"), testAgain], { fits: woocommerce }),
  recipe("server.magento", "hosting_provider", 15, [logs("tail -n 200 var/log/exception.log var/log/system.log"), testAgain], {
    fits: magento,
  }),
  recipe("server.prestashop", "hosting_provider", 15, [logs("ls -t var/logs | head; tail -n 200 var/logs/*.log"), testAgain], {
    fits: prestashop,
  }),
  recipe("server.shopify", "support", 0, [step("shopify_status"), step("refresh_after")], { fits: isPlatform("shopify") }),
  recipe("server.hosting", "hosting_provider", 15, [step("host_error"), askHost, testAgain], { fits: isSelfHosted }),
];

/** A proxy that passes requests on as HTTP/1.0 to a server that does not accept it. */
const httpVersionRecipes: readonly Recipe[] = [
  recipe(
    "http_version.nginx",
    "hosting_provider",
    5,
    [findRule("proxy_http_version|proxy_pass", "/etc/nginx"), step("http_version_set"), reloadNginx, testAgain],
    {
      fits: isHttpVersion,
      snippets: () => [code("nginx_http_version", "nginx", "in_rule", "proxy_http_version 1.1;")],
      withoutAddresses: true,
    },
  ),
  recipe(
    "http_version.apache",
    "hosting_provider",
    5,
    [findRule("(force-proxy-request|downgrade)-1[.]0|ProxyPass", "/etc/apache2"), step("http_version_set"), reloadApache, testAgain],
    {
      fits: isHttpVersion,
      snippets: () => [code("apache_http_version", "apache", "file_end", "UnsetEnv force-proxy-request-1.0")],
      withoutAddresses: true,
    },
  ),
  recipe("http_version.hosting", "hosting_provider", 10, [step("http_version_set"), askHost, testAgain], { fits: isHttpVersion }),
];

/** A failing server, or one of several that differs from the others. */
export const serverErrorRecipes: readonly Recipe[] = [
  ...httpVersionRecipes,
  recipe("several.hosting", "hosting_provider", 15, [step("several_compare"), step("several_take_out"), askHost, testAgain], {
    fits: isOneOfSeveral,
  }),
  ...brokenRecipes.map(
    (recipe): Recipe => ({
      ...recipe,
      fits: (cause, context) => !isOneOfSeveral(cause) && !isHttpVersion(cause) && (recipe.fits?.(cause, context) ?? true),
    }),
  ),
];

export const slowRecipes: readonly Recipe[] = [
  recipe(
    "slow.php_fpm",
    "hosting_provider",
    15,
    [step("php_fpm_children", { command: "grep -h max_children /var/log/php*-fpm.log" }), step("slow_log"), testAgain],
    { fits: isSelfHosted },
  ),
  recipe("slow.wordpress", "merchant", 15, [step("wordpress_slow"), testAgain], { fits: woocommerce }),
  recipe(
    "slow.magento",
    "hosting_provider",
    15,
    [step("magento_slow", { command: "bin/magento cache:status && bin/magento indexer:status" }), testAgain],
    { fits: magento },
  ),
  recipe("slow.prestashop", "merchant", 15, [step("prestashop_slow"), testAgain], { fits: prestashop }),
  recipe("slow.hosting", "hosting_provider", 15, [step("host_slow"), askHost, testAgain]),
];
