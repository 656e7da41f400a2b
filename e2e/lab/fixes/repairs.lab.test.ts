import { beforeAll, describe, expect, it, vi } from "vitest";
import { checkShop, findFix } from "@/e2e/lab/fixes/check-and-find-fix";
import { putInstead, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { code, type Repair, sendToHttps } from "@/e2e/lab/fixes/repair";
import { ROUTE_REPAIRS } from "@/e2e/lab/fixes/route-repairs";
import { resolveLabNames, trustLabAuthority } from "@/e2e/lab/harness/check";
import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { missingServers } from "@/e2e/lab/harness/servers";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";
import { startHaproxy } from "@/e2e/lab/servers/haproxy";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startApacheFpm, startApacheModPhp, startNginxFpm } from "@/e2e/lab/servers/php";
import { startVarnish } from "@/e2e/lab/servers/varnish";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import type { CheckResult } from "@/lib/check/result";
import { startFront } from "@/lib/testing/start-front";

// Causes other than refusals: the printed lines repair the server for all clients.

/** For lines in the shop's .htaccess; Apache and PHP-FPM as shipped by Debian. */
const inHtaccess = (snippet: string): Repair => ({
  name: `Apache with PHP-FPM hands on the key: ${snippet}`,
  needs: ["apache", "php"],
  code: "authorization_header_stripped",
  fixId: "authorization.php_fpm",
  start(workspace, upstream, fix) {
    if (fix !== null) workspace.write("www/.htaccess", `${code(fix, snippet)}\n`);
    return startApacheFpm(workspace, { upstream });
  },
});

const emptied = 'fastcgi_param HTTP_AUTHORIZATION "";';
const cacheLines =
  "proxy_cache shop; proxy_cache_key $uri; proxy_cache_valid any 10m; proxy_ignore_headers Cache-Control Expires Set-Cookie Vary; add_header X-Cache-Status $upstream_cache_status always;";
const carelessApache =
  "CacheEnable disk /\nCacheIgnoreQueryString On\nCacheIgnoreCacheControl On\nCacheIgnoreNoLastMod On\nCacheStoreNoStore On\nCacheStorePrivate On\nCacheStoreExpired On\nCacheDefaultExpire 600\nCacheIgnoreHeaders Set-Cookie\nCacheHeader on\nHeader unset Vary\nRequestHeader unset Cache-Control early";
const oldNginx = "ssl_protocols TLSv1.1;";
const oldApache = "SSLProtocol -all +TLSv1.1";
const carelessVcl = [
  'sub vcl_hash { hash_data(regsub(req.url, "\\?.*", "")); return (lookup); }',
  'sub vcl_recv { unset req.http.Authorization; unset req.http.Cache-Control; if (req.method == "GET") { return (hash); } return (pass); }',
  "sub vcl_backend_response { unset beresp.http.Cache-Control; unset beresp.http.Set-Cookie; unset beresp.http.Vary; set beresp.ttl = 10m; return (deliver); }",
].join("\n");

