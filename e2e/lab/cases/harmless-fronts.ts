import {
  apache,
  apacheFpm,
  apacheModPhp,
  bare,
  caddy,
  haproxy,
  lighttpd,
  modSecurity,
  nginx,
  nginxFpm,
  varnish,
} from "@/e2e/lab/cases/front";
import { HEALTHY, type LabCase } from "@/e2e/lab/lab-case";
import { userAgents } from "@/lib/connectors/egress/user-agents";

// Rules that hosts and plugins commonly add against other clients, paths or unneeded methods. None of them is a cause.

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const key = { credentials: true } as const;
const ourNames = userAgents("woocommerce").map((name) => `"${name}" 0;`);

/** By method, query and User-Agent; long lists of these circulate under names such as 6G and 7G. */
const LIST_OF_ATTACKS = [
  ["REQUEST_METHOD", "^(connect|debug|move|put|trace|track)"],
  ["QUERY_STRING", "([a-z0-9]{2000}|eval\\(|127\\.0\\.0\\.1|base64_encode|(GLOBALS|REQUEST)(=|\\[|%))"],
  ["QUERY_STRING", "(\\\\|\\.\\.\\.|\\.\\./|~|`|<|>|\\|)"],
  ["HTTP_USER_AGENT", "(archive.org|casper|clshttp|extract|harvest|httrack|loader|miner|nikto|nutch|pycurl|python|sqlmap|winhttp|zmeu)"],
].reduce(
  (lines, [subject, pattern]) => `${lines}\n  RewriteCond %{${subject}} ${pattern} [NC]\n  RewriteRule .* - [F]`,
  "RewriteEngine On",
);

const RULES_OF_NGINX: readonly LabCase[] = [
  nginx(
    "bad names by a map that knows ours",
    {
      http: `map_hash_bucket_size 128; map $http_user_agent $bad { default 1; ${ourNames.join(" ")} "~Mozilla" 0; }`,
      server: "if ($bad) { return 403; }",
    },
    HEALTHY,
  ),
  nginx("an allow-list with our addresses, closed to everybody else", { server: "allow 127.0.0.2; allow 127.0.0.3; deny all;" }, HEALTHY),
  nginx("an allow-list by network", { server: "allow 127.0.0.0/29; deny all;" }, HEALTHY, prestashop),
  nginx(
    "our addresses pass, though names like ours are refused",
    {
      http: "geo $known { default 0; 127.0.0.2 1; 127.0.0.3 1; } map $known$http_user_agent $cut { default 0; ~*^0sendcloud 1; }",
      server: "if ($cut) { return 403; }",
    },
    HEALTHY,
  ),
  nginx(
    "exactly the required methods",
    { server: 'if ($request_method !~ "^(GET|HEAD|POST|OPTIONS|PATCH|DELETE)$") { return 405; }' },
    HEALTHY,
  ),
  nginx(
    "limit_except with every method we need",
    { location: "limit_except GET POST OPTIONS PATCH DELETE { deny all; }" },
    HEALTHY,
    magento,
  ),
  nginx(
    "DELETE of uploads alone is refused",
    { server: "location /wp-content/uploads/ { limit_except GET { deny all; } @PROXY@ }" },
    HEALTHY,
  ),
  nginx(
    "a limit on the login alone",
    { http: "limit_req_zone $binary_remote_addr zone=l:1m rate=1r/m;", server: "location = /wp-login.php { limit_req zone=l; @PROXY@ }" },
    HEALTHY,
  ),
  nginx(
    "hotlink protection by Referer",
    { server: 'location ~ "\\.(png|jpe?g)$" { valid_referers none server_names; if ($invalid_referer) { return 403; } @PROXY@ }' },
    HEALTHY,
  ),
  nginx(
    "visitors of the shop window from one country only",
    { http: "geo $abroad { default 1; 192.0.2.0/24 0; }", server: "location = / { if ($abroad) { return 451; } @PROXY@ }" },
    HEALTHY,
  ),
  nginx("long lines in addresses are refused", { server: 'if ($request_uri ~ ".{900}") { return 414; }' }, HEALTHY),
  nginx("SQL in addresses is refused", { server: 'if ($query_string ~* "union.*select|concat.*\\(") { return 403; }' }, HEALTHY),
  nginx("bodies above 1 MB are refused", { server: "client_max_body_size 1m;" }, HEALTHY, { ...prestashop, ...key }),
  nginx("small header buffers", { server: "client_header_buffer_size 1k; large_client_header_buffers 4 4k;" }, HEALTHY),
  nginx(
    "a request id and a server timing with everything",
    { server: "add_header X-Request-Id $request_id always; add_header Server-Timing 'app;dur=12' always;" },
    HEALTHY,
    magento,
  ),
  nginx(
    "asks browsers for client hints and varies by everything",
    { server: 'add_header Vary "*" always; add_header Accept-CH "DPR" always;' },
    HEALTHY,
  ),
  nginx(
    "caches pages, but not for the API",
    {
      http: "proxy_cache_path @CACHE@.d keys_zone=pages:1m;",
      location:
        "proxy_cache pages; proxy_cache_valid any 10m; set $skip 0; if ($request_uri ~ ^/wp-json/) { set $skip 1; } proxy_cache_bypass $skip; proxy_no_cache $skip;",
    },
    HEALTHY,
    { ...key, files: { CACHE: "" } },
  ),
  nginx(
    "caches by the whole address and by the key",
    {
      http: "proxy_cache_path @CACHE@.d keys_zone=pages:1m;",
      location: "proxy_cache pages; proxy_cache_valid 200 1m; proxy_cache_key $scheme$request_method$host$request_uri$http_authorization;",
    },
    HEALTHY,
    { ...key, files: { CACHE: "" } },
  ),
  nginx(
    "a password on the admin's pages alone",
    { server: 'location ^~ /wp-admin/ { auth_basic "Admin"; auth_basic_user_file @USERS@; @PROXY@ }' },
    HEALTHY,
    { ...key, files: { USERS: "a:{PLAIN}a\n" } },
  ),
  nginx(
    "a password for everybody but our names",
    {
      http: 'map $http_user_agent $realm { default "Staging"; "~*^sendcloud/" off; }',
      server: "auth_basic $realm; auth_basic_user_file @USERS@;",
    },
    HEALTHY,
    { files: { USERS: "a:{PLAIN}a\n" } },
  ),
  nginx("HTTP/2 for browsers", { server: "http2 on;" }, HEALTHY, key),
  nginx("session tickets off, one curve", { server: "ssl_session_tickets off; ssl_ecdh_curve X25519:prime256v1;" }, HEALTHY),
  nginx(
    "strong ciphers alone",
    { server: "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305;" },
    HEALTHY,
  ),
  nginx(
    "a page of its own for what is not found",
    { server: "error_page 404 /404.html;", location: "proxy_intercept_errors off;" },
    HEALTHY,
  ),
  nginx("removes the cookies of the shop", { location: "proxy_hide_header Set-Cookie;" }, HEALTHY, magento),
  nginx(
    "removes the headers that identify PrestaShop",
    { location: "proxy_hide_header X-Powered-By; proxy_hide_header PSWS-Version;" },
    HEALTHY,
    { ...prestashop, ...key },
  ),
  nginx("refuses HEAD", { server: "if ($request_method = HEAD) { return 405; }" }, HEALTHY),
];

