import { apache, haproxy, nginx } from "@/e2e/lab/cases/front";
import { MAGENTO_TOKEN, openShop, PRESTA_KEY, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { BOTH_AGENTS, blocked, degraded, FIRST_ADDRESS, HEALTHY, type LabCase, SECOND_ADDRESS } from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { startRaw } from "@/e2e/lab/servers/raw";
import { findFreePort } from "@/scripts/dev/ports.mjs";

const magento = { shopSystem: "magento" } as const;
const OWN_NOT_FOUND = {
  location: "proxy_intercept_errors on; error_page 404 /own.html;",
  server: "location = /own.html { internal; return 404 '<html>Not here</html>'; }",
};
const elsewhere = blocked({ code: "api_not_found", reason: "other_path" });
/** Redirects every API path without a trailing slash to the one with it. */
const addsSlash = (status: 301 | 308): string =>
  `rewrite ^(/(?:wp-json|rest|api)/.*)/$ $1 break; proxy_redirect off;\n      if ($request_uri ~ ^(/(?:wp-json|rest|api)/[^?]*[^/?])(\\?.*)?$) { return ${status} $scheme://$http_host$1/$is_args$args; }`;

/** The user entered the API's URL instead of the shop's. */
const addressOfApi = (shopSystem: "woocommerce" | "magento" | "prestashop", ending: string): LabCase => ({
  name: `shop: the address of the API is given, ${ending}`,
  needs: [],
  shopSystem,
  truth: elsewhere,
  async open(workspace) {
    const shop =
      shopSystem === "woocommerce"
        ? await openShop(workspace, "woocommerce", [WOO_KEY])
        : shopSystem === "magento"
          ? await openShop(workspace, "magento", [MAGENTO_TOKEN])
          : await openShop(workspace, "prestashop", [PRESTA_KEY]);
    return { url: shop.url + ending, shop };
  },
});

/** http redirects to https, and https redirects back to http. */
const circleOfSchemes = (given: "http" | "https"): LabCase => ({
  name: `nginx: a circle of http and https, ${given} given`,
  needs: ["nginx"],
  truth: blocked({ code: "redirect_loop" }),
  async open(workspace) {
    const [plain, secure] = [await findFreePort(), await findFreePort()];
    const tls = await writeCertificate(workspace);
    await startNginx(workspace, {
      upstream: "http://127.0.0.1:1",
      replaceLocation: `location / { return 404; }
    }
    server {
      listen 127.0.0.1:${plain};
      location / { return 301 https://127.0.0.1:${secure}$request_uri; }
    }
    server {
      listen 127.0.0.1:${secure} ssl;
      ssl_certificate ${tls.certFile};
      ssl_certificate_key ${tls.keyFile};
      location / { return 301 http://127.0.0.1:${plain}$request_uri; }`,
    });
    return { url: given === "http" ? `http://127.0.0.1:${plain}` : `https://127.0.0.1:${secure}`, shop: null };
  },
});

/** Misleading first responses: a hidden index, a redirect loop for some visitors, an address list that looks like a rate limit. */
export const SECOND_LOOK_CASES: readonly LabCase[] = [
  nginx(
    "sends our names round in circles",
    { server: "if ($http_user_agent ~* sendcloud) { return 302 $scheme://$http_host$request_uri; }" },
    blocked({ code: "user_agent_blocked", userAgents: BOTH_AGENTS }),
  ),
  nginx(
    "sends our addresses round in circles",
    { http: `geo $ours { default 0; ${FIRST_ADDRESS} 1; ${SECOND_ADDRESS} 1; }`, server: "if ($ours) { return 302 $request_uri; }" },
    blocked({ code: "ip_blocked", addresses: [FIRST_ADDRESS, SECOND_ADDRESS] }),
    magento,
  ),
  nginx(
    "sends everybody on with a longer query each time",
    { server: "if ($uri) { return 302 $uri?$args&try=again; }" },
    blocked({ code: "redirect_loop" }),
  ),
  nginx(
    "sends everybody on with another query each time",
    { server: "if ($uri) { return 302 $uri?try=$request_id; }" },
    blocked({ code: "redirect_loop" }),
  ),
  nginx("sends everybody round in circles", { server: "return 302 $request_uri;" }, blocked({ code: "redirect_loop" })),
  nginx(
    "429 to one address from the first request on, without an end",
    { server: `if ($remote_addr = ${SECOND_ADDRESS}) { return 429; }` },
    blocked({ code: "ip_blocked", addresses: [SECOND_ADDRESS] }),
  ),
  nginx(
    "429 to one address whose limit ends in a minute",
    { location: `if ($remote_addr = ${SECOND_ADDRESS}) { add_header Retry-After 60 always; return 429; }` },
    degraded({ code: "rate_limited" }),
  ),
  nginx("hides the index of the API and nothing else", { server: "location = /wp-json/ { return 403; }" }, HEALTHY, { credentials: true }),
  nginx("says that the index of the API is not there", { server: "location = /wp-json/ { return 404; }" }, HEALTHY),
  nginx("hides the open part of the API", { server: "location ^~ /rest/V1/directory { deny all; }" }, HEALTHY, {
    ...magento,
    credentials: true,
  }),
  nginx("wants a slash at the end of each path, 301", { location: addsSlash(301) }, HEALTHY, { credentials: true }),
  nginx("wants a slash at the end of each path, 301, no key", { location: addsSlash(301) }, HEALTHY, { atMost: 12 }),
  nginx("wants a slash at the end of each path, 301", { location: addsSlash(301) }, HEALTHY, { ...magento, credentials: true }),
  nginx("wants a slash at the end of each path, 301", { location: addsSlash(301) }, HEALTHY, {
    shopSystem: "prestashop",
    credentials: true,
  }),
  nginx("wants a slash at the end of each path, 308, over http", { location: addsSlash(308) }, HEALTHY, { certificate: null }),
  nginx(
    "sends DELETE to another host",
    { server: "if ($request_method = DELETE) { return 302 https://shop.example/; }" },
    degraded({ code: "method_blocked", methods: ["DELETE"], reason: "method_lost" }),
  ),
  nginx("a page of its own for what is not found", OWN_NOT_FOUND, HEALTHY, { ...magento, credentials: true }),
  nginx("a page of its own for what is not found, no token", OWN_NOT_FOUND, HEALTHY, magento),
  nginx(
    "a page of its own for what is not found, and DELETE refused",
    { ...OWN_NOT_FOUND, server: `${OWN_NOT_FOUND.server} if ($request_method = DELETE) { return 405; }` },
    degraded({ code: "method_blocked", methods: ["DELETE"] }),
    magento,
  ),
  apache(
    "answers OPTIONS itself by RewriteRule, with a page that says 200 OK",
    { host: "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} OPTIONS\nRewriteRule ^(.*)$ $1 [R=200,L]" },
    HEALTHY,
    { credentials: true },
  ),
  haproxy(
    "leaves every method but GET without an answer",
    { frontend: "http-request silent-drop if !{ method GET }" },
    degraded({ code: "method_blocked", methods: ["POST", "OPTIONS", "PATCH", "DELETE"] }),
  ),
  circleOfSchemes("http"),
  circleOfSchemes("https"),
  nginx(
    "words of its own for what the shop refuses",
    {
      location: "proxy_intercept_errors on; error_page 400 401 404 /own.html;",
      server: "location = /own.html { return 200 '<html>Oops</html>'; }",
    },
    HEALTHY,
    { credentials: true },
  ),
  addressOfApi("woocommerce", "/wp-json/wc/v3/"),
  addressOfApi("magento", "/rest/V1"),
  addressOfApi("prestashop", "/api/"),
  nginx(
    "PHP's last words instead of an answer, with 200",
    {
      replaceLocation:
        'location / { default_type text/html; return 200 "<br />\\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function wc()"; }',
    },
    blocked({ code: "server_error", reason: "php_fatal" }),
  ),
  {
    name: "magento: a token that reads shipments and no orders",
    needs: [],
    shopSystem: "magento",
    credentials: MAGENTO_TOKEN,
    truth: blocked({ code: "credentials_insufficient", reason: "cannot_read_orders" }),
    async open(workspace) {
      const shop = await openShop(workspace, "magento", [{ ...MAGENTO_TOKEN, resources: ["Magento_Sales::shipment"] }]);
      return { url: shop.url, shop };
    },
  },
  {
    name: "raw: headers without an end",
    needs: [],
    truth: blocked({ code: "invalid_response", reason: "too_large" }),
    async open(workspace) {
      const url = await startRaw(workspace, (socket) => {
        socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\n${`X-More: ${"a".repeat(90)}\r\n`.repeat(3_000)}\r\n`));
      });
      return { url, shop: null };
    },
  },
];
