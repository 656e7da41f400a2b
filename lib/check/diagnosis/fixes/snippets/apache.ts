import { anyOf, type Scope } from "@/lib/check/diagnosis/fixes/scope";
import { eachAddress, pathPrefix, snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// `<If>` is merged after all other sections, so one block overrides Require, LimitExcept, AllowMethods, Deny and passwords for our
// requests. THE_REQUEST is the original request line, which the shop's rewrites to index.php do not change.

const ours = ({ addresses, path }: Scope): string =>
  `(${addresses.map((address) => `-R '${address}'`).join(" || ")}) && %{THE_REQUEST} =~ m#^[A-Z]+ ${path.regex}(?:[/? ]|$)#`;

const granted = (scope: Scope, further = ""): string => `<If "${ours(scope)}">
    Require all granted
${further}    <IfModule mod_access_compat.c>
        Order deny,allow
    </IfModule>
</If>`;

export const apacheServer = (scope: Scope) => {
  const code = granted(scope, "    <IfModule mod_allowmethods.c>\n        AllowMethods reset\n    </IfModule>\n");
  return snippet("apache_if", "apache", "file_end", code, { title: "apache_server" });
};

export const htaccess = (scope: Scope) =>
  snippet("htaccess_if", "apache", "file_end", granted(scope), { title: "htaccess_end", file: ".htaccess" });

const condition = (id: string, variable: string, values: readonly string[], { path }: Scope) => {
  const code = `RewriteCond "%{${variable}} %{THE_REQUEST}" "!^(?:${anyOf(values)}) [A-Z]+ ${path.regex}(?:[/? ]|$)"`;
  return snippet(id, "apache", "before_rule", code, { title: "rewrite_condition", replaces: "RewriteRule" });
};

/** Exception from a rewrite rule that ends in [F], [R=403] or [R=405]; applies to the next rule only. */
export const rewriteCondition = (scope: Scope) => condition("rewrite_condition", "REMOTE_ADDR", scope.addresses, scope);

/** For servers that see only a proxy's address. Any client can copy a User-Agent, hence the warning of its fix. */
export const rewriteUserAgentAlone = (scope: Scope) => condition("rewrite_user_agent", "HTTP_USER_AGENT", scope.userAgents, scope);

/** Called mod_evasive20.c until 2.4, which Debian 13 has: an unknown name would skip the lines silently. */
const EVASIVE = ["mod_evasive20.c", "mod_evasive.c"];

export const apacheLimits = (scope: Scope) => {
  const listed = eachAddress(scope, (address) => `    DOSWhitelist ${address}`);
  const excluded = eachAddress(scope, (address) => `    QS_SrvMaxConnExcludeIP ${address}\n    QS_ClientEventBlockExcludeIP ${address}`);
  // Read after all rules, so that the counting variables that a virtual host sets are taken back, too.
  const code = `${EVASIVE.map((name) => `<IfModule ${name}>\n${listed}\n</IfModule>`).join("\n")}
<IfModule mod_qos.c>
${excluded}
    SetEnvIfExpr "${ours(scope)}" QS_VipRequest=yes
    <If "${ours(scope)}">
        SetEnvIf Request_URI . !QS_Limit !QS_Event !QS_EventRequest !QS_Block
    </If>
</IfModule>`;
  return snippet("apache_limits", "apache", "file_end", code);
};

/** mod_cache answers before Apache evaluates sections: the directive is global. A path with unusual characters needs a pattern. */
export const apacheNoCache = (scope: Scope) => {
  const pattern = `CacheQuickHandler off\n<LocationMatch "^${scope.path.regex}(?:/|$)">\n    CacheDisable on\n</LocationMatch>`;
  return snippet("apache_no_cache", "apache", "file_end", scope.path.exact ? `CacheDisable ${pathPrefix(scope)}` : pattern);
};
