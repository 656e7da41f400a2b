import fs from "node:fs";
import { startServer } from "@/e2e/lab/harness/process";
import { findFreePort, type Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";

// Apache that calls PHP-FPM, as most Debian hosts do: PHP sees only the headers that Apache hands over. The script answers for the shop
// with what PHP was given, looking for the key where WordPress looks.

const FRONT_CONTROLLER = `<?php
$headers = ['Connection: close'];
foreach ($_SERVER as $name => $value) {
    if (str_starts_with($name, 'HTTP_') && !in_array($name, ['HTTP_AUTHORIZATION', 'HTTP_CONNECTION', 'HTTP_HOST', 'HTTP_CONTENT_LENGTH'], true)) {
        $headers[] = str_replace('_', '-', substr($name, 5)) . ': ' . $value;
    }
}
$key = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? getallheaders()['Authorization'] ?? null;
if ($key !== null) { $headers[] = 'Authorization: ' . $key; }
$headers[] = 'Host: ' . $_SERVER['HTTP_HOST'];
if (!empty($_SERVER['CONTENT_TYPE'])) { $headers[] = 'Content-Type: ' . $_SERVER['CONTENT_TYPE']; }
$context = stream_context_create(['http' => [
    'method' => $_SERVER['REQUEST_METHOD'], 'header' => $headers, 'content' => file_get_contents('php://input'),
    'ignore_errors' => true, 'follow_location' => 0, 'protocol_version' => 1.1, 'timeout' => 10,
]]);
$body = file_get_contents('@UPSTREAM@' . $_SERVER['REQUEST_URI'], false, $context);
foreach ($http_response_header as $index => $line) {
    if ($index === 0) { http_response_code((int) explode(' ', $line)[1]); }
    elseif (!preg_match('/^(Connection|Transfer-Encoding|Content-Length|Keep-Alive):/i', $line)) { header($line, false); }
}
echo $body;
`;

const findFpm = (): string => {
  const name = fs.readdirSync("/usr/sbin").find((one) => /^php-fpm[0-9.]+$/.test(one));
  if (name === undefined) throw new Error("php-fpm is not installed");
  return `/usr/sbin/${name}`;
};

/** Starts PHP-FPM and Apache in front of a shop; `htaccess` are lines before the shop's own rewriting. Returns the public address. */
export async function startApacheFpm(workspace: Workspace, options: { upstream: string; htaccess?: string }): Promise<string> {
  const port = await findFreePort();
  const isRoot = process.getuid?.() === 0;
  const config = workspace.write(
    "fpm.conf",
    `[global]
error_log = ${workspace.folder}/fpm.log
daemonize = no
[www]
${isRoot ? "user = www-data\ngroup = www-data" : ""}
listen = 127.0.0.1:${port}
pm = static
pm.max_children = 4
clear_env = yes
`,
  );
  await startServer(workspace, { program: findFpm(), args: ["--nodaemonize", "--fpm-config", config, "-n"], host: "127.0.0.1", port });
  workspace.write("www/index.php", FRONT_CONTROLLER.replace("@UPSTREAM@", options.upstream));
  workspace.write(
    "www/.htaccess",
    `${options.htaccess ?? ""}
RewriteEngine On
RewriteRule ^index\\.php$ - [L]
RewriteRule ^ index.php [L]
`,
  );
  return startApache(workspace, {
    upstream: options.upstream,
    replaceProxy: `<FilesMatch "\\.php$">\n  SetHandler "proxy:fcgi://127.0.0.1:${port}"\n  </FilesMatch>`,
  });
}
