import { apache, bare, caddy, haproxy, lighttpd, nginx, varnish } from "@/e2e/lab/cases/front";
import { labAuthority, openShop, PRESTA_KEY, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase, SECOND_ADDRESS, unreachable } from "@/e2e/lab/lab-case";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startNginx } from "@/e2e/lab/servers/nginx";

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const cached = blocked({ code: "cached_response" });
const elsewhere = blocked({ code: "api_not_found", reason: "other_path" });
const MAINTENANCE =
  "<html><title>Error 503: Service Unavailable</title><h1>Service Temporarily Unavailable</h1>The server is temporarily unable to service your request due to maintenance downtime or capacity problems.</html>";
const keeping = (key: string, valid: string): string =>
  `proxy_cache all; proxy_cache_key ${key}; proxy_cache_valid ${valid}; proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;`;
const ZONE = "proxy_cache_path @CACHE@.d keys_zone=all:1m;";
const folder = { files: { CACHE: "" } } as const;

/** The servers that can request a client certificate. */
const wantsCertificate = (server: "nginx" | "haproxy", truth: LabCase["truth"]): LabCase => ({
  name: `${server}: wants a certificate of its visitors`,
  needs: [server],
  truth,
  async open(workspace) {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    const authority = workspace.write("files/authority.pem", (await labAuthority()).rootPem);
    const tls = await writeCertificate(workspace);
    if (server === "nginx")
      return {
        url: await startNginx(workspace, { upstream: shop.url, tls, server: `ssl_verify_client on; ssl_client_certificate ${authority};` }),
        shop,
      };
    return {
      url: await startHaproxy(workspace, {
        upstream: shop.url,
        tls: { ...tls, bundleFile: `${tls.bundleFile} ca-file ${authority} verify required` },
      }),
      shop,
    };
  },
});

