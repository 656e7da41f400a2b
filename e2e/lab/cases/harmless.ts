import { apache, apacheModPhp, bare, caddy, haproxy, lighttpd, modSecurity, nginx, nginxFpm, varnish } from "@/e2e/lab/cases/front";
import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { HEALTHY, type LabCase } from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";

// More shops without a cause: limits above our rate, sub-folders, other shop systems behind other servers.

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;

export const HARMLESS_CASES: readonly LabCase[] = [
  nginx(
    "two connections of an address at once, no more",
    { http: "limit_conn_zone $binary_remote_addr zone=c:1m;", server: "limit_conn c 2;" },
    HEALTHY,
  ),
  nginx("refuses visitors without a User-Agent", { server: 'if ($http_user_agent = "") { return 403; }' }, HEALTHY),
  nginx("refuses everything but GET on the shop window", { server: "location = / { limit_except GET { deny all; } @PROXY@ }" }, HEALTHY),
  nginx("sends the shop window to another page", { server: "location = / { return 302 /en/; }" }, HEALTHY),
  nginx(
    "closes the login and the old XML interface",
    { server: "location = /wp-login.php { deny all; } location = /xmlrpc.php { deny all; }" },
    HEALTHY,
  ),
  nginx(
    "no chunks, no lengths: the end of the connection ends the answer",
    {
      server: "chunked_transfer_encoding off;",
      location: "proxy_hide_header Content-Length; proxy_buffering off;",
    },
    HEALTHY,
  ),
  nginx("gzip, behind which Magento answers", { http: "gzip on; gzip_types application/json; gzip_min_length 20;" }, HEALTHY, {
    ...magento,
    credentials: true,
  }),
  nginx("a full key works on PrestaShop", {}, HEALTHY, { ...prestashop, credentials: true }),
  nginxFpm("PHP-FPM, Magento", {}, HEALTHY, magento),
  apache("keeps no connection open", { host: "KeepAlive Off" }, HEALTHY),
  apache(
    "refuses TRACE by rewrite and shows its signature",
    { host: "ServerSignature On\n  RewriteEngine On\n  RewriteCond %{REQUEST_METHOD} ^TRACE\n  RewriteRule .* - [F]" },
    HEALTHY,
  ),
  apache(
    "LimitExcept on the shop window alone",
    { host: '<LocationMatch "^/$">\n  <LimitExcept GET HEAD>\n  Require all denied\n  </LimitExcept>\n  </LocationMatch>' },
    HEALTHY,
  ),
  apacheModPhp("mod_php, PrestaShop with a key", {}, HEALTHY, { ...prestashop, credentials: true }),
  modSecurity("the OWASP rules look and do not block", { modSecurityRules: "SecRuleEngine DetectionOnly" }, HEALTHY),
  modSecurity("the OWASP rules with our methods allowed, Magento with a token", { modSecurityRules: "SecRuleRemoveById 911100" }, HEALTHY, {
    ...magento,
    credentials: true,
  }),
  haproxy(
    "a generous limit by stick table",
    {
      frontend:
        "stick-table type ip size 1k expire 30s store http_req_rate(10s)\n  http-request track-sc0 src\n  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }",
    },
    HEALTHY,
  ),
  haproxy("PrestaShop behind it", {}, HEALTHY, prestashop),
  lighttpd("Magento behind it", {}, HEALTHY, magento),
  caddy("PrestaShop behind it, with headers of its own", { site: "header X-Robots-Tag noindex\n  header -Server" }, HEALTHY, prestashop),
  varnish("Magento behind it", {}, HEALTHY, magento),
  varnish("PrestaShop behind it", {}, HEALTHY, prestashop),
  bare("WooCommerce 11 with a key", { version: "11.0.1" }, HEALTHY, { credentials: true }),
  bare("every answer takes half a second", { behaviour: { delayMs: 500 } }, HEALTHY),
  bare("one body that breaks off, then all is well", { behaviour: { dropBody: { next: 1, afterBytes: 20 } } }, HEALTHY),
  bare("an internal error once", { behaviour: { serverErrors: { next: 1, status: 500, page: "apache" } } }, HEALTHY, { credentials: true }),
  {
    name: "nginx: the shop lies in a folder, and that is the address given",
    needs: ["nginx"],
    truth: HEALTHY,
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      const upstream = `${shop.url}/`;
      const url = await startNginx(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        replaceLocation: "location / { return 404; }\n    location /shop/ { @PROXY@ }",
      });
      return { url: `${url}/shop`, shop };
    },
  },
];
