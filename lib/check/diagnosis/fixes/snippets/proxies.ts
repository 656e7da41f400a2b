import type { Snippet, SnippetLanguage } from "@/lib/check/diagnosis/fixes/fix";
import { text } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";

// HAProxy, Caddy, Varnish and lighttpd: exceptions for our requests that leave the host's rules in force for everyone else.

const snippet = (id: string, language: SnippetLanguage, place: Snippet["place"], code: string, more: Partial<Snippet> = {}): Snippet => ({
  id,
  title: text(`snippets.${id}`),
  language,
  place,
  file: null,
  code,
  replaces: null,
  ...more,
});

/**
 * An ACL instead of `http-request allow`, which would also skip the header rules that follow. A rule with "unless" gets another alternative.
 * @param rule how the refusing rule begins
 */
export const haproxySnippets = (scope: Scope, rule: "http-request deny" | "http-request auth" = "http-request deny"): Snippet[] => [
  snippet(
    "haproxy_acl",
    "haproxy",
    "before_rule",
    `acl sendcloud_address src ${scope.addresses.join(" ")}
acl sendcloud_path path_reg '^${scope.path.regex}(/|$)'
http-request set-var(txn.sendcloud) bool(true) if sendcloud_address sendcloud_path
acl sendcloud var(txn.sendcloud) -m bool`,
    { replaces: rule },
  ),
  snippet("haproxy_condition", "haproxy", "in_rule", "!sendcloud"),
  snippet("haproxy_alternative", "haproxy", "in_rule", "or sendcloud"),
];

/** For refusals before HTTP, where no path is known. */
export const haproxyConnectionSnippet = (scope: Scope): Snippet =>
  snippet("haproxy_connection", "haproxy", "before_rule", `tcp-request connection accept if { src ${scope.addresses.join(" ")} }`, {
    replaces: "tcp-request connection reject",
  });

/** For refusals by SNI. A condition: an `accept` before them would also skip the rules that choose a backend by that name. */
export const haproxyContentSnippet = (scope: Scope): Snippet =>
  snippet("haproxy_content", "haproxy", "in_rule", `!{ src ${scope.addresses.join(" ")} }`);

const caddyPath = ({ path }: Scope): string =>
  path.exact && path.literal !== "" ? `path ${path.literal} ${path.literal}/*` : `path_regexp "^${path.regex}(/|$)"`;

export const caddySnippets = (scope: Scope): Snippet[] => [
  snippet("caddy_matcher", "caddy", "in_rule", `not {\n    remote_ip ${scope.addresses.join(" ")}\n    ${caddyPath(scope)}\n}`),
];

export const varnishSnippets = (scope: Scope): Snippet[] => [
  snippet(
    "varnish_pass",
    "vcl",
    "before_rule",
    `acl sendcloud {
${scope.addresses.map((address) => `    "${address}";`).join("\n")}
}
sub vcl_recv {
    if (client.ip ~ sendcloud && req.url ~ "^${scope.path.regex}([/?]|$)") {
        return (pass);
    }
}`,
    { replaces: "sub vcl_recv" },
  ),
];

/** The later condition wins in lighttpd, so the exception stands at the end. `setting` is emptied for our requests. */
export const lighttpdSnippets = (scope: Scope, setting: "url.access-deny" | "auth.require"): Snippet[] => [
  snippet(
    "lighttpd_exception",
    "lighttpd",
    "file_end",
    `$HTTP["url"] =~ "^${scope.path.regex}(/|$)" {
${scope.addresses.map((address) => `    $HTTP["remote-ip"] == "${address}" { ${setting} = () }`).join("\n")}
}`,
    { file: "/etc/lighttpd/lighttpd.conf" },
  ),
];