const RULES_OF_APACHE: readonly LabCase[] = [
  apache(
    "AllowMethods with every method we need",
    { host: '<Location "/">\n  AllowMethods GET HEAD POST OPTIONS PUT PATCH DELETE\n  </Location>' },
    HEALTHY,
  ),
  apache(
    "Require method with every method we need",
    { host: '<Location "/">\n  Require method GET POST OPTIONS PATCH DELETE\n  </Location>' },
    HEALTHY,
    magento,
  ),
  apache("Require ip with ours", { host: '<Location "/">\n  Require ip 127.0.0.2 127.0.0.3\n  </Location>' }, HEALTHY),
  apache(
    "a blocked User-Agent that does not occur in our own",
    {
      host: 'SetEnvIfNoCase User-Agent cloudbot bad\n  <Location "/">\n  <RequireAll>\n  Require all granted\n  Require not env bad\n  </RequireAll>\n  </Location>',
    },
    HEALTHY,
  ),
  apache(
    "the exception for us comes after the list",
    {
      host: 'SetEnvIfNoCase User-Agent cloud bad\n  SetEnvIfNoCase User-Agent "^sendcloud/" !bad\n  <Location "/">\n  <RequireAll>\n  Require all granted\n  Require not env bad\n  </RequireAll>\n  </Location>',
    },
    HEALTHY,
  ),
  apache(
    "answers preflights itself with CORS headers",
    {
      host: 'Header always set Access-Control-Allow-Origin "*"\n  RewriteEngine On\n  RewriteCond %{REQUEST_METHOD} OPTIONS\n  RewriteRule ^(.*)$ - [R=204,L]',
    },
    HEALTHY,
  ),
  ...[key, { ...magento, ...key }].map((options) =>
    apache("a list of attacks in .htaccess, as security guides print it", { host: LIST_OF_ATTACKS }, HEALTHY, options),
  ),
  apache("mod_deflate packs JSON", { host: "AddOutputFilterByType DEFLATE application/json text/html" }, HEALTHY, { ...magento, ...key }),
  apache("no ServerTokens, no signature", { host: "ServerSignature Off" }, HEALTHY, prestashop),
  apache(
    "limits of lines and fields",
    { host: "LimitRequestFieldSize 4094\n  LimitRequestLine 2048\n  LimitRequestBody 1048576" },
    HEALTHY,
    key,
  ),
  apache(
    "security headers of a plugin",
    {
      host: 'Header always set X-Frame-Options DENY\n  Header always set Content-Security-Policy "default-src \'none\'"\n  Header always set Strict-Transport-Security "max-age=63072000"',
    },
    HEALTHY,
    prestashop,
  ),
  apache(
    "a password on a folder that is not the API's",
    {
      host: '<Location "/private">\n  AuthType Basic\n  AuthName Private\n  AuthBasicProvider file\n  AuthUserFile @USERS@\n  Require valid-user\n  </Location>',
    },
    HEALTHY,
    { files: { USERS: "" } },
  ),
  apacheModPhp("mod_php hands the key on", {}, HEALTHY, key),
  apacheFpm("PHP-FPM with CGIPassAuth", { host: '<Location "/">\n  CGIPassAuth On\n  </Location>' }, HEALTHY, key),
  nginxFpm("PHP-FPM, PrestaShop with a key", {}, HEALTHY, { ...prestashop, ...key }),
  modSecurity(
    "a rule of its own against a scanner's name",
    {
      modSecurityRules:
        'SecRuleRemoveById 911100\nSecRule REQUEST_HEADERS:User-Agent "@contains sqlmap" "id:10077,phase:1,deny,status:403,nolog"',
    },
    HEALTHY,
    prestashop,
  ),
];

