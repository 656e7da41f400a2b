import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import { type Tls, WOO_KEY } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import { findModPhp } from "@/e2e/lab/harness/servers";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// Debian's WordPress on MariaDB and Apache with mod_php. Debian has no WooCommerce package: a plugin registers its routes, while the REST
// server, permalinks, maintenance and error pages are WordPress's own.

const run = promisify(execFile);
const SOURCE = "/usr/share/wordpress";

const HTACCESS = `# BEGIN WordPress
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
RewriteBase /
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.php [L]
</IfModule>
# END WordPress
`;

/** WooCommerce's order routes without orders, with one key over Basic auth; refuses incomplete OAuth before any route. */
const ROUTES_PLUGIN = `<?php
add_filter('determine_current_user', function ($user) {
  $key = ($_SERVER['PHP_AUTH_USER'] ?? '') . ':' . ($_SERVER['PHP_AUTH_PW'] ?? '');
  return strpos($_SERVER['REQUEST_URI'], 'wp-json/wc/') !== false && $key === '${WOO_KEY.consumerKey}:${WOO_KEY.consumerSecret}' ? 1 : $user;
}, 15);
add_filter('rest_authentication_errors', function ($result) {
  $header = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? (getallheaders()['Authorization'] ?? '');
  if (stripos($header, 'OAuth ') === 0 && strpos($_SERVER['REQUEST_URI'], 'wp-json/wc/') !== false && strpos($header, 'oauth_signature=') === false)
    return new WP_Error('woocommerce_rest_authentication_missing_parameter', 'Missing OAuth parameters', ['status' => 401]);
  return $result;
});
add_action('rest_api_init', function () {
  $may = fn($what) => fn() => is_user_logged_in() ?: new WP_Error('woocommerce_rest_cannot_' . $what, 'Sorry, you are not allowed to ' . $what . ' this resource.', ['status' => 401]);
  $route = fn($methods, $what, $callback = '__return_empty_array') => ['methods' => $methods, 'callback' => $callback, 'permission_callback' => $may($what)];
  $none = fn($status) => fn() => new WP_Error('woocommerce_rest_shop_order_invalid_id', 'Invalid ID.', ['status' => $status]);
  register_rest_route('wc/v3', '/orders', [$route('GET', 'view'), $route('POST', 'create')]);
  register_rest_route('wc/v3', '/orders/(?P<id>[\\\\d]+)', [$route('GET', 'view', $none(404)), $route('POST, PUT, PATCH', 'edit', $none(400)), $route('DELETE', 'delete', $none(404))]);
});
`;

const INSTALL = `<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Lab shop', 'admin', 'admin@shop.example', true, '', 'a password of the lab');
update_option('permalink_structure', getenv('LAB_PERMALINKS'));
flush_rewrite_rules(false);
`;

async function startMariaDb(workspace: Workspace): Promise<number> {
  const port = await findFreePort();
  const data = workspace.makeFolder("mariadb", 0o700);
  // Concurrent installations would use the same file names in a shared folder.
  const temporary = `--tmpdir=${workspace.makeFolder("mariadb-tmp", 0o700)}`;
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  await run("/usr/bin/mariadb-install-db", [
    "--no-defaults",
    ...user,
    `--datadir=${data}`,
    temporary,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
  ]);
  await startServer(workspace, {
    program: "/usr/sbin/mariadbd",
    args: [
      "--no-defaults",
      ...user,
      `--datadir=${data}`,
      temporary,
      `--socket=${workspace.folder}/mariadb.sock`,
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--pid-file=${workspace.folder}/mariadb.pid`,
      "--innodb-flush-log-at-trx-commit=0",
      "--innodb-buffer-pool-size=32M",
    ],
    host: "127.0.0.1",
    port,
  });
  await run("/usr/bin/mariadb", [
    "--no-defaults",
    `--socket=${workspace.folder}/mariadb.sock`,
    "-uroot",
    "-e",
    "create database wordpress",
  ]);
  return port;
}

export interface WordPressOptions {
  tls: Tls;
  /** Whether WooCommerce's routes are registered. */
  withShop?: boolean;
  permalinks?: "pretty" | "plain";
  /** Replaces WordPress's .htaccess, which is available as `@WORDPRESS@`. */
  htaccess?: string;
  /** WordPress's own maintenance mode, as during an update. */
  maintenance?: boolean;
  /** PHP code of an additional plugin, including its opening tag. */
  plugin?: string;
  /** A database port other than MariaDB's, so that WordPress cannot connect. */
  loseDatabase?: boolean;
}

/** Debian's WordPress, installed and served over https; returns its URL. */
export async function startWordPress(workspace: Workspace, options: WordPressOptions): Promise<string> {
  const database = await startMariaDb(workspace);
  const root = workspace.makeFolder("www", 0o755);
  for (const name of fs.readdirSync(SOURCE))
    if (name.endsWith(".php") && !name.startsWith("wp-config")) fs.copyFileSync(`${SOURCE}/${name}`, `${root}/${name}`);
  for (const name of ["wp-includes", "wp-admin"]) fs.symlinkSync(`${SOURCE}/${name}`, `${root}/${name}`);
  fs.mkdirSync(`${root}/wp-content/mu-plugins`, { recursive: true });
  fs.symlinkSync(`${SOURCE}/wp-content/themes`, `${root}/wp-content/themes`);
  if (options.withShop !== false) fs.writeFileSync(`${root}/wp-content/mu-plugins/shop-routes.php`, ROUTES_PLUGIN);

  const writeConfig = (port: number): string =>
    workspace.write(
      "www/wp-config.php",
      `<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', '127.0.0.1:${port}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
define('WP_HOME', 'https://' . $_SERVER['HTTP_HOST']); define('WP_SITEURL', WP_HOME);
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_DEBUG', false);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`,
    );
  writeConfig(database);
  const installer = workspace.write("www/lab-install.php", INSTALL);
  await run("/usr/bin/php", [installer], {
    env: { NODE_ENV: "test", PATH: "/usr/bin:/bin", LAB_PERMALINKS: options.permalinks === "plain" ? "" : "/%postname%/" },
  });
  fs.rmSync(installer);
  if (options.plugin) fs.writeFileSync(`${root}/wp-content/mu-plugins/zz-more.php`, options.plugin);
  if (options.loseDatabase) writeConfig(await findFreePort());
  if (options.maintenance) workspace.write("www/.maintenance", "<?php $upgrading = time();");
  const htaccess = options.htaccess === undefined ? HTACCESS : options.htaccess.replace("@WORDPRESS@", HTACCESS);
  return startApache(workspace, {
    upstream: "",
    tls: options.tls,
    documents: { ".htaccess": htaccess },
    replaceProxy: "DirectoryIndex index.php",
    modPhp: findModPhp() ?? "",
  });
}
