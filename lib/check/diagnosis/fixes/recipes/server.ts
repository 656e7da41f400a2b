import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isSelfHosted, type Recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, findRule, reloadApache, reloadHaproxy, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";
import { haproxyContentSnippet } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const woocommerce = isPlatform("woocommerce");
const magento = isPlatform("magento");
const prestashop = isPlatform("prestashop");

export const maintenanceRecipes: readonly Recipe[] = [
  {
    id: "maintenance.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 2,
    fits: woocommerce,
    steps: [step("wordpress_maintenance"), step("refresh_after")],
  },
  {
    id: "maintenance.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 2,
    fits: magento,
    steps: [step("magento_maintenance"), step("magento_maintenance_allow"), step("refresh_after")],
    snippets: (scope) => [
      code("magento_maintenance_off", "shell", "run", "bin/magento maintenance:disable"),
      code("magento_maintenance_allow", "shell", "run", `bin/magento maintenance:allow-ips --add ${scope.addresses.join(" ")}`),
    ],
  },
  {
    id: "maintenance.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 2,
    fits: prestashop,
    steps: [step("prestashop_maintenance"), step("refresh_after")],
  },
  {
    id: "maintenance.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("host_maintenance"), step("refresh_after")],
  },
];

/** A shop in maintenance that admits listed addresses, without ours. */
export const maintenanceAddressRecipes: readonly Recipe[] = maintenanceRecipes
  .filter(({ software }) => software === "magento")
  .map((recipe) => ({
    ...recipe,
    id: "maintenance_addresses.magento",
    fits: (cause, context) => hasReason("maintenance_for_address")(cause) && magento(cause, context),
  }));

const logs = (command: string) => step("read_log", { command });

const isOneOfSeveral = hasReason("one_of_several");
const isHttpVersion = hasReason("http_version");

const brokenRecipes: readonly Recipe[] = [
  {
    id: "origin.cloudflare",
    software: "cloudflare",
    who: "hosting_provider",
    minutes: 10,
    fits: hasReason("origin_unreachable"),
    steps: [step("cloudflare_52x"), testAgain],
  },
  {
    id: "server.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 15,
    steps: [logs("tail -n 200 /var/log/nginx/error.log"), step("nginx_upstream", { command: "systemctl status 'php*-fpm'" }), testAgain],
  },
  {
    id: "server.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 15,
    steps: [logs("tail -n 200 /var/log/apache2/error.log"), step("apache_upstream", { command: "systemctl status 'php*-fpm'" }), testAgain],
  },
  {
    id: "server.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 10,
    steps: [
      step("haproxy_backend", { command: "echo 'show servers state' | socat stdio /run/haproxy/admin.sock" }),
      step("haproxy_check"),
      reloadHaproxy,
      testAgain,
    ],
    snippets: ({ host }) => [
      code("haproxy_check", "haproxy", "in_rule", `http-check send meth GET uri / ver HTTP/1.1 hdr Host ${host || "localhost"}`),
    ],
    withoutAddresses: true,
  },
  {
    id: "server.varnish",
    software: "varnish",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("varnish_backend", { command: "varnishadm backend.list" }), testAgain],
  },
  {
    id: "server.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 15,
    fits: woocommerce,
    steps: [step("wordpress_fatal"), step("wordpress_last_plugin"), testAgain],
  },
  {
    id: "server.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 15,
    fits: magento,
    steps: [logs("tail -n 200 var/log/exception.log var/log/system.log"), testAgain],
  },
  {
    id: "server.prestashop",
    software: "prestashop",
    who: "hosting_provider",
    minutes: 15,
    fits: prestashop,
    steps: [logs("ls -t var/logs | head; tail -n 200 var/logs/*.log"), testAgain],
  },
  {
    id: "server.shopify",
    software: "shopify",
    who: "support",
    minutes: 0,
    fits: isPlatform("shopify"),
    steps: [step("shopify_status"), step("refresh_after")],
  },
  {
    id: "server.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 15,
    fits: isSelfHosted,
    steps: [step("host_error"), askHost, testAgain],
  },
];