const OTHER_FRONTS: readonly LabCase[] = [
  haproxy(
    "refuses names of scanners",
    { frontend: "http-request deny if { req.hdr(User-Agent) -m sub -i nikto sqlmap masscan }" },
    HEALTHY,
    magento,
  ),
  haproxy("an allow-list with ours", { frontend: "http-request deny unless { src 127.0.0.2 127.0.0.3 }" }, HEALTHY, key),
  haproxy("refuses TRACE and long paths", { frontend: "http-request deny if { method TRACE } or { path_len gt 800 }" }, HEALTHY, {
    ...prestashop,
    ...key,
  }),
  haproxy("adds a cookie for stickiness", { frontend: 'http-response add-header Set-Cookie "srv=a; Path=/"' }, HEALTHY, key),
  haproxy("packs JSON", { frontend: "compression algo gzip\n  compression type application/json" }, HEALTHY, magento),
  lighttpd("refuses other names", { lines: '$HTTP["useragent"] =~ "(curl|wget|semrush)" { url.access-deny = ( "" ) }' }, HEALTHY),
  lighttpd("refuses other addresses", { lines: '$HTTP["remoteip"] == "192.0.2.0/24" { url.access-deny = ( "" ) }' }, HEALTHY, prestashop),
  lighttpd("PrestaShop with a key", {}, HEALTHY, { ...prestashop, ...key }),
  caddy(
    "refuses the names of others",
    { site: "@bots header_regexp User-Agent (?i)(semrush|ahrefs|bytespider)\n  respond @bots 403" },
    HEALTHY,
  ),
  caddy("refuses TRACE and CONNECT", { site: "@odd method TRACE CONNECT\n  respond @odd 405" }, HEALTHY, { ...magento, ...key }),
  caddy("answers preflights of browsers", { site: "@pre {\n    method OPTIONS\n    header Origin *\n  }\n  respond @pre 204" }, HEALTHY),
  caddy("a password on the admin's pages alone", { site: "@admin path /wp-admin/*\n  respond @admin 401" }, HEALTHY, key),
  varnish(
    "PURGE for the cache's owner alone",
    { vcl: 'sub vcl_recv { if (req.method == "PURGE") { return (synth(405, "Not allowed.")); } }' },
    HEALTHY,
  ),
  varnish(
    "pages are cached, the API and everything with a key is passed on",
    {
      vcl: 'sub vcl_recv { if (req.url ~ "^/wp-json/" || req.http.Authorization) { return (pass); } }\nsub vcl_backend_response { set beresp.ttl = 5m; }',
    },
    HEALTHY,
    key,
  ),
];

const SHOPS: readonly LabCase[] = [
  bare("WooCommerce with a key, by its real name", {}, HEALTHY, key),
  bare("with a token", {}, HEALTHY, { ...magento, ...key }),
  bare("with a key", {}, HEALTHY, { ...prestashop, ...key }),
  bare("a version without PATCH of its own", { version: "1.7.8.11" }, HEALTHY, { ...prestashop, ...key }),
  bare("a version without PATCH of its own, no key given", { version: "1.7.8.11" }, HEALTHY, prestashop),
  bare("on plain http, meant to be", {}, HEALTHY, { ...prestashop, plain: true, ...key }),
  bare("on plain http with a token", {}, HEALTHY, { ...magento, plain: true, ...key }),
  bare("its clock is a day behind", { behaviour: { clockSkewMs: -86_400_000 } }, HEALTHY, prestashop),
  bare("every answer takes a second", { behaviour: { delayMs: 1000 } }, HEALTHY, magento),
  bare("one reset in the middle of a body", { behaviour: { dropBody: { next: 1, afterBytes: 1 } } }, HEALTHY, prestashop),
  bare("a gateway that times out once", { behaviour: { serverErrors: { next: 1, status: 504 } } }, HEALTHY, magento),
];

export const HARMLESS_FRONT_CASES: readonly LabCase[] = [...RULES_OF_NGINX, ...RULES_OF_APACHE, ...OTHER_FRONTS, ...SHOPS];
