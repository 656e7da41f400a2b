import { code, type Repair, sendToHttps } from "@/e2e/lab/fixes/repair";
import { WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startApacheFpm, startCaddyFpm, startNginxFpm } from "@/e2e/lab/servers/php";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";

// How requests get to the shop: rewrite rules, closed paths, and what a proxy passes on.

/** The printed block of WordPress' own rules. */
function wordpressBlock(): string {
  const cause = { code: "api_not_found" as const, reason: "rewrite_missing", blocker: null, methods: [], addresses: [], userAgents: [] };
  const context = {
    url: "http://127.0.0.1",
    shopSystem: "woocommerce" as const,
    server: "apache",
    addresses: [],
    userAgents: [],
    methods: [],
  };
  const fix = fixesFor(cause, context).find(({ id }) => id === "rewrite.htaccess");
  const [block] = fix?.snippets ?? [];
  if (block === undefined) throw new Error("no block for .htaccess");
  return block.code;
}

/** `Redirect` of mod_alias, while other pretty URLs still get to WordPress. */
const CLOSED = "Redirect 404 /wp-json";

const SCRIPTS_ALONE = "@scripts path *.php\n  reverse_proxy @scripts @FPM@ {\n    transport fastcgi {\n      split .php\n    }\n  }";

export const ROUTE_REPAIRS: readonly Repair[] = [
  {
    name: "Apache gets WordPress' rules, whose .htaccess was lost",
    needs: ["apache", "php"],
    code: "api_not_found",
    fixId: "rewrite.htaccess",
    start(workspace, upstream, fix) {
      if (fix !== null) workspace.write("www/.htaccess", `${fix.snippets[0]?.code}\n`);
      return startApacheFpm(workspace, { upstream, rewrite: "" });
    },
  },
  {
    name: "Apache reads the .htaccess that it ignored",
    needs: ["apache", "php"],
    code: "api_not_found",
    fixId: "rewrite.apache",
    start(workspace, upstream, fix) {
      workspace.write("www/.htaccess", `${wordpressBlock()}\n`);
      const allowed = fix === null ? "AllowOverride None" : code(fix, "apache_allow_override");
      return startApacheFpm(workspace, { upstream, rewrite: `<Directory @ROOT@>\n    ${allowed}\n  </Directory>` });
    },
  },
  {
    name: "Apache no longer closes the API's path",
    needs: ["apache", "php"],
    code: "api_not_found",
    fixId: "path_closed.apache",
    start(workspace, upstream, fix) {
      workspace.write("www/.htaccess", `${wordpressBlock()}\n`);
      return startApacheFpm(workspace, { upstream, rewrite: "", host: fix === null ? CLOSED : "" });
    },
  },
  {
    name: ".htaccess no longer closes the API's path",
    needs: ["apache", "php"],
    code: "api_not_found",
    fixId: "path_closed.htaccess",
    start(workspace, upstream, fix) {
      workspace.write("www/.htaccess", `${fix === null ? CLOSED : ""}\n${wordpressBlock()}\n`);
      return startApacheFpm(workspace, { upstream, rewrite: "" });
    },
  },
  {
    name: "nginx hands the webservice's addresses to PrestaShop",
    needs: ["nginx", "php"],
    shopSystem: "prestashop",
    code: "api_not_found",
    fixId: "rewrite_prestashop.nginx",
    start: (workspace, upstream, fix) =>
      startNginxFpm(workspace, {
        upstream,
        scripts: ["index.php", "webservice/dispatcher.php"],
        tryFiles: "try_files $uri $uri/ =404;",
        host: fix === null ? "" : code(fix, "nginx_prestashop_rewrite"),
      }),
  },
  {
    name: "Caddy hands addresses without a file to WordPress",
    needs: ["caddy", "php"],
    code: "api_not_found",
    fixId: "rewrite.caddy",
    start: (workspace, upstream, fix) =>
      startCaddyFpm(workspace, {
        upstream,
        site: `${SCRIPTS_ALONE}\n  ${fix === null ? "" : code(fix, "caddy_php").replace("unix//run/php/php-fpm.sock", "@FPM@")}`,
      }),
  },
  {
    name: "nginx as a proxy hands on the key",
    needs: ["nginx"],
    code: "authorization_header_stripped",
    fixId: "authorization.nginx",
    start: async (workspace, upstream, fix) =>
      startNginx(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        location: fix === null ? 'proxy_set_header Authorization "";' : code(fix, "nginx_proxy_authorization"),
      }),
  },
  {
    name: "HAProxy sends the scheme to the shop, and the loop ends",
    needs: ["haproxy"],
    code: "redirect_loop",
    fixId: "loop.haproxy",
    start: async (workspace, upstream, fix) =>
      startHaproxy(workspace, {
        upstream: await sendToHttps(workspace, upstream),
        tls: await writeCertificate(workspace),
        sendsScheme: false,
        frontend: fix === null ? "" : code(fix, "haproxy_forwarded_proto"),
      }),
  },
  {
    name: "HAProxy sends the scheme to the shop, and the key is accepted",
    needs: ["haproxy"],
    code: "credentials_rejected",
    fixId: "scheme.haproxy",
    credentials: WOO_KEY,
    start: async (workspace, upstream, fix) =>
      startHaproxy(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        sendsScheme: false,
        frontend: fix === null ? "" : code(fix, "haproxy_forwarded_proto"),
      }),
  },
  {
    name: "HAProxy speaks a version of TLS of today",
    needs: ["haproxy"],
    code: "tls_handshake_failed",
    fixId: "tls_protocols.haproxy",
    start: async (workspace, upstream, fix) =>
      startHaproxy(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        global: fix === null ? "ssl-default-bind-options ssl-max-ver TLSv1.1" : code(fix, "haproxy_protocols"),
      }),
  },
];
