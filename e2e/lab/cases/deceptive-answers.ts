import { apache, haproxy, nginx } from "@/e2e/lab/cases/front";
import { blocked, degraded, HEALTHY, type LabCase } from "@/e2e/lab/lab-case";

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;
const keyed = { credentials: true } as const;
const plain = { certificate: null } as const;
const INVENTED = { consumerKey: `ck_${"0".repeat(40)}`, consumerSecret: `cs_${"0".repeat(40)}` };

/** Uses a hostname instead of an IP address; the lab's names resolve to loopback. */
const at = (name: string, labCase: LabCase): LabCase => ({
  ...labCase,
  async open(workspace) {
    const { url, shop } = await labCase.open(workspace);
    return { url: url.replace(new URL(url).hostname, name), shop };
  },
});

const toHost = (from: string, to: string) => ({ server: `if ($host = ${from}) { return 301 $scheme://${to}:$server_port$request_uri; }` });
const rejected = blocked({ code: "credentials_rejected" });
const moved = blocked({ code: "redirected_to_other_host" });
const brokenEncoding = blocked({ code: "invalid_response", reason: "bad_encoding" });
const pluginWords = (code: string, status: number): string => `{"code":"${code}","message":"Sorry.","data":{"status":${status}}}`;
const JSON_API = '{"errors":[{"status":"401","code":"9","title":"The resource owner or authorization server denied the request."}]}';
const shopware = {
  replaceLocation: `location = / { default_type text/html; return 200 '<html><link href="/bundles/storefront/all.css"><h1>Shop</h1></html>'; } location / { default_type application/vnd.api+json; return 401 '${JSON_API}'; }`,
};
const PRESTASHOP_SAYS = (body: string) => ({ replaceLocation: `location / { default_type text/xml; return 200 '${body}'; }` });