/** A proxy that passes requests on as HTTP/1.0 to a server that does not accept it. */
const httpVersionRecipes: readonly Recipe[] = [
  {
    id: "http_version.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    fits: isHttpVersion,
    steps: [findRule("proxy_http_version|proxy_pass", "/etc/nginx"), step("http_version_set"), reloadNginx, testAgain],
    snippets: () => [code("nginx_http_version", "nginx", "in_rule", "proxy_http_version 1.1;")],
    withoutAddresses: true,
  },
  {
    id: "http_version.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    fits: isHttpVersion,
    steps: [findRule("(force-proxy-request|downgrade)-1[.]0|ProxyPass", "/etc/apache2"), step("http_version_set"), reloadApache, testAgain],
    snippets: () => [code("apache_http_version", "apache", "file_end", "UnsetEnv force-proxy-request-1.0")],
    withoutAddresses: true,
  },
  {
    id: "http_version.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    fits: isHttpVersion,
    steps: [step("http_version_set"), askHost, testAgain],
  },
];

/** A failing server, or one of several that differs from the others. */
export const serverErrorRecipes: readonly Recipe[] = [
  ...httpVersionRecipes,
  {
    id: "several.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 15,
    fits: isOneOfSeveral,
    steps: [step("several_compare"), step("several_take_out"), askHost, testAgain],
  },
  ...brokenRecipes.map(
    (recipe): Recipe => ({
      ...recipe,
      fits: (cause, context) => !isOneOfSeveral(cause) && !isHttpVersion(cause) && (recipe.fits?.(cause, context) ?? true),
    }),
  ),
];

export const slowRecipes: readonly Recipe[] = [
  {
    id: "slow.php_fpm",
    software: "php_fpm",
    who: "hosting_provider",
    minutes: 15,
    fits: isSelfHosted,
    steps: [step("php_fpm_children", { command: "grep -h max_children /var/log/php*-fpm.log" }), step("slow_log"), testAgain],
  },
  {
    id: "slow.wordpress",
    software: "wordpress",
    who: "merchant",
    minutes: 15,
    fits: woocommerce,
    steps: [step("wordpress_slow"), testAgain],
  },
  {
    id: "slow.magento",
    software: "magento",
    who: "hosting_provider",
    minutes: 15,
    fits: magento,
    steps: [step("magento_slow", { command: "bin/magento cache:status && bin/magento indexer:status" }), testAgain],
  },
  {
    id: "slow.prestashop",
    software: "prestashop",
    who: "merchant",
    minutes: 15,
    fits: prestashop,
    steps: [step("prestashop_slow"), testAgain],
  },
  { id: "slow.hosting", software: "hosting", who: "hosting_provider", minutes: 15, steps: [step("host_slow"), askHost, testAgain] },
];

const showChain = (scope: Scope) =>
  step("tls_look", {
    command: `openssl s_client -connect ${scope.host || "localhost"}:${scope.ports.at(-1) ?? 443} -servername ${scope.host || "localhost"} -showcerts </dev/null`,
  });

/** Certificates and TLS; `part` selects the text of the common step. */
const tlsRecipes = (topic: string, common: string): readonly Recipe[] => [
  {
    id: `${topic}.nginx`,
    software: "nginx",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step(common), step("tls_nginx"), reloadNginx, showChain(scope), testAgain],
  },
  {
    id: `${topic}.apache`,
    software: "apache",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step(common), step("tls_apache"), reloadApache, showChain(scope), testAgain],
  },
  {
    id: `${topic}.haproxy`,
    software: "haproxy",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step(common), step("tls_haproxy"), reloadHaproxy, showChain(scope), testAgain],
  },
  {
    id: `${topic}.caddy`,
    software: "caddy",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step(common), step("tls_caddy", { command: "journalctl -u caddy --since -1d" }), showChain(scope), testAgain],
  },
  {
    id: `${topic}.litespeed`,
    software: "litespeed",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step(common), step("tls_litespeed"), showChain(scope), testAgain],
  },
  { id: `${topic}.iis`, software: "iis", who: "hosting_provider", minutes: 10, steps: [step(common), step("tls_iis"), testAgain] },
  { id: `${topic}.cloudflare`, software: "cloudflare", who: "merchant", minutes: 5, steps: [step("tls_cloudflare"), testAgain] },
  { id: `${topic}.cpanel`, software: "cpanel", who: "merchant", minutes: 5, steps: [step(common), step("tls_cpanel"), testAgain] },
  { id: `${topic}.plesk`, software: "plesk", who: "merchant", minutes: 5, steps: [step(common), step("tls_plesk"), testAgain] },
  { id: `${topic}.hosting`, software: "hosting", who: "hosting_provider", minutes: 10, steps: [step(common), askHost, testAgain] },
];

