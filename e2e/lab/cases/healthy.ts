import { apache, bare, caddy, haproxy, lighttpd, modSecurity, nginx, nginxModSecurity, varnish } from "@/e2e/lab/cases/front";
import { HEALTHY, type LabCase } from "@/e2e/lab/lab-case";

// Shops without a cause, many of them unusual.

const CORS = (status: number): string => `if ($request_method = OPTIONS) {
        add_header Access-Control-Allow-Origin "*" always;
        add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE, OPTIONS" always;
        add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
        add_header Access-Control-Max-Age 86400;
        return ${status};
      }`;

export const HEALTHY_CASES: readonly LabCase[] = [
  nginx("nothing blocked", {}, HEALTHY),
  nginx("a full key works", {}, HEALTHY, { credentials: true }),
  nginx("a shop that is meant to be on plain http", {}, HEALTHY, { certificate: null }),
  nginx("answers OPTIONS itself with 204 for browsers (CORS)", { location: CORS(204) }, HEALTHY),
  nginx("answers OPTIONS itself with an empty 200 (CORS)", { location: CORS(200) }, HEALTHY),
  nginx(
    "caches static files",
    {
      http: "proxy_cache_path @CACHE@.d keys_zone=files:1m;",
      server: "location /wp-content/ { proxy_cache files; proxy_cache_valid any 1h; @PROXY@ }",
    },
    HEALTHY,
    { files: { CACHE: "" } },
  ),
  nginx(
    "limits requests, but far above what a check makes",
    { http: "limit_req_zone $binary_remote_addr zone=r:1m rate=20r/s;", server: "limit_req zone=r burst=60 nodelay;" },
    HEALTHY,
  ),
  nginx(
    "refuses other bots",
    { server: 'if ($http_user_agent ~* "(semrush|ahrefs|mj12|python-requests|curl|wget)") { return 403; }' },
    HEALTHY,
  ),
  nginx(
    "refuses TRACE and PUT, which are not required",
    { server: 'if ($request_method ~ "^(TRACE|PUT|CONNECT)$") { return 405; }' },
    HEALTHY,
  ),
  nginx("refuses other networks", { server: "deny 10.0.0.0/8; deny 192.0.2.0/24; deny 2001:db8::/32;" }, HEALTHY),
  nginx(
    "a password on the shop window, not on the API",
    { server: 'location = / { auth_basic "Soon"; auth_basic_user_file @USERS@; @PROXY@ }' },
    HEALTHY,
    { files: { USERS: "stage:{PLAIN}stage\n" } },
  ),
  nginx("a home page that is down while the API answers", { server: "location = / { return 502; }" }, HEALTHY),
  nginx(
    "hides its version, the Link header and Server",
    { http: "server_tokens off;", location: "proxy_hide_header Link; proxy_hide_header Server;" },
    HEALTHY,
  ),
  nginx("TLS 1.3 only", { server: "ssl_protocols TLSv1.3;" }, HEALTHY),
  nginx("TLS 1.2 only", { server: "ssl_protocols TLSv1.2;" }, HEALTHY),
  nginx("closes every connection after one answer", { server: "keepalive_timeout 0;" }, HEALTHY),
  nginx("packs its answers with gzip", { http: "gzip on; gzip_types application/json; gzip_min_length 20;" }, HEALTHY),
  nginx(
    "sends cookies and security headers with everything",
    {
      server:
        'add_header Strict-Transport-Security "max-age=63072000" always; add_header Content-Security-Policy "default-src \'none\'" always; add_header Set-Cookie "visitor=1; Path=/" always; add_header cf-ray "9a1b2c3d-AMS" always;',
    },
    HEALTHY,
  ),
  apache("nothing blocked", {}, HEALTHY),
  apache("a full key works", {}, HEALTHY, { credentials: true }),
  apache(
    "refuses other bots by rewrite rules",
    { host: "RewriteEngine On\n  RewriteCond %{HTTP_USER_AGENT} (libwww-perl|masscan|nikto|^$) [NC]\n  RewriteRule .* - [F]" },
    HEALTHY,
  ),
  apache("TraceEnable off", { host: "TraceEnable off" }, HEALTHY),
  apache(
    "a strict front page behind which the API is open",
    { host: '<Location "/wp-admin">\n  Require ip 192.0.2.1\n  </Location>' },
    HEALTHY,
  ),
  modSecurity("the OWASP rules with PATCH and DELETE allowed", { modSecurityRules: "SecRuleRemoveById 911100" }, HEALTHY),
  nginxModSecurity("the OWASP rules with PATCH and DELETE allowed", { modSecurityRules: "SecRuleRemoveById 911100" }, HEALTHY),
  nginxModSecurity(
    "the OWASP rules with PATCH and DELETE allowed, with a token",
    { modSecurityRules: "SecRuleRemoveById 911100" },
    HEALTHY,
    {
      shopSystem: "magento",
      credentials: true,
    },
  ),
  nginxModSecurity("the OWASP rules look and do not block", { modSecurityRules: "SecRuleEngine DetectionOnly" }, HEALTHY),
  haproxy("nothing blocked", {}, HEALTHY),
  haproxy("refuses TRACE and CONNECT", { frontend: "http-request deny if { method TRACE CONNECT }" }, HEALTHY),
  lighttpd("nothing blocked", {}, HEALTHY),
  caddy("nothing blocked", {}, HEALTHY),
  caddy("packs its answers", { site: "encode gzip" }, HEALTHY),
  varnish("its built-in rules: pages without cookies are cached", {}, HEALTHY),
  varnish("hands the API on without caching", { vcl: 'sub vcl_recv { if (req.url ~ "^/wp-json/") { return (pass); } }' }, HEALTHY),
  bare("one bad gateway, then all is well", { behaviour: { serverErrors: { next: 1, status: 502 } } }, HEALTHY),
  bare("a shop whose clock is an hour ahead", { behaviour: { clockSkewMs: 3_600_000 } }, HEALTHY),
  {
    name: "shop: a slow first answer, then a quick one (cold start)",
    needs: [],
    truth: HEALTHY,
    async open(workspace) {
      const opened = await bare("", {}, HEALTHY).open(workspace);
      // Only the first request is delayed.
      opened.shop?.setBehaviour({ delayMs: 2500, onRequest: () => opened.shop?.setBehaviour({}) });
      return opened;
    },
  },
];
