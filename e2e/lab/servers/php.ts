import type { Tls } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import { findModPhp, findPhpFpm } from "@/e2e/lab/harness/servers";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";
import { startCaddy } from "@/e2e/lab/servers/caddy";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// PHP between web server and shop: a script forwards what PHP received, so a header that never reaches PHP never reaches the shop.

const relay = (upstream: string): string => `<?php
$skip = ['host', 'connection', 'content-length', 'accept-encoding', 'x-forwarded-proto', 'authorization'];
$lines = ['Host: ' . $_SERVER['HTTP_HOST'], 'Connection: close', 'X-Forwarded-Proto: ' . (empty($_SERVER['HTTPS']) ? 'http' : 'https')];
$seen = getallheaders();
foreach ($seen as $name => $value) if (!in_array(strtolower($name), $skip)) $lines[] = $name . ': ' . $value;
// Where WordPress and PrestaShop read the header.
$authorization = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? $seen['Authorization'] ?? '';
if ($authorization !== '') $lines[] = 'Authorization: ' . $authorization;
$body = file_get_contents('${upstream}' . $_SERVER['REQUEST_URI'], false, stream_context_create(['http' => [
  'method' => $_SERVER['REQUEST_METHOD'], 'header' => $lines, 'content' => file_get_contents('php://input'),
  'ignore_errors' => true, 'protocol_version' => 1.1, 'follow_location' => 0,
]]));
foreach ($http_response_header as $index => $line) {
  if ($index === 0) { http_response_code((int) explode(' ', $line)[1]); continue; }
  if (!preg_match('/^(transfer-encoding|connection|content-length|date|server|keep-alive):/i', $line)) header($line, false);
}
echo $body;
`;

const REWRITE = `<Directory @ROOT@>
    RewriteEngine On
    RewriteCond %{REQUEST_FILENAME} !-f
    RewriteRule ^ /index.php [L]
  </Directory>`;

async function startFpm(workspace: Workspace): Promise<number> {
  const port = await findFreePort();
  const file = workspace.write(
    "fpm.conf",
    `[global]
pid = ${workspace.folder}/fpm.pid
error_log = ${workspace.folder}/fpm.log
daemonize = no
[www]
${process.getuid?.() === 0 ? "user = www-data\ngroup = www-data" : ""}
listen = 127.0.0.1:${port}
pm = static
pm.max_children = 4
`,
  );
  await startServer(workspace, { program: findPhpFpm() ?? "php-fpm", args: ["-F", "-y", file], host: "127.0.0.1", port });
  return port;
}

export interface PhpOptions {
  upstream: string;
  tls?: Tls;
  /** Apache only: replaces its rules for addresses without a file. */
  rewrite?: string;
  /** More lines of the virtual host. */
  host?: string;
  /** nginx only: more lines of the PHP location. */
  location?: string;
  /** nginx only: lines of the http block. */
  http?: string;
  /** nginx only: more lines of the location of static files. */
  files?: string;
  /** nginx only: where the shop's scripts are. */
  scripts?: readonly string[];
  /** nginx only: replaces its line for addresses without a file. */
  tryFiles?: string;
}

/** Apache with PHP-FPM, as configured by Debian and most control panels. */
export async function startApacheFpm(workspace: Workspace, options: PhpOptions): Promise<string> {
  const fpm = await startFpm(workspace);
  return startApache(workspace, {
    upstream: options.upstream,
    ...(options.tls ? { tls: options.tls } : {}),
    host: options.host ?? "",
    documents: { "index.php": relay(options.upstream) },
    replaceProxy: `${options.rewrite ?? REWRITE}\n  <FilesMatch "\\.php$">\n    SetHandler "proxy:fcgi://127.0.0.1:${fpm}"\n  </FilesMatch>`,
  });
}

export async function startApacheModPhp(workspace: Workspace, options: PhpOptions): Promise<string> {
  return startApache(workspace, {
    upstream: options.upstream,
    ...(options.tls ? { tls: options.tls } : {}),
    host: options.host ?? "",
    documents: { "index.php": relay(options.upstream) },
    replaceProxy: REWRITE,
    modPhp: findModPhp() ?? "",
  });
}

/** nginx with PHP-FPM and Debian's parameters. */
export async function startNginxFpm(workspace: Workspace, options: PhpOptions): Promise<string> {
  const fpm = await startFpm(workspace);
  for (const name of options.scripts ?? ["index.php"]) workspace.write(`www/${name}`, relay(options.upstream));
  return startNginx(workspace, {
    upstream: options.upstream,
    ...(options.tls ? { tls: options.tls } : {}),
    ...(options.http ? { http: options.http } : {}),
    server: options.host ?? "",
    replaceLocation: `root ${workspace.folder}/www;
    location / { index index.php; ${options.files ?? ""} ${options.tryFiles ?? "try_files $uri /index.php$is_args$args;"} }
    location ~ \\.php$ { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; ${options.location ?? ""} fastcgi_pass 127.0.0.1:${fpm}; }`,
  });
}

/** Caddy with PHP-FPM, to which it hands scripts by name; `site` sees PHP-FPM's address as `@FPM@`. */
export async function startCaddyFpm(workspace: Workspace, options: { upstream: string; site: string }): Promise<string> {
  const fpm = `127.0.0.1:${await startFpm(workspace)}`;
  workspace.write("www/index.php", relay(options.upstream));
  return startCaddy(workspace, {
    upstream: options.upstream,
    replaceProxy: `root * ${workspace.folder}/www\n  ${options.site.replaceAll("@FPM@", fpm)}\n  file_server`,
  });
}
