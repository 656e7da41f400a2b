import type { Snippet } from "@/lib/check/diagnosis/fixes/fix";
import { text } from "@/lib/check/diagnosis/fixes/fix";
import { anyOf, type Scope } from "@/lib/check/diagnosis/fixes/scope";

// IIS and the shop systems' own files.

const literal = ({ path }: Scope): string => (path.literal === "" ? "/" : path.literal);

/** IIS filters verbs by path; it has no exception by address. */
export const iisMethodSnippet = (scope: Scope): Snippet => ({
  id: "iis_verbs",
  title: text("snippets.iis_verbs"),
  language: "xml",
  place: "in_rule",
  file: "web.config",
  code: `<location path="${literal(scope).slice(1)}">
  <system.webServer>
    <security>
      <requestFiltering>
        <verbs>
${scope.methods.map((method) => `          <remove verb="${method}" />\n          <add verb="${method}" allowed="true" />`).join("\n")}
        </verbs>
      </requestFiltering>
    </security>
    <modules>
      <remove name="WebDAVModule" />
    </modules>
    <handlers>
      <remove name="WebDAV" />
    </handlers>
  </system.webServer>
</location>`,
  replaces: null,
});

export const iisAddressSnippet = (scope: Scope): Snippet => ({
  id: "iis_addresses",
  title: text("snippets.iis_addresses"),
  language: "xml",
  place: "in_rule",
  file: "web.config",
  code: `<location path="${literal(scope).slice(1)}">
  <system.webServer>
    <security>
      <ipSecurity>
${scope.addresses.map((address) => `        <remove ipAddress="${address}" />\n        <add ipAddress="${address}" allowed="true" />`).join("\n")}
      </ipSecurity>
    </security>
  </system.webServer>
</location>`,
  replaces: null,
});

/** A further condition for the rewrite rule that refuses by User-Agent. */
export const iisUserAgentSnippet = (scope: Scope): Snippet => ({
  id: "iis_condition",
  title: text("snippets.iis_condition"),
  language: "xml",
  place: "in_rule",
  file: "web.config",
  code: `<add input="{REMOTE_ADDR} {UNENCODED_URL}" pattern="^(?:${anyOf(scope.addresses)}) ${scope.path.regex}(?:[/?]|$)" negate="true" />`,
  replaces: null,
});

export const ninjaSnippet = (scope: Scope): Snippet => ({
  id: "htninja",
  title: text("snippets.htninja"),
  language: "php",
  place: "new_file",
  file: ".htninja",
  code: `<?php
$sendcloud_addresses = [${scope.addresses.map((address) => `'${address}'`).join(", ")}];
if (in_array($_SERVER['REMOTE_ADDR'], $sendcloud_addresses, true) && preg_match('#^${scope.path.regex}(?:[/?]|$)#', $_SERVER['REQUEST_URI'])) {
    return 'ALLOW';
}`,
  replaces: null,
});

export const httpsBehindProxySnippet = (): Snippet => ({
  id: "https_behind_proxy",
  title: text("snippets.https_behind_proxy"),
  language: "php",
  place: "file_start",
  file: "wp-config.php",
  code: `if (isset($_SERVER['HTTP_X_FORWARDED_PROTO']) && $_SERVER['HTTP_X_FORWARDED_PROTO'] === 'https') {
    $_SERVER['HTTPS'] = 'on';
}`,
  replaces: null,
});

/** The block that WordPress writes for a site in this folder. */
export function wordpressRewriteSnippet(scope: Scope): Snippet {
  const folder = scope.path.exact ? scope.path.literal.replace(/\/wp-json$/, "") : "";
  return {
    id: "wordpress_htaccess",
    title: text("snippets.wordpress_htaccess"),
    language: "apache",
    place: "file_end",
    file: ".htaccess",
    code: `# BEGIN WordPress
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
RewriteBase ${folder}/
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . ${folder}/index.php [L]
</IfModule>
# END WordPress`,
    replaces: null,
  };
}

export const phpMessagesSnippet = (): Snippet => ({
  id: "php_messages",
  title: text("snippets.php_messages"),
  language: "ini",
  place: "file_end",
  file: ".user.ini",
  code: "display_errors = Off\nlog_errors = On",
  replaces: null,
});
