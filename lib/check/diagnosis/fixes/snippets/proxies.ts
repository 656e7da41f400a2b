import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { eachAddress, snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// HAProxy, Caddy, Varnish and lighttpd: exceptions for our requests that leave the host's rules in force for everyone else.

/** An ACL, since `http-request allow` would skip the header rules that follow. `rule`: how the refusing rule begins. */
export const haproxyAcl =
  (rule: "http-request deny" | "http-request auth") =>
  ({ addresses, path }: Scope) => [
    snippet(
      "haproxy_acl",
      "haproxy",
      "before_rule",
      `acl sendcloud_address src ${addresses.join(" ")}
acl sendcloud_path path_reg '^${path.regex}(/|$)'
http-request set-var(txn.sendcloud) bool(true) if sendcloud_address sendcloud_path
acl sendcloud var(txn.sendcloud) -m bool`,
      { replaces: rule },
    ),
    snippet("haproxy_condition", "haproxy", "in_rule", "!sendcloud"),
    snippet("haproxy_alternative", "haproxy", "in_rule", "or sendcloud"),
  ];

/** For refusals before HTTP, where no path is known. */
export const haproxyConnection = ({ addresses }: Scope) =>
  snippet("haproxy_connection", "haproxy", "before_rule", `tcp-request connection accept if { src ${addresses.join(" ")} }`, {
    replaces: "tcp-request connection reject",
  });

/** For refusals by SNI. A condition: an `accept` before them would also skip the rules that choose a backend by name. */
export const haproxyContent = ({ addresses }: Scope) => snippet("haproxy_content", "haproxy", "in_rule", `!{ src ${addresses.join(" ")} }`);

export const caddyMatcher = ({ addresses, path }: Scope) => {
  const isPrefix = path.exact && path.literal !== "";
  const ofApi = isPrefix ? `path ${path.literal} ${path.literal}/*` : `path_regexp "^${path.regex}(/|$)"`;
  return snippet("caddy_matcher", "caddy", "in_rule", `not {\n    remote_ip ${addresses.join(" ")}\n    ${ofApi}\n}`);
};

export const varnishPass = (scope: Scope) => {
  const code = `acl sendcloud {
${eachAddress(scope, (address) => `    "${address}";`)}
}
sub vcl_recv {
    if (client.ip ~ sendcloud && req.url ~ "^${scope.path.regex}([/?]|$)") {
        return (pass);
    }
}`;
  return snippet("varnish_pass", "vcl", "before_rule", code, { replaces: "sub vcl_recv" });
};

/** In lighttpd the later condition wins, so the exception comes last. `setting` is emptied for our requests. */
export const lighttpdException = (setting: "url.access-deny" | "auth.require") => (scope: Scope) => {
  const code = `$HTTP["url"] =~ "^${scope.path.regex}(/|$)" {
${eachAddress(scope, (address) => `    $HTTP["remote-ip"] == "${address}" { ${setting} = () }`)}
}`;
  return snippet("lighttpd_exception", "lighttpd", "file_end", code, { file: "/etc/lighttpd/lighttpd.conf" });
};