const REPAIRS: readonly Repair[] = [
  {
    name: "nginx takes larger bodies",
    needs: ["nginx"],
    code: "body_too_large",
    fixId: "body_size.nginx",
    start: (workspace, upstream, fix) =>
      startNginx(workspace, { upstream, server: fix === null ? "client_max_body_size 1;" : code(fix, "nginx_body_size") }),
  },
  {
    name: "Apache takes larger bodies",
    needs: ["apache", "php"],
    code: "body_too_large",
    fixId: "body_size.apache",
    start: (workspace, upstream, fix) =>
      // Apache does not limit what it hands to another server.
      startApacheModPhp(workspace, { upstream, host: fix === null ? "LimitRequestBody 1" : code(fix, "apache_body_size") }),
  },
  inHtaccess("cgi_pass_auth"),
  inHtaccess("set_env_if_authorization"),
  {
    name: "Apache with PHP-FPM hands on the key: in the Directory section",
    needs: ["apache", "php"],
    code: "authorization_header_stripped",
    fixId: "authorization.apache",
    start: (workspace, upstream, fix) =>
      startApacheFpm(workspace, {
        upstream,
        ...(fix === null ? {} : { host: `<Directory "${workspace.folder}/www">\n${code(fix, "cgi_pass_auth_server")}\n</Directory>` }),
      }),
  },
  {
    name: "nginx with PHP-FPM hands on the key",
    needs: ["nginx", "php"],
    code: "authorization_header_stripped",
    fixId: "authorization.nginx",
    start: (workspace, upstream, fix) =>
      startNginxFpm(workspace, { upstream, location: fix === null ? emptied : code(fix, "nginx_fastcgi_authorization") }),
  },
  {
    name: "nginx opens the API's path, and its other paths show that rewriting works",
    needs: ["nginx", "php"],
    code: "api_not_found",
    fixId: "path_closed.nginx",
    start: (workspace, upstream, fix) => {
      const line = "return 404;";
      const opened = fix === null ? line : putInstead(takeSnippet(fix, "nginx_open_path"), line);
      return startNginxFpm(workspace, { upstream, host: `location /wp-json { root ${workspace.folder}/www; ${opened} }` });
    },
  },
  {
    name: "nginx hands addresses without a file to WordPress",
    needs: ["nginx", "php"],
    code: "api_not_found",
    fixId: "rewrite_wordpress.nginx",
    start: (workspace, upstream, fix) => startNginxFpm(workspace, { upstream, tryFiles: fix === null ? "" : code(fix, "nginx_try_files") }),
  },
  {
    name: "nginx sends the scheme to the shop",
    needs: ["nginx"],
    code: "credentials_rejected",
    fixId: "scheme.nginx",
    credentials: WOO_KEY,
    start: async (workspace, upstream, fix) =>
      startNginx(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        proxyHeaders: `proxy_set_header Host $http_host; ${fix === null ? "" : code(fix, "nginx_forwarded_proto")}`,
      }),
  },
  {
    name: "nginx sends the scheme to the shop, and the loop ends",
    needs: ["nginx"],
    code: "redirect_loop",
    fixId: "loop.nginx",
    start: async (workspace, upstream, fix) =>
      startNginx(workspace, {
        upstream: await sendToHttps(workspace, upstream),
        tls: await writeCertificate(workspace),
        proxyHeaders: `proxy_set_header Host $http_host; ${fix === null ? "" : code(fix, "nginx_forwarded_proto")}`,
      }),
  },
  {
    name: "Apache sends the scheme to the shop, and the loop ends",
    needs: ["apache"],
    code: "redirect_loop",
    fixId: "loop.apache",
    start: async (workspace, upstream, fix) => {
      const shop = await sendToHttps(workspace, upstream);
      return startApache(workspace, {
        upstream: shop,
        tls: await writeCertificate(workspace),
        replaceProxy: `ProxyPreserveHost On\nProxyPass / ${shop}/\n${fix === null ? "" : code(fix, "apache_forwarded_proto")}`,
      });
    },
  },
  {
    name: "nginx no longer caches the API",
    needs: ["nginx"],
    code: "cached_response",
    fixId: "cache.nginx",
    credentials: WOO_KEY,
    start: async (workspace, upstream, fix) =>
      startNginx(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        http: `proxy_cache_path ${workspace.folder}/cache keys_zone=shop:1m;\n${fix === null ? "" : code(fix, "nginx_file")}`,
        location: `${cacheLines}\n${fix === null ? "" : code(fix, "nginx_bypass")}`,
      }),
  },
  {
    name: "Apache no longer caches the API",
    needs: ["apache"],
    code: "cached_response",
    fixId: "cache.apache",
    credentials: WOO_KEY,
    start: async (workspace, upstream, fix) =>
      startApache(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        host: `CacheRoot ${workspace.makeFolder("cache")}\n${carelessApache}\n${fix === null ? "" : code(fix, "apache_no_cache")}`,
      }),
  },
  {
    name: "Varnish no longer caches the API",
    needs: ["varnish"],
    code: "cached_response",
    fixId: "cache.varnish",
    start: (workspace, upstream, fix) =>
      startVarnish(workspace, { upstream, vcl: `${fix === null ? "" : code(fix, "varnish_no_cache")}\n${carelessVcl}` }),
  },
  {
    name: "nginx speaks a version of TLS of today",
    needs: ["nginx"],
    code: "tls_handshake_failed",
    fixId: "tls_protocols.nginx",
    start: async (workspace, upstream, fix) =>
      startNginx(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        server: `${fix === null ? oldNginx : code(fix, "nginx_protocols")} ssl_ciphers DEFAULT@SECLEVEL=0;`,
      }),
  },
  {
    name: "Apache speaks a version of TLS of today",
    needs: ["apache"],
    code: "tls_handshake_failed",
    fixId: "tls_protocols.apache",
    start: async (workspace, upstream, fix) =>
      startApache(workspace, {
        upstream,
        tls: await writeCertificate(workspace),
        host: `${fix === null ? oldApache : code(fix, "apache_protocols")}\nSSLCipherSuite DEFAULT@SECLEVEL=0`,
      }),
  },
];

/** A shop that rejects HTTP/1.0, as Envoy does. */
async function refuseOldHttp(workspace: Workspace, upstream: string): Promise<string> {
  const front = await startFront(upstream, ({ httpVersion }, response) => {
    if (httpVersion !== "1.0") return false;
    response.writeHead(426, { Upgrade: "HTTP/1.1", Connection: "Upgrade" }).end();
    return true;
  });
  workspace.onClose(() => front.close());
  return front.url;
}

/** A shop that redirects every other hostname to its own, which the server in front reports once started. */
async function redirectToOwnHost(workspace: Workspace, upstream: string) {
  let own = "";
  const front = await startFront(upstream, ({ headers, url }, response) => {
    if (headers.host === own) return false;
    response.writeHead(301, { Location: `http://${own}${url}` }).end();
    return true;
  });
  workspace.onClose(() => front.close());
  return {
    url: front.url,
    behind: (address: string): string => {
      own = new URL(address).host;
      return address;
    },
  };
}

