import { apache, haproxy, nginx } from "@/e2e/lab/cases/front";
import { blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase, SECOND_ADDRESS } from "@/e2e/lab/lab-case";

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const first = blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS] });
const answers = (status: number, type: string, body: string, more = ""): string =>
  `location / { default_type ${type}; ${more} return ${status} '${body}'; }`;

const byAddress = (stored: string, deny: string): string =>
  `stick-table type ip size 1k expire 60s store ${stored}\n  http-request track-sc0 src\n  ${deny}`;
const banned = degraded({ code: "banned_during_test", addresses: [FIRST_ADDRESS], blocker: "haproxy" });
/** A rate limit that looks like a rule: refuses every request after a certain number. */
const refusesAfter = (count: number, shopSystem?: "prestashop"): LabCase =>
  haproxy(
    `403 after ${count} requests of an address in ten seconds`,
    { frontend: byAddress("http_req_rate(10s)", `http-request deny if { sc_http_req_rate(0) gt ${count} }`) },
    banned,
    shopSystem ? { shopSystem } : {},
  );

/** Software in front of a shop, with or without a signature: passwords, browser checks, cloud and plugin firewalls, limits. */
export const GATE_CASES: readonly LabCase[] = [
  apache(
    "a password on /rest",
    { host: '<Location "/rest">\n  AuthType Basic\n  AuthName "Staging"\n  AuthUserFile @USERS@\n  Require valid-user\n  </Location>' },
    blocked({ code: "password_protected" }),
    { ...magento, files: { USERS: "stage:$apr1$x$y\n" } },
  ),
  nginx(
    "a password on all but the API",
    { server: 'auth_basic "Soon"; auth_basic_user_file @USERS@; location /api/ { auth_basic off; @PROXY@ }' },
    HEALTHY,
    { ...prestashop, files: { USERS: "stage:{PLAIN}stage\n" } },
  ),
  nginx(
    "a password by Digest",
    { replaceLocation: answers(401, "text/html", "<html>401</html>", `add_header WWW-Authenticate 'Digest realm="x", nonce="y"' always;`) },
    blocked({ code: "password_protected" }),
  ),
  nginx(
    "satisfy any, the second address is listed",
    { server: `satisfy any; allow ${SECOND_ADDRESS}; deny all; auth_basic "S"; auth_basic_user_file @USERS@;` },
    first,
    { files: { USERS: "stage:{PLAIN}stage\n" } },
  ),
  nginx(
    "a login form 200 for everything",
    {
      replaceLocation: answers(
        200,
        "text/html",
        '<html><title>Members only</title><form method="post"><input type="password" name="pw"></form></html>',
      ),
    },
    blocked({ code: "password_protected" }),
  ),
  nginx(
    "everything redirects to a login page",
    {
      replaceLocation: `location = /login { default_type text/html; return 200 '<html><form><input type="password"></form></html>'; }\n location / { return 302 $scheme://$http_host/login; }`,
    },
    blocked({ code: "password_protected" }),
  ),
  nginx(
    "captcha 200 for everybody",
    {
      replaceLocation: answers(
        200,
        "text/html",
        '<html><title>One moment</title>Please verify that you are human<script src="https://js.hcaptcha.com/1/api.js"></script></html>',
      ),
    },
    blocked({ code: "bot_challenge" }),
  ),
  nginx(
    "a soft page 200 'Access denied' for everybody",
    {
      replaceLocation: answers(
        200,
        "text/html",
        "<html><title>Access Denied</title><h1>Access Denied</h1>Your request was blocked.</html>",
      ),
    },
    blocked({ code: "access_denied" }),
  ),
  ...[404, 429, 500, 503].map((status) =>
    nginx(
      `a page ${status} 'Access denied' for everybody`,
      { replaceLocation: answers(status, "text/html", "<html><title>Access Denied</title><h1>Access Denied</h1>Incident 8a7c</html>") },
      blocked({ code: "access_denied", blocker: null }),
      status === 500 ? magento : status === 503 ? prestashop : {},
    ),
  ),
  nginx(
    "a JSON 200 'blocked' for everybody",
    { replaceLocation: answers(200, "application/json", '{"status":"error","message":"Your request has been blocked"}') },
    blocked({ code: "access_denied", blocker: "nginx" }),
    magento,
  ),
  haproxy(
    "429 after four requests of an address in two seconds, and DELETE denied",
    {
      frontend:
        "stick-table type ip size 1k expire 30s store http_req_rate(2s)\n  http-request track-sc0 src\n  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 4 }\n  http-request deny if { method DELETE }",
    },
    degraded({ code: "method_blocked", methods: ["DELETE"], blocker: "haproxy" }, { code: "rate_limited" }),
  ),
  nginx(
    "a JSON 403 of a gateway",
    { replaceLocation: answers(403, "application/json", '{"message":"Forbidden"}') },
    blocked({ code: "access_denied" }),
  ),
  nginx(
    "a JSON 403 of a gateway before Magento",
    { replaceLocation: answers(403, "application/json", '{"message":"Forbidden"}') },
    blocked({ code: "access_denied" }),
    magento,
  ),
  nginx(
    "AWS WAF captcha 405",
    { replaceLocation: answers(405, "text/html", "<html>captcha</html>", "add_header x-amzn-waf-action captcha always;") },
    blocked({ code: "bot_challenge", blocker: "aws_waf" }),
  ),
  nginx(
    "AWS WAF challenge 202",
    { replaceLocation: answers(202, "text/html", "", "add_header x-amzn-waf-action challenge always;") },
    blocked({ code: "bot_challenge", blocker: "aws_waf" }),
    magento,
  ),
  nginx(
    "Cloudflare 1020 in plain words",
    { replaceLocation: answers(403, "text/plain", "error code: 1020", "add_header cf-ray abc always;") },
    blocked({ code: "access_denied", blocker: "cloudflare" }),
  ),
  nginx(
    "Cloudflare 1015 as JSON",
    {
      replaceLocation: answers(
        429,
        "application/json",
        '{"type":"https://developers.cloudflare.com/","title":"Error 1015: You are being rate limited","status":429,"error_code":1015,"retry_after":30}',
        "add_header Retry-After 30 always;",
      ),
    },
    blocked({ code: "rate_limited", blocker: "cloudflare" }),
  ),
  nginx(
    "Cloudflare 429 challenge",
    { replaceLocation: answers(429, "text/html", "<title>Just a moment...</title>", "add_header cf-mitigated challenge always;") },
    blocked({ code: "bot_challenge", blocker: "cloudflare" }),
    prestashop,
  ),
  nginx(
    "Cloudflare 522",
    { replaceLocation: answers(522, "text/html", "<title>522: Connection timed out</title>", "add_header cf-ray abc always;") },
    blocked({ code: "server_error", reason: "origin_unreachable" }),
  ),
  nginx(
    "Imperva 200",
    {
      replaceLocation: answers(
        200,
        "text/html",
        '<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head><iframe src="/_Incapsula_Resource?SWUDNSAI=31">Request unsuccessful. Incapsula incident ID: 1-2</iframe></html>',
      ),
    },
    blocked({ code: "access_denied", blocker: "imperva" }),
  ),
  nginx(
    "CloudFront refuses PATCH",
    {
      server: `if ($request_method ~ ^(PATCH|DELETE)$) { return 403 '<HTML><H1>403 ERROR</H1><H2>The request could not be satisfied.</H2>This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.<PRE>Generated by cloudfront (CloudFront)</PRE></HTML>'; }`,
    },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker: "cloudfront" }),
  ),
  nginx(
    "Wordfence 503 for everybody",
    {
      replaceLocation: answers(
        503,
        "text/html",
        "<html>Your access to this site has been limited by the site owner. (HTTP response code 503) Generated by Wordfence at now</html>",
      ),
    },
    blocked({ code: "access_denied", blocker: "wordfence" }),
  ),
  nginx(
    "LiteSpeed reCAPTCHA",
    { replaceLocation: answers(200, "text/html", '<html><title>Bot Verification</title><form id="lsrecaptcha-form"></form></html>') },
    blocked({ code: "bot_challenge", blocker: "litespeed" }),
  ),
  nginx(
    "wp_die JSON 503",
    {
      replaceLocation: answers(
        503,
        "application/json",
        '{"code":"wp_die","message":"Briefly unavailable for scheduled maintenance.","data":{"status":503},"additional_errors":[]}',
      ),
    },
    blocked({ code: "maintenance_mode" }),
  ),
  nginx(
    "wp_die JSON 403 of a plugin",
    {
      replaceLocation: answers(
        403,
        "application/json",
        '{"code":"wp_die","message":"Forbidden","data":{"status":403},"additional_errors":[]}',
      ),
    },
    blocked({ code: "access_denied" }),
  ),
  nginx(
    "a plugin of an unknown name closes REST",
    {
      server: `location /wp-json/ { default_type application/json; return 401 '{"code":"my_rest_lock","message":"REST API restricted to authenticated users.","data":{"status":401}}'; }`,
    },
    blocked({ code: "closed_to_visitors", reason: "closed_by_plugin" }),
  ),
  nginx(
    "a plugin closes with rest_forbidden 403",
    {
      server: `location /wp-json/ { default_type application/json; return 403 '{"code":"rest_forbidden","message":"Not allowed","data":{"status":403}}'; }`,
    },
    blocked({ code: "closed_to_visitors", reason: "closed_by_plugin" }),
  ),
  nginx(
    "itsec closes wp/v2 and the index, not wc/v3",
    {
      server: `location = /wp-json/ { default_type application/json; return 401 '{"code":"itsec_rest_api_access_restricted","message":"You do not have sufficient permission to access this endpoint.","data":{"status":401}}'; }`,
    },
    HEALTHY,
  ),
  haproxy(
    "429 after five requests of an address in ten seconds",
    {
      frontend:
        "stick-table type ip size 1k expire 30s store http_req_rate(10s)\n  http-request track-sc0 src\n  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 5 }",
    },
    degraded({ code: "rate_limited" }),
  ),
  refusesAfter(2, "prestashop"),
  refusesAfter(4, "prestashop"),
  refusesAfter(5, "prestashop"),
  refusesAfter(4),
  haproxy(
    "403 after three refusals of the shop itself",
    { frontend: byAddress("http_err_rate(10s)", "http-request deny if { sc_http_err_rate(0) gt 3 }") },
    banned,
    prestashop,
  ),
  haproxy(
    "PATCH or DELETE once, and everything is refused to that address",
    {
      frontend: byAddress("gpc0", "http-request sc-inc-gpc0(0) if { method PATCH DELETE }\n  http-request deny if { sc0_get_gpc0 gt 0 }"),
    },
    degraded(
      { code: "method_blocked", methods: ["PATCH"], blocker: "haproxy" },
      { code: "banned_during_test", addresses: [FIRST_ADDRESS], blocker: "haproxy" },
    ),
  ),
  haproxy(
    "OPTIONS, PATCH or DELETE once, and everything is refused to that address",
    {
      frontend: byAddress(
        "gpc0",
        "http-request sc-inc-gpc0(0) if { method OPTIONS PATCH DELETE }\n  http-request deny if { sc0_get_gpc0 gt 0 }",
      ),
    },
    degraded(
      { code: "method_blocked", methods: ["OPTIONS"], blocker: "haproxy" },
      { code: "banned_during_test", addresses: [FIRST_ADDRESS], blocker: "haproxy" },
    ),
    prestashop,
  ),
  haproxy(
    "OPTIONS, PATCH or DELETE twice, and that address gets no answer any more",
    {
      frontend: byAddress(
        "gpc0",
        "http-request deny if { method OPTIONS PATCH DELETE } { sc0_inc_gpc0 ge 0 }\n  http-request reject if { sc0_get_gpc0 gt 1 }",
      ),
    },
    degraded(
      { code: "method_blocked", methods: ["OPTIONS", "PATCH", "DELETE"], blocker: "haproxy" },
      { code: "banned_during_test", addresses: [FIRST_ADDRESS] },
    ),
  ),
  nginx(
    "429 past one request a second and three at once",
    { http: "limit_req_zone $binary_remote_addr zone=r:1m rate=1r/s;", server: "limit_req zone=r burst=3 nodelay; limit_req_status 429;" },
    degraded({ code: "rate_limited" }),
    magento,
  ),
  ...[403, 444].map((status) =>
    nginx(
      `a limit of one request a second that answers ${status}`,
      {
        http: "limit_req_zone $binary_remote_addr zone=r:1m rate=1r/s;",
        server: `limit_req zone=r burst=3 nodelay; limit_req_status ${status};`,
      },
      degraded({ code: "rate_limited", ...(status === 444 ? { or: { code: "unstable" } } : {}) }),
      status === 444 ? { atMost: 40 } : {},
    ),
  ),
  nginx(
    "a limit that makes visitors wait",
    { http: "limit_req_zone $binary_remote_addr zone=r:1m rate=5r/s;", server: "limit_req zone=r burst=20;" },
    HEALTHY,
  ),
  nginx(
    "429 to everybody, without Retry-After",
    { replaceLocation: answers(429, "text/html", "<html>slow</html>") },
    blocked({ code: "rate_limited" }),
  ),
];
