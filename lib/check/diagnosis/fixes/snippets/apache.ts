import type { Snippet } from "@/lib/check/diagnosis/fixes/fix";
import { text } from "@/lib/check/diagnosis/fixes/fix";
import { anyOf, type Scope } from "@/lib/check/diagnosis/fixes/scope";

// `<If>` is merged after all other sections, so one block overrides Require, LimitExcept, AllowMethods, Deny and passwords for our
// requests. THE_REQUEST is the original request line, which the shop's rewrites to index.php do not change.

const ours = (scope: Scope): string => {
  const addresses = scope.addresses.map((address) => `-R '${address}'`).join(" || ");
  return `(${addresses}) && %{THE_REQUEST} =~ m#^[A-Z]+ ${scope.path.regex}(?:[/? ]|$)#`;
};

const accessCompat = `    <IfModule mod_access_compat.c>
        Order deny,allow
    </IfModule>`;

export const apacheServerSnippet = (scope: Scope): Snippet => ({
  id: "apache_if",
  title: text("snippets.apache_server"),
  language: "apache",
  place: "file_end",
  file: null,
  code: `<If "${ours(scope)}">
    Require all granted
    <IfModule mod_allowmethods.c>
        AllowMethods reset
    </IfModule>
${accessCompat}
</If>`,
  replaces: null,
});

export const htaccessSnippet = (scope: Scope): Snippet => ({
  id: "htaccess_if",
  title: text("snippets.htaccess_end"),
  language: "apache",
  place: "file_end",
  file: ".htaccess",
  code: `<If "${ours(scope)}">
    Require all granted
${accessCompat}
</If>`,
  replaces: null,
});

/** Exception from a rewrite rule that ends in [F], [R=403] or [R=405]; applies to the next rule only. */
export const rewriteConditionSnippet = (scope: Scope): Snippet => ({
  id: "rewrite_condition",
  title: text("snippets.rewrite_condition"),
  language: "apache",
  place: "before_rule",
  file: null,
  code: `RewriteCond "%{REMOTE_ADDR} %{THE_REQUEST}" "!^(?:${anyOf(scope.addresses)}) [A-Z]+ ${scope.path.regex}(?:[/? ]|$)"`,
  replaces: "RewriteRule",
});

/** For servers that see only a proxy's address. Any client can copy a User-Agent, hence the warning of its fix. */
export const rewriteUserAgentAloneSnippet = (scope: Scope): Snippet => ({
  id: "rewrite_user_agent",
  title: text("snippets.rewrite_condition"),
  language: "apache",
  place: "before_rule",
  file: null,
  code: `RewriteCond "%{HTTP_USER_AGENT} %{THE_REQUEST}" "!^(?:${anyOf(scope.userAgents)}) [A-Z]+ ${scope.path.regex}(?:[/? ]|$)"`,
  replaces: "RewriteRule",
});

export const authorizationSnippets = (): Snippet[] => [
  {
    id: "cgi_pass_auth",
    title: text("snippets.cgi_pass_auth"),
    language: "apache",
    place: "file_start",
    file: ".htaccess",
    code: "CGIPassAuth On",
    replaces: null,
  },
  {
    id: "set_env_if_authorization",
    title: text("snippets.set_env_if_authorization"),
    language: "apache",
    place: "file_start",
    file: ".htaccess",
    code: 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1',
    replaces: null,
  },
];

const rateLimitModules = (scope: Scope): string => `<IfModule mod_evasive20.c>
${scope.addresses.map((address) => `    DOSWhitelist ${address}`).join("\n")}
</IfModule>
<IfModule mod_qos.c>
    SetEnvIfExpr "${ours(scope)}" QS_VipRequest=yes
</IfModule>`;

export const apacheLimitSnippet = (scope: Scope): Snippet => ({
  id: "apache_limits",
  title: text("snippets.apache_limits"),
  language: "apache",
  place: "file_end",
  file: null,
  code: rateLimitModules(scope),
  replaces: null,
});

/**
 * mod_cache answers before Apache evaluates sections, so the directive is global and names a path prefix. A path with unusual characters
 * needs a pattern, which works only once the cache no longer answers first.
 */
export const apacheNoCacheSnippet = (scope: Scope): Snippet => ({
  id: "apache_no_cache",
  title: text("snippets.apache_no_cache"),
  language: "apache",
  place: "file_end",
  file: null,
  code: scope.path.exact
    ? `CacheDisable ${scope.path.literal || "/"}`
    : `CacheQuickHandler off\n<LocationMatch "^${scope.path.regex}(?:/|$)">\n    CacheDisable on\n</LocationMatch>`,
  replaces: null,
});