const HOST_NAMES: readonly Repair[] = [
  {
    name: "nginx passes on the host name, and the loop ends",
    needs: ["nginx"],
    code: "redirect_loop",
    fixId: "loop_host.nginx",
    async start(workspace, upstream, fix) {
      const shop = await redirectToOwnHost(workspace, upstream);
      return shop.behind(await startNginx(workspace, { upstream: shop.url, proxyHeaders: fix === null ? "" : code(fix, "nginx_host") }));
    },
  },
  {
    name: "Apache passes on the host name, and the loop ends",
    needs: ["apache"],
    code: "redirect_loop",
    fixId: "loop_host.apache",
    async start(workspace, upstream, fix) {
      const shop = await redirectToOwnHost(workspace, upstream);
      const replaceProxy = `ProxyPass / ${shop.url}/\n${fix === null ? "" : code(fix, "apache_host")}`;
      return shop.behind(await startApache(workspace, { upstream, replaceProxy }));
    },
  },
];

const HTTP_VERSIONS: readonly Repair[] = [
  {
    name: "nginx passes requests on as HTTP/1.1",
    needs: ["nginx"],
    code: "server_error",
    fixId: "http_version.nginx",
    start: async (workspace, upstream, fix) =>
      startNginx(workspace, {
        upstream,
        replaceLocation: `location / {
      proxy_pass ${await refuseOldHttp(workspace, upstream)};
      proxy_set_header Host $http_host;
      ${fix === null ? "proxy_http_version 1.0;" : code(fix, "nginx_http_version")}
    }`,
      }),
  },
  {
    name: "Apache passes requests on as HTTP/1.1",
    needs: ["apache"],
    code: "server_error",
    fixId: "http_version.apache",
    start: async (workspace, upstream, fix) =>
      startApache(workspace, {
        upstream,
        replaceProxy: `ProxyPreserveHost On
  SetEnv force-proxy-request-1.0 1
  ProxyPass / ${await refuseOldHttp(workspace, upstream)}/
  ${fix === null ? "" : code(fix, "apache_http_version")}`,
      }),
  },
  {
    name: "HAProxy checks the health of its server by HTTP/1.1",
    needs: ["haproxy"],
    code: "server_error",
    fixId: "server.haproxy",
    start: async (workspace, upstream, fix) => {
      const url = await startHaproxy(workspace, {
        upstream: await refuseOldHttp(workspace, upstream),
        backend: `option httpchk GET /\n  ${fix === null ? "" : code(fix, "haproxy_check")}`,
      });
      // The first health check marks the server as down.
      if (fix === null) await vi.waitUntil(async () => (await fetch(url)).status === 503, { timeout: 5_000 });
      return url;
    },
  },
];

/** The server refuses the shop's TLS name until the exception for our addresses is added. */
const SERVER_NAME: Repair = {
  name: "HAProxy accepts our connections whatever their name in TLS",
  needs: ["nginx", "haproxy"],
  code: "connection_reset",
  fixId: "sni.haproxy",
  start: async (workspace, upstream, fix) => {
    const url = await startHaproxy(workspace, {
      upstream: await startNginx(workspace, { upstream, tls: await writeCertificate(workspace, "none", "shop.test") }),
      passesThrough: true,
      frontend: `tcp-request inspect-delay 5s
  tcp-request content reject if { req.ssl_sni -i shop.test } ${fix === null ? "" : code(fix, "haproxy_content")}
  tcp-request content accept if { req.ssl_hello_type 1 }`,
    });
    return url.replace("127.0.0.1", "shop.test");
  },
};

async function checkWith(repair: Repair, fix: Fix | null): Promise<CheckResult> {
  const workspace = new Workspace(repair.name);
  try {
    const shop = await openShop(workspace, repair.shopSystem ?? "woocommerce", [WOO_KEY]);
    return await checkShop(await repair.start(workspace, shop.url, fix), repair.credentials, repair.shopSystem);
  } finally {
    await workspace.close();
  }
}

beforeAll(trustLabAuthority);
beforeAll(resolveLabNames);

describe.concurrent("a printed repair, applied to the real server", () => {
  const missing = missingServers();
  for (const repair of [...REPAIRS, ...ROUTE_REPAIRS, ...HTTP_VERSIONS, ...HOST_NAMES, SERVER_NAME]) {
    it.skipIf(repair.needs.some((name) => missing.includes(name)))(repair.name, async () => {
      const before = await checkWith(repair, null);
      const { fix } = findFix(before, repair.code, repair.fixId);
      const after = await checkWith(repair, fix);
      expect({ verdict: after.verdict, causes: after.causes }).toEqual({ verdict: "healthy", causes: [] });
    });
  }
});
