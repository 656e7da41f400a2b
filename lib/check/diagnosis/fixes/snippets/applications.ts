import { anyOf, type Scope } from "@/lib/check/diagnosis/fixes/scope";
import { eachAddress, pathPrefix, snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// IIS and the shop systems' own files.

const webConfig = { file: "web.config" };

/** IIS filters verbs by path; it has no exception by address. */
export const iisMethods = (scope: Scope) => {
  const code = `<location path="${pathPrefix(scope).slice(1)}">
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
</location>`;
  return snippet("iis_verbs", "xml", "in_rule", code, webConfig);
};

export const iisAddresses = (scope: Scope) => {
  const code = `<location path="${pathPrefix(scope).slice(1)}">
  <system.webServer>
    <security>
      <ipSecurity>
${eachAddress(scope, (address) => `        <remove ipAddress="${address}" />\n        <add ipAddress="${address}" allowed="true" />`)}
      </ipSecurity>
    </security>
  </system.webServer>
</location>`;
  return snippet("iis_addresses", "xml", "in_rule", code, webConfig);
};

/** A further condition for the rewrite rule that refuses by User-Agent. */
export const iisUserAgent = ({ addresses, path }: Scope) => {
  const code = `<add input="{REMOTE_ADDR} {UNENCODED_URL}" pattern="^(?:${anyOf(addresses)}) ${path.regex}(?:[/?]|$)" negate="true" />`;
  return snippet("iis_condition", "xml", "in_rule", code, webConfig);
};

export const ninjaFirewall = ({ addresses, path }: Scope) => {
  const code = `<?php
$sendcloud_addresses = [${addresses.map((address) => `'${address}'`).join(", ")}];
if (in_array($_SERVER['REMOTE_ADDR'], $sendcloud_addresses, true) && preg_match('#^${path.regex}(?:[/?]|$)#', $_SERVER['REQUEST_URI'])) {
    return 'ALLOW';
}`;
  return snippet("htninja", "php", "new_file", code, { file: ".htninja" });
};

export const httpsBehindProxy = snippet(
  "https_behind_proxy",
  "php",
  "file_start",
  `if (isset($_SERVER['HTTP_X_FORWARDED_PROTO']) && $_SERVER['HTTP_X_FORWARDED_PROTO'] === 'https') {
    $_SERVER['HTTPS'] = 'on';
}`,
  { file: "wp-config.php" },
);

/** The block that WordPress writes for a site in this folder. */
export function wordpressRewrite({ path }: Scope) {
  const folder = path.exact ? path.literal.replace(/\/wp-json$/, "") : "";
  const code = `# BEGIN WordPress
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
RewriteBase ${folder}/
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . ${folder}/index.php [L]
</IfModule>
# END WordPress`;
  return snippet("wordpress_htaccess", "apache", "file_end", code, { file: ".htaccess" });
}