/** Redirects between hosts, where the key is tested, and responses whose body contradicts their status. */
export const DECEPTIVE_ANSWER_CASES: readonly LabCase[] = [
  // To the same address.
  ...([{}, keyed] as const).flatMap((key) => [
    at(
      "shop.test",
      nginx(`bare leads to www${"credentials" in key ? ", with a key" : ""}`, toHost("shop.test", "www.shop.test"), HEALTHY, {
        ...plain,
        ...key,
      }),
    ),
    at(
      "www.shop.test",
      nginx(`www leads to bare${"credentials" in key ? ", with a key" : ""}`, toHost("www.shop.test", "shop.test"), HEALTHY, {
        ...plain,
        ...key,
      }),
    ),
  ]),
  at(
    "shop.test",
    nginx("bare leads to www, with a token", toHost("shop.test", "www.shop.test"), HEALTHY, { ...plain, ...magento, credentials: true }),
  ),
  at(
    "shop.test",
    nginx("bare leads to www, with a webservice key", toHost("shop.test", "www.shop.test"), HEALTHY, {
      ...plain,
      ...prestashop,
      credentials: true,
    }),
  ),
  at(
    "shop.test",
    nginx("bare leads to www, with an invented key", toHost("shop.test", "www.shop.test"), rejected, { ...plain, credentials: INVENTED }),
  ),

  // To another address.
  ...([{}, keyed] as const).map((key) =>
    at(
      "shop.test",
      nginx(
        `leads to another host of the domain${"credentials" in key ? ", with a key" : ""}`,
        toHost("shop.test", "store.shop.test"),
        moved,
        { ...plain, ...key },
      ),
    ),
  ),
  at(
    "shop.test",
    nginx("leads to another host of the domain", toHost("shop.test", "store.shop.test"), moved, {
      ...plain,
      ...magento,
      credentials: true,
    }),
  ),
  at(
    "shop.test",
    apache(
      "leads to another host of the domain",
      {
        host: "RewriteEngine On\nRewriteCond %{HTTP_HOST} ^shop\\.test\nRewriteRule ^(.*)$ http://store.shop.test:%{SERVER_PORT}$1 [R=302,L]",
      },
      moved,
      { ...plain, ...prestashop, credentials: true },
    ),
  ),
  at(
    "shop.test",
    haproxy(
      "the shop window alone leads elsewhere",
      { frontend: "http-request redirect location https://elsewhere.example/ if { path / }" },
      HEALTHY,
      plain,
    ),
  ),

  // Broken encoding.
  nginx(
    "an encoding that nothing has, on a 404",
    { replaceLocation: "location / { add_header Content-Encoding gzip always; default_type application/json; return 404 '{}'; }" },
    brokenEncoding,
  ),
  nginx(
    "an encoding that nothing has, on the orders' 401",
    { server: "location /wp-json/wc/v3/ { add_header Content-Encoding gzip always; @PROXY@ }" },
    brokenEncoding,
  ),

  // Responses of plugins.
  nginx(
    "a plugin's words to PATCH and DELETE",
    {
      location: `default_type application/json; if ($request_method ~ ^(PATCH|DELETE)$) { return 403 '${pluginWords("rest_forbidden", 403)}'; }`,
    },
    degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"], blocker: "wordpress" }),
  ),
  nginx(
    "a plugin's words to DELETE, with a key",
    {
      location: `default_type application/json; if ($request_method = DELETE) { return 403 '${pluginWords("rest_cannot_delete", 403)}'; }`,
    },
    degraded({ code: "method_blocked", methods: ["DELETE"], blocker: "wordpress" }),
    keyed,
  ),
  nginx(
    "a plugin's words to all that writes, to guests",
    {
      location: `default_type application/json; if ($request_method ~ ^(POST|PATCH|DELETE)$) { return 401 '${pluginWords("rest_forbidden", 401)}'; }`,
    },
    HEALTHY,
  ),

  // Another shop system.
  nginx("Shopware", shopware, blocked({ code: "wrong_shop_system" }), prestashop),
  nginx("Shopware, with a key", shopware, blocked({ code: "wrong_shop_system" }), { ...prestashop, credentials: true }),
  nginx("Shopware where WooCommerce was", shopware, blocked({ code: "wrong_shop_system" })),
  nginx(
    "a gateway's errors in the form of JSON:API",
    { server: `location /wp-json { default_type application/vnd.api+json; return 401 '${JSON_API}'; }` },
    blocked({ code: "access_denied" }),
  ),

  // Not a response of the webservice.
  ...(
    [
      ["an empty document", '<?xml version="1.0" encoding="UTF-8"?><prestashop></prestashop>'],
      ["a malformed document", '<?xml version="1.0" encoding="UTF-8"?><prestashop><orders><order></orders></prestashop>'],
      ["another resource", '<?xml version="1.0" encoding="UTF-8"?><prestashop><products><product id="1"/></products></prestashop>'],
    ] as const
  ).flatMap(([name, body]) => [
    nginx(`${name} to everything`, PRESTASHOP_SAYS(body), blocked({ code: "invalid_response" }), prestashop),
    nginx(`${name} to everything, with a key`, PRESTASHOP_SAYS(body), blocked({ code: "invalid_response" }), {
      ...prestashop,
      credentials: true,
    }),
  ]),

  // Order numbers that look invented.
  nginx("dislikes six nines", { server: "location ~ 999999 { return 403; }" }, HEALTHY),
  nginx("dislikes long numbers", { server: 'location ~ "/[0-9]{8,}" { deny all; }' }, HEALTHY, keyed),
  apache("dislikes repeated digits", { host: "RewriteEngine On\nRewriteRule (\\d)\\1{6} - [F]" }, HEALTHY, {
    ...magento,
    credentials: true,
  }),
  haproxy("cuts off six nines", { frontend: "http-request reject if { path_sub 999999 }" }, HEALTHY, prestashop),
  nginx("dislikes six nines", { server: "location ~ 999999 { return 403; }" }, HEALTHY, { ...prestashop, credentials: true }),
  nginx(
    "dislikes six nines, and PATCH",
    { server: "location ~ 999999 { return 403; } if ($request_method = PATCH) { return 403; }" },
    degraded({ code: "method_blocked", methods: ["PATCH"], blocker: "nginx" }),
  ),
];
