import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, hasReason, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { haproxyContent } from "@/lib/check/diagnosis/fixes/snippets/proxies";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

const showChain = ({ host: name, ports }: Scope) => {
  const host = name || "localhost";
  return step("tls_look", {
    command: `openssl s_client -connect ${host}:${ports.at(-1) ?? 443} -servername ${host} -showcerts </dev/null`,
  });
};

const caddyLog = step("tls_caddy", { command: "journalctl -u caddy --since -1d" });

/** `common` is the step that all servers share. */
const certificateRecipes = (topic: string, common: string): readonly Recipe[] => [
  recipe(`${topic}.nginx`, 10, [common, "tls_nginx", "reload", showChain]),
  recipe(`${topic}.apache`, 10, [common, "tls_apache", "reload", showChain]),
  recipe(`${topic}.haproxy`, 10, [common, "tls_haproxy", "reload", showChain]),
  recipe(`${topic}.caddy`, 10, [common, caddyLog, showChain]),
  recipe(`${topic}.litespeed`, 10, [common, "tls_litespeed", showChain]),
  recipe(`${topic}.iis`, 10, [common, "tls_iis"]),
  recipe(`${topic}.cloudflare`, 5, ["tls_cloudflare"]),
  recipe(`${topic}.cpanel`, 5, [common, "tls_cpanel"]),
  recipe(`${topic}.plesk`, 5, [common, "tls_plesk"]),
  recipe(`${topic}.hosting`, 10, [common, "ask_host"]),
];

const protocols = (software: "nginx" | "apache" | "haproxy", code: string): Recipe =>
  recipe(`tls_protocols.${software}`, 5, ["tls_protocols", showChain, "reload"], {
    snippets: [snippet(`${software}_protocols`, software, "in_rule", code)],
  });

export const tlsRecipes = {
  tls_expired: certificateRecipes("tls_expired", "tls_renew"),
  tls_name_mismatch: certificateRecipes("tls_name", "tls_name"),
  tls_untrusted: certificateRecipes("tls_untrusted", "tls_public_issuer"),
  tls_incomplete_chain: certificateRecipes("tls_chain", "tls_full_chain"),
  tls_handshake_failed: [
    protocols("nginx", "ssl_protocols TLSv1.2 TLSv1.3;"),
    protocols("apache", "SSLProtocol -all +TLSv1.2 +TLSv1.3"),
    protocols("haproxy", "ssl-default-bind-options ssl-min-ver TLSv1.2"),
    recipe("tls_protocols.cloudflare", 3, ["tls_cloudflare"]),
    recipe("tls_protocols.iis", 10, ["tls_iis_protocols"]),
    recipe("tls_protocols.hosting", 10, ["tls_protocols", "tls_client_certificate", "ask_host"], { warnings: ["https_port"] }),
  ],
} as const;

const serverName = ({ host }: Scope) => step("sni_name", { host: host || "localhost" });

/** Connections that end during the TLS handshake: a proxy has no server for the name, or a rule about it. */
export const serverNameRecipes: readonly Recipe[] = where(hasReason("reset_in_tls"), [
  recipe("sni.haproxy", 5, [findRule("ssl_sni|ssl_fc_sni|tcp-request content", "/etc/haproxy"), serverName, "haproxy_content", "reload"], {
    exceptions: [haproxyContent],
  }),
  recipe("sni.nginx", 5, [findRule("ssl_preread", "/etc/nginx"), serverName, "reload"]),
]);
