import { writeCertificate } from "@/e2e/lab/harness/lab";
import { blocked, degraded, HEALTHY, type LabCase, SHORT_AGENT, type Truth } from "@/e2e/lab/lab-case";
import { startWordPress, type WordPressOptions } from "@/e2e/lab/servers/wordpress";

const wordpress = (name: string, options: Omit<WordPressOptions, "tls">, truth: Truth): LabCase => ({
  name: `wordpress: ${name}`,
  needs: ["apache", "php", "wordpress"],
  truth,
  open: async (workspace) => ({ url: await startWordPress(workspace, { ...options, tls: await writeCertificate(workspace) }), shop: null }),
});

/** A real WordPress of Debian. */
export const WORDPRESS_CASES: readonly LabCase[] = [
  wordpress("nothing in the way", {}, HEALTHY),
  wordpress("a shop plugin is missing", { withShop: false }, blocked({ code: "api_disabled", reason: "plugin_missing" })),
  wordpress("plain permalinks", { permalinks: "plain" }, blocked({ code: "api_not_found", reason: "plain_permalinks" })),
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
];
