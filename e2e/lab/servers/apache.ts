import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { findFreePort } from "@/scripts/dev/ports.mjs";

export interface ApacheOptions {
  upstream: string;
  tls?: Tls;
  /** Lines of the virtual host. */
  host?: string;
  /** ModSecurity with Debian's OWASP rules, blocking, followed by more rules. */
  modSecurity?: boolean;
  modSecurityRules?: string;
  /** Exceptions, which precede the OWASP rules. */
  modSecurityExclusions?: string;
  /** Replaces the proxying of all requests to the shop. */
  replaceProxy?: string;
  /** mod_php, which needs the prefork MPM. */
  modPhp?: string;
  /** Lines at the end of the file, for all virtual hosts. */
  end?: string;
  /** Files in the document root, by name. */
  documents?: Readonly<Record<string, string>>;
}

const MODULES = [
  "authz_core",
  "authz_host",
  "authn_core",
  "authn_file",
  "auth_basic",
  "authz_user",
  "access_compat",
  "alias",
  "dir",
  "mime",
  "headers",
  "filter",
  "deflate",
  "rewrite",
  "setenvif",
  "env",
  "proxy",
  "proxy_http",
  "proxy_fcgi",
  "ssl",
  "socache_shmcb",
  "unique_id",
  "allowmethods",
  "reqtimeout",
  "ratelimit",
  "cache",
  "cache_disk",
] as const;

const moduleLine = (name: string, file = `mod_${name}.so`): string => `LoadModule ${name}_module /usr/lib/apache2/modules/${file}`;

function securityLines(options: ApacheOptions, folder: string): string {
  if (!options.modSecurity) return "";
  return `${moduleLine("security2")}
SecRuleEngine On
SecRequestBodyAccess On
SecAuditEngine Off
SecDataDir ${folder}
SecTmpDir ${folder}
SecDebugLogLevel 0
Include /etc/modsecurity/crs/crs-setup.conf
${options.modSecurityExclusions ?? ""}
Include /usr/share/modsecurity-crs/rules/*.conf
${options.modSecurityRules ?? ""}`;
}

/** Apache 2.4 in front of a shop; returns the shop's public URL. */
export async function startApache(workspace: Workspace, options: ApacheOptions): Promise<string> {
  const port = await findFreePort();
  const root = workspace.makeFolder("www", 0o755);
  for (const [name, text] of Object.entries(options.documents ?? {})) workspace.write(`www/${name}`, text);
  const scheme = options.tls ? "https" : "http";
  const proxy = `ProxyPreserveHost On
  RequestHeader set X-Forwarded-Proto ${scheme}
  ProxyPass / ${options.upstream}/
  ProxyPassReverse / ${options.upstream}/`;
  const isRoot = process.getuid?.() === 0;
  const file = workspace.write(
    "apache.conf",
    `ServerRoot ${workspace.folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${workspace.folder}/apache.pid
DefaultRuntimeDir ${workspace.folder}
Mutex file:${workspace.folder} default
ErrorLog ${workspace.folder}/error.log
${moduleLine(options.modPhp ? "mpm_prefork" : "mpm_event")}
${MODULES.map((name) => moduleLine(name)).join("\n")}
${options.modPhp ? `LoadModule php_module ${options.modPhp}\n<FilesMatch "\\.php$">\n  SetHandler application/x-httpd-php\n</FilesMatch>` : ""}
${isRoot ? "User www-data\nGroup www-data" : ""}
StartServers 1
${options.modPhp ? "ServerLimit 16\nMaxRequestWorkers 16" : "ServerLimit 2\nThreadsPerChild 16\nMaxRequestWorkers 32\nMinSpareThreads 8\nMaxSpareThreads 24"}
TypesConfig /etc/mime.types
DocumentRoot ${root}
<Directory ${root}>
  AllowOverride All
  Require all granted
</Directory>
${securityLines(options, workspace.folder)}
<VirtualHost 127.0.0.1:${port}>
  ${options.tls ? `SSLEngine on\n  SSLCertificateFile ${options.tls.certFile}\n  SSLCertificateKeyFile ${options.tls.keyFile}` : ""}
  ${options.host ?? ""}
  ${(options.replaceProxy ?? proxy).replaceAll("@PROXY@", proxy).replaceAll("@ROOT@", root)}
</VirtualHost>
${options.end ?? ""}
`,
  );
  await startServer(workspace, { program: "/usr/sbin/apache2", args: ["-f", file, "-D", "FOREGROUND"], host: "127.0.0.1", port });
  return `${scheme}://127.0.0.1:${port}`;
}