export const tlsExpiredRecipes = tlsRecipes("tls_expired", "tls_renew");
export const tlsNameRecipes = tlsRecipes("tls_name", "tls_name");
export const tlsUntrustedRecipes = tlsRecipes("tls_untrusted", "tls_public_issuer");
export const tlsChainRecipes = tlsRecipes("tls_chain", "tls_full_chain");

const protocols = (scope: Scope) => [step("tls_protocols"), showChain(scope)];

export const tlsHandshakeRecipes: readonly Recipe[] = [
  {
    id: "tls_protocols.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [...protocols(scope), reloadNginx, testAgain],
    snippets: () => [code("nginx_protocols", "nginx", "in_rule", "ssl_protocols TLSv1.2 TLSv1.3;")],
    withoutAddresses: true,
  },
  {
    id: "tls_protocols.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [...protocols(scope), reloadApache, testAgain],
    snippets: () => [code("apache_protocols", "apache", "in_rule", "SSLProtocol -all +TLSv1.2 +TLSv1.3")],
    withoutAddresses: true,
  },
  {
    id: "tls_protocols.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [...protocols(scope), reloadHaproxy, testAgain],
    snippets: () => [code("haproxy_protocols", "haproxy", "in_rule", "ssl-default-bind-options ssl-min-ver TLSv1.2")],
    withoutAddresses: true,
  },
  { id: "tls_protocols.cloudflare", software: "cloudflare", who: "merchant", minutes: 3, steps: [step("tls_cloudflare"), testAgain] },
  { id: "tls_protocols.iis", software: "iis", who: "hosting_provider", minutes: 10, steps: [step("tls_iis_protocols"), testAgain] },
  {
    id: "tls_protocols.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("tls_protocols"), step("tls_client_certificate"), askHost, testAgain],
    warnings: [text("warnings.https_port")],
  },
];

export const nameRecipes: readonly Recipe[] = [
  { id: "name.mooring", software: "mooring", who: "merchant", minutes: 1, steps: [step("mooring_spelling"), testAgain] },
  {
    id: "name.domain",
    software: "domain",
    who: "merchant",
    minutes: 10,
    steps: (scope) => [
      step("domain_paid"),
      step("domain_records", { command: `dig +trace ${scope.host || "localhost"}` }),
      step("domain_wait"),
      testAgain,
    ],
  },
];

const serverName = ({ host }: Scope) => step("sni_name", { host: host || "localhost" });

/** Connections that end in the TLS handshake: a proxy has no server for the name, or a rule about it. */
export const serverNameRecipes: readonly Recipe[] = [
  {
    id: "sni.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 5,
    fits: hasReason("reset_in_tls"),
    steps: (scope) => [
      findRule("ssl_sni|ssl_fc_sni|tcp-request content", "/etc/haproxy"),
      serverName(scope),
      step("haproxy_content"),
      reloadHaproxy,
      testAgain,
    ],
    snippets: (scope) => [haproxyContentSnippet(scope)],
  },
  {
    id: "sni.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    fits: hasReason("reset_in_tls"),
    steps: (scope) => [findRule("ssl_preread", "/etc/nginx"), serverName(scope), reloadNginx, testAgain],
  },
];

export const connectionRecipes: readonly Recipe[] = [
  {
    id: "connection.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    // A reset connection proves that a service listens.
    fits: ({ code: cause }) => cause !== "connection_reset",
    steps: (scope) => [
      step("host_service", { command: `ss -ltnp '( sport = :${scope.ports[0] ?? 80} or sport = :${scope.ports.at(-1) ?? 443} )'` }),
      step("host_ipv6"),
      askHost,
      testAgain,
    ],
  },
];

export const targetRecipes: readonly Recipe[] = [
  { id: "target.mooring", software: "mooring", who: "merchant", minutes: 1, steps: [step("mooring_public_address"), testAgain] },
];

export const platformRecipes: readonly Recipe[] = [
  {
    id: "platform.mooring",
    software: "mooring",
    who: "merchant",
    minutes: 3,
    steps: [step("mooring_platform"), step("mooring_folder"), testAgain],
  },
];
