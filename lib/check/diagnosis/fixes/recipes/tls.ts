import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, findRule, reloadApache, reloadHaproxy, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";
import { haproxyContentSnippet } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const showChain = (scope: Scope) =>
  step("tls_look", {
    command: `openssl s_client -connect ${scope.host || "localhost"}:${scope.ports.at(-1) ?? 443} -servername ${scope.host || "localhost"} -showcerts </dev/null`,
  });

/** Certificates and TLS; `part` selects the text of the common step. */
const tlsRecipes = (topic: string, common: string): readonly Recipe[] => [
  recipe(`${topic}.nginx`, "hosting_provider", 10, (scope) => [step(common), step("tls_nginx"), reloadNginx, showChain(scope), testAgain]),
  recipe(`${topic}.apache`, "hosting_provider", 10, (scope) => [
    step(common),
    step("tls_apache"),
    reloadApache,
    showChain(scope),
    testAgain,
  ]),
  recipe(`${topic}.haproxy`, "hosting_provider", 10, (scope) => [
    step(common),
    step("tls_haproxy"),
    reloadHaproxy,
    showChain(scope),
    testAgain,
  ]),
  recipe(`${topic}.caddy`, "hosting_provider", 10, (scope) => [
    step(common),
    step("tls_caddy", { command: "journalctl -u caddy --since -1d" }),
    showChain(scope),
    testAgain,
  ]),
  recipe(`${topic}.litespeed`, "hosting_provider", 10, (scope) => [step(common), step("tls_litespeed"), showChain(scope), testAgain]),
  recipe(`${topic}.iis`, "hosting_provider", 10, [step(common), step("tls_iis"), testAgain]),
  recipe(`${topic}.cloudflare`, "merchant", 5, [step("tls_cloudflare"), testAgain]),
  recipe(`${topic}.cpanel`, "merchant", 5, [step(common), step("tls_cpanel"), testAgain]),
  recipe(`${topic}.plesk`, "merchant", 5, [step(common), step("tls_plesk"), testAgain]),
  recipe(`${topic}.hosting`, "hosting_provider", 10, [step(common), askHost, testAgain]),
];

export const tlsExpiredRecipes = tlsRecipes("tls_expired", "tls_renew");
export const tlsNameRecipes = tlsRecipes("tls_name", "tls_name");
export const tlsUntrustedRecipes = tlsRecipes("tls_untrusted", "tls_public_issuer");
export const tlsChainRecipes = tlsRecipes("tls_chain", "tls_full_chain");

const protocols = (scope: Scope) => [step("tls_protocols"), showChain(scope)];

export const tlsHandshakeRecipes: readonly Recipe[] = [
  recipe("tls_protocols.nginx", "hosting_provider", 5, (scope) => [...protocols(scope), reloadNginx, testAgain], {
    snippets: () => [code("nginx_protocols", "nginx", "in_rule", "ssl_protocols TLSv1.2 TLSv1.3;")],
    withoutAddresses: true,
  }),
  recipe("tls_protocols.apache", "hosting_provider", 5, (scope) => [...protocols(scope), reloadApache, testAgain], {
    snippets: () => [code("apache_protocols", "apache", "in_rule", "SSLProtocol -all +TLSv1.2 +TLSv1.3")],
    withoutAddresses: true,
  }),
  recipe("tls_protocols.haproxy", "hosting_provider", 5, (scope) => [...protocols(scope), reloadHaproxy, testAgain], {
    snippets: () => [code("haproxy_protocols", "haproxy", "in_rule", "ssl-default-bind-options ssl-min-ver TLSv1.2")],
    withoutAddresses: true,
  }),
  recipe("tls_protocols.cloudflare", "merchant", 3, [step("tls_cloudflare"), testAgain]),
  recipe("tls_protocols.iis", "hosting_provider", 10, [step("tls_iis_protocols"), testAgain]),
  recipe("tls_protocols.hosting", "hosting_provider", 10, [step("tls_protocols"), step("tls_client_certificate"), askHost, testAgain], {
    warnings: [text("warnings.https_port")],
  }),
];

const serverName = ({ host }: Scope) => step("sni_name", { host: host || "localhost" });

/** Connections that end in the TLS handshake: a proxy has no server for the name, or a rule about it. */
export const serverNameRecipes: readonly Recipe[] = [
  recipe(
    "sni.haproxy",
    "hosting_provider",
    5,
    (scope) => [
      findRule("ssl_sni|ssl_fc_sni|tcp-request content", "/etc/haproxy"),
      serverName(scope),
      step("haproxy_content"),
      reloadHaproxy,
      testAgain,
    ],
    { fits: hasReason("reset_in_tls"), snippets: (scope) => [haproxyContentSnippet(scope)] },
  ),
  recipe(
    "sni.nginx",
    "hosting_provider",
    5,
    (scope) => [findRule("ssl_preread", "/etc/nginx"), serverName(scope), reloadNginx, testAgain],
    { fits: hasReason("reset_in_tls") },
  ),
];
