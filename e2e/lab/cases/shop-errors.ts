import { apache, bare, caddy, haproxy, nginx, varnish } from "@/e2e/lab/cases/front";
import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { blocked, degraded, type LabCase } from "@/e2e/lab/lab-case";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startVarnish } from "@/e2e/lab/servers/varnish";
import { findFreePort } from "@/scripts/dev/ports.mjs";

const wrongSecret = { ...WOO_KEY, consumerSecret: "cs_wrong" };
const unknownKey = { consumerKey: "ck_unknown", consumerSecret: "cs_unknown" };

/** A server whose shop is down. */
const deadUpstream = async (): Promise<string> => `http://127.0.0.1:${await findFreePort()}`;

export const SHOP_CASES: readonly LabCase[] = [
  // Server errors.
  bare("in maintenance", { behaviour: { maintenance: true } }, blocked({ code: "maintenance_mode" })),
  nginx("the shop behind it is in maintenance", {}, blocked({ code: "maintenance_mode" }), { shop: { behaviour: { maintenance: true } } }),
  apache("the shop behind it is in maintenance", {}, blocked({ code: "maintenance_mode" }), {
    shop: { behaviour: { maintenance: true } },
    credentials: true,
  }),
  bare(
    "every answer is a 500 of Apache",
    { behaviour: { serverErrors: { next: "all", status: 500, page: "apache" } } },
    blocked({ code: "server_error" }),
  ),
  {
    name: "nginx: 502, the shop behind it is gone",
    needs: ["nginx"],
    truth: blocked({ code: "server_error", reason: "bad_gateway" }),
    open: async (workspace) => ({
      url: await startNginx(workspace, { upstream: await deadUpstream(), tls: await writeCertificate(workspace) }),
      shop: null,
    }),
  },
  {
    name: "haproxy: no server is available",
    needs: ["haproxy"],
    truth: blocked({ code: "server_error" }),
    open: async (workspace) => ({
      url: await startHaproxy(workspace, { upstream: await deadUpstream(), tls: await writeCertificate(workspace) }),
      shop: null,
    }),
  },
  {
    name: "varnish: backend fetch failed",
    needs: ["varnish"],
    truth: blocked({ code: "server_error" }),
    open: async (workspace) => ({ url: await startVarnish(workspace, { upstream: await deadUpstream() }), shop: null }),
  },

  // In front of the shop.
  nginx(
    "a password on everything",
    { server: 'auth_basic "Restricted"; auth_basic_user_file @USERS@;' },
    blocked({ code: "password_protected" }),
    { files: { USERS: "stage:{PLAIN}stage\n" } },
  ),
  apache(
    "a password on everything",
    { host: '<Location "/">\n  AuthType Basic\n  AuthName "Staging"\n  AuthUserFile @USERS@\n  Require valid-user\n  </Location>' },
    blocked({ code: "password_protected" }),
    { files: { USERS: "stage:$apr1$x$y\n" } },
  ),
  nginx(
    "a redirect to itself",
    { replaceLocation: "location / { return 301 $scheme://$http_host$request_uri; }" },
    blocked({ code: "redirect_loop" }),
  ),
  nginx(
    "a redirect to another shop",
    { replaceLocation: "location / { return 301 https://elsewhere.example$request_uri; }" },
    blocked({ code: "redirected_to_other_host" }),
  ),
  nginx(
    "limit_req of one request in ten seconds, answered 503",
    { http: "limit_req_zone $binary_remote_addr zone=r:1m rate=6r/m;", server: "limit_req zone=r;" },
    degraded({ code: "rate_limited" }),
  ),
  nginx(
    "limit_req of one request in ten seconds, answered 429",
    { http: "limit_req_zone $binary_remote_addr zone=r:1m rate=6r/m;", server: "limit_req zone=r; limit_req_status 429;" },
    degraded({ code: "rate_limited" }),
  ),
  bare("429 for everything", { behaviour: { rateLimit: { next: "all", retryAfterSeconds: 30 } } }, blocked({ code: "rate_limited" })),
  bare(
    "Cloudflare's challenge for everybody",
    {
      behaviour: {
        blockedMethods: { methods: ["GET", "HEAD", "POST", "PUT", "OPTIONS", "PATCH", "DELETE"], page: "cloudflare_challenge" },
      },
    },
    blocked({ code: "bot_challenge", blocker: "cloudflare" }),
  ),
  nginx(
    "Imunify360's JSON with status 200",
    {
      replaceLocation:
        'location / { default_type application/json; return 200 \'{"message":"Access denied by Imunify360 bot-protection. IPs used for automation should be whitelisted"}\'; }',
    },
    blocked({ code: "bot_challenge", blocker: "imunify360" }),
  ),
  nginx(
    "SiteGround's 202 that leads to a puzzle",
    {
      replaceLocation:
        'location / { default_type text/html; return 202 \'<html><head><link rel="icon" href="data:;"><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F&y=ipc"></head></html>\'; }',
    },
    blocked({ code: "bot_challenge", blocker: "siteground" }),
  ),

  // The API.
  bare(
    "plain permalinks",
    { behaviour: { rewriting: "plain_permalinks" } },
    blocked({ code: "api_not_found", reason: "plain_permalinks" }),
  ),
  bare(
    "the .htaccess is lost",
    { behaviour: { rewriting: "missing_apache" } },
    blocked({ code: "api_not_found", reason: "rewrite_missing" }),
  ),
  bare(
    "nginx without try_files",
    { behaviour: { rewriting: "missing_nginx" } },
    blocked({ code: "api_not_found", reason: "rewrite_missing" }),
  ),
  nginx(
    "the API's path is served as files: 404 for GET, 405 for PATCH",
    {
      replaceLocation:
        "location = / { @PROXY@ }\n    location = /index.php { @PROXY@ }\n    location /index.php/ { @PROXY@ }\n    location / { root /nonexistent; }",
    },
    blocked({ code: "api_not_found", reason: "rewrite_missing" }),
  ),
  bare("WooCommerce is switched off", { behaviour: { apiDisabled: true } }, blocked({ code: "api_disabled", reason: "plugin_missing" })),
  bare(
    "a byte order mark in front of every answer",
    { behaviour: { bodyPrefix: "\uFEFF" } },
    blocked({ code: "invalid_response", reason: "bom" }),
  ),
  bare(
    "a PHP notice in front of every answer",
    {
      behaviour: {
        bodyPrefix:
          "<br />\n<b>Deprecated</b>:  Creation of dynamic property is deprecated in <b>/srv/shop/plugin.php</b> on line <b>12</b><br />\n",
      },
    },
    blocked({ code: "invalid_response", reason: "php_notice" }),
  ),
  bare(
    "an empty answer with status 200",
    { behaviour: { emptySuccess: { next: "all", body: "" } } },
    blocked({ code: "invalid_response", reason: "empty_body" }),
  ),

  // Credentials.
  bare(
    "the Authorization header is lost on the way",
    { behaviour: { stripAuthorization: true } },
    blocked({ code: "authorization_header_stripped" }),
  ),
  bare(
    "the Authorization header is lost, seen with a key",
    { behaviour: { stripAuthorization: true } },
    blocked({ code: "authorization_header_stripped" }),
    { credentials: WOO_KEY },
  ),
  nginx(
    "removes the Authorization header",
    { location: 'proxy_set_header Authorization "";' },
    blocked({ code: "authorization_header_stripped" }),
  ),
  apache(
    "RequestHeader unset Authorization",
    { host: "RequestHeader unset Authorization" },
    blocked({ code: "authorization_header_stripped" }),
    { credentials: true },
  ),
  caddy("header_up -Authorization", { site: "request_header -Authorization" }, blocked({ code: "authorization_header_stripped" })),
  varnish(
    "unsets Authorization so that more can be cached",
    { vcl: "sub vcl_recv { unset req.http.Authorization; }" },
    blocked({ code: "authorization_header_stripped" }),
  ),
  haproxy(
    "http-request del-header Authorization",
    { frontend: "http-request del-header Authorization" },
    blocked({ code: "authorization_header_stripped" }),
  ),
  bare("a wrong secret", {}, blocked({ code: "credentials_rejected", reason: "wrong_secret" }), { credentials: wrongSecret }),
  bare("an unknown key", {}, blocked({ code: "credentials_rejected", reason: "unknown_key" }), { credentials: unknownKey }),
  nginx(
    "TLS ends here and the shop does not know",
    { proxyHeaders: "proxy_set_header Host $http_host;" },
    blocked({ code: "credentials_rejected", reason: "http_scheme_unknown" }),
    { credentials: true },
  ),
  {
    name: "shop: a key that may only read",
    needs: [],
    credentials: WOO_KEY,
    truth: degraded({ code: "credentials_insufficient", reason: "read_only" }),
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [{ ...WOO_KEY, permissions: "read" }], { tls: "none" });
      return { url: shop.url, shop };
    },
  },
];
