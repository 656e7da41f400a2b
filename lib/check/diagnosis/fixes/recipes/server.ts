import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, hasReason, isSelfHosted, not, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

const run = (key: string, command: string) => step(key, { command });

const haproxyCheck = ({ host }: Scope) =>
  snippet("haproxy_check", "haproxy", "in_rule", `http-check send meth GET uri / ver HTTP/1.1 hdr Host ${host || "localhost"}`);
const showServers = run("haproxy_backend", "echo 'show servers state' | socat stdio /run/haproxy/admin.sock");

const brokenRecipes: readonly Recipe[] = [
  recipe("origin.cloudflare", 10, ["cloudflare_52x"], { fixer: "hosting_provider", fits: hasReason("origin_unreachable") }),
  recipe("server.nginx", 15, [
    run("read_log", "tail -n 200 /var/log/nginx/error.log"),
    run("nginx_upstream", "systemctl status 'php*-fpm'"),
  ]),
  recipe("server.apache", 15, [
    run("read_log", "tail -n 200 /var/log/apache2/error.log"),
    run("apache_upstream", "systemctl status 'php*-fpm'"),
  ]),
  recipe("server.haproxy", 10, [showServers, "haproxy_check", "reload"], { snippets: [haproxyCheck] }),
  recipe("server.varnish", 10, [run("varnish_backend", "varnishadm backend.list")]),
  ...where(hasReason("database_down"), [
    recipe("database.wordpress", 10, ["wordpress_database", run("database_runs", "systemctl status mariadb mysql"), "ask_host"]),
  ]),
  ...where(not(hasReason("database_down")), [recipe("server.wordpress", 15, ["wordpress_fatal", "wordpress_last_plugin"])]),
  recipe("server.magento", 15, [run("read_log", "tail -n 200 var/log/exception.log var/log/system.log")]),
  recipe(
    "server.prestashop",
    15,
    [run("read_log", "tail -n 200 var/logs/*.log /var/log/php*-fpm.log /var/log/{apache2,nginx}/error.log"), "prestashop_last_module"],
    {
      fixer: "hosting_provider",
    },
  ),
  recipe("server.shopify", 0, ["shopify_status"], { fixer: "support", last: "refresh_after" }),
  recipe("server.hosting", 15, ["host_error", "ask_host"], { fits: isSelfHosted }),
];

/** A proxy that passes requests on as HTTP/1.0 to a server that does not accept it. */
const httpVersionRecipes: readonly Recipe[] = [
  recipe("http_version.nginx", 5, [findRule("proxy_http_version|proxy_pass", "/etc/nginx"), "http_version_set", "reload"], {
    snippets: [snippet("nginx_http_version", "nginx", "in_rule", "proxy_http_version 1.1;")],
  }),
  recipe(
    "http_version.apache",
    5,
    [findRule("(force-proxy-request|downgrade)-1[.]0|ProxyPass", "/etc/apache2"), "http_version_set", "reload"],
    { snippets: [snippet("apache_http_version", "apache", "file_end", "UnsetEnv force-proxy-request-1.0")] },
  ),
  recipe("http_version.hosting", 10, ["http_version_set", "ask_host"]),
];

/** A CDN's own failure: nothing in the shop can be repaired. */
const frontFailedRecipe = recipe("front_failed.cloudflare", 0, ["front_failed_wait"], {
  fixer: "support",
  fits: hasReason("front_failed"),
  last: "refresh_after",
});

/** A failing server, or one of several that differs from the others. */
export const serverErrorRecipes: readonly Recipe[] = [
  ...where(hasReason("http_version"), httpVersionRecipes),
  recipe("several.hosting", 15, ["several_compare", "several_take_out", "ask_host"], { fits: hasReason("one_of_several") }),
  frontFailedRecipe,
  ...where(not(hasReason("http_version", "one_of_several", "front_failed")), brokenRecipes),
];

/** A server that fails at times: at its limits, restarting, or cut off by what is in front of it. */
export const unstableRecipes: readonly Recipe[] = [
  recipe("unstable.nginx", 15, [
    run("read_log", "tail -n 200 /var/log/nginx/error.log"),
    run("php_fpm_children", "grep -h max_children /var/log/php*-fpm.log"),
  ]),
  recipe("unstable.apache", 15, [
    run("read_log", "tail -n 200 /var/log/apache2/error.log"),
    run("php_fpm_children", "grep -h max_children /var/log/php*-fpm.log"),
  ]),
  recipe("unstable.shopify", 0, ["shopify_status"], { fixer: "support", last: "refresh_after" }),
  recipe("unstable.hosting", 15, ["host_slow", "host_error", "ask_host"], { fits: isSelfHosted }),
];

export const slowRecipes: readonly Recipe[] = [
  recipe("slow.php_fpm", 15, [run("php_fpm_children", "grep -h max_children /var/log/php*-fpm.log"), "slow_log"], { fits: isSelfHosted }),
  recipe("slow.wordpress", 15, ["wordpress_slow"]),
  recipe("slow.magento", 15, [run("magento_slow", "bin/magento cache:status && bin/magento indexer:status")]),
  recipe("slow.prestashop", 15, ["prestashop_slow"]),
  recipe("slow.hosting", 15, ["host_slow", "ask_host"]),
];

const allowInMagento = ({ addresses }: Scope) => [
  snippet("magento_maintenance_off", "shell", "run", "bin/magento maintenance:disable"),
  snippet("magento_maintenance_allow", "shell", "run", `bin/magento maintenance:allow-ips --add ${addresses.join(" ")}`),
];
const last = "refresh_after" as const;

const magento = recipe("maintenance.magento", 2, ["magento_maintenance", "magento_maintenance_allow"], {
  exceptions: [allowInMagento],
  last,
});

export const maintenanceRecipes: readonly Recipe[] = [
  recipe("maintenance.wordpress", 2, ["wordpress_maintenance"], { last }),
  magento,
  recipe("maintenance.prestashop", 2, ["prestashop_maintenance"], { last }),
  recipe("maintenance.hosting", 5, ["host_maintenance"], { last }),
];

/** A shop in maintenance that admits listed addresses, without ours. */
export const maintenanceAddressRecipes: readonly Recipe[] = where(hasReason("maintenance_for_address"), [
  { ...magento, id: "maintenance_addresses.magento" },
]);

const showRecords = ({ host }: Scope) => step("domain_records", { command: `dig +trace ${host || "localhost"}` });
const showService = ({ ports }: Scope) =>
  step("host_service", { command: `ss -ltnp '( sport = :${ports[0] ?? 80} or sport = :${ports.at(-1) ?? 443} )'` });

export const nameRecipes: readonly Recipe[] = [
  recipe("name.mooring", 1, ["mooring_spelling"]),
  recipe("name.domain", 10, ["domain_paid", showRecords, "domain_wait"]),
];

export const connectionRecipes: readonly Recipe[] = [
  // A reset connection proves that a service listens.
  recipe("connection.hosting", 10, [showService, "host_ipv6", "ask_host"], { fits: ({ code }) => code !== "connection_reset" }),
];

export const targetRecipes: readonly Recipe[] = [recipe("target.mooring", 1, ["mooring_public_address"])];

export const shopSystemRecipes: readonly Recipe[] = [recipe("shop_system.mooring", 3, ["mooring_shop_system", "mooring_folder"])];
