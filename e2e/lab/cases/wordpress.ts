import { WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import {
  BOTH_AGENTS,
  blocked,
  degraded,
  FIRST_ADDRESS,
  HEALTHY,
  type LabCase,
  SECOND_ADDRESS,
  SHORT_AGENT,
  type Truth,
} from "@/e2e/lab/lab-case";
import { startWordPress, type WordPressOptions } from "@/e2e/lab/servers/wordpress";

const wordpress = (
  name: string,
  options: Omit<WordPressOptions, "tls"> & { credentials?: Record<string, string> },
  truth: Truth,
  folder = "",
): LabCase => ({
  name: `wordpress: ${name}`,
  needs: ["apache", "php", "wordpress"],
  truth,
  ...(options.credentials ? { credentials: options.credentials } : {}),
  open: async (workspace) => ({
    url: (await startWordPress(workspace, { ...options, tls: await writeCertificate(workspace) })) + folder,
    shop: null,
  }),
});

const MEMBERS_ONLY =
  "<?php add_filter('rest_authentication_errors', fn($error) => $error ?: (is_user_logged_in() ? $error : new WP_Error('acme_members_only', 'Members only.', ['status' => 401])), 99);";
const SIGN_IN_FIRST =
  "<?php add_action('init', function () { if (!is_user_logged_in() && !str_contains($_SERVER['REQUEST_URI'], 'wp-login.php')) { wp_redirect(wp_login_url(home_url($_SERVER['REQUEST_URI']), true)); exit; } });";
const AIOS =
  "<?php add_action('rest_api_init', function () { if (!wp_get_current_user()->ID) wp_die('You are not authorized to perform this action.'); });";

/** A security plugin that refuses in the REST API's own format. */
const refusing = (condition: string): string =>
  `<?php add_filter('rest_authentication_errors', fn($error) => ${condition} ? new WP_Error('rest_forbidden', 'Not for you.', ['status' => 403]) : $error, 99);`;
const byPlugin = { blocker: "wordpress" } as const;

export const WORDPRESS_CASES: readonly LabCase[] = [
  wordpress("nothing blocked", {}, HEALTHY),
  wordpress("a shop plugin is missing", { withShop: false }, blocked({ code: "api_disabled", reason: "plugin_missing" })),
  wordpress("plain permalinks", { permalinks: "plain" }, blocked({ code: "api_not_found", reason: "plain_permalinks" })),
  wordpress(
    "the API's prefix is renamed",
    {
      plugin: "<?php add_filter('rest_url_prefix', fn() => 'api'); add_action('init', fn() => flush_rewrite_rules(false), 99);",
    },
    blocked({ code: "api_not_found", reason: "renamed_prefix" }),
  ),
  wordpress("the .htaccess is lost", { htaccess: "" }, blocked({ code: "api_not_found", reason: "rewrite_missing" })),
  wordpress("in maintenance for an update", { maintenance: true }, blocked({ code: "maintenance_mode", reason: "wordpress_update" })),
  wordpress("without its database", { loseDatabase: true }, blocked({ code: "server_error", reason: "database_down" })),
  wordpress(
    "a User-Agent rule in .htaccess",
    { htaccess: "RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} ^Sendcloud/1\\.0\\.0$\nRewriteRule .* - [F]\n@WORDPRESS@" },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT] }),
  ),
  wordpress(
    "LimitExcept in .htaccess",
    { htaccess: "<LimitExcept GET POST HEAD>\nRequire all denied\n</LimitExcept>\n@WORDPRESS@" },
    degraded({ code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"] }),
  ),
  wordpress(
    "a plugin closes REST to guests",
    { plugin: MEMBERS_ONLY },
    blocked({ code: "closed_to_visitors", reason: "closed_by_plugin" }),
  ),
  wordpress("a plugin closes REST to guests, a key that works", { plugin: MEMBERS_ONLY, credentials: WOO_KEY }, HEALTHY),
  wordpress(
    "a plugin refuses both names in REST's words",
    { plugin: refusing("stripos($_SERVER['HTTP_USER_AGENT'] ?? '', 'sendcloud') !== false") },
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS, ...byPlugin }),
  ),
  wordpress(
    "a plugin refuses the short name in REST's words, with a key",
    { plugin: refusing(`($_SERVER['HTTP_USER_AGENT'] ?? '') === '${SHORT_AGENT}'`), credentials: WOO_KEY },
    blocked({ code: "user_agent_blocked", userAgents: [SHORT_AGENT], ...byPlugin }),
  ),
  ...[FIRST_ADDRESS, SECOND_ADDRESS].map((address) =>
    wordpress(
      `a plugin refuses ${address} in REST's words`,
      { plugin: refusing(`$_SERVER['REMOTE_ADDR'] === '${address}'`) },
      blocked({ code: "ip_blocked", addresses: [address], ...byPlugin }),
    ),
  ),
  wordpress(
    "All-In-One Security closes REST to guests",
    { plugin: AIOS },
    blocked({ code: "closed_to_visitors", reason: "closed_by_plugin", blocker: "aios" }),
  ),
  wordpress("All-In-One Security closes REST to guests, a key that works", { plugin: AIOS, credentials: WOO_KEY }, HEALTHY),
  wordpress(
    "All-In-One Security closes REST to guests, a key that works, and PATCH refused",
    {
      plugin: AIOS,
      credentials: WOO_KEY,
      htaccess: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} ^PATCH$\nRewriteRule .* - [F]\n@WORDPRESS@",
    },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
  ),
  wordpress(
    "All-In-One Security closes REST to guests, a wrong key",
    { plugin: AIOS, credentials: { ...WOO_KEY, consumerSecret: `cs_${"0".repeat(40)}` } },
    blocked({ code: "closed_to_visitors", reason: "closed_by_plugin", blocker: "aios" }),
  ),
  wordpress(
    "the list of orders ends in a fatal error",
    {
      plugin:
        "<?php add_filter('rest_pre_dispatch', fn($result, $server, $request) => is_user_logged_in() && $request->get_route() === '/wc/v3/orders' ? no_such_function() : $result, 10, 3);",
      credentials: WOO_KEY,
    },
    blocked({ code: "server_error", reason: "php_fatal" }),
  ),
  wordpress(
    "a limit of a plugin, in REST's own words",
    {
      plugin: "<?php add_filter('rest_pre_dispatch', fn() => new WP_Error('too_many_requests', 'Slow down.', ['status' => 429]), 10, 3);",
    },
    blocked({ code: "rate_limited" }),
  ),
  wordpress(
    "a plugin stops REST by wp_die",
    { plugin: "<?php add_action('rest_api_init', fn() => wp_die('Forbidden', 'Forbidden', ['response' => 403]), 1);" },
    blocked({ code: "access_denied" }),
  ),
  wordpress(
    "a fatal error of a plugin",
    { plugin: "<?php add_action('init', fn() => no_such_function());" },
    blocked({ code: "server_error", reason: "php_fatal" }),
  ),
  wordpress(
    "a notice of a plugin before every answer",
    { plugin: "<?php ini_set('display_errors', '1'); error_reporting(E_ALL); add_action('init', function () { echo $nothing; });" },
    blocked({ code: "invalid_response", reason: "php_notice" }),
  ),
  wordpress("a plugin file saved with a byte order mark", { plugin: "\uFEFF<?php" }, blocked({ code: "invalid_response", reason: "bom" })),
  wordpress(
    "the shop window is closed, REST is open",
    {
      plugin:
        "<?php add_action('template_redirect', function () { status_header(503); header('Retry-After: 3600'); exit('Under maintenance'); });",
    },
    HEALTHY,
  ),
  wordpress("visitors have to sign in first", { plugin: SIGN_IN_FIRST }, blocked({ code: "password_protected", reason: "login_page" })),
  wordpress("visitors have to sign in first, a key that works", { plugin: SIGN_IN_FIRST, credentials: WOO_KEY }, HEALTHY),
  wordpress(
    "a maintenance page by .htaccess",
    {
      htaccess:
        'ErrorDocument 503 "<html><title>Maintenance</title>This site is under maintenance.</html>"\nRewriteEngine On\nRewriteRule .* - [R=503,L]\n@WORDPRESS@',
    },
    blocked({ code: "maintenance_mode" }),
  ),
  wordpress(
    "Require not ip in .htaccess",
    { htaccess: `<RequireAll>\nRequire all granted\nRequire not ip ${FIRST_ADDRESS}\n</RequireAll>\n@WORDPRESS@` },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] }),
  ),
  wordpress("a folder was given that is not there", {}, blocked({ code: "api_not_found", reason: "other_path" }), "/shop"),
];