/** Locations of the shop, redirects, caches, and TLS of the other servers. */
export const PLACE_CASES: readonly LabCase[] = [
  nginx("takes every query away", { location: "rewrite ^(.*)$ $1? break;" }, blocked({ code: "invalid_response", reason: "query_lost" })),
  nginx(
    "takes every query away, with a key",
    { location: "rewrite ^(.*)$ $1? break;" },
    blocked({ code: "invalid_response", reason: "query_lost" }),
    {
      credentials: true,
    },
  ),
  nginx(
    "takes the query of the index away alone",
    { server: "location = /wp-json { rewrite ^(.*)$ $1? break; @PROXY@ } location = /wp-json/ { rewrite ^(.*)$ $1? break; @PROXY@ }" },
    HEALTHY,
  ),

  // TLS.
  wantsCertificate("nginx", blocked({ code: "tls_handshake_failed", reason: "client_certificate" })),
  wantsCertificate("haproxy", unreachable({ code: "tls_handshake_failed", reason: "client_certificate" })),
  nginx("knows no name but its own", { server: "ssl_reject_handshake on;" }, unreachable({ code: "tls_handshake_failed" })),
  nginx("an expired certificate in front of a closed door", { server: "deny all;" }, unreachable({ code: "tls_expired" }), {
    certificate: "expired",
  }),
  lighttpd("a certificate for another name", {}, unreachable({ code: "tls_name_mismatch" }), { certificate: "wrong_name" }),
  lighttpd("the intermediate certificate is missing", {}, unreachable({ code: "tls_incomplete_chain" }), {
    certificate: "incomplete_chain",
  }),
  haproxy("the intermediate certificate is missing", {}, unreachable({ code: "tls_incomplete_chain" }), {
    ...magento,
    certificate: "incomplete_chain",
  }),
  caddy("an expired certificate", {}, unreachable({ code: "tls_expired" }), { ...prestashop, certificate: "expired" }),
  apache("a self-signed certificate", {}, unreachable({ code: "tls_untrusted", reason: "self_signed" }), { certificate: "self_signed" }),

  // Redirects.
  nginx(
    "https sends back to http",
    { replaceLocation: "location / { return 301 http://$http_host$request_uri; }" },
    blocked({ code: "redirected_to_other_host", reason: "scheme_downgrade" }),
  ),
  nginx(
    "another domain is the shop's own",
    { replaceLocation: "location / { return 302 https://www.real-shop.example/?url=$uri; }" },
    blocked({ code: "redirected_to_other_host" }),
    prestashop,
  ),
  nginx("the shop window moves, the API stays", { server: "location = / { return 302 /default/; }" }, HEALTHY, magento),

  // Paths.
  ...(
    [
      ["woocommerce", "wp-json"],
      ["magento", "rest"],
      ["prestashop", "api"],
    ] as const
  ).map(([shopSystem, api]) =>
    nginx(
      "sends the API on to the folder of a language",
      {
        server: `location /${api}/ { rewrite ^(.*)$ $scheme://$http_host/en$1 redirect; }\n location /en/ { rewrite ^/en(/.*)$ $1 break; @PROXY@ }`,
      },
      blocked({ code: "api_not_found", reason: "other_path", path: "/en" }),
      shopSystem === "woocommerce" ? {} : { shopSystem },
    ),
  ),
  nginx(
    "/rest is answered by the server itself",
    { server: "location /rest { return 404; }" },
    blocked({ code: "api_not_found", reason: "rewrite_missing" }),
    magento,
  ),
  {
    name: "nginx: PrestaShop in a folder that its home page names",
    needs: ["nginx"],
    shopSystem: "prestashop",
    truth: elsewhere,
    async open(workspace) {
      const shop = await openShop(workspace, "prestashop", [PRESTA_KEY]);
      const home = '<html><link rel="stylesheet" href="/boutique/themes/classic/assets/cache/theme.css"></html>';
      const replaceLocation = `location = / { default_type text/html; return 200 '${home}'; }\n    location /boutique/ { @PROXY@ }\n    location / { return 404; }`;
      return {
        url: await startNginx(workspace, { upstream: `${shop.url}/`, tls: await writeCertificate(workspace), replaceLocation }),
        shop,
      };
    },
  },
  {
    name: "nginx: the domain leads to a folder, and there the shop is",
    needs: ["nginx"],
    truth: elsewhere,
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
      const replaceLocation = "location = / { return 302 /winkel/; }\n    location /winkel/ { @PROXY@ }\n    location / { return 404; }";
      return {
        url: await startNginx(workspace, { upstream: `${shop.url}/`, tls: await writeCertificate(workspace), replaceLocation }),
        shop,
      };
    },
  },
  {
    name: "shop: a folder was given that is not there",
    needs: [],
    truth: elsewhere,
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY], { tls: "none" });
      return { url: `${shop.url}/shop`, shop };
    },
  },
  nginx(
    "Magento's maintenance lets the second address in",
    { http: `geo $in { default 0; ${SECOND_ADDRESS} 1; }`, server: `if ($in = 0) { return 503 '${MAINTENANCE}'; }` },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS], reason: "maintenance_for_address" }),
    magento,
  ),

  // Keys.
  bare(
    "the webservice is off, seen with a key",
    { behaviour: { apiDisabled: true } },
    blocked({ code: "api_disabled", reason: "webservice_disabled" }),
    { ...prestashop, credentials: true },
  ),
  bare(
    "the Authorization header is lost, seen with a key",
    { behaviour: { stripAuthorization: true } },
    blocked({ code: "authorization_header_stripped" }),
    { ...prestashop, credentials: true },
  ),
  bare(
    "the Authorization header is lost, seen with a token",
    { behaviour: { stripAuthorization: true } },
    blocked({ code: "authorization_header_stripped" }),
    { ...magento, credentials: true },
  ),
  bare("a key of the wrong length", {}, blocked({ code: "credentials_rejected" }), { ...prestashop, credentials: { apiKey: "SHORT" } }),

  // OPTIONS.
  nginx(
    "answers OPTIONS with 204 and refuses PATCH",
    { location: "if ($request_method = OPTIONS) { return 204; }", server: "if ($request_method = PATCH) { return 403; }" },
    degraded({ code: "method_blocked", methods: ["PATCH"] }),
    magento,
  ),
  nginx(
    "refuses OPTIONS with a header for browsers",
    { location: "if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin * always; return 403; }" },
    degraded({ code: "method_blocked", methods: ["OPTIONS"] }),
  ),

  // Caches.
  varnish(
    "caches answers by URL for all visitors",
    {
      vcl: 'sub vcl_recv { if (req.method == "GET") { return (hash); } }\nsub vcl_backend_response { set beresp.ttl = 60s; unset beresp.http.Set-Cookie; return (deliver); }',
    },
    cached,
  ),
  varnish(
    "keeps answers by path, without the query",
    {
      vcl: 'sub vcl_recv { if (req.method == "GET") { set req.url = regsub(req.url, "\\?.*", ""); return (hash); } }\nsub vcl_backend_response { set beresp.ttl = 60s; unset beresp.http.Set-Cookie; return (deliver); }',
    },
    cached,
    magento,
  ),
  nginx("keeps good answers by $uri and says nothing of it", { http: ZONE, location: keeping("$uri", "200 10m") }, cached, folder),
  nginx("keeps all answers by $uri, seen with a key", { http: ZONE, location: keeping("$uri", "any 10m") }, cached, {
    ...folder,
    ...prestashop,
    credentials: true,
  }),
  nginx(
    "keeps answers for a second, each visitor's own",
    { http: ZONE, location: keeping('"$request_uri$http_authorization"', "200 1s") },
    HEALTHY,
    { ...folder, credentials: true },
  ),
];
