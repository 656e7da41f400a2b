import { apache, caddy, haproxy, nginx, varnish } from "@/e2e/lab/cases/front";
import { blocked, HEALTHY, type LabCase } from "@/e2e/lab/lab-case";

// The API's path is refused or silent for every visitor while the shop's pages are open: a rule of the server, not the shop's response.

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const key = { credentials: true } as const;
const closed = (path: string, blocker?: string) => blocked({ code: "access_denied", path, ...(blocker ? { blocker } : {}) });
const silent = (path: string) => blocked({ code: "response_timed_out", path });
const COUNTRY = "/rest/V1/directory/countries/NL";
const ORDERS = "/wp-json/wc/v3/orders";

const by404 = (path: string): { frontend: string } => ({ frontend: `http-request deny deny_status 404 if { path_beg ${path} }` });
const held = (path: string): { frontend: string } => ({ frontend: `timeout tarpit 60s\n  http-request tarpit if { path_beg ${path} }` });

export const PATH_CASES: readonly LabCase[] = [
  haproxy("404 for the API's path", by404("/wp-json"), closed("/wp-json/", "haproxy"), { atMost: 12 }),
  haproxy("404 for the API's path, seen with a key", by404("/wp-json"), closed("/wp-json/", "haproxy"), { ...key, atMost: 12 }),
  haproxy("404 for the API's path", by404("/rest"), closed(COUNTRY, "haproxy"), magento),
  haproxy("404 for the API's path, seen with a token", by404("/rest"), closed(COUNTRY, "haproxy"), { ...magento, ...key }),
  haproxy("404 for the API's path", by404("/api"), closed("/api/", "haproxy"), prestashop),
  haproxy("404 for the API's path, seen with a key", by404("/api"), closed("/api/", "haproxy"), { ...prestashop, ...key }),
  haproxy("404 for orders alone", by404(ORDERS), closed(ORDERS, "haproxy")),
  haproxy("404 for orders alone, seen with a key", by404(ORDERS), closed(ORDERS, "haproxy"), key),
  haproxy("404 for everything", { frontend: "http-request deny deny_status 404" }, blocked({ code: "access_denied", blocker: "haproxy" })),
  haproxy("404 for the index of the API alone", { frontend: "http-request deny deny_status 404 if { path /wp-json/ }" }, HEALTHY),
  haproxy(
    "its own answer 404 for the API's path",
    { frontend: "http-request return status 404 default-errorfiles if { path_beg /wp-json }" },
    closed("/wp-json/", "haproxy"),
  ),

  nginx("deny all on the API's path", { server: "location /wp-json { deny all; }" }, closed("/wp-json/", "nginx"), { atMost: 12 }),
  apache(
    "Require all denied on the API's path",
    { host: '<Location "/rest">\n  Require all denied\n  </Location>' },
    closed(COUNTRY, "apache"),
    magento,
  ),
  varnish(
    "403 for the API's path",
    { vcl: 'sub vcl_recv { if (req.url ~ "^/api") { return (synth(403)); } }' },
    closed("/api/", "varnish"),
    prestashop,
  ),
  nginx(
    "a web page in the place of orders",
    { server: "location /wp-json/wc/ { default_type text/html; return 200 '<html><title>Shop</title></html>'; }" },
    blocked({ code: "invalid_response", reason: "html" }),
  ),
  nginx("closes orders without an answer", { server: `location ${ORDERS} { return 444; }` }, closed(ORDERS)),
  nginx("the API's path closed without an answer", { server: "location /wp-json { return 444; }" }, closed("/wp-json/"), { atMost: 14 }),
  nginx("the index of the API closed without an answer, and nothing else", { server: "location = /wp-json/ { return 444; }" }, HEALTHY, {
    atMost: 14,
  }),
  nginx(
    "the index of the API closed without an answer, and nothing else, seen with a key",
    { server: "location = /wp-json/ { return 444; }" },
    HEALTHY,
    {
      ...key,
      atMost: 16,
    },
  ),
  nginx("the root of the API closed without an answer, and nothing else", { server: `location = ${COUNTRY} { return 444; }` }, HEALTHY, {
    ...magento,
    atMost: 14,
  }),
  nginx("the root of the API closed without an answer, and nothing else", { server: "location = /api/ { return 444; }" }, HEALTHY, {
    ...prestashop,
    atMost: 14,
  }),
  nginx("the index of the API is denied to everybody, and nothing else", { server: "location = /wp-json/ { deny all; }" }, HEALTHY, {
    atMost: 20,
  }),
  nginx(
    "the root of the API is denied to everybody, and nothing else",
    { server: "location ^~ /rest/V1/directory { deny all; }" },
    HEALTHY,
    {
      ...magento,
      atMost: 20,
    },
  ),
  apache(
    "the root of the API is denied to everybody, and nothing else",
    { host: '<LocationMatch "^/api/$">\nRequire all denied\n</LocationMatch>' },
    HEALTHY,
    {
      ...prestashop,
      atMost: 20,
    },
  ),
  nginx("the root of the API is not there, and nothing else, seen with a key", { server: "location = /api/ { return 404; }" }, HEALTHY, {
    ...prestashop,
    credentials: true,
    atMost: 12,
  }),
  caddy("the API's path cut off", { site: "@api path /rest/*\n  abort @api" }, closed(COUNTRY), magento),

  haproxy("delays requests to the API", held("/wp-json"), silent("/wp-json/")),
  haproxy("delays requests to the API", held("/api"), silent("/api/"), prestashop),
  haproxy("delays requests for orders", held(ORDERS), silent(ORDERS)),
];
